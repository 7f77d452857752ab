Feature: Whoever deletes an owner says what becomes of what it owns
  In the background the owner goes first, and the garbage collector follows. In the foreground it stays, marked, until the last
  dependent that blocks it is gone. As orphans the dependents live on without it.

  Rule: In the background the owner goes first

    Scenario: Level by level
      Given a Deployment "web" with 2 replicas
      When I delete Deployment "web"
      Then at once there is no Deployment "web"
      And at once there is 1 ReplicaSet
      And within 1 second there are no replicasets
      And within 1 second the pods are:
        | Name  | Status      |
        | web-* | Terminating |
        | web-* | Terminating |
      And within 10 seconds there are no pods

  Rule: In the foreground the owner goes last

    Scenario: It waits for the pods to end
      Given the image "nginx:1.27" ignores SIGTERM
      And a Deployment "web" with 2 replicas of image "nginx:1.27"
      When I delete Deployment "web" in the foreground
      Then at once Deployment "web" matches:
        """yaml
        metadata: { deletionGracePeriodSeconds: 0, finalizers: [foregroundDeletion] }
        """
      And within 1 second the replicasets are:
        | Name  | Desired |
        | web-* | 2       |
      And within 1 minute there is no Deployment "web"
      And there are no replicasets
      And there are no pods

    Scenario: A pod that is held holds its owners
      Given I apply:
        """yaml
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: { name: web }
        spec:
          replicas: 1
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web }, finalizers: [example.com/hold] }
            spec: { containers: [{ name: c, image: nginx }] }
        """
      When I delete ReplicaSet "web" in the foreground
      And 10 minutes pass
      Then there is a ReplicaSet "web"
      When I remove finalizer "example.com/hold" from one pod of ReplicaSet "web"
      Then there is no ReplicaSet "web"
      And there are no pods

    Scenario: Only dependents that block are waited for
      Given I apply:
        """yaml
        { apiVersion: v1, kind: ConfigMap, metadata: { name: owner } }
        ---
        { apiVersion: v1, kind: ConfigMap, metadata: { name: lenient } }
        ---
        { apiVersion: v1, kind: ConfigMap, metadata: { name: strict } }
        ---
        { apiVersion: v1, kind: ConfigMap, metadata: { name: child, finalizers: [example.com/hold] } }
        """
      And I make ConfigMap "lenient" an owner of ConfigMap "child"
      And I make ConfigMap "strict" a blocking owner of ConfigMap "child"
      When I delete ConfigMap "lenient" in the foreground
      And I delete ConfigMap "strict" in the foreground
      Then there is no ConfigMap "lenient"
      But there is a ConfigMap "strict"
      When I remove finalizer "example.com/hold" from ConfigMap "child"
      Then there is no ConfigMap "strict"
      And there is no ConfigMap "child"

  Rule: As orphans they live on

    Scenario: The ReplicaSet of a Deployment keeps its pods
      Given a Deployment "web" with 2 replicas
      When I delete Deployment "web", keeping its pods
      Then there is no Deployment "web"
      And there is 1 ReplicaSet
      And the pods are:
        | Owner | Status  |
        | web-* | Running |
        | web-* | Running |

    Scenario: A ReplicationController leaves its pods behind if nobody says otherwise
      Given a ReplicationController "web" with 2 replicas
      When I delete ReplicationController "web", saying nothing of its pods
      Then there is no ReplicationController "web"
      And the pods are:
        | Name  | Owner  | Status  |
        | web-* | <none> | Running |
        | web-* | <none> | Running |

    Scenario: A ReplicaSet does not
      Given a ReplicaSet "web" with 2 replicas
      When I delete ReplicaSet "web", saying nothing of its pods
      Then there are no pods
