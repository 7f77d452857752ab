@B10
Feature: The restart policy decides whether a container that ends is started again
  Always: whatever the exit code. OnFailure: only if it was not 0. Never: not at all. The first restart comes at once; the next ones
  wait for 10 seconds, then 20, 40 ... and at most 5 minutes, counted from the end of the container: an exponential back-off.

  Rule: The policy and the exit code together decide

    Scenario Outline: <policy>, exit code <code>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: task }
        spec:
          restartPolicy: <policy>
          containers: [{ name: c, image: "busybox:1.36", command: [sh, -c, exit <code>] }]
        """
      And 9 seconds pass
      Then the pods are:
        | Name | Phase   | Restarts   |
        | task | <phase> | <restarts> |

      Examples:
        | policy    | code | phase     | restarts   |
        | Always    | 0    | Running   | 1 (?s ago) |
        | Always    | 7    | Running   | 1 (?s ago) |
        | OnFailure | 0    | Succeeded | 0          |
        | OnFailure | 7    | Running   | 1 (?s ago) |
        | Never     | 0    | Succeeded | 0          |
        | Never     | 7    | Failed    | 0          |

  Rule: Each restart waits twice as long as the one before, 5 minutes at most

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: crashing }
        spec:
          containers: [{ name: c, image: "busybox:1.36", command: [sh, -c, exit 1] }]
        """

    Scenario: Meanwhile the pod says CrashLoopBackOff
      Then within 1 minute the pods are:
        | Name     | Ready | Status           | Phase   |
        | crashing | 0/1   | CrashLoopBackOff | Running |
      And pod "crashing" matches:
        """yaml
        status:
          containerStatuses:
            - name: c
              state:
                waiting:
                  reason: CrashLoopBackOff
                  message: ~/back-off (10s|20s) restarting failed container=c pod=crashing_default\(.*\)/
              lastState: { terminated: { exitCode: 1, reason: Error } }
        """

    Scenario: The pauses grow, up to 5 minutes
      When 1 hour passes
      Then pod "crashing" matches:
        """yaml
        status:
          containerStatuses:
            - name: c
              restartCount: ~/1[5-8]/
              state: { waiting: { message: ~/back-off 5m0s restarting failed container=c .*/ } }
        """
      And the events of pod "crashing" include:
        | Type    | Reason  | Message                                                         |
        | Warning | BackOff | Back-off restarting failed container c in pod crashing_default* |

    Scenario: In the end it rests for 5 minutes between two attempts
      When 1 hour passes
      Then within 6 minutes the pods are:
        | Name     | Status |
        | crashing | Error  |
      And within 1 minute the pods are:
        | Name     | Status           |
        | crashing | CrashLoopBackOff |
      And for 4 minutes the pods are:
        | Name     | Status           |
        | crashing | CrashLoopBackOff |

  Rule: An image can be told to crash, whatever it is

    Scenario: A web server that ends 5 seconds after its start
      Given the image "nginx:1.27" exits with 1 after 5 seconds
      When I apply "manifests/pods/single.yaml"
      Then within 10 seconds the pods are:
        | Name   | Ready | Status | Restarts |
        | single | 0/1   | Error  | 0        |
      And within 2 seconds the pods are:
        | Name   | Ready | Status  | Restarts   |
        | single | 1/1   | Running | 1 (?s ago) |
