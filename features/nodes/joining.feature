@A1
Feature: Nodes come and go
  A node is an object as well. Its kubelet registers it; who deletes it takes the machine out of the cluster, without stopping it.

  Background:
    Given a cluster with 2 nodes

  Rule: A node that joins is ready a moment later

    Scenario: It begins with a taint that keeps pods away until it is ready
      When I apply:
        """yaml
        apiVersion: v1
        kind: Node
        metadata: { name: big }
        status: { capacity: { cpu: "64", memory: 256Gi, pods: "110" } }
        """
      Then at once node "big" matches:
        """yaml
        spec: { taints: [{ key: node.kubernetes.io/not-ready, effect: NoSchedule }] }
        """
      When the cluster settles
      Then the nodes are:
        | Name  | Status | Taints | Internal-IP  |
        | big   | Ready  | <none> | 192.168.64.3 |
        | node1 | Ready  | <none> | 192.168.64.1 |
        | node2 | Ready  | <none> | 192.168.64.2 |
      And the events of node "big" include:
        | Type   | Reason         | Message                                     |
        | Normal | Starting       | Starting kubelet.                           |
        | Normal | RegisteredNode | Node big event: Registered Node big in Controller |

    Scenario: A pod that fits nowhere else is scheduled at once
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: training }
        spec:
          containers: [{ name: main, image: "web:1", resources: { requests: { cpu: "32" } } }]
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Node
        metadata: { name: big }
        status: { capacity: { cpu: "64", memory: 256Gi, pods: "110" } }
        """
      Then the pods are:
        | Name     | Status  | Node |
        | training | Running | big  |

  @A5
  Rule: The pods of a node that was deleted are collected after a while

    Scenario: Their controller replaces them when they are gone
      Nobody can tell whether such a pod still runs, so it is left alone for 40 to 60 seconds. Then it is said to have failed, and removed.

      Given the manifest "manifests/myweb-rs.yaml"
      When I delete node "node2"
      Then at once ReplicaSet "myweb-rs" has 3 pods
      When 39 seconds pass
      Then ReplicaSet "myweb-rs" has 3 ready pods
      When 25 seconds pass
      And the cluster settles
      Then ReplicaSet "myweb-rs" has 3 ready pods
      And the pods of node "node1" with label "app=web" are:
        | Status  |
        | Running |
        | Running |
        | Running |

    Scenario: It joins again when its kubelet is started anew
      Given the kubelet of node "node2" stops
      When I delete node "node2"
      And node "node2" starts again
      Then the nodes are:
        | Name  | Status |
        | node1 | Ready  |
        | node2 | Ready  |

  Rule: Heartbeats are leases in a namespace of their own

    Scenario: Each is renewed every ten seconds
      Then the leases in namespace "kube-node-lease" are:
        | Name  | Holder |
        | node1 | node1  |
        | node2 | node2  |
      When 1 minute passes
      Then lease "node1" matches in namespace "kube-node-lease":
        """yaml
        spec: { holderIdentity: node1, leaseDurationSeconds: 40, renewTime: ~/2026-01-01T00:00:5.+/ }
        """
