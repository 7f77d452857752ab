Feature: A deleted namespace is emptied before it goes
  Five seconds after the deletion the namespace controller deletes everything in it, and looks again until nothing is left. What it
  still waits for stands in the conditions of the namespace.

  Background:
    Given a namespace "shop"

  Rule: It takes five seconds, and as long as the pods need

    Scenario: An empty one
      When I delete namespace "shop"
      Then for 4 seconds there is a namespace "shop"
      And within 2 seconds there is no namespace "shop"

    Scenario: First the rest, then the pods that are asked to end, then the namespace
      Given the image "nginx:1.27" ignores SIGTERM
      And a Deployment "web" with 2 replicas of image "nginx:1.27" in namespace "shop"
      When I delete namespace "shop"
      And 6 seconds pass
      Then there are no deployments in namespace "shop"
      And there are no replicasets in namespace "shop"
      And there are no secrets in namespace "shop"
      But the pods in namespace "shop" are:
        | Name  | Status      |
        | web-* | Terminating |
        | web-* | Terminating |
      And namespace "shop" matches:
        """yaml
        status:
          phase: Terminating
          conditions:
            - type: NamespaceContentRemaining
              status: "True"
              reason: SomeResourcesRemain
              message: "Some resources are remaining: pods. has 2 resource instances"
        """
      And within 1 minute there is no namespace "shop"

  Rule: Nothing new comes into it

    Scenario: Neither by hand nor by a controller
      Given a ReplicaSet "web" with 2 replicas in namespace "shop"
      When I delete namespace "shop"
      And I delete one pod of ReplicaSet "web" in namespace "shop"
      And 1 second passes
      Then applying in namespace "shop" is refused with 'configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated':
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: late } }
        """
      And there are 2 pods in namespace "shop"
      And within 1 minute there is no namespace "shop"
      And there are no pods in namespace "shop"

  Rule: A finalizer in it holds it

    Scenario: The conditions say which
      Given I apply in namespace "shop":
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: held, finalizers: [example.com/hold] } }
        """
      When I delete namespace "shop"
      And 1 hour passes
      Then the namespaces include:
        | Name | Status      |
        | shop | Terminating |
      And namespace "shop" matches:
        """yaml
        status:
          conditions:
            - { type: NamespaceDeletionContentFailure, status: "False", reason: ContentDeleted }
            - type: NamespaceContentRemaining
              status: "True"
              message: "Some resources are remaining: configmaps. has 1 resource instances"
            - type: NamespaceFinalizersRemaining
              status: "True"
              reason: SomeFinalizersRemain
              message: "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"
        """
      When I remove finalizer "example.com/hold" from ConfigMap "held" in namespace "shop"
      Then there is no namespace "shop"

  Rule: Some namespaces stay

    Scenario Outline: <name>
      Then deleting namespace "<name>" is refused with 'namespaces "<name>" is forbidden: this namespace may not be deleted'

      Examples:
        | name        |
        | default     |
        | kube-system |
        | kube-public |
