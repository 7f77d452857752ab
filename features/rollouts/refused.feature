Feature: A Deployment that makes no sense is refused in Kubernetes' words

  Background:
    Given a Deployment "web" with 2 replicas of image "nginx:1.26"

  Rule: What would never get on is refused at once

    Scenario: Neither more nor fewer pods
      Then changing Deployment "web" is refused with 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0':
        """yaml
        spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }
        """

    Scenario: More than all of them missing
      Then changing Deployment "web" is refused with 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"150%"}: must not be greater than 100%':
        """yaml
        spec: { strategy: { rollingUpdate: { maxUnavailable: 150% } } }
        """

    Scenario: A strategy that does not exist
      Then changing Deployment "web" is refused with 'supported values: "Recreate", "RollingUpdate"':
        """yaml
        spec: { strategy: { type: BlueGreen, rollingUpdate: null } }
        """

    Scenario: Recreate, a few at a time
      Then changing Deployment "web" is refused with "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'":
        """yaml
        spec: { strategy: { type: Recreate } }
        """

    Scenario: Less time to progress than pods need
      Then changing Deployment "web" is refused with "spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds":
        """yaml
        spec: { progressDeadlineSeconds: 5, minReadySeconds: 10 }
        """

  Rule: A selector never changes

    Scenario: It would leave pods behind
      Then changing Deployment "web" is refused with 'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"web", "tier":"front"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable':
        """yaml
        spec: { selector: { matchLabels: { tier: front } }, template: { metadata: { labels: { tier: front } } } }
        """

  Rule: What has no rollout cannot be steered

    Background:
      Given a ReplicaSet "old" with 1 replica

    Scenario: There is nothing to go back to
      Then rolling back Deployment "web" is refused with 'no rollout history found for deployment "web"'
      And rolling back ReplicaSet "old" is refused with 'no rollbacker has been implemented for "ReplicaSet.apps"'
      And rolling back namespace "default" is refused with 'error retrieving rollbacker for "Namespace", no visitor method exists for Namespace'

    Scenario Outline: <verb> a ReplicaSet
      Then <verb> the rollout of ReplicaSet "old" is refused with 'replicasets.apps "old" <verb> is not supported'

      Examples:
        | verb       |
        | pausing    |
        | resuming   |
        | restarting |
