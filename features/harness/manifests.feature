Feature: A manifest that is refused fails the step with every mistake and its place
  In a file the place is file:line:column; in a doc string the line is counted from its beginning.

  Rule: What is applied must be accepted

    Scenario: A file
      Given this feature is run:
        ```gherkin
        Feature: The notes
          Scenario: As they were first typed
            When I apply "manifests/mistakes/2-second-try.yaml"
        ```
      Then its last step fails with:
        ```
        Error from server (BadRequest): ReplicaSet in version "v1" cannot be handled as a ReplicaSet: strict decoding error: unknown field "spec.selecotr", unknown field "spec.template.labels"
          manifests/mistakes/2-second-try.yaml:8:3: spec.selecotr: Did you mean "selector"?
          manifests/mistakes/2-second-try.yaml:14:5: spec.template.labels: "labels" belongs under "metadata": indent it further.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A doc string
      Given this feature is run:
        ```gherkin
        Feature: A doc string
          Scenario: A misspelt field
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web }
              spec:
                containers:
                  - name: web
                    imgae: nginx:1.27
              """
        ```
      Then its last step fails with:
        ```
        Error from server (BadRequest): Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imgae"
          doc string:7:7: spec.containers[0].imgae: Did you mean "image"?

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Something that is not allowed
      Given this feature is run:
        ```gherkin
        Feature: A doc string
          Scenario: An image is missing
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web }
              spec:
                containers:
                  - name: web
              """
        ```
      Then its last step fails with:
        ```
        The Pod "web" is invalid: spec.containers[0].image: Required value
          doc string:6:7: spec.containers[0].image

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A namespace that is not there
      Given this feature is run:
        ```gherkin
        Feature: A namespace
          Scenario: It is misspelt
            When I apply "manifests/myweb-rs.yaml" in namespace "shpo"
        ```
      Then its last step fails with:
        ```
        Error from server (NotFound): namespaces "shpo" not found
          manifests/myweb-rs.yaml:1:1

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: No YAML
      Given this feature is run:
        ```gherkin
        Feature: A file
          Scenario: A tab
            Given the manifest "manifests/refused/tab.yaml"
        ```
      Then its last step fails with:
        ```
        error parsing manifests/refused/tab.yaml: error converting YAML to JSON: yaml: line 4: found character that cannot start any token
          manifests/refused/tab.yaml:4:1: tabs may not indent YAML: use spaces

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What was to be refused, and how

    Scenario: It was refused with other words
      Given this feature is run:
        ```gherkin
        Feature: The notes
          Scenario: Other words
            Then applying "manifests/mistakes/1-first-try.yaml" is refused with "unknown kind"
        ```
      Then its last step fails with:
        ```
        applying "manifests/mistakes/1-first-try.yaml" was refused, but with other words.
        expected:
          unknown kind
        found:
          resource mapping not found for name: "myweb-rs" namespace: "" from "manifests/mistakes/1-first-try.yaml": no matches for kind "RelicaSets" in version "apps/v1"
          ensure CRDs are installed first
            manifests/mistakes/1-first-try.yaml:3:1: Did you mean "ReplicaSet"?

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It was accepted
      Given this feature is run:
        ```gherkin
        Feature: The notes
          Scenario: Nothing is wrong
            Then applying "manifests/myweb-rs.yaml" is refused with "spec.selector: Required value"
        ```
      Then its last step fails with:
        ```
        applying "manifests/myweb-rs.yaml" was to be refused with
          spec.selector: Required value
        but it was accepted

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
