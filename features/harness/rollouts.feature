Feature: A failed rollout shows its whole course
  When it began, what became of it, and the moment at which it went too far, with whoever took it there.

  Rule: Throughout a rollout

    Scenario: More pods than allowed
      Given this feature is run:
        ```gherkin
        Feature: A surge
          Scenario: At most 5 of 4
            Given a Deployment "web" with 4 replicas of image "nginx:1.25"
            And I change Deployment "web":
              """
              spec: { strategy: { rollingUpdate: { maxSurge: 2 } } }
              """
            When I set the image of Deployment "web" to "nginx:1.26"
            Then throughout the rollout there were at most 5 pods of Deployment "web"
        ```
      Then its last step fails with:
        ```
        expected Deployment "web" to have at most 5 pods throughout the rollout, but at 3.008s, 4ms after it began, there were 6:
          replicaset-controller created pod "web-79ffb55746-?????" (replicaset created)
          because at 3.006s deployment-controller created replicaset "web-79ffb55746" (deployment updated)
          because at 3.004s admin updated deployment "web" (I set the image of Deployment "web" to "nginx:1.26")
        the rollout began at 3.004s and was complete at 6.004s (O old, N new, small: not available):
              Time     Pods   Available
              0s       4      4           OOOO
          >   4ms      6      4           OOOOnn
              4ms      5      3           OOOnn
              6ms      6      3           OOOnnn
              1.996s   6      6           OOONNN
              2.002s   3      3           NNN
              2.004s   4      3           NNNn
              2.996s   4      4           NNNN

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Fewer available pods than needed
      Given this feature is run:
        ```gherkin
        Feature: A rolling update
          Scenario: None may be missing
            Given a Deployment "web" with 4 replicas of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then throughout the rollout Deployment "web" had at least 4 available pods
        ```
      Then its last step fails with:
        ```
        expected Deployment "web" to have at least 4 available pods throughout the rollout, but at 3.004s, 4ms after it began, there were 3:
          replicaset-controller asked to delete pod "web-6564c56f49-?????" (replicaset updated)
          because at 3.002s deployment-controller updated replicaset "web-6564c56f49" (deployment updated)
          because at 3s admin updated deployment "web" (I set the image of Deployment "web" to "nginx:1.26")
        the rollout began at 3s and was complete at 6.01s (O old, N new, small: not available):
              Time     Pods   Available
              0s       4      4           OOOO
          >   4ms      4      3           OOOn
              6ms      5      3           OOOnn
              2s       5      5           OOONN
              2.006s   3      3           ONN
              2.008s   5      3           ONNnn
              3s       5      5           ONNNN
              3.006s   4      4           NNNN

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Too long a gap
      Given this feature is run:
        ```gherkin
        Feature: Recreate
          Scenario: A gap of a second
            Given a Deployment "web" with 2 replicas of image "nginx:1.25"
            And I change Deployment "web":
              """
              spec: { strategy: { type: Recreate, rollingUpdate: null } }
              """
            When I set the image of Deployment "web" to "nginx:1.26"
            Then during the rollout Deployment "web" had no available pods for at most 1 second
        ```
      Then its last step fails with:
        ```
        expected Deployment "web" to be without available pods for at most 1s of the rollout, but it was without one for 3.992s
        the rollout began at 3.004s and was complete at 7.004s (O old, N new, small: not available):
              Time     Pods   Available
              0s       2      2           OO
              4ms      0      0
              2.1s     2      0           nn
              3.996s   2      2           NN

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It is paused
      Given this feature is run:
        ```gherkin
        Feature: A Deployment that is paused
          Scenario: It has no end
            Given a Deployment "web" with 2 replicas of image "nginx:1.25"
            And I pause the rollout of Deployment "web"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then throughout the rollout there were at most 2 pods of Deployment "web"
        ```
      Then its last step fails with:
        ```
        the rollout of Deployment "web" has no end: it is paused (When I resume the rollout of ...)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Its course is another
      Given this feature is run:
        ```gherkin
        Feature: A rolling update
          Scenario: One after the other
            Given a Deployment "web" with 2 replicas of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then the course of the rollout of Deployment "web" was:
              | Old | New | Available |
              | 2   | 0   | 2         |
              | 2   | 1   | 3         |
              | 0   | 2   | 2         |
        ```
      Then its last step fails with:
        ```
        expected the course of the rollout of Deployment "web" to be (- expected, + found):
            | Old | New | Available |
            | 2   | 0   | 2         |
          + | 2   | 1   | 2         |
            | 2   | 1   | 3         |
          + | 1   | 1   | 2         |
          + | 1   | 2   | 2         |
          + | 1   | 2   | 3         |
            | 0   | 2   | 2         |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: The end of a rollout

    Scenario: It did not complete
      Given this feature is run:
        ```gherkin
        Feature: A bad image
          Scenario: It completes
            Given a Deployment "web" with 2 replicas of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:doesnotexist"
            Then the rollout of Deployment "web" completes
        ```
      Then its last step fails with:
        ```
        expected the rollout of Deployment "web" to be complete, but: deployment "web" exceeded its progress deadline
            | Name                 | Ready | Status           | Restarts | Age |
            | web-56cfd67748-????? | 0/1   | ImagePullBackOff | 0        | 10m |
            | web-6564c56f49-????? | 1/1   | Running          | 0        | 10m |
            | web-6564c56f49-????? | 1/1   | Running          | 0        | 10m |
        The cluster warns:
          pod "web-56cfd67748-?????": Failed: Failed to pull image "nginx:doesnotexist": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:doesnotexist": failed to resolve reference "docker.io/library/nginx:doesnotexist": docker.io/library/nginx:doesnotexist: not found
        the rollout began at 3s and failed at 10m4s (O old, N new, small: not available):
              Time   Pods   Available
              0s     2      2           OO
              4ms    3      2           OOn
        It was never so between 3s and 10m4.002s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It did not complete in time
      Given this feature is run:
        ```gherkin
        Feature: A rolling update
          Scenario: Too fast
            Given a Deployment "web" with 2 replicas of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then within 1 second the rollout of Deployment "web" completes
        ```
      Then its last step fails with:
        ```
        not so within 1s (from 3s to 4s); in the end:
        expected the rollout of Deployment "web" to be complete, but: Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas have been updated...
            | Name                 | Ready | Status            | Restarts | Age |
            | web-6564c56f49-????? | 1/1   | Running           | 0        | 4s  |
            | web-6564c56f49-????? | 1/1   | Running           | 0        | 4s  |
            | web-79ffb55746-????? | 0/1   | ContainerCreating | 0        | 1s  |
        the rollout began at 3s and is still under way at 4s (O old, N new, small: not available):
              Time   Pods   Available
              0s     2      2           OO
              4ms    3      2           OOn

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It has not stalled
      Given this feature is run:
        ```gherkin
        Feature: A good image
          Scenario: It stalls
            Given a Deployment "web" with 1 replica of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then the rollout of Deployment "web" has stalled
        ```
      Then its last step fails with:
        ```
        expected the rollout of Deployment "web" to have stalled, but: deployment "web" successfully rolled out
            | Name                 | Ready | Status  | Restarts | Age |
            | web-79ffb55746-????? | 1/1   | Running | 0        | 3s  |
        the rollout began at 3s and was complete at 5.01s (O old, N new, small: not available):
              Time     Pods   Available
              0s       1      1           O
              4ms      2      1           On
              2s       2      2           ON
              2.006s   1      1           N
        It was never so between 3s and 6.102s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Revisions

    Scenario: Others are kept
      Given this feature is run:
        ```gherkin
        Feature: Two revisions
          Scenario: Back in time
            Given a Deployment "web" with 1 replica of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then the revisions of Deployment "web" are:
              | Revision | Image      |
              | 1        | nginx:1.25 |
              | 2        | nginx:1.27 |
        ```
      Then its last step fails with:
        ```
        expected the revisions of Deployment "web" to be (- expected, + found):
            | Revision | Image      |
            | 1        | nginx:1.25 |
          - | 2        | nginx:1.27 |
          + | 2        | nginx:1.26 |
                         ^^^^^^^^^^
        It was never so between 3s and 6.102s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: They stand in another order
      Given this feature is run:
        ```gherkin
        Feature: Two revisions
          Scenario: Newest first
            Given a Deployment "web" with 1 replica of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then the revisions of Deployment "web" are:
              | Revision |
              | 2        |
              | 1        |
        ```
      Then its last step fails with:
        ```
        expected the revisions of Deployment "web" to be (- expected, + found):
            | Revision |
          - | 2        |
            | 1        |
          + | 2        |
        It was never so between 3s and 6.102s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It is at another
      Given this feature is run:
        ```gherkin
        Feature: Two revisions
          Scenario: The first
            Given a Deployment "web" with 1 replica of image "nginx:1.25"
            When I set the image of Deployment "web" to "nginx:1.26"
            Then Deployment "web" is at revision 1
        ```
      Then its last step fails with:
        ```
        expected Deployment "web" to be at revision 1, but it is at revision 2 (kept are 1, 2)
        It was so from 3s to 3.002s; now it is 6.102s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: There is none of that number to go back to
      Given this feature is run:
        ```gherkin
        Feature: Two revisions
          Scenario: To the ninth
            Given a Deployment "web" with 1 replica of image "nginx:1.25"
            And I set the image of Deployment "web" to "nginx:1.26"
            When I roll back Deployment "web" to revision 9
        ```
      Then its last step fails with:
        ```
        unable to find specified revision 9 in history
        The revisions of Deployment "web" are 1 (nginx:1.25), 2 (nginx:1.26).

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A column that revisions do not have
      Given this feature is run:
        ```gherkin
        Feature: A revision
          Scenario: A slip
            Given a Deployment "web" with 1 replica of image "nginx:1.25"
            Then the revisions of Deployment "web" are:
              | Revisoin |
              | 1        |
        ```
      Then its last step fails with:
        ```
        revisions have no column "Revisoin". Did you mean "Revision"?
        The columns of revisions are Revision, Image, Replicas, Ready, Available, Change-Cause, Name.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What has no rollout

    Scenario: A ReplicaSet
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet
          Scenario: It completes
            Given a ReplicaSet "web" with 1 replica
            Then the rollout of ReplicaSet "web" completes
        ```
      Then its last step fails with:
        ```
        a ReplicaSet has no rollout; these kinds have: Deployment

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: One of several containers
      Given this feature is run:
        ```gherkin
        Feature: Two containers
          Scenario: Which one?
            Given I apply:
              """
              apiVersion: v1
              kind: Pod
              metadata: { name: two }
              spec: { containers: [{ name: web, image: nginx }, { name: log, image: "redis:7" }] }
              """
            When I set the image of pod "two" to "nginx:1.27"
        ```
      Then its last step fails with:
        ```
        Pod "two" has several containers: say which one, of web, log, as in: I set the image of container "web" of ...

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
