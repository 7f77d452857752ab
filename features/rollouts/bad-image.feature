@C24
Feature: A bad image stalls a rollout, while the old pods go on
  No pod of the new version gets ready, so no more old ones are taken away than may be missing. Going back mends it.

  Background:
    Given a cluster with 3 nodes
    And the manifest "manifests/my-pod-deploy.yaml"
    When I set the image of Deployment "my-pod-deploy" to "nginx:doesnotexist"

  Scenario: It stops at 10 pods of which 6 serve
    Then within 9 seconds the deployments are:
      | Name          | Ready | Up-to-date | Available |
      | my-pod-deploy | 6/8   | 4          | 6         |
    And for 5 minutes Deployment "my-pod-deploy" has 6 available pods
    And at once the revisions of Deployment "my-pod-deploy" are:
      | Revision | Image              | Replicas | Ready |
      | 1        | nginx:1.26         | 6        | 6     |
      | 2        | nginx:doesnotexist | 4        | 0     |

  Scenario: After ten minutes without progress it is called stalled
    Then the rollout of Deployment "my-pod-deploy" has stalled
    And Deployment "my-pod-deploy" matches:
      """yaml
      status:
        conditions:
          - type: Available
            status: "True"
          - type: Progressing
            status: "False"
            reason: ProgressDeadlineExceeded
            message: ~/ReplicaSet "my-pod-deploy-\S+" has timed out progressing\./
      """

  Scenario: The deadline can be shorter
    Given I change Deployment "my-pod-deploy":
      """yaml
      spec: { progressDeadlineSeconds: 30 }
      """
    Then within 1 minute the rollout of Deployment "my-pod-deploy" has stalled

  Scenario: Rolled back, the pods that served all the time are the ones that stay
    Given 5 minutes pass
    When I roll back Deployment "my-pod-deploy"
    Then throughout the rollout Deployment "my-pod-deploy" had at least 6 available pods
    And the rollout of Deployment "my-pod-deploy" completes
    And the revisions of Deployment "my-pod-deploy" are:
      | Revision | Image              | Replicas | Ready |
      | 2        | nginx:doesnotexist | 0        | 0     |
      | 3        | nginx:1.26         | 8        | 8     |

  Scenario: An image that comes after all completes the rollout
    Given the image "web:2" cannot be pulled
    And a Deployment "web" with 2 replicas of image "web:1"
    And I set the image of Deployment "web" to "web:2"
    When the image "web:2" can be pulled
    Then within 6 minutes the rollout of Deployment "web" completes
