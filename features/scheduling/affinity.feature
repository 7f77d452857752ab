Feature: Pods say where they want to be, and beside whom
  A node selector and required affinity are musts: where they hold for no node, the pod waits. Preferred affinity is a wish, which counts among the
  nodes that are left. Affinity to other pods looks at the labels of the pods that are there, in the same node, zone or whatever the topology key says.

  Background:
    Given a cluster with 3 nodes
    And I label node "node1" with "topology.kubernetes.io/zone=a"
    And I label node "node2" with "topology.kubernetes.io/zone=a"
    And I label node "node3" with "topology.kubernetes.io/zone=b"

  Rule: Affinity to nodes

    Scenario: A must that one node meets
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: anchor }
        spec:
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions: [{ key: topology.kubernetes.io/zone, operator: NotIn, values: [a] }]
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "anchor" is on node "node3"

    Scenario: A must that no node meets
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: impossible }
        spec:
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions: [{ key: topology.kubernetes.io/zone, operator: In, values: [moon] }]
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "impossible" matches:
        """yaml
        status:
          conditions:
            - type: PodScheduled
              status: "False"
              reason: Unschedulable
              message: "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
        """
      When I label node "node2" with "topology.kubernetes.io/zone=moon"
      Then within 15 seconds pod "impossible" is on node "node2"

    Scenario Outline: A wish is followed where it can be
      Given I cordon node "<closed>"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: wisher }
        spec:
          affinity:
            nodeAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 100
                  preference: { matchExpressions: [{ key: topology.kubernetes.io/zone, operator: In, values: [b] }] }
                - weight: 1
                  preference: { matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [node2] }] }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "wisher" is on node "<node>"

      Examples:
        | closed | node  |
        | node1  | node3 |
        | node3  | node2 |

  Rule: Affinity to pods

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: anchor, labels: { role: anchor } }
        spec:
          nodeSelector: { kubernetes.io/hostname: node2 }
          containers: [{ name: web, image: "nginx:1.27" }]
        """

    Scenario: On the same node
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: friend }
        spec:
          affinity:
            podAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - { labelSelector: { matchLabels: { role: anchor } }, topologyKey: kubernetes.io/hostname }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "friend" is on node "node2"
      When I delete pod "anchor"
      Then for 1 hour pod "friend" is on node "node2"

    Scenario: In another zone
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: stranger }
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - { labelSelector: { matchLabels: { role: anchor } }, topologyKey: topology.kubernetes.io/zone }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "stranger" is on node "node3"

    Scenario: Beside a pod that is not there yet
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: early }
        spec:
          affinity:
            podAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - { labelSelector: { matchLabels: { role: late } }, topologyKey: kubernetes.io/hostname }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "early" matches:
        """yaml
        status:
          conditions:
            - type: PodScheduled
              message: "0/3 nodes are available: 3 node(s) didn't match pod affinity rules. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: late, labels: { role: late } }
        spec:
          nodeSelector: { kubernetes.io/hostname: node1 }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then within 15 seconds pod "early" is on node "node1"

    Scenario: One on each node, and a fourth that finds none
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: spread }
        spec:
          replicas: 4
          selector: { matchLabels: { app: spread } }
          template:
            metadata: { labels: { app: spread } }
            spec:
              affinity:
                podAntiAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    - { labelSelector: { matchLabels: { app: spread } }, topologyKey: kubernetes.io/hostname }
              containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then the Deployments are:
        | Name   | Ready | Up-to-date | Available |
        | spread | 3/4   | 4          | 3         |
      And the events include:
        | Reason           | Message                                                                                                                                                              |
        | FailedScheduling | 0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod. |
      When I scale Deployment "spread" to 3 replicas
      Then the pods of Deployment "spread" are spread over 3 nodes

    Scenario: A pod that wants nobody beside it is heeded by those who come later
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: loner }
        spec:
          nodeSelector: { kubernetes.io/hostname: node1 }
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - { labelSelector: { matchLabels: { app: web } }, topologyKey: topology.kubernetes.io/zone }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: visitor, labels: { app: web } }
        spec: { containers: [{ name: web, image: "nginx:1.27" }] }
        """
      Then pod "visitor" is on node "node3"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: unwelcome, labels: { app: web } }
        spec:
          nodeSelector: { topology.kubernetes.io/zone: a }
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then pod "unwelcome" matches:
        """yaml
        status:
          conditions:
            - type: PodScheduled
              message: "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 node(s) didn't satisfy existing pods anti-affinity rules. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod."
        """
