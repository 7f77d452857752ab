Feature: A failure says when
  Times are those of the simulated cluster, counted from the scenario's beginning.

  Rule: A failed "within" shows the last state

    Scenario: Ten seconds are not enough for a bad image
      Given this feature is run:
        ```gherkin
        Feature: A bad image
          Scenario: It will never run
            Given the image "nginx:1.27" cannot be pulled
            When I apply "manifests/pods/single.yaml"
            Then within 10 seconds the pods are:
              | Name   | Ready | Status  |
              | single | 1/1   | Running |
        ```
      Then its last step fails with:
        ```
        not so within 10s (from 0s to 10s); in the end:
        expected the pods to be (- expected, + found):
            | Name   | Ready | Status       |
          - | single | 1/1   | Running      |
          + | single | 0/1   | ErrImagePull |
                       ^^^     ^^^^^^^^^^^^
        The cluster warns:
          pod "single": Failed: Failed to pull image "nginx:1.27": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.27": failed to resolve reference "docker.io/library/nginx:1.27": docker.io/library/nginx:1.27: not found

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: A failed "for" shows the moment at which it broke, and the changes that led to it

    Scenario: A ReplicaSet loses a pod
      Given this feature is run:
        ```gherkin
        Feature: No pod is missed
          Scenario: One of two is deleted
            Given a ReplicaSet with 2 replicas
            When I delete one pod of ReplicaSet "web"
            And I scale ReplicaSet "web" to 1 replica
            Then for 1 minute there are at least 2 pods
        ```
      Then its last step fails with:
        ```
        not so for 1m: it held for 2.1s and broke at 5.1s, when kubelet deleted pod "web-?????" (volumes unmounted)
          because at 3s admin asked to delete pod "web-?????" (I delete one pod of ReplicaSet "web")
        at that moment:
        expected at least 2 pods, found 1:
            | Name      | Ready | Status  | Restarts | Age |
            | web-????? | 1/1   | Running | 0        | 5s  |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A container crashes
      Given this feature is run:
        ```gherkin
        Feature: A container that does not last
          Scenario: It was to run for a minute
            Given the image "nginx:1.25" exits with 1 after 30 seconds
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web }
              spec:
                containers: [{ name: web, image: "nginx:1.25" }]
              """
            And 5 seconds pass
            Then for 1 minute the pods are:
              | Name | Ready | Status  |
              | web  | 1/1   | Running |
        ```
      Then its last step fails with:
        ```
        not so for 1m: it held for 27s and broke at 32s, when kubelet updated the status of pod "web" (the kubelet looked at its containers)
          because at 2ms default-scheduler updated pod "web" (pod default/web created)
          because at 0s admin created pod "web" (I apply:)
        at that moment:
        expected the pods to be (- expected, + found):
            | Name | Ready | Status  |
          - | web  | 1/1   | Running |
          + | web  | 0/1   | Error   |
                     ^^^     ^^^^^^^

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It never held
      Given this feature is run:
        ```gherkin
        Feature: Too early
          Scenario: The ReplicaSet is not complete yet
            When I apply "manifests/myweb-rs.yaml"
            Then for 1 minute ReplicaSet "myweb-rs" has 3 ready pods
        ```
      Then its last step fails with:
        ```
        not so for 1m: it was not so to begin with, at 0s:
        expected ReplicaSet "myweb-rs" to have 3 ready pods, found 0

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: A failed plain Then says whether it was ever so

    Scenario: It was, for a while
      Given this feature is run:
        ```gherkin
        Feature: A task
          Scenario: It is over when the cluster has settled
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: task }
              spec:
                restartPolicy: Never
                containers: [{ name: c, image: "busybox:1.36", command: [sleep, "5"] }]
              """
            Then the pods are:
              | Name | Status  |
              | task | Running |
        ```
      Then its last step fails with:
        ```
        expected the pods to be (- expected, + found):
            | Name | Status    |
          - | task | Running   |
          + | task | Completed |
                     ^^^^^^^^^
        It was so from 2s to 7s; now it is 9.1s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It never was
      Given this feature is run:
        ```gherkin
        Feature: A bad image
          Scenario: It never ran
            Given the image "nginx:1.27" cannot be pulled
            When I apply "manifests/pods/single.yaml"
            Then the pods are:
              | Name   | Status  |
              | single | Running |
        ```
      Then its last step fails with:
        ```
        expected the pods to be (- expected, + found):
            | Name   | Status       |
          - | single | Running      |
          + | single | ErrImagePull |
                       ^^^^^^^^^^^^
        The cluster warns:
          pod "single": Failed: Failed to pull image "nginx:1.27": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.27": failed to resolve reference "docker.io/library/nginx:1.27": docker.io/library/nginx:1.27: not found
        It was never so between 0s and 1s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The clock is in the author's hand: it is too early
      Given this feature is run:
        ```gherkin
        Feature: Half a second
          Scenario: The pods are not ready yet
            When I apply "manifests/myweb-rs.yaml"
            And 500 milliseconds pass
            Then ReplicaSet "myweb-rs" has 3 ready pods
        ```
      Then its last step fails with:
        ```
        expected ReplicaSet "myweb-rs" to have 3 ready pods, found 0; its pods:
            | Name           | Ready | Status            | Restarts | Age |
            | myweb-rs-????? | 0/1   | ContainerCreating | 0        | 0s  |
            | myweb-rs-????? | 0/1   | ContainerCreating | 0        | 0s  |
            | myweb-rs-????? | 0/1   | ContainerCreating | 0        | 0s  |
        It was never so between 0s and 500ms.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
