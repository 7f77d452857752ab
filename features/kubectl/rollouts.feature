Feature: Rolling out, watching and rolling back, typed by hand

  Background:
    Given a cluster with 3 nodes
    When I run:
      """
      kubectl create deployment web --image=nginx:1.25 --replicas=3
      kubectl annotate deployment web kubernetes.io/change-cause="the first"
      kubectl rollout status deployment web
      """
    Then it prints 'deployment "web" successfully rolled out'
    When I run:
      """
      kubectl set image deployment/web nginx=nginx:1.26
      kubectl annotate deployment web --overwrite kubernetes.io/change-cause="a newer nginx"
      """
    Then it prints:
      """
      deployment.apps/web image updated
      deployment.apps/web annotated
      """

  Scenario: A rollout is told while it goes on
    When I run:
      """
      kubectl set image deployment/web nginx=nginx:1.27
      kubectl rollout status deployment/web
      """
    Then it prints 'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...'
    And it prints 'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...'
    And it prints 'deployment "web" successfully rolled out'

  Scenario: Every revision is remembered with its cause
    When I run "kubectl rollout history deployment/web"
    Then it prints:
      """
      deployment.apps/web
      REVISION  CHANGE-CAUSE
      1         the first
      2         a newer nginx
      """
    When I run "kubectl rollout history deployment/web --revision=2"
    Then it prints "nginx:1.26"

  Scenario: Back to a revision, which becomes the latest
    When I run "kubectl rollout undo deployment/web --to-revision=1"
    Then it prints "deployment.apps/web rolled back"
    When I run "kubectl rollout history deployment/web"
    Then it prints:
      """
      deployment.apps/web
      REVISION  CHANGE-CAUSE
      2         a newer nginx
      3         the first
      """
    When I run "kubectl get rs -o wide"
    Then it prints a table with:
      | Desired | Current | Ready | Images     |
      | 0       | 0       | 0     | nginx:1.26 |
      | 3       | 3       | 3     | nginx:1.25 |
    When I run "kubectl rollout undo deployment/web --to-revision=9"
    Then it fails with "unable to find specified revision 9 in history"

  Scenario: An image that is not there holds the rollout, and the old pods stay
    When I run:
      """
      kubectl set image deployment/web nginx=nginx:does-not-exist
      kubectl rollout status deployment/web --timeout=30s
      """
    Then it fails with "timed out waiting for the condition"
    When I run "kubectl get pods"
    Then it prints a table with:
      | Ready | Status  |
      | 1/1   | Running |
      | 1/1   | Running |
      | 1/1   | Running |
      | 0/1   | *       |
    When I run "kubectl rollout undo deployment/web"
    And I run "kubectl rollout status deployment/web"
    Then it prints 'deployment "web" successfully rolled out'

  Scenario: Paused, a rollout waits, and cannot be restarted
    When I run:
      """
      kubectl rollout pause deployment/web
      kubectl rollout restart deployment/web
      """
    Then it fails with "can't restart paused deployment (run rollout resume first)"
    When I run:
      """
      kubectl rollout resume deployment/web
      kubectl rollout restart deployment/web
      kubectl get deployment web -o jsonpath='{.spec.template.metadata.annotations}'
      """
    Then it prints "deployment.apps/web restarted"
    And it prints '{"kubectl.kubernetes.io/restartedAt":"<time>"}'

  Scenario: What describe says of it
    When I run "kubectl describe deployment web | grep -A 3 Conditions"
    Then it prints:
      """
      Conditions:
        Type           Status  Reason
        ----           ------  ------
        Available      True    MinimumReplicasAvailable
      """
    When I run "kubectl describe deployment web | grep ReplicaSet:"
    Then it prints "(3/3 replicas created)"
