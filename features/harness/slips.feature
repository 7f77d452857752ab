Feature: A slip in the scenario itself is answered with what would be right
  A word that means nothing is not a test that fails: the message says which words there are.

  Rule: Words

    Scenario: A kind
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A kind that does not exist
            Then RelicaSet "web" has 3 pods
        ```
      Then its last step fails with:
        ```
        there is no kind "RelicaSet". Did you mean "ReplicaSet"?

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A column
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A column that does not exist
            Given a ReplicaSet with 1 replica
            Then the pods are:
              | Name  | State   | Nod   |
              | web-* | Running | node1 |
        ```
      Then its last step fails with:
        ```
        pods have no column "State". Did you mean "Status"?
        pods have no column "Nod". Did you mean "Node"?
        The columns of pods are Name, Ready, Status, Restarts, Age, IP, Node, Nominated Node, Readiness Gates, Phase, Image, Owner, Reason, QoS, Namespace, Labels, Annotations.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A pattern
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A pattern that does not end
            Given a ReplicaSet with 1 replica
            Then the pods are:
              | Name      |
              | ~/web-.+  |
        ```
      Then its last step fails with:
        ```
        "~/web-.+" begins a pattern with "~/" but does not end it with "/"; for the text itself write "\~/web-.+"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A label
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A label without a value
            Given a ReplicaSet with 1 replica
            When I label one pod of ReplicaSet "web" with "app"
        ```
      Then its last step fails with:
        ```
        "app" is no label: write "app=database"; to take one away, say: I remove label "app" from ...

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A selector
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A selector that is none
            Given a ReplicaSet with 1 replica
            Then there are 3 pods with label "app in web"
        ```
      Then its last step fails with:
        ```
        "app in web" is no label selector: unable to parse requirement: found 'web' expected: '('

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A kind that cannot do it
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: Replicas of a pod
            Given a pod "web" with label "app=web"
            When I scale pod "web" to 3 replicas
        ```
      Then its last step fails with:
        ```
        a Pod has no replicas to scale; these kinds have: ReplicationController, Deployment, ReplicaSet, StatefulSet

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A partial YAML that is none
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A bracket is missing
            Given a ReplicaSet with 1 replica
            Then ReplicaSet "web" matches:
              """yaml
              spec: { replicas: 1
              """
        ```
      Then its last step fails with:
        ```
        error parsing doc string: error converting YAML to JSON: yaml: did not find expected ',' or '}'
          doc string:1:20: a { is opened and not closed

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Names

    Scenario: A name that is misspelt
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: Two letters are the wrong way round
            Given the manifest "manifests/myweb-rs.yaml"
            Then ReplicaSet "mywbe-rs" has 3 ready pods
        ```
      Then its last step fails with:
        ```
        there is no ReplicaSet "mywbe-rs" in namespace "default"; the closest is "myweb-rs"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A name that is only the beginning of a pod's name
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A pod of a ReplicaSet has no name one could know
            Given a ReplicaSet with 2 replicas
            When I delete pod "web"
        ```
      Then its last step fails with:
        ```
        there is no pod "web" in namespace "default"; the closest are "web-?????" and "web-?????"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A name in another namespace
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: It is in the shop
            Given a namespace "shop"
            And a ReplicaSet with 1 replica in namespace "shop"
            When I scale ReplicaSet "web" to 2 replicas
        ```
      Then its last step fails with:
        ```
        there is no ReplicaSet "web" in namespace "default"; there is one in namespace "shop"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: No name at all
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: Nobody is meant
            Then ReplicaSet "" has 3 pods
        ```
      Then its last step fails with:
        ```
        ReplicaSet "" has no name: write ReplicaSet "web"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A namespace that is misspelt
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: The shop
            Given a namespace "shop"
            And a ReplicaSet with 1 replica in namespace "shop"
            Then there is 1 pod in namespace "shpo"
        ```
      Then its last step fails with:
        ```
        expected 1 pod in namespace "shpo", found 0
        (there is no namespace "shpo". Did you mean "shop"?)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: "That pod" before there was one
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: Which one?
            Given a ReplicaSet with 3 replicas
            When I delete that pod
        ```
      Then its last step fails with:
        ```
        "that pod" means what an earlier step called "one pod ...", and none did

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: One of none
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: There is no pod
            Given a ReplicaSet with 0 replicas
            When I delete one pod of ReplicaSet "web"
        ```
      Then its last step fails with:
        ```
        there are no pods of ReplicaSet "web", so one of them cannot be taken

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Files

    Scenario: A file that is not there
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A file that is misspelt
            Given the manifest "manifests/mywbe-rs.yaml"
        ```
      Then its last step fails with:
        ```
        the path "manifests/mywbe-rs.yaml" does not exist: looked for features/manifests/mywbe-rs.yaml and manifests/mywbe-rs.yaml. Did you mean "myweb-rs.yaml"?

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A folder where a file was meant
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: A folder
            Given the manifest "manifests/shop"
        ```
      Then its last step fails with:
        ```
        "manifests/shop" is a folder; say: the manifests "manifests/shop"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Order

    Scenario: A cluster that comes too late
      Given this feature is run:
        ```gherkin
        Feature: Slips
          Scenario: The cluster is there already
            Given a ReplicaSet with 3 replicas
            Given a cluster with 3 nodes
        ```
      Then its last step fails with:
        ```
        this scenario has a cluster already: "Given a cluster with ..." comes first

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
