@E31
Feature: A namespace holds names apart
  Two objects of one kind may have the same name if they live in different namespaces. Who names none means `default`. Labels and
  selectors reach no further than their namespace.

  Background:
    Given a namespace "shop"
    And a ReplicaSet with 2 replicas
    And a ReplicaSet with 3 replicas in namespace "shop"

  Rule: The same name in two namespaces is two objects

    Scenario: Each counts its own pods
      Then ReplicaSet "web" has 2 ready pods
      And ReplicaSet "web" in namespace "shop" has 3 ready pods
      And there are 2 pods with label "app=web"
      And there are 3 pods with label "app=web" in namespace "shop"

    Scenario: What is done to one is not done to the other
      When I scale ReplicaSet "web" in namespace "shop" to 1 replica
      And I delete ReplicaSet "web"
      Then there is no ReplicaSet "web"
      And the pods of ReplicaSet "web" in namespace "shop" are:
        | Name  | Namespace | Status  |
        | web-* | shop      | Running |

    Scenario: A pod is only adopted at home
      When I label one pod in namespace "shop" with "app=other"
      Then ReplicaSet "web" in namespace "shop" has 3 ready pods
      And there are 4 pods in namespace "shop"
      And there are 2 pods

  Rule: Every sentence can name a namespace

    Scenario: To bring something there
      Given a ReplicaSet "blog" with 1 replica in namespace "shop"
      And a ReplicaSet "cms" with 1 replica of image "httpd:2.4" in namespace "shop"
      And a pod "bare" with label "app=bare" in namespace "shop"
      And the manifest "manifests/myweb-rc.yaml" in namespace "shop"
      When I apply "manifests/myweb-rs.yaml" in namespace "shop"
      And I apply in namespace "shop":
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings }
        """
      Then the replicasets in namespace "shop" are:
        | Name     | Ready |
        | blog     | 1     |
        | cms      | 1     |
        | myweb-rs | 3     |
        | web      | 3     |
      And there is a ConfigMap "settings" in namespace "shop"
      But there is no ConfigMap "settings"
      And there is no ReplicaSet "myweb-rs"

    Scenario: The name of the namespace can end the sentence as well
      Given a ReplicaSet "blog" in namespace "shop" with 1 replica
      When I scale ReplicaSet "blog" to 2 replicas in namespace "shop"
      And I label one pod of ReplicaSet "blog" with "app=other" in namespace "shop"
      Then ReplicaSet "blog" has 2 ready pods in namespace "shop"
      And ReplicaSet "blog" matches in namespace "shop":
        """yaml
        spec: { replicas: 2 }
        """

    Scenario: To bring something else of the same image
      Given a namespace "lab"
      And a ReplicationController with 1 replica of image "redis:7" in namespace "lab"
      And the manifests "manifests/shop" in namespace "lab"
      Then there are 6 pods in namespace "lab"

    Scenario: To change or remove something there
      When I label all pods in namespace "shop" with "look=here"
      And I remove label "look" from one pod of ReplicaSet "web" in namespace "shop"
      And I delete all pods with label "look=here" in namespace "shop"
      Then the pods in namespace "shop" are:
        | Labels  |
        | app=web |
        | app=web |
        | app=web |

  Rule: A namespace takes everything in it along

    Scenario: Deleting a namespace
      When I delete namespace "shop"
      Then within 1 second the namespaces include:
        | Name | Status      |
        | shop | Terminating |
      And within 1 minute there is no namespace "shop"
      And there are no pods in namespace "shop"
      And ReplicaSet "web" has 2 ready pods
