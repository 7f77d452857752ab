Feature: An important pod takes the place of a less important one
  Where there is no room, the scheduler looks for a node on which less important pods could make way: as few and as unimportant as possible, and where it
  can choose, none that a disruption budget wants to keep. They are deleted with their grace period; the important pod waits for the place.

  Background:
    Given a cluster with 2 nodes
    And I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: { name: first, labels: { app: batch } }
      spec:
        nodeSelector: { kubernetes.io/hostname: node1 }
        containers: [{ name: c, image: "nginx:1.27", resources: { requests: { cpu: "3" } } }]
      ---
      apiVersion: v1
      kind: Pod
      metadata: { name: second, labels: { app: shop } }
      spec:
        nodeSelector: { kubernetes.io/hostname: node2 }
        containers: [{ name: c, image: "nginx:1.27", resources: { requests: { cpu: "3" } } }]
      """

  Scenario: The victim goes, the important pod comes
    Given I cordon node "node2"
    When I apply "manifests/pods/critical.yaml"
    Then within 1 second pod "critical" matches:
      """yaml
      status: { phase: Pending, nominatedNodeName: node1 }
      """
    And pod "first" matches:
      """yaml
      status:
        conditions:
          - type: DisruptionTarget
            status: "True"
            reason: PreemptionByScheduler
            message: "default-scheduler: preempting to accommodate a higher priority pod"
      """
    And the events of pod "first" include:
      | Type   | Reason    | Message                          |
      | Normal | Preempted | Preempted by pod * on node node1 |
    And within 1 minute pod "critical" is on node "node1"
    And within 5 seconds there is no pod "first"

  Scenario: Of two victims the one without a budget is taken
    Given I apply:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: { name: batch }
      spec: { minAvailable: 1, selector: { matchLabels: { app: batch } } }
      """
    When I apply "manifests/pods/critical.yaml"
    Then within 1 minute pod "critical" is on node "node2"
    And pod "first" is on node "node1"

  Scenario: A budget is heeded only where there is a choice
    Given I apply:
      """yaml
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: { name: all }
      spec: { maxUnavailable: 0, selector: { matchLabels: { app: batch } } }
      """
    And I cordon node "node2"
    When I apply "manifests/pods/critical.yaml"
    Then within 1 minute pod "critical" is on node "node1"

  Scenario: Nobody makes way for an equal
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: { name: equal }
      spec: { containers: [{ name: c, image: "nginx:1.27", resources: { requests: { cpu: "2" } } }] }
      """
    Then pod "equal" matches:
      """yaml
      status:
        conditions:
          - type: PodScheduled
            message: "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod."
      """

  Scenario: Who may not preempt waits, however important
    When I apply:
      """yaml
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: { name: patient }
      value: 1000000
      preemptionPolicy: Never
      ---
      apiVersion: v1
      kind: Pod
      metadata: { name: polite }
      spec:
        priorityClassName: patient
        containers: [{ name: c, image: "nginx:1.27", resources: { requests: { cpu: "2" } } }]
      """
    Then the events of pod "polite" include:
      | Reason           | Message                                                                                               |
      | FailedScheduling | 0/2 nodes are available: 2 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never. |
    When I delete pod "second"
    Then within 1 minute pod "polite" is on node "node2"
