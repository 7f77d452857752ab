Feature: A finalizer keeps an object until somebody takes it off
  Whoever has something to clean up when an object goes puts a finalizer on it. A deleted object with finalizers is marked, and
  waits. Nobody else takes them off: an object whose cleaner is gone waits for ever.

  Background:
    Given I apply:
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: settings, finalizers: [example.com/hold, example.com/tidy] }
      data: { colour: red }
      """

  Rule: It is deleted, but it is still there

    Scenario: For as long as it takes
      When I delete ConfigMap "settings"
      Then ConfigMap "settings" matches:
        """yaml
        metadata:
          deletionTimestamp: <any>
          deletionGracePeriodSeconds: 0
          finalizers: [example.com/hold, example.com/tidy]
        """
      And for 1 day there is a ConfigMap "settings"

    Scenario: It can still be changed
      Given I delete ConfigMap "settings"
      When I change ConfigMap "settings":
        """yaml
        data: { colour: blue }
        """
      Then ConfigMap "settings" matches:
        """yaml
        data: { colour: blue }
        """

    Scenario: But nobody can put another finalizer on it
      Given I delete ConfigMap "settings"
      Then changing ConfigMap "settings" is refused with 'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}':
        """yaml
        metadata: { finalizers: [example.com/hold, example.com/more] }
        """

  Rule: The last finalizer that goes lets it go

    Scenario: One after the other
      Given I delete ConfigMap "settings"
      When I remove finalizer "example.com/hold" from ConfigMap "settings"
      Then there is a ConfigMap "settings"
      When I remove finalizer "example.com/tidy" from ConfigMap "settings"
      Then at once there is no ConfigMap "settings"

    Scenario: Who applied them can apply them away
      Given I delete ConfigMap "settings"
      When I apply:
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: settings } }
        """
      Then at once there is no ConfigMap "settings"

    Scenario: A pod ends, but its object stays
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web, finalizers: [example.com/hold] }
        spec: { containers: [{ name: c, image: nginx }] }
        """
      When I delete pod "web"
      Then the pods are:
        | Name | Ready | Status    |
        | web  | 0/1   | Completed |
      When I remove finalizer "example.com/hold" from pod "web"
      Then there are no pods

  Rule: A finalizer says whose it is

    Scenario: A name without a domain
      Then applying is refused with 'metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified':
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: other, finalizers: [hold] } }
        """
