@B12
Feature: A pod is asked to end before it is made to end
  Deleting a pod does not remove it at once. Its containers get SIGTERM and a grace period, 30 seconds unless the pod says otherwise.
  Whoever still runs then gets SIGKILL. Meanwhile the pod is Terminating.

  Rule: A program that listens to SIGTERM ends at once

    Scenario: A web server is gone within seconds
      Given the manifest "manifests/pods/single.yaml"
      When I delete pod "single"
      Then at once the pods are:
        | Name   | Ready | Status      | Phase   |
        | single | 1/1   | Terminating | Running |
      And within 3 seconds there is no pod "single"

    Scenario: The wish to delete is written down: when, and how much time is left
      Given the manifest "manifests/pods/single.yaml"
      When I delete pod "single"
      Then at once pod "single" matches:
        """yaml
        metadata: { deletionTimestamp: <any>, deletionGracePeriodSeconds: 30 }
        """
      And within 1 second the events of pod "single" include:
        | Type   | Reason  | Message                |
        | Normal | Killing | Stopping container web |

  Rule: A program that does not listen is killed when the grace period is over

    Scenario: 30 seconds unless the pod says otherwise
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: stubborn }
        spec:
          containers: [{ name: c, image: "busybox:1.36", command: [sleep, "3600"] }]
        """
      When I delete pod "stubborn"
      Then for 29 seconds the pods are:
        | Name     | Ready | Status      |
        | stubborn | 1/1   | Terminating |
      And within 5 seconds there is no pod "stubborn"

    Scenario: It ends with 137, which is 128 and the 9 of SIGKILL
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: stubborn }
        spec:
          containers: [{ name: c, image: "busybox:1.36", command: [sleep, "3600"] }]
        """
      When I delete pod "stubborn"
      Then within 32 seconds pod "stubborn" matches:
        """yaml
        status:
          phase: Failed
          containerStatuses: [{ name: c, state: { terminated: { exitCode: 137, reason: Error } } }]
        """

    Scenario: A pod can ask for more time, or for less
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: patient }
        spec:
          terminationGracePeriodSeconds: 60
          containers: [{ name: c, image: "busybox:1.36", command: [sleep, "3600"] }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: hasty }
        spec:
          terminationGracePeriodSeconds: 5
          containers: [{ name: c, image: "busybox:1.36", command: [sleep, "3600"] }]
        """
      When I delete pod "patient"
      And I delete pod "hasty"
      Then for 4 seconds there are 2 pods
      And within 4 seconds there is no pod "hasty"
      And for 50 seconds there is a pod "patient"
      And within 5 seconds there is no pod "patient"

  Rule: A program may use its time to put things in order

    Scenario: A trap for SIGTERM takes 10 seconds, and the pod waits for it
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: tidy }
        spec:
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, "trap 'sleep 10; exit 0' TERM; while true; do sleep 1; done"]
        """
      When I delete pod "tidy"
      Then for 10 seconds there is a pod "tidy"
      And within 5 seconds there is no pod "tidy"

  Rule: A forced deletion forgets the pod without waiting for its node

    Scenario: It is gone from the API at once
      Given the manifest "manifests/pods/single.yaml"
      When I force the deletion of pod "single"
      Then at once there is no pod "single"

  Rule: A pod that was never given a node has nothing to end

    Scenario: A Pending pod disappears at once
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: too-big }
        spec:
          containers: [{ name: web, image: "nginx:1.27", resources: { requests: { cpu: "64" } } }]
        """
      When I delete pod "too-big"
      Then at once there is no pod "too-big"
