@B8
Feature: The phase of a pod sums up its life in one word
  Pending, Running, Succeeded or Failed. The STATUS that `kubectl get pods` prints is more talkative: it names the reason.

  Rule: Pending: not every container has started yet

    Scenario: No node has room for it
      Given a cluster with 3 nodes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: too-big }
        spec:
          containers: [{ name: web, image: "nginx:1.27", resources: { requests: { cpu: "64" } } }]
        """
      Then the pods are:
        | Name    | Ready | Status  | Phase   | Node   |
        | too-big | 0/1   | Pending | Pending | <none> |
      And pod "too-big" matches:
        """yaml
        status:
          conditions:
            - type: PodScheduled
              status: "False"
              reason: Unschedulable
        """

    Scenario: Its image cannot be pulled
      Given the image "nginx:1.27" cannot be pulled
      When I apply "manifests/pods/single.yaml"
      Then the pods are:
        | Name   | Ready | Status       | Phase   | Node  |
        | single | 0/1   | ErrImagePull | Pending | node1 |

    Scenario: Its containers are being made
      When I apply "manifests/pods/single.yaml"
      And 500 milliseconds pass
      Then the pods are:
        | Name   | Ready | Status            | Phase   |
        | single | 0/1   | ContainerCreating | Pending |

  Rule: Running: at least one container runs, or is on its way to run again

    Scenario: A web server runs until somebody ends it
      When I apply "manifests/pods/single.yaml"
      Then the pods are:
        | Name   | Ready | Status  | Phase   |
        | single | 1/1   | Running | Running |
      And for 1 hour the pods are:
        | Name   | Ready | Status  | Restarts |
        | single | 1/1   | Running | 0        |

    Scenario: A pod that crashes again and again is Running as well
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: crashing }
        spec:
          containers: [{ name: c, image: "busybox:1.36", command: [sh, -c, exit 1] }]
        """
      And 10 seconds pass
      Then for 10 minutes the pods are:
        | Name     | Phase   |
        | crashing | Running |

  Rule: Succeeded: all containers have ended with exit code 0, for good

    Scenario: A task that is done
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: task }
        spec:
          restartPolicy: Never
          containers: [{ name: c, image: "busybox:1.36", command: [sh, -c, sleep 5; echo all done] }]
        """
      Then the pods are:
        | Name | Ready | Status    | Phase     | Restarts |
        | task | 0/1   | Completed | Succeeded | 0        |
      And pod "task" matches:
        """yaml
        status:
          conditions:
            - { type: Ready, status: "False", reason: PodCompleted }
            - { type: Initialized, status: "True", reason: PodCompleted }
        """

  Rule: Failed: all containers have ended for good, one of them with another exit code

    Scenario: A task that ends with exit code 3
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: task }
        spec:
          restartPolicy: Never
          containers: [{ name: c, image: "busybox:1.36", command: [sh, -c, exit 3] }]
        """
      Then the pods are:
        | Name | Ready | Status | Phase  | Restarts |
        | task | 0/1   | Error  | Failed | 0        |
      And pod "task" matches:
        """yaml
        status:
          conditions:
            - { type: Ready, status: "False", reason: PodFailed }
        """

  Rule: A pod that nobody owns stays as it ended

    Scenario: After an hour it is still there to be looked at
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: task }
        spec:
          restartPolicy: Never
          containers: [{ name: c, image: "busybox:1.36", command: ["true"] }]
        """
      And the cluster settles
      Then for 1 hour the pods are:
        | Name | Phase     |
        | task | Succeeded |
