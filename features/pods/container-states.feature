@B9
Feature: A container is waiting, running or terminated, and its last state is remembered
  The phase is about the pod, a state about one container. The state before the present one is kept as `lastState`: it tells why the
  container was started again.

  Rule: Waiting says what for

    Scenario Outline: <reason>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: pod }
        spec:
          containers: [{ name: c, image: "<image>", imagePullPolicy: <policy> }]
        """
      And 3 seconds pass
      Then pod "pod" matches:
        """yaml
        status:
          containerStatuses:
            - name: c
              ready: false
              started: false
              restartCount: 0
              state: { waiting: { reason: <reason>, message: "<message>" } }
        """

      Examples:
        | reason            | image              | policy       | message                                                                 |
        | ErrImagePull      | nginx:doesnotexist | Always       | ~/rpc error: code = NotFound desc = failed to pull .*: not found/       |
        | ErrImageNeverPull | nginx:1.27         | Never        | Container image \"nginx:1.27\" is not present with pull policy of Never |
        | InvalidImageName  | Nginx:1.27         | IfNotPresent | ~/Failed to apply default image tag .* must be lowercase/               |

    Scenario: A container whose image is pulled at the moment
      When I apply "manifests/pods/single.yaml"
      Then within 1 second pod "single" matches:
        """yaml
        status:
          containerStatuses:
            - name: web
              state: { waiting: { reason: ContainerCreating } }
        """

  Rule: Running says since when

    Scenario: A container that serves
      When I apply "manifests/pods/single.yaml"
      Then pod "single" matches:
        """yaml
        status:
          containerStatuses:
            - name: web
              image: docker.io/library/nginx:1.27
              ready: true
              started: true
              state: { running: { startedAt: <any> } }
              lastState: <none>
        """

  Rule: Terminated says how: the exit code, and a word for it

    Scenario Outline: <word>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: pod }
        spec:
          restartPolicy: Never
          containers: [{ name: c, image: "busybox:1.36", command: <command> }]
        """
      Then pod "pod" matches:
        """yaml
        status:
          containerStatuses:
            - name: c
              state:
                terminated: { reason: <word>, exitCode: <code>, finishedAt: <any> }
        """
      And the pods are:
        | Name | Ready | Status |
        | pod  | 0/1   | <word> |

      Examples:
        | word       | command           | code |
        | Completed  | [sh, -c, exit 0]  | 0    |
        | Error      | [sh, -c, exit 7]  | 7    |
        | StartError | [no-such-program] | 128  |

  Rule: When a container starts again, the state before is its last state

    Scenario: A container that ends after 20 seconds, a few seconds later
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: short }
        spec:
          containers: [{ name: c, image: "busybox:1.36", command: [sh, -c, sleep 20; exit 7] }]
        """
      And 25 seconds pass
      Then the pods are:
        | Name  | Ready | Status  | Restarts   |
        | short | 1/1   | Running | 1 (?s ago) |
      And pod "short" matches:
        """yaml
        status:
          containerStatuses:
            - name: c
              restartCount: 1
              state: { running: { startedAt: <any> } }
              lastState: { terminated: { reason: Error, exitCode: 7 } }
        """
