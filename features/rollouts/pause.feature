@C23
Feature: While a rollout is paused, changes gather
  Resumed, they roll out as one.

  Background:
    Given a Deployment "web" with 2 replicas of image "nginx:1.26"
    And I pause the rollout of Deployment "web"

  Scenario: Two changes are one revision
    Given I set the image of Deployment "web" to "nginx:1.27"
    And I change Deployment "web":
      """yaml
      spec: { template: { metadata: { annotations: { mode: test } } } }
      """
    Then for 1 minute Deployment "web" is at revision 1
    And Deployment "web" matches:
      """yaml
      status:
        updatedReplicas: <none>
        conditions:
          - { type: Progressing, status: Unknown, reason: DeploymentPaused, message: Deployment is paused }
      """
    When I resume the rollout of Deployment "web"
    Then the revisions of Deployment "web" are:
      | Revision | Image      | Replicas |
      | 1        | nginx:1.26 | 0        |
      | 2        | nginx:1.27 | 2        |

  Scenario: The number of replicas is kept all the same
    When I scale Deployment "web" to 4 replicas
    Then Deployment "web" has 4 available pods

  Scenario: A rollout can be stopped half way
    Given I resume the rollout of Deployment "web"
    And I scale Deployment "web" to 8 replicas
    When I set the image of Deployment "web" to "nginx:1.27"
    And 1 second passes
    And I pause the rollout of Deployment "web"
    And 1 minute passes
    Then the revisions of Deployment "web" are:
      | Revision | Replicas | Available |
      | 1        | 6        | 6         |
      | 2        | 4        | 4         |

  Scenario: What is paused is not paused again, and what is not is not resumed
    Then pausing the rollout of Deployment "web" is refused with 'deployments.apps "web" is already paused'
    When I resume the rollout of Deployment "web"
    Then resuming the rollout of Deployment "web" is refused with 'deployments.apps "web" is not paused'

  Scenario: Neither back nor anew while it is paused
    Given I resume the rollout of Deployment "web"
    And I set the image of Deployment "web" to "nginx:1.27"
    When I pause the rollout of Deployment "web"
    Then rolling back Deployment "web" is refused with "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
    And restarting the rollout of Deployment "web" is refused with "deployments.apps \"web\" can't restart paused deployment (run rollout resume first)"
