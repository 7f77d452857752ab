Feature: Pods are spread evenly over zones and nodes
  Without being asked the scheduler spreads the pods of one application a little. A topology spread constraint says how uneven it may get, and what
  is to happen when it would get worse.

  Background:
    Given a cluster with 3 nodes
    And I label node "node1" with "topology.kubernetes.io/zone=a"
    And I label node "node2" with "topology.kubernetes.io/zone=a"
    And I label node "node3" with "topology.kubernetes.io/zone=b"

  Scenario: As many pods in each zone, however many nodes it has
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        replicas: 4
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec:
            topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: topology.kubernetes.io/zone
                whenUnsatisfiable: DoNotSchedule
                labelSelector: { matchLabels: { app: web } }
            containers: [{ name: web, image: "nginx:1.27" }]
      """
    Then there are 2 pods of node "node3" with label "app=web"
    And Deployment "web" has 4 ready pods
    When I cordon node "node3"
    And I scale Deployment "web" to 6 replicas
    Then Deployment "web" has 5 ready pods
    And the events include:
      | Reason           | Message                                                                                                                                                                                                                                                                                |
      | FailedScheduling | 0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod. |
    When I uncordon node "node3"
    Then within 15 seconds Deployment "web" has 6 ready pods

  Scenario: A wish is given up where it cannot be
    Given I cordon node "node3"
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        replicas: 4
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec:
            topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: topology.kubernetes.io/zone
                whenUnsatisfiable: ScheduleAnyway
                labelSelector: { matchLabels: { app: web } }
            containers: [{ name: web, image: "nginx:1.27" }]
      """
    Then Deployment "web" has 4 ready pods
    And for 1 minute the pods of Deployment "web" are spread over 2 nodes

  Scenario: At least three zones: with fewer, no zone takes more than the skew
    When I apply:
      """yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        replicas: 3
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec:
            topologySpreadConstraints:
              - maxSkew: 1
                minDomains: 3
                topologyKey: topology.kubernetes.io/zone
                whenUnsatisfiable: DoNotSchedule
                labelSelector: { matchLabels: { app: web } }
            containers: [{ name: web, image: "nginx:1.27" }]
      """
    Then Deployment "web" has 2 ready pods
    When I label node "node2" with "topology.kubernetes.io/zone=c"
    Then within 15 seconds the pods of Deployment "web" are spread over 3 nodes
    And at once the pods of Deployment "web" are spread over 3 nodes

  Scenario: A node without the label takes none
    Given I remove label "topology.kubernetes.io/zone" from node "node3"
    And I cordon node "node1"
    And I cordon node "node2"
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: { name: web, labels: { app: web } }
      spec:
        topologySpreadConstraints:
          - maxSkew: 1
            topologyKey: topology.kubernetes.io/zone
            whenUnsatisfiable: DoNotSchedule
            labelSelector: { matchLabels: { app: web } }
        containers: [{ name: web, image: "nginx:1.27" }]
      """
    Then pod "web" matches:
      """yaml
      status:
        conditions:
          - type: PodScheduled
            message: "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label), 2 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
      """
