@E32
Feature: What is wrong with a manifest is told all at once, with its place and what would be right
  First come Kubernetes' own words, so that one learns to read them. Below them stands every place that is meant, as
  file:line:column, and if a word was probably misspelt, the right one.

  Rule: The mistakes of the notes are found

    Scenario: A kind that does not exist
      Then applying "manifests/mistakes/1-first-try.yaml" is refused with:
        """
        resource mapping not found for name: "myweb-rs" namespace: "" from "manifests/mistakes/1-first-try.yaml":
        no matches for kind "RelicaSets" in version "apps/v1"
        ensure CRDs are installed first
          manifests/mistakes/1-first-try.yaml:3:1: Did you mean "ReplicaSet"?
        """

    Scenario: A misspelt field, and labels that are one level too high
      Then applying "manifests/mistakes/2-second-try.yaml" is refused with:
        """
        ReplicaSet in version "v1" cannot be handled as a ReplicaSet: strict decoding error:
        unknown field "spec.selecotr", unknown field "spec.template.labels"
          manifests/mistakes/2-second-try.yaml:8:3: spec.selecotr: Did you mean "selector"?
          manifests/mistakes/2-second-try.yaml:14:5: spec.template.labels: "labels" belongs under "metadata": indent it further.
        """

    Scenario: Put right, it is accepted
      When I apply "manifests/myweb-rs.yaml"
      Then ReplicaSet "myweb-rs" has 3 ready pods

  Rule: What does not fit together is found

    Scenario: A selector that does not choose the template's own pods
      Then applying "manifests/refused/selector-mismatch.yaml" is refused with "`selector` does not match template `labels`"
      And applying "manifests/refused/selector-mismatch.yaml" is refused with "manifests/refused/selector-mismatch.yaml:14:7: spec.template.metadata.labels"

    Scenario: A selector cannot be changed afterwards
      Given a ReplicaSet "myweb-rs" with 3 replicas
      Then applying "manifests/myweb-rs.yaml" is refused with "spec.selector: Invalid value:"
      And applying "manifests/myweb-rs.yaml" is refused with "field is immutable"

    Scenario Outline: An invalid value: <what>
      Then applying "manifests/refused/invalid-values.yaml" is refused with "<words>"

      Examples:
        | what                    | words                                                                                                 |
        | a name with capitals    | metadata.name: Invalid value: \"MyWeb_RC\": a lowercase RFC 1123 subdomain must consist of lower case |
        | fewer than no replicas  | spec.replicas: Invalid value: -3: must be greater than or equal to 0                                  |
        | pods that never restart | spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"          |
        | no image                | spec.template.spec.containers[0].image: Required value                                                |
        | and where: the name     | manifests/refused/invalid-values.yaml:4:3: metadata.name                                              |

    Scenario: A kind of another group
      Then applying "manifests/refused/wrong-group.yaml" is refused with "ReplicaSet is in \"apps/v1\", not in \"v1\"."

  Rule: Every document is looked at, and every mistake is told

    Scenario: Three documents, four mistakes
      Then applying "manifests/refused/several.yaml" is refused with:
        """
        Error from server (BadRequest): ReplicationController in version "v1" cannot be handled as a ReplicationController:
        json: cannot unmarshal string into Go struct field ReplicationControllerSpec.spec.replicas of type int32
          manifests/refused/several.yaml:7:3: spec.replicas: A whole number is expected.
        Error from server (BadRequest): Pod in version "v1" cannot be handled as a Pod: strict decoding error:
        unknown field "spec.restartpolicy", unknown field "spec.containers[0].imgae"
          manifests/refused/several.yaml:14:3: spec.restartpolicy: Did you mean "restartPolicy"?
          manifests/refused/several.yaml:17:7: spec.containers[0].imgae: Did you mean "image"?
        resource mapping not found for name: "three" namespace: "" from "manifests/refused/several.yaml":
        no matches for kind "Pods" in version "v1"
        ensure CRDs are installed first
          manifests/refused/several.yaml:20:1: Did you mean "Pod"?
        """

    Scenario: A folder is looked at as a whole
      Then applying "manifests/refused" is refused with "could not find expected ':'"

  Rule: What is no YAML is told with line and column

    Scenario: A tab
      Then applying "manifests/refused/tab.yaml" is refused with:
        """
        yaml: line 4: found character that cannot start any token
          manifests/refused/tab.yaml:4:1: tabs may not indent YAML: use spaces
        """

    Scenario: Nothing at all
      Then applying "manifests/refused/empty.yaml" is refused with "no objects passed to apply"

  Rule: A refused manifest leaves the cluster as it was

    Scenario: The ReplicaSet that was there is still there, unchanged
      Given the manifest "manifests/myweb-rs.yaml"
      Then applying "manifests/refused/selector-mismatch.yaml" is refused with "is invalid"
      And for 10 minutes ReplicaSet "myweb-rs" matches:
        """yaml
        metadata: { generation: 1 }
        status: { readyReplicas: 3 }
        """
