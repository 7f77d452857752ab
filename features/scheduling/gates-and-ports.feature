Feature: Some pods have to wait for more than room

  Rule: A pod with scheduling gates is not even looked at

    Scenario: The last gate opens
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: gated }
        spec:
          schedulingGates: [{ name: example.com/quota }, { name: example.com/approval }]
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then the pods are:
        | Name  | Status          | Node   |
        | gated | SchedulingGated | <none> |
      And pod "gated" matches:
        """yaml
        status:
          conditions:
            - { type: PodScheduled, status: "False", reason: SchedulingGated, message: "Scheduling is blocked due to non-empty scheduling gates" }
        """
      And there are 0 events of pod "gated"
      When I change pod "gated":
        """yaml
        spec: { schedulingGates: [{ name: example.com/approval }] }
        """
      Then the pods are:
        | Name  | Status          |
        | gated | SchedulingGated |
      When I change pod "gated":
        """yaml
        spec: { schedulingGates: [] }
        """
      Then pod "gated" is on node "node1"

  Rule: A port of a node is there once

    Scenario: As many pods as nodes, and one that waits
      Given a cluster with 2 nodes
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: { name: agent }
        spec:
          replicas: 3
          selector: { matchLabels: { app: agent } }
          template:
            metadata: { labels: { app: agent } }
            spec:
              containers: [{ name: web, image: "nginx:1.27", ports: [{ containerPort: 80, hostPort: 8080 }] }]
        """
      Then the pods are:
        | Status  | Node   |
        | Running | node1  |
        | Running | node2  |
        | Pending | <none> |
      And the events include:
        | Reason           | Message                                                                                                                                                                                          |
        | FailedScheduling | 0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod. |
      When I scale ReplicaSet "agent" to 2 replicas
      Then the pods of ReplicaSet "agent" are spread over 2 nodes

    Scenario: Another address or protocol is another port
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: dns-tcp }
        spec: { containers: [{ name: web, image: "nginx:1.27", ports: [{ containerPort: 53, hostPort: 5353, protocol: TCP }] }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: dns-udp }
        spec: { containers: [{ name: web, image: "nginx:1.27", ports: [{ containerPort: 53, hostPort: 5353, protocol: UDP }] }] }
        """
      Then the pods are:
        | Name    | Status  |
        | dns-tcp | Running |
        | dns-udp | Running |

  Rule: Who names a node asks nobody

    Scenario: A node that is closed to others
      Given a cluster with 2 nodes
      And I cordon node "node2"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: direct }
        spec: { nodeName: node2, containers: [{ name: web, image: "nginx:1.27" }] }
        """
      Then the pods are:
        | Name   | Status  | Node  |
        | direct | Running | node2 |
