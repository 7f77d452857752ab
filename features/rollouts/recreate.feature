@C22
Feature: Recreate ends every old pod before it makes a new one
  Two versions never run side by side. The price is a gap in which nobody serves.

  Background:
    Given a cluster with 3 nodes
    And a Deployment "web" with 3 replicas of image "nginx:1.26"
    And I change Deployment "web":
      """yaml
      spec: { strategy: { type: Recreate, rollingUpdate: null } }
      """

  Scenario: The gap lasts as long as the end of the old pods and the start of the new ones
    When I set the image of Deployment "web" to "nginx:1.27"
    Then the course of the rollout of Deployment "web" was:
      | Time   | Old | New | Available |
      | 0s     | 3   | 0   | 3         |
      | 4ms    | 0   | 0   | 0         |
      | 2.1s   | 0   | 3   | 0         |
      | 3.996s | 0   | 3   | 3         |
    And during the rollout Deployment "web" had no available pods for 3.992 seconds

  Scenario: A program that does not end makes the gap longer, up to its grace period
    Given I change Deployment "web":
      """yaml
      spec:
        template:
          spec:
            terminationGracePeriodSeconds: 20
            containers: [{ name: web, image: "busybox:1.36", command: [sleep, "3600"] }]
      """
    When I change Deployment "web":
      """yaml
      spec:
        template:
          spec:
            containers: [{ name: web, image: "nginx:1.27" }]
      """
    Then during the rollout Deployment "web" had no available pods for at most 25 seconds
    And throughout the rollout there were at most 3 pods of Deployment "web"
    And the rollout of Deployment "web" completes

  Scenario: There is no gap where pods are replaced a few at a time
    Given I change Deployment "web":
      """yaml
      spec: { strategy: { type: RollingUpdate } }
      """
    When I set the image of Deployment "web" to "nginx:1.27"
    Then during the rollout Deployment "web" had no available pods for 0 seconds
