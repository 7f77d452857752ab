@B8
Feature: The scheduler finds a node for every pod, or says why there is none
  A node must have room for what the pod requests, fit the pod's wishes, and not repel it. Of the nodes that are left the best one
  is taken. If none is left the pod is Pending, and the scheduler tries again when something has changed.

  Background:
    Given a cluster with 3 nodes

  Rule: The pods of one controller are spread over the nodes

    Scenario: Three pods, three nodes
      Given the manifest "manifests/myweb-rs.yaml"
      Then the pods are:
        | Name       | Node  |
        | myweb-rs-* | node1 |
        | myweb-rs-* | node2 |
        | myweb-rs-* | node3 |

  Rule: A node selector is a must

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: picky }
        spec:
          nodeSelector: { disk: ssd }
          containers: [{ name: web, image: "nginx:1.27" }]
        """

    Scenario: No node has the label: the pod waits, and says what for
      Then the pods are:
        | Name  | Status  | Node   |
        | picky | Pending | <none> |
      And the events of pod "picky" are:
        | Type    | Reason           | Message                                                                                                                                                        |
        | Warning | FailedScheduling | 0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling. |

    Scenario: A node gets the label: the pod goes there
      When I label node "node2" with "disk=ssd"
      Then within 15 seconds the pods are:
        | Name  | Status  | Node  |
        | picky | Running | node2 |

    Scenario: The label goes again: a pod that runs is left alone
      Given I label node "node2" with "disk=ssd"
      When I remove label "disk" from node "node2"
      Then for 1 hour the pods are:
        | Name  | Status  | Node  |
        | picky | Running | node2 |

  Rule: What a pod requests must be free

    Scenario Outline: Too much <resource> for any node
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: greedy }
        spec:
          containers: [{ name: web, image: "nginx:1.27", resources: { requests: { <resource>: <amount> } } }]
        """
      Then pod "greedy" matches:
        """yaml
        status:
          phase: Pending
          conditions:
            - type: PodScheduled
              status: "False"
              reason: Unschedulable
              message: "0/3 nodes are available: 3 Insufficient <resource>. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
        """

      Examples:
        | resource | amount |
        | cpu      | "100"  |
        | memory   | 900Gi  |

    Scenario: One of four does not fit any more, until there are only three
      When I apply "manifests/big-rs.yaml"
      Then the pods are:
        | Status  | Node   |
        | Running | node1  |
        | Running | node2  |
        | Running | node3  |
        | Pending | <none> |
      When I scale ReplicaSet "big" to 3 replicas
      Then the pods are:
        | Status  | Node  |
        | Running | node1 |
        | Running | node2 |
        | Running | node3 |

    Scenario: Room that is made is used
      Given the manifest "manifests/big-rs.yaml"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: next }
        spec:
          containers: [{ name: web, image: "nginx:1.27", resources: { requests: { cpu: 2500m } } }]
        """
      When I delete ReplicaSet "big"
      Then within 30 seconds the pods are:
        | Name | Status  |
        | next | Running |

  Rule: A taint repels pods, a toleration admits them

    Background:
      Given the manifest "manifests/nodes/gpu.yaml"

    Scenario: Nobody else runs on the tainted node
      When I apply "manifests/myweb-rs.yaml"
      Then ReplicaSet "myweb-rs" has 3 ready pods
      And there are 0 pods of node "node1" with label "app=web"

    Scenario: A pod that tolerates the taint may
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: training }
        spec:
          tolerations: [{ key: gpu, operator: Exists }]
          nodeSelector: { kubernetes.io/hostname: node1 }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then the pods are:
        | Name     | Status  | Node  |
        | training | Running | node1 |

  @A1
  Rule: A node that is cordoned takes no new pods

    Scenario: It keeps those it has
      Given the manifest "manifests/myweb-rs.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Node
        metadata: { name: node3 }
        spec: { unschedulable: true }
        """
      And I scale ReplicaSet "myweb-rs" to 6 replicas
      Then the nodes are:
        | Name  | Status                   |
        | node1 | Ready                    |
        | node2 | Ready                    |
        | node3 | Ready,SchedulingDisabled |
      And there is 1 pod of node "node3" with label "app=web"
      And ReplicaSet "myweb-rs" has 6 ready pods
