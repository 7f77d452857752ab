@B13
Feature: A probe tells whether a container started, lives, and is ready
  A liveness probe that fails restarts the container, a readiness probe that fails only takes it out of service, and a startup probe holds
  both back until the program is up.

  Rule: Liveness: three failures, ten seconds apart, and the container is restarted

    Scenario: A probe that succeeds leaves the container alone
      Given the manifest "manifests/pods/myweb-liveness.yaml"
      Then for 1 hour pod "myweb-liveness" has restarted 0 times
      And the pods are:
        | Name           | Ready | Status  | Restarts |
        | myweb-liveness | 1/1   | Running | 0        |

    Scenario: A wrong port restarts a good program
      When I apply "manifests/pods/myweb-liveness-err.yaml"
      Then for 30 seconds pod "myweb-liveness-err" has restarted 0 times
      And within 10 seconds pod "myweb-liveness-err" has restarted 1 time
      And the events of pod "myweb-liveness-err" include:
        | Type    | Reason    | Message                                                                                                  | Count |
        | Warning | Unhealthy | ~/Liveness probe failed: Get "http://[\d.]+:8080/": dial tcp [\d.]+:8080: connect: connection refused/ | 3     |
        | Normal  | Killing   | Container myweb failed liveness probe, will be restarted                                                 | 1     |

    Scenario: Again and again, ever more rarely
      When I apply "manifests/pods/myweb-liveness-err.yaml"
      And 10 minutes pass
      Then at once pod "myweb-liveness-err" has restarted at least 6 times
      And within 10 minutes the pods are:
        | Name               | Status           |
        | myweb-liveness-err | CrashLoopBackOff |

    Scenario: A path that is not there is a failure, whatever else works
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              livenessProbe: { httpGet: { path: /healthz, port: 80 }, periodSeconds: 2 }
        """
      Then within 10 seconds the events of pod "web" include:
        | Reason    | Message                                                 |
        | Unhealthy | Liveness probe failed: HTTP probe failed with statuscode: 404 |

    Scenario: A command says with its exit code how the program is
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: liveness-exec }
        spec:
          containers:
            - name: liveness
              image: busybox:1.36
              args: [/bin/sh, -c, "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"]
              livenessProbe:
                exec: { command: [cat, /tmp/healthy] }
                initialDelaySeconds: 5
                periodSeconds: 5
        """
      Then for 40 seconds pod "liveness-exec" has restarted 0 times
      And within 1 minute pod "liveness-exec" has restarted 1 time
      And the events of pod "liveness-exec" include:
        | Reason    | Message                                                                     |
        | Unhealthy | Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory* |

    Scenario: A probe can give a container less time to end than its pod does
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: stubborn }
        spec:
          terminationGracePeriodSeconds: 60
          containers:
            - name: c
              image: busybox:1.36
              command: [sleep, "3600"]
              livenessProbe:
                exec: { command: ["false"] }
                periodSeconds: 2
                failureThreshold: 1
                terminationGracePeriodSeconds: 3
        """
      Then within 10 seconds pod "stubborn" has restarted 1 time
      And pod "stubborn" matches:
        """yaml
        status:
          containerStatuses:
            - lastState: { terminated: { exitCode: 137, reason: Error } }
        """

  Rule: Readiness: in service or not, never restarted

    Scenario: A container is ready when its probe succeeds
      Given the image "slow" takes 15 seconds to start
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: slow
              readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }
        """
      Then within 5 seconds the pods are:
        | Name | Ready | Status  |
        | web  | 0/1   | Running |
      And for 9 seconds pod "web" matches:
        """yaml
        status:
          conditions:
            - type: Ready
              status: "False"
              reason: ContainersNotReady
              message: "containers with unready status: [web]"
        """
      And within 15 seconds the pods are:
        | Name | Ready | Restarts |
        | web  | 1/1   | 0        |

    Scenario: How soon and how often is up to the manifest
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: cache }
        spec:
          containers:
            - name: redis
              image: redis:7
              readinessProbe:
                tcpSocket: { port: 6379 }
                initialDelaySeconds: 10
                periodSeconds: 2
                successThreshold: 2
        """
      And 2 seconds pass
      Then for 8 seconds the pods are:
        | Name  | Ready | Status  |
        | cache | 0/1   | Running |
      And within 5 seconds the pods are:
        | Name  | Ready | Restarts |
        | cache | 1/1   | 0        |

    Scenario: A pod that fails its probe is not ready after three checks, and ready again after one
      Given I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 3
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - name: web
                  image: nginx:1.27
                  readinessProbe: { httpGet: { path: /, port: 80 } }
        """
      When the readiness probe of one pod of Deployment "web" fails
      Then Deployment "web" has 2 available pods
      And Deployment "web" matches:
        """yaml
        status: { readyReplicas: 2, unavailableReplicas: 1 }
        """
      And for 10 minutes that pod has restarted 0 times
      When the readiness probe of that pod recovers
      Then Deployment "web" has 3 available pods

    Scenario: A rollout goes on only as pods get ready
      Given I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 2
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - name: web
                  image: nginx:1.26
                  readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 2 }
        """
      And the image "nginx:1.27" takes 20 seconds to start
      When I set the image of Deployment "web" to "nginx:1.27"
      Then throughout the rollout Deployment "web" had at least 2 available pods
      And the rollout of Deployment "web" completes

  Rule: Startup: the others wait until the program is up

    Scenario: A startup probe that does not succeed restarts the container
      When I apply "manifests/pods/myweb-startup.yaml"
      Then within 13 seconds pod "myweb-startup" has restarted 1 time
      And the events of pod "myweb-startup" include:
        | Reason  | Message                                                 |
        | Killing | Container myweb failed startup probe, will be restarted |

    Scenario: A slow start is given its time, and the liveness probe begins when it is over
      Given the image "slow" takes 50 seconds to start
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: slow
              startupProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 10, failureThreshold: 30 }
              livenessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 2, failureThreshold: 1 }
        """
      Then within 10 seconds pod "web" matches:
        """yaml
        status:
          phase: Running
          containerStatuses: [{ name: web, started: false, ready: false }]
        """
      And within 1 minute pod "web" matches:
        """yaml
        status:
          containerStatuses: [{ name: web, started: true, ready: true, restartCount: 0 }]
        """
      When the liveness probe of pod "web" fails
      Then within 5 seconds the events of pod "web" include:
        | Message                                                |
        | Container web failed liveness probe, will be restarted |

    Scenario: Without it a slow program never gets up
      Given the image "slow" takes 50 seconds to start
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: slow
              livenessProbe: { httpGet: { path: /, port: 80 } }
        """
      Then within 5 minutes pod "web" has restarted at least 3 times
      And for 5 minutes the log of pod "web" contains "listening on :80"

  Rule: What ends by itself needs no probe to be restarted

    Scenario: A program that ends
      Given a pod "web" with label "app=web"
      When container "web" of pod "web" exits with 1
      Then pod "web" has restarted 1 time
      And within 1 second the log of pod "web" contains "Configuration complete"
      And at once the log of pod "web" contains "ready for start up"
      And the log of pod "web" contains "Configuration"
      And pod "web" matches:
        """yaml
        status:
          containerStatuses:
            - lastState: { terminated: { exitCode: 1, reason: Error } }
        """
