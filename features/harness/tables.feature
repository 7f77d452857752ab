Feature: A failed table shows what was expected beside what was found
  Rows may stand in any order. A row that was not found stands beside the one that is most like it: `-` is what the feature says,
  `+` is what the cluster says, and `^` stands under every cell that differs. Rows that are as expected are shown without a sign.

  Rule: The closest row stands beside the one that was expected

    Scenario: One cell differs
      Given this feature is run:
        ```gherkin
        Feature: Three pods
          Scenario: All of them run
            Given the image "httpd" cannot be pulled
            And a ReplicaSet "shop" with 1 replica of image "httpd"
            And a ReplicaSet "blog" with 2 replicas
            Then the pods are:
              | Name   | Ready | Status  | Restarts |
              | blog-* | 1/1   | Running | 0        |
              | blog-* | 1/1   | Running | 0        |
              | shop-* | 1/1   | Running | 0        |
        ```
      Then its last step fails with:
        ```
        expected the pods to be (- expected, + found):
            | Name       | Ready | Status       | Restarts |
            | blog-*     | 1/1   | Running      | 0        |
            | blog-*     | 1/1   | Running      | 0        |
          - | shop-*     | 1/1   | Running      | 0        |
          + | shop-????? | 0/1   | ErrImagePull | 0        |
                           ^^^     ^^^^^^^^^^^^
        The cluster warns:
          pod "shop-?????": Failed: Failed to pull image "httpd": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/httpd:latest": failed to resolve reference "docker.io/library/httpd:latest": docker.io/library/httpd:latest: not found

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The name says who is meant, although more of the other row is equal
      Given this feature is run:
        ```gherkin
        Feature: Two ReplicaSets
          Scenario: Their numbers are mixed up
            Given a ReplicaSet "blog" with 1 replica
            And a ReplicaSet "shop" with 2 replicas
            Then the replicasets are:
              | Name | Desired | Current | Ready |
              | shop | 1       | 1       | 1     |
              | blog | 2       | 2       | 2     |
        ```
      Then its last step fails with:
        ```
        expected the replicasets to be (- expected, + found):
            | Name | Desired | Current | Ready |
          - | shop | 1       | 1       | 1     |
          + | shop | 2       | 2       | 2     |
                     ^         ^         ^
          - | blog | 2       | 2       | 2     |
          + | blog | 1       | 1       | 1     |
                     ^         ^         ^

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A long text is cut to where it differs
      Given this feature is run:
        ```gherkin
        Feature: A pod that nobody takes
          Scenario: The reason
            Given a cluster with 2 nodes
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: picky }
              spec:
                nodeSelector: { disk: ssd }
                containers: [{ name: web, image: "nginx:1.27" }]
              """
            Then the events are:
              | Reason           | Message                                                                                                                                                        |
              | FailedScheduling | 0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod. |
        ```
      Then its last step fails with:
        ```
        expected the events to be (- expected, + found):
            | Reason           | Message                                                      |
          - | FailedScheduling | …es are available: 2 No preemption victims found for incomi… |
          + | FailedScheduling | …es are available: 2 Preemption is not helpful for scheduli… |
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        It was never so between 0s and 2ms.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Rows without a partner stand alone

    Scenario: A row too many: surplus
      Given this feature is run:
        ```gherkin
        Feature: Three pods
          Scenario: Two are expected
            Given a ReplicaSet with 3 replicas
            Then the pods are:
              | Name  | Ready |
              | web-* | 1/1   |
              | web-* | 1/1   |
        ```
      Then its last step fails with:
        ```
        expected the pods to be (- expected, + found):
            | Name      | Ready |
            | web-*     | 1/1   |
            | web-*     | 1/1   |
          + | web-????? | 1/1   |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A row too few: missing
      Given this feature is run:
        ```gherkin
        Feature: One pod
          Scenario: Two are expected
            Given a ReplicaSet with 1 replica
            Then the pods are:
              | Name  | Ready |
              | web-* | 1/1   |
              | web-* | 1/1   |
        ```
      Then its last step fails with:
        ```
        expected the pods to be (- expected, + found):
            | Name  | Ready |
            | web-* | 1/1   |
          - | web-* | 1/1   |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Nothing at all
      Given this feature is run:
        ```gherkin
        Feature: No pod
          Scenario: One is expected
            Then the pods with label "app=web" are:
              | Name  | Status  |
              | web-* | Running |
        ```
      Then its last step fails with:
        ```
        expected the pods with label "app=web" to be (- expected), but there are none:
            | Name  | Status  |
          - | web-* | Running |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: A table that only has to be included is looked for in the rest

    Scenario: The closest row of many
      Given this feature is run:
        ```gherkin
        Feature: Events
          Scenario: An image of another version
            Given the manifest "manifests/pods/single.yaml"
            Then the events of pod "single" include:
              | Type   | Reason  | Message                    |
              | Normal | Started | Started container web      |
              | Normal | Pulling | Pulling image "nginx:1.28" |
        ```
      Then its last step fails with:
        ```
        expected the events of pod "single" to include (- expected, + found):
            | Type   | Reason  | Message                    |
            | Normal | Started | Started container web      |
          - | Normal | Pulling | Pulling image "nginx:1.28" |
          + | Normal | Pulling | Pulling image "nginx:1.27" |
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Of many rows only those that matter are shown

    Scenario: One of twelve
      Given this feature is run:
        ```gherkin
        Feature: Twelve pods
          Scenario: One of them is ill
            Given a ReplicaSet "web" with 11 replicas
            And the image "httpd" cannot be pulled
            And a ReplicaSet "shop" with 1 replica of image "httpd"
            Then the pods are:
              | Name   | Ready |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | web-*  | 1/1   |
              | shop-* | 1/1   |
        ```
      Then its last step fails with:
        ```
        expected the pods to be (- expected, + found):
            | Name       | Ready |
            | web-*      | 1/1   |
            | web-*      | 1/1   |
            ... 9 more rows as expected
          - | shop-*     | 1/1   |
          + | shop-????? | 0/1   |
                           ^^^
        The cluster warns:
          pod "shop-?????": Failed: Failed to pull image "httpd": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/httpd:latest": failed to resolve reference "docker.io/library/httpd:latest": docker.io/library/httpd:latest: not found

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
