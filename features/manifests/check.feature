@E32
Feature: Manifests can be checked without a cluster
  `gherkube check` says of every document what the API server would say, before anybody applies it: first Kubernetes' own words, then the line with
  a mark below the place, then what would be right. Here are the slips of people who learn it, as they made them.

  Rule: The first ReplicaSet of a lesson

    Scenario: The kind is misspelt, so nobody can say anything about its fields
      Then checking "manifests/mistakes/1-first-try.yaml" finds:
        """
        manifests/mistakes/1-first-try.yaml:3:1: error: resource mapping not found for name: "myweb-rs" namespace: "" from "manifests/mistakes/1-first-try.yaml": no matches for kind "RelicaSets" in version "apps/v1"
          ensure CRDs are installed first
          3 | kind: RelicaSets
            | ^^^^
          hint: Did you mean "ReplicaSet"?

        1 file, 1 object: 1 error, 0 warnings
        """

    Scenario: With the right kind its fields are looked at, all of them at once
      `metadata:` has nothing below it: the labels stand beside it, two columns too far to the left.

      Then checking "manifests/mistakes/2-second-try.yaml" finds:
        """
        manifests/mistakes/2-second-try.yaml:8:3: error: Error from server (BadRequest): ReplicaSet in version "v1" cannot be handled as a ReplicaSet: strict decoding error: unknown field "spec.selecotr"
          8 |   selecotr:
            |   ^^^^^^^^
          hint: Did you mean "selector"?

        manifests/mistakes/2-second-try.yaml:14:5: error: Error from server (BadRequest): ReplicaSet in version "v1" cannot be handled as a ReplicaSet: strict decoding error: unknown field "spec.template.labels"
          14 |     labels:
             |     ^^^^^^
          hint: "labels" belongs under "metadata": indent it further.

        1 file, 1 object: 2 errors, 0 warnings
        """

    Scenario: Put right, it is accepted
      Then checking "manifests/myweb-rs.yaml" finds:
        """
        1 file, 1 object: 0 errors, 0 warnings
        """

  Rule: Fields have the names they have, not those one would give them

    Scenario: A version, a label, an annotation
      Then checking "manifests/mistakes/3-words-for-fields.yaml" finds:
        """
        manifests/mistakes/3-words-for-fields.yaml:2:1: error: error validating "manifests/mistakes/3-words-for-fields.yaml": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false
          2 | version: v1
            | ^^^^^^^
          hint: "version" is called "apiVersion"

        manifests/mistakes/3-words-for-fields.yaml:15:3: error: Error from server (BadRequest): Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "metadata.label"
          15 |   label:
             |   ^^^^^
          hint: Did you mean "labels"?

        manifests/mistakes/3-words-for-fields.yaml:17:3: error: Error from server (BadRequest): Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "metadata.Annotation"
          17 |   Annotation:
             |   ^^^^^^^^^^
          hint: Did you mean "annotations"?

        1 file, 1 object: 3 errors, 0 warnings
        """

    Scenario: A group without its last letter, and a strategy with a wrong one
      Then checking "manifests/mistakes/4-group-and-strategy.yaml" finds:
        """
        manifests/mistakes/4-group-and-strategy.yaml:2:1: error: resource mapping not found for name: "web" namespace: "" from "manifests/mistakes/4-group-and-strategy.yaml": no matches for kind "Deployment" in version "app/v1"
          ensure CRDs are installed first
          2 | apiVersion: app/v1
            | ^^^^^^^^^^
          hint: Deployment is in "apps/v1", not in "app/v1".

        manifests/mistakes/4-group-and-strategy.yaml:24:3: error: Error from server (BadRequest): Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.straregy"
          24 |   straregy:
             |   ^^^^^^^^
          hint: Did you mean "strategy"?

        1 file, 2 objects: 2 errors, 0 warnings
        """

  Rule: What the server accepts can still be wrong

    Scenario: Typographic quotes, and a Service that selects nothing
      The server takes both without a word. That the program then looks for a host called “localhost”, and that nobody answers at the Service,
      is found out much later.

      Then checking "manifests/mistakes/5-quotes-from-the-notes.yaml" finds:
        """
        manifests/mistakes/5-quotes-from-the-notes.yaml:14:18: warning: the value is “localhost”, quotes and all
          14 |           value: “localhost”
             |                  ^^^^^^^^^^^
          hint: YAML knows only the straight quotes " and '

        manifests/mistakes/5-quotes-from-the-notes.yaml:21:3: note: no pod of these files has the labels app=conuter that the Service selects
          21 |   selector:
             |   ^^^^^^^^
          hint: the pods of Pod counter have app=counter

        1 file, 2 objects: 0 errors, 1 warning, 1 note
        """

  Rule: A set of files tells more than each of them

    Scenario: Two versions of one object are one object in the end
      Then checking "manifests/myweb-rs.yaml, manifests/myweb-rs-v2.yaml" finds:
        """
        manifests/myweb-rs-v2.yaml:5:3: warning: ReplicaSet myweb-rs is defined twice: also at manifests/myweb-rs.yaml:4
          5 |   name: myweb-rs
            |   ^^^^
          hint: applied together, the later one takes the place of the earlier

        2 files, 2 objects: 0 errors, 1 warning
        """
