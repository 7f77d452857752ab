@C22
Feature: A rolling update replaces pods a few at a time
  `maxSurge` says how many pods there may be beyond the replicas, `maxUnavailable` how many of them may be missing. Both are 25% unless
  one says otherwise: 8 replicas are never more than 10 pods, and never fewer than 6 that serve.

  Background:
    Given a cluster with 3 nodes

  Rule: A quarter more, a quarter less

    Background:
      Given the manifest "manifests/my-pod-deploy.yaml"

    Scenario: 8 replicas over time
      When I set the image of Deployment "my-pod-deploy" to "nginx:1.27"
      Then the course of the rollout of Deployment "my-pod-deploy" was:
        | Time   | Old | New | Pods | Available |
        | 0s     | 8   | 0   | 8    | 8         |
        | 4ms    | 6   | 2   | 8    | 6         |
        | 6ms    | 6   | 4   | 10   | 6         |
        | 2s     | 6   | 4   | 10   | 10        |
        | 2.006s | 2   | 4   | 6    | 6         |
        | 2.008s | 2   | 8   | 10   | 6         |
        | 3s     | 2   | 8   | 10   | 10        |
        | 3.006s | 0   | 8   | 8    | 8         |

    Scenario: Never more than 10, never fewer than 6
      When I set the image of Deployment "my-pod-deploy" to "nginx:1.27"
      Then throughout the rollout there were at most 10 pods of Deployment "my-pod-deploy"
      And throughout the rollout Deployment "my-pod-deploy" had at least 6 available pods
      And the rollout of Deployment "my-pod-deploy" completes

    Scenario: Every step is an event
      When I set the image of Deployment "my-pod-deploy" to "nginx:1.27"
      Then within 30 seconds the rollout of Deployment "my-pod-deploy" completes
      And the events of Deployment "my-pod-deploy" are:
        | Message                             |
        | ~/Scaled up .* from 0 to 8/         |
        | ~/Scaled up .* from 0 to 2/         |
        | ~/Scaled down .* from 8 to 6/       |
        | ~/Scaled up .* from 2 to 4/         |
        | ~/Scaled down .* from 6 to 2/       |
        | ~/Scaled up .* from 4 to 8/         |
        | ~/Scaled down .* from 2 to 0/       |

    Scenario: In the middle of it, both versions serve
      When I set the image of Deployment "my-pod-deploy" to "nginx:1.27"
      Then within 10 seconds Deployment "my-pod-deploy" has at least 9 available pods
      And at once the revisions of Deployment "my-pod-deploy" are:
        | Revision | Image      | Replicas |
        | 1        | nginx:1.26 | <any>    |
        | 2        | nginx:1.27 | 4        |

  Rule: Surges are rounded up, what may be missing is rounded down

    Scenario Outline: <replicas> replicas with a surge of <surge> and <missing> missing
      Given a Deployment "web" with <replicas> replicas of image "nginx:1.26"
      And I change Deployment "web":
        """yaml
        spec: { strategy: { rollingUpdate: { maxSurge: <surge>, maxUnavailable: <missing> } } }
        """
      When I set the image of Deployment "web" to "nginx:1.27"
      Then throughout the rollout there were at most <most> pods of Deployment "web"
      And throughout the rollout Deployment "web" had at least <least> available pods
      And the rollout of Deployment "web" completes

      Examples:
        | replicas | surge | missing | most | least |
        | 1        | 25%   | 25%     | 2    | 1     |
        | 3        | 25%   | 25%     | 4    | 3     |
        | 10       | 25%   | 25%     | 13   | 8     |
        | 4        | 0     | 1       | 4    | 3     |
        | 4        | 1     | 0       | 5    | 4     |
        | 4        | 100%  | 0       | 8    | 4     |
        | 5        | 0     | 100%    | 5    | 0     |
        | 6        | 2     | 50%     | 8    | 3     |

  Rule: A pod counts when it has been ready for a while, if one says so

    Scenario: minReadySeconds makes the rollout wait
      Given a Deployment "web" with 2 replicas of image "nginx:1.26"
      And I change Deployment "web":
        """yaml
        spec:
          minReadySeconds: 8
          strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
        """
      When I set the image of Deployment "web" to "nginx:1.27"
      And 5 seconds pass
      Then the deployments are:
        | Name | Ready | Up-to-date | Available |
        | web  | 3/2   | 1          | 2         |
      And Deployment "web" has 3 ready pods
      And Deployment "web" has 2 available pods
      And within 1 minute the rollout of Deployment "web" completes

  Rule: A rollout that is scaled keeps its shape

    Scenario: 8 replicas become 12 while four new pods cannot start
      Given the manifest "manifests/my-pod-deploy.yaml"
      When I set the image of Deployment "my-pod-deploy" to "nginx:doesnotexist"
      And 9 seconds pass
      And I scale Deployment "my-pod-deploy" to 12 replicas
      And 9 seconds pass
      Then the revisions of Deployment "my-pod-deploy" are:
        | Revision | Replicas | Available |
        | 1        | 9        | 9         |
        | 2        | 6        | 0         |

    Scenario: A change in the middle of a rollout begins another; the version between goes first
      Given the manifest "manifests/my-pod-deploy.yaml"
      When I set the image of Deployment "my-pod-deploy" to "nginx:1.27"
      And 1 second passes
      And I set the image of Deployment "my-pod-deploy" to "nginx:1.28"
      Then throughout the rollout Deployment "my-pod-deploy" had at least 6 available pods
      And the revisions of Deployment "my-pod-deploy" are:
        | Revision | Image      | Replicas |
        | 1        | nginx:1.26 | 0        |
        | 2        | nginx:1.27 | 0        |
        | 3        | nginx:1.28 | 8        |
