@A7
Feature: A node that runs short of something says so
  Kubelets watch how much memory, disk and how many process numbers are left. When one runs short, a condition of the node says so, the node
  gets a taint, and new pods go elsewhere.

  Background:
    Given a cluster with 2 nodes

  Rule: A condition becomes a taint

    Scenario Outline: Every shortage has a condition and a taint
      When node "node2" comes under <shortage>
      Then node "node2" matches:
        """yaml
        spec:
          taints: [{ key: "<taint>", effect: NoSchedule }]
        status:
          conditions: [{ type: <condition>, status: "True", reason: <reason> }]
        """
      And the events of node "node2" include:
        | Type   | Reason  | Message                               |
        | Normal | <event> | Node node2 status is now: <event> |

      Examples:
        | shortage        | condition      | reason                       | taint                            | event                     |
        | memory pressure | MemoryPressure | KubeletHasInsufficientMemory | node.kubernetes.io/memory-pressure | NodeHasInsufficientMemory |
        | disk pressure   | DiskPressure   | KubeletHasDiskPressure       | node.kubernetes.io/disk-pressure   | NodeHasDiskPressure       |
        | PID pressure    | PIDPressure    | KubeletHasInsufficientPID    | node.kubernetes.io/pid-pressure    | NodeHasInsufficientPID    |

  Rule: New pods go elsewhere, those that are there stay

    Scenario: A controller's next pods avoid the node
      Given the manifest "manifests/myweb-rs.yaml"
      When node "node2" comes under disk pressure
      And the cluster settles
      And I scale ReplicaSet "myweb-rs" to 6 replicas
      Then ReplicaSet "myweb-rs" has 6 ready pods
      And there is at most 2 pods of node "node2" with label "app=web"

    Scenario: A pod that is sent there nevertheless is turned away
      When node "node2" comes under memory pressure
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: careless }
        spec:
          nodeName: node2
          containers: [{ name: main, image: "web:1" }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: modest }
        spec:
          nodeName: node2
          containers: [{ name: main, image: "web:1", resources: { requests: { memory: 64Mi } } }]
        """
      Then the pods are:
        | Name     | Status  |
        | careless | Evicted |
        | modest   | Running |
      And pod "careless" matches:
        """yaml
        status:
          phase: Failed
          reason: Evicted
          message: "Pod was rejected: The node had condition: [MemoryPressure]. "
        """

    Scenario: It is over
      Given node "node2" comes under memory pressure
      When node "node2" is no longer under memory pressure
      Then node "node2" matches:
        """yaml
        status:
          conditions: [{ type: MemoryPressure, status: "False", reason: KubeletHasSufficientMemory }]
        """
      And the nodes are:
        | Name  | Taints |
        | node1 | <none> |
        | node2 | <none> |
