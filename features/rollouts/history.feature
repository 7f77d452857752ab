@C23
Feature: Every rollout is a revision one can go back to
  An old ReplicaSet keeps its template and its number. Going back makes it the newest: its old number disappears, it is given a new one.

  Background:
    Given a Deployment "web" with 2 replicas of image "nginx:1.24"

  Rule: The revisions are kept, each with what caused it

    Scenario: What caused a revision is written in an annotation
      Given I change Deployment "web":
        """yaml
        metadata: { annotations: { kubernetes.io/change-cause: first release } }
        """
      And I set the image of Deployment "web" to "nginx:1.25"
      When I change Deployment "web":
        """yaml
        metadata: { annotations: { kubernetes.io/change-cause: nginx 1.25 } }
        """
      Then the revisions of Deployment "web" are:
        | Revision | Image      | Replicas | Ready | Change-Cause  |
        | 1        | nginx:1.24 | 0        | 0     | first release |
        | 2        | nginx:1.25 | 2        | 2     | nginx 1.25    |

    Scenario: Ten old ones are kept unless one says otherwise
      Given I change Deployment "web":
        """yaml
        spec: { revisionHistoryLimit: 1 }
        """
      And I set the image of Deployment "web" to "nginx:1.25"
      And I set the image of Deployment "web" to "nginx:1.26"
      When I set the image of Deployment "web" to "nginx:1.27"
      Then the revisions of Deployment "web" are:
        | Revision | Image      |
        | 3        | nginx:1.26 |
        | 4        | nginx:1.27 |

    Scenario: With none of them kept there is no way back
      Given I set the image of Deployment "web" to "nginx:1.25"
      When I change Deployment "web":
        """yaml
        spec: { revisionHistoryLimit: 0 }
        """
      Then within 1 minute the revisions of Deployment "web" are:
        | Revision | Image      |
        | 2        | nginx:1.25 |
      And rolling back Deployment "web" is refused with 'no rollout history found for deployment "web"'

  Rule: Going back gives a new number

    Background:
      Given I set the image of Deployment "web" to "nginx:1.25"
      And I set the image of Deployment "web" to "nginx:1.26"
      And I set the image of Deployment "web" to "nginx:1.27"

    Scenario: Of 1, 2, 3, 4 going to 3 leaves 1, 2, 4, 5
      When I roll back Deployment "web" to revision 3
      Then the revisions of Deployment "web" are:
        | Revision | Image      | Replicas |
        | 1        | nginx:1.24 | 0        |
        | 2        | nginx:1.25 | 0        |
        | 4        | nginx:1.27 | 0        |
        | 5        | nginx:1.26 | 2        |
      And Deployment "web" is at revision 5

    Scenario: Without a number it goes to the one before, and so back and forth
      When I roll back Deployment "web"
      Then the revisions of Deployment "web" are:
        | Revision | Image      |
        | 1        | nginx:1.24 |
        | 2        | nginx:1.25 |
        | 4        | nginx:1.27 |
        | 5        | nginx:1.26 |
      When I roll back Deployment "web"
      Then within 10 seconds Deployment "web" is at revision 6
      And the pods of Deployment "web" include:
        | Image      |
        | nginx:1.27 |

    Scenario: Where one is already, one cannot go
      Then rolling back Deployment "web" to revision 4 is refused with "skipped rollback (current template already matches revision 4)"

    Scenario: A number that is not kept is none to go to
      Then rolling back Deployment "web" to revision 9 is refused with "unable to find specified revision 9 in history"

    Scenario: Going back is a rollout like any other
      When I roll back Deployment "web" to revision 1
      Then throughout the rollout Deployment "web" had at least 2 available pods
      And for 1 minute Deployment "web" is at revision 5
      And at once Deployment "web" is at revision 5
      And for 1 minute the revisions of Deployment "web" are:
        | Revision |
        | 2        |
        | 3        |
        | 4        |
        | 5        |

  Rule: The same template can be rolled out again

    Scenario: A restart replaces every pod and writes the time into the template
      When I restart the rollout of Deployment "web"
      Then the revisions of Deployment "web" are:
        | Revision | Image      | Replicas |
        | 1        | nginx:1.24 | 0        |
        | 2        | nginx:1.24 | 2        |
      And the pods of Deployment "web" are:
        | Restarts | Annotations                              |
        | 0        | kubectl.kubernetes.io/restartedAt=2026-* |
        | 0        | kubectl.kubernetes.io/restartedAt=2026-* |

    Scenario: Twice within a second is once too often
      When I restart the rollout of Deployment "web"
      Then restarting the rollout of Deployment "web" is refused with "if restart has already been triggered within the past second"

  @C26
  Rule: What is rolled back is the template, and nothing beside it

    Scenario: A database goes on with its data while the web server goes back
      Given a Deployment "db" with 1 replica of image "redis:7"
      And I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: data }
        data: { rows: "1" }
        """
      And I set the image of Deployment "web" to "nginx:1.25"
      And I change configmap "data":
        """yaml
        data: { rows: "2" }
        """
      And 1 minute passes
      When I roll back Deployment "web"
      Then the pods of Deployment "web" are:
        | Image      | Age  |
        | nginx:1.24 | <10s |
        | nginx:1.24 | <10s |
      And the pods of Deployment "db" are:
        | Image   | Restarts | Age  |
        | redis:7 | 0        | >=1m |
      And configmap "data" matches:
        """yaml
        data: { rows: "2" }
        """
