Feature: What has an owner lives as long as one of its owners
  An owner is named in `ownerReferences` by its kind, its name and its uid. The garbage collector looks whether it is there.

  Background:
    Given I apply:
      """yaml
      { apiVersion: v1, kind: ConfigMap, metadata: { name: father } }
      ---
      { apiVersion: v1, kind: ConfigMap, metadata: { name: mother } }
      ---
      { apiVersion: v1, kind: ConfigMap, metadata: { name: child } }
      """

  Rule: One owner is enough

    Scenario: The last one that goes takes the dependent along
      Given I make ConfigMap "father" an owner of ConfigMap "child"
      And I make ConfigMap "mother" an owner of ConfigMap "child"
      When I delete ConfigMap "father"
      Then there is a ConfigMap "child"
      And ConfigMap "child" matches:
        """yaml
        metadata: { ownerReferences: [{ name: mother }] }
        """
      When I delete ConfigMap "mother"
      Then there is no ConfigMap "child"

  Rule: An owner is the object itself, not its name

    Scenario: Somebody else of that name owns nothing
      Given I make ConfigMap "father" an owner of ConfigMap "child"
      When I delete ConfigMap "father"
      And I apply:
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: father } }
        """
      Then there is a ConfigMap "father"
      But there is no ConfigMap "child"

  Rule: An owner is looked for in one's own namespace

    Scenario: An owner elsewhere is none: the dependent goes, with a warning
      Given a namespace "shop"
      And I apply in namespace "shop":
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: stranger } }
        """
      When I make ConfigMap "stranger" in namespace "shop" an owner of ConfigMap "child"
      Then there is no ConfigMap "child"
      And the events include:
        | Type    | Reason                   | Object          | Message                                                                                                                     | From                         |
        | Warning | OwnerRefInvalidNamespace | configmap/child | ownerRef [v1/ConfigMap, namespace: default, name: stranger, uid: *] does not exist in namespace "default" | garbage-collector-controller |
