@B12
Feature: A container can do something right after its start and right before its stop
  A `postStart` hook runs beside the container's program as soon as that has started; until it has ended, the pod is not Running. A `preStop`
  hook runs when the container is asked to stop, before SIGTERM. A hook is a command in the container, a request to it, or just a wait.

  Rule: postStart: first the hook, then the pod is Running

    Scenario: The hook writes a page that the server serves
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              readinessProbe: { httpGet: { path: /hello.html, port: 80 } }
              lifecycle:
                postStart:
                  exec: { command: [sh, -c, "echo Hello from the hook > /usr/share/nginx/html/hello.html"] }
        """
      Then the pods are:
        | Name | Ready | Status  |
        | web  | 1/1   | Running |

    Scenario: While the hook runs, the containers behind it wait and the pod says nothing
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - { name: web, image: "nginx:1.27", lifecycle: { postStart: { exec: { command: [sleep, "20"] } } } }
            - { name: log, image: "busybox:1.36", command: [sleep, "3600"] }
        """
      Then for 20 seconds pod "web" matches:
        """yaml
        status: { phase: Pending }
        """
      And the pods are:
        | Name | Ready | Status            |
        | web  | 0/2   | ContainerCreating |
      And within 5 seconds the pods are:
        | Name | Ready | Status  |
        | web  | 2/2   | Running |

  Rule: postStart that fails: the container is killed and started again, ever more rarely

    Scenario: The pod says what the hook printed
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              lifecycle: { postStart: { exec: { command: [cat, /etc/settings] } } }
        """
      Then within 3 seconds the pods are:
        | Name | Ready | Status             |
        | web  | 0/1   | PostStartHookError |
      And pod "web" matches:
        """yaml
        status:
          containerStatuses:
            - state:
                waiting:
                  reason: PostStartHookError
                  message: "~/Exec lifecycle hook .* exited with 1: cat: \\/etc\\/settings: No such file or directory[^]*/"
        """
      And the events of pod "web" include:
        | Type    | Reason              | Message              |
        | Normal  | Started             | Started container web |
        | Warning | FailedPostStartHook | PostStartHook failed |
        | Normal  | Killing             | FailedPostStartHook  |

    Scenario: And again, in CrashLoopBackOff
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              lifecycle: { postStart: { httpGet: { path: /, port: 8080 } } }
        """
      Then within 1 minute pod "web" has restarted at least 2 times
      And within 1 minute the pods are:
        | Name | Ready | Status           |
        | web  | 0/1   | CrashLoopBackOff |

  Rule: preStop: first the hook, then SIGTERM

    Scenario: A few seconds of sleep let clients notice that the pod is leaving
      The pod is out of its Service at once, and goes on serving those who have not heard of it yet.

      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web, labels: { app: web } }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 }
              lifecycle: { preStop: { sleep: { seconds: 5 } } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { selector: { app: web }, ports: [{ port: 80 }] }
        """
      When I delete pod "web"
      And 1 second passes
      Then Service "web" has no endpoints
      And for 4 seconds the pods are:
        | Name | Ready | Status      |
        | web  | 1/1   | Terminating |
      And within 3 seconds there is no pod "web"

    Scenario: The server is told to finish by its own command
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              lifecycle: { preStop: { exec: { command: [sh, -c, "sleep 3; nginx -s quit"] } } }
        """
      When I delete pod "web"
      Then for 3 seconds there is a pod "web"
      And within 3 seconds there is no pod "web"

    Scenario: The time of the hook is part of the grace period; two seconds are left in any case
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: slow }
        spec:
          terminationGracePeriodSeconds: 10
          containers:
            - name: c
              image: busybox:1.36
              command: [sleep, "3600"]
              lifecycle: { preStop: { exec: { command: [sleep, "60"] } } }
        """
      When I delete pod "slow"
      Then for 12 seconds there is a pod "slow"
      And within 3 seconds there is no pod "slow"
      And the events of pod "slow" include:
        | Type    | Reason            | Message              |
        | Normal  | Killing           | Stopping container c |
        | Warning | FailedPreStopHook | PreStopHook failed   |

    Scenario: A hook that fails does not keep the container from being stopped
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - { name: web, image: "nginx:1.27", lifecycle: { preStop: { exec: { command: ["false"] } } } }
        """
      When I delete pod "web"
      Then within 3 seconds there is no pod "web"
      And the events of pod "web" include:
        | Type    | Reason            | Message            |
        | Warning | FailedPreStopHook | PreStopHook failed |

    Scenario: A container that ends by itself is not asked
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: once }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sleep, "5"]
              lifecycle: { preStop: { exec: { command: ["false"] } } }
        """
      Then the pods are:
        | Name | Status    |
        | once | Completed |
      And the events of pod "once" are:
        | Reason    |
        | Scheduled |
        | Pulling   |
        | Pulled    |
        | Created   |
        | Started   |
