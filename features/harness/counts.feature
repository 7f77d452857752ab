Feature: A failed count shows what was counted
  A number alone is of no use to whoever has to find the mistake: below it stand the objects.

  Rule: The objects stand below the number

    Scenario: Ready pods of a ReplicaSet
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet without an image
          Scenario: Three ready pods
            Given the image "httpd" cannot be pulled
            And a ReplicaSet with 2 replicas of image "httpd"
            Then ReplicaSet "web" has at least 1 ready pod
        ```
      Then its last step fails with:
        ```
        expected ReplicaSet "web" to have at least 1 ready pod, found 0; its pods:
            | Name      | Ready | Status       | Restarts | Age |
            | web-????? | 0/1   | ErrImagePull | 0        | 2s  |
            | web-????? | 0/1   | ErrImagePull | 0        | 2s  |
        The cluster warns:
          pod "web-?????" and 1 more: Failed: Failed to pull image "httpd": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/httpd:latest": failed to resolve reference "docker.io/library/httpd:latest": docker.io/library/httpd:latest: not found

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Pods with a label
      Given this feature is run:
        ```gherkin
        Feature: A released pod
          Scenario: Four pods are not three
            Given a ReplicaSet with 2 replicas
            When I label one pod of ReplicaSet "web" with "app=database"
            Then there are 3 pods with label "app=web"
        ```
      Then its last step fails with:
        ```
        expected 3 pods with label "app=web", found 2:
            | Name      | Ready | Status  | Restarts | Age |
            | web-????? | 1/1   | Running | 0        | 2s  |
            | web-????? | 1/1   | Running | 0        | 5s  |
        It was never so between 3s and 5s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Replicas, as the status counts them
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet
          Scenario: Not scaled yet
            Given a ReplicaSet with 2 replicas
            When I scale ReplicaSet "web" to 3 replicas
            Then at once ReplicaSet "web" has 3 replicas
        ```
      Then its last step fails with:
        ```
        expected ReplicaSet "web" to have 3 replicas, found 2; its pods:
            | Name      | Ready | Status  | Restarts | Age |
            | web-????? | 1/1   | Running | 0        | 3s  |
            | web-????? | 1/1   | Running | 0        | 3s  |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Nothing to count
      Given this feature is run:
        ```gherkin
        Feature: No pods
          Scenario: At least one
            Then there is at least 1 pod in namespace "default"
        ```
      Then its last step fails with:
        ```
        expected at least 1 pod, found 0

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What should not be there is shown, what should be there is looked for

    Scenario: There is one
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet repairs
          Scenario: A pod that is adopted
            Given a pod "stray" with label "app=web"
            And a ReplicaSet with 1 replica
            Then there is no pod "stray"
        ```
      Then its last step fails with:
        ```
        expected no pod "stray", but there is one:
            | Name  | Ready | Status  | Restarts | Age |
            | stray | 1/1   | Running | 0        | 3s  |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: There is none, but one of a similar name
      Given this feature is run:
        ```gherkin
        Feature: A misspelt name
          Scenario: A letter is missing
            Given a ReplicaSet "myweb-rs" with 1 replica
            Then there is a ReplicaSet "mywebrs"
        ```
      Then its last step fails with:
        ```
        there is no ReplicaSet "mywebrs" in namespace "default"; the closest is "myweb-rs"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
