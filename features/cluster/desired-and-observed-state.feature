@A2
Feature: The API server keeps what is wanted apart from what was seen
  Every object has a `spec`, written by people: the desired state. It has a `status`, written by the cluster: the observed state.
  Everything that Kubernetes does is to bring the second nearer to the first.

  Rule: Applying a manifest writes the desired state; the observed state follows

    Scenario: First the wish, then the fact
      When I apply "manifests/myweb-rs.yaml"
      Then at once ReplicaSet "myweb-rs" matches:
        """yaml
        spec: { replicas: 3 }
        status: { replicas: 0 }
        """
      And within 10 seconds ReplicaSet "myweb-rs" matches:
        """yaml
        status: { replicas: 3, readyReplicas: 3, availableReplicas: 3 }
        """

    Scenario: What the manifest leaves open is filled in
      Given the manifest "manifests/myweb-rc.yaml"
      Then ReplicationController "myweb-rc" matches:
        """yaml
        spec:
          template:
            spec:
              restartPolicy: Always
              terminationGracePeriodSeconds: 30
              containers:
                - name: myweb
                  imagePullPolicy: Always
        """

  Rule: A new wish is a new generation, and the status says which generation it is about

    Scenario: The controller catches up with generation 2
      Given the manifest "manifests/myweb-rs.yaml"
      When I scale ReplicaSet "myweb-rs" to 4 replicas
      Then at once ReplicaSet "myweb-rs" matches:
        """yaml
        metadata: { generation: 2 }
        status: { observedGeneration: 1 }
        """
      And within 1 second ReplicaSet "myweb-rs" matches:
        """yaml
        status: { observedGeneration: 2 }
        """

    Scenario: A label is no wish: the generation stays
      Given the manifest "manifests/myweb-rs.yaml"
      When I label ReplicaSet "myweb-rs" with "team=blue"
      Then ReplicaSet "myweb-rs" matches:
        """yaml
        metadata: { generation: 1, labels: { team: blue } }
        """

    Scenario: Applying the same manifest again changes nothing
      Given the manifest "manifests/myweb-rs.yaml"
      When I apply "manifests/myweb-rs.yaml"
      Then for 10 minutes ReplicaSet "myweb-rs" matches:
        """yaml
        metadata: { generation: 1 }
        status: { readyReplicas: 3 }
        """

  @A3
  Rule: The store gives every object an identity, and every change of it a version

    Scenario: A new object has an identity and a version
      Given the manifest "manifests/myweb-rs.yaml"
      Then ReplicaSet "myweb-rs" matches:
        """yaml
        metadata:
          uid: ~/[0-9a-f-]{36}/
          resourceVersion: ">=1"
          creationTimestamp: <any>
        """

    Scenario: A pod that is made again is a new one, although it has the same name
      Given the manifest "manifests/pods/single.yaml"
      And 1 minute passes
      When I delete pod "single"
      And the cluster settles
      And I apply "manifests/pods/single.yaml"
      Then the pods are:
        | Name   | Status  | Age  |
        | single | Running | <20s |
