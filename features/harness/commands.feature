Feature: A failed expectation of a command shows what it printed
  Commands are read by people: where one prints something else, the lines that differ are marked, and those that were expected stay as they were written.

  Scenario: Other lines
    Given this feature is run:
      ```gherkin
      Feature: Example
        Scenario: A table
          Given a ReplicaSet "web" with 2 replicas
          When I run "kubectl get pods"
          Then it prints:
            """
            NAME         READY   STATUS    RESTARTS   AGE
            web-<rand>   1/1     Running   0          <age>
            web-<rand>   1/1     Pending   0          <age>
            """
      ```
    Then its last step fails with:
      ```
      "kubectl get pods" printed something else (- expected, + found):

          NAME         READY   STATUS    RESTARTS   AGE
          web-<rand>   1/1     Running   0          <age>
        - web-<rand>   1/1     Pending   0          <age>
        + web-<rand>   1/1     Running   0          <age>

      Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
      ```

  Scenario: A refusal where none was expected
    Given this feature is run:
      ```gherkin
      Feature: Example
        Scenario: A slip
          When I run "kubectl get pod web"
          Then it succeeds
      ```
    Then its last step fails with:
      ```
      expected "kubectl get pod web" to succeed, found exit code 1, it printed:
        Error from server (NotFound): pods "web" not found

      Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
      ```

  Scenario: None where one was expected
    Given this feature is run:
      ```gherkin
      Feature: Example
        Scenario: A slip
          When I run "kubectl create configmap web"
          Then it fails with "already exists"
      ```
    Then its last step fails with:
      ```
      expected "kubectl create configmap web" to fail with "already exists", but it succeeded and it printed:
        configmap/web created

      Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
      ```

  Scenario: More rows than were printed
    Given this feature is run:
      ```gherkin
      Feature: Example
        Scenario: Three of two
          Given a ReplicaSet "web" with 2 replicas
          When I run "kubectl get rs"
          Then it prints a table with:
            | Name | Desired |
            | web  | 2       |
            | web  | 2       |
      ```
    Then its last step fails with:
      ```
      "kubectl get rs" printed no such row:
        | web | 2 |
      it printed:
        NAME   DESIRED   CURRENT   READY   AGE
        web    2         2         2       3s

      Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
      ```

  Scenario: A script that never ends
    Given this feature is run:
      ```gherkin
      Feature: Example
        Scenario: Waiting without waiting
          When I run:
            """
            while true; do :; done
            """
      ```
    Then its last step fails with:
      ```
      the script goes on for ever without waiting: there is a loop in it that never ends, or it computes too much at once

      Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
      ```

  Scenario: A program that is not there
    Given this feature is run:
      ```gherkin
      Feature: Example
        Scenario: Nothing of this machine
          When I run "docker ps"
          Then it succeeds
      ```
    Then its last step fails with:
      ```
      expected "docker ps" to succeed, found exit code 127, it printed:
        bash: line 1: docker: command not found

      Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
      ```
