Feature: Manifests come from files, from folders, or from the scenario itself
  A path is looked up beside the feature first, then in the folder where the command was given.

  Rule: A file may hold several documents, a folder several files

    Scenario: One file
      Given the manifest "manifests/myweb-rc.yaml"
      Then there is a ReplicationController "myweb-rc"

    Scenario: A file beside the feature
      Given the manifest "beside.yaml"
      Then there is a ConfigMap "beside"
      And there is a ConfigMap "also-beside"

    Scenario: All files of a folder, in the order of their names
      Given the manifests "manifests/shop"
      Then the pods with label "app=shop" are:
        | Name       | Ready | Status  |
        | backend-*  | 1/1   | Running |
        | backend-*  | 1/1   | Running |
        | frontend-* | 1/1   | Running |
        | frontend-* | 1/1   | Running |
        | frontend-* | 1/1   | Running |

    Scenario: Several files and folders, in the order they are named in
      Given the manifests "manifests/shop, manifests/myweb-rc.yaml"
      Then there are 5 pods with label "app=shop"
      And ReplicationController "myweb-rc" has 3 ready pods

    Scenario: A folder can be applied as well, once more to no effect
      Given the manifests "manifests/shop"
      When I apply "manifests/shop"
      Then for 10 minutes there are 5 pods

  Rule: Applying again changes what the manifest changed, and nothing else

    Scenario: A field that somebody else has set stays
      Given the manifest "manifests/myweb-rs.yaml"
      And I label ReplicaSet "myweb-rs" with "team=blue"
      When I apply "manifests/myweb-rs-v2.yaml"
      Then ReplicaSet "myweb-rs" matches:
        """yaml
        metadata: { labels: { team: blue } }
        spec: { template: { spec: { containers: [{ name: myweb, image: "ghcr.io/c1t1d0s7/go-myweb:2" }] } } }
        """

    Scenario: A field that the manifest had and has no more is taken away
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings }
        data: { color: blue, size: "10" }
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings }
        data: { color: red }
        """
      Then ConfigMap "settings" matches:
        """yaml
        data: { color: red, size: null }
        """
