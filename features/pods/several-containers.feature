@B11
Feature: The containers of a pod live and are scheduled together
  They share one address, one host name and one set of ports: to each other they are `localhost`. READY counts them. Init containers
  come first, one after another, and must succeed before the others start.

  Rule: A pod is ready when all of its containers are

    Scenario: Two containers, both run
      Given the manifest "manifests/pods/web-with-log.yaml"
      Then the pods are:
        | Name         | Ready | Status  | IP         |
        | web-with-log | 2/2   | Running | 10.244.1.* |

    Scenario: One of two has ended
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: half }
        spec:
          restartPolicy: Never
          containers:
            - { name: server, image: "nginx:1.27" }
            - { name: once, image: "busybox:1.36", command: [sh, -c, exit 4] }
        """
      Then the pods are:
        | Name | Ready | Status | Phase   |
        | half | 1/2   | Error  | Running |
      And pod "half" matches:
        """yaml
        status:
          conditions:
            - type: Ready
              status: "False"
              reason: ContainersNotReady
              message: "containers with unready status: [once]"
          containerStatuses:
            - { name: server, ready: true, state: { running: {} } }
            - { name: once, ready: false, state: { terminated: { exitCode: 4 } } }
        """

  Rule: They share one address and therefore one set of ports

    Scenario: Two servers want port 80: the second one loses
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: clash }
        spec:
          restartPolicy: Never
          containers:
            - { name: first, image: "nginx:1.27" }
            - { name: second, image: "nginx:1.27" }
        """
      Then pod "clash" matches:
        """yaml
        status:
          phase: Running
          containerStatuses:
            - { name: first, ready: true }
            - { name: second, ready: false, state: { terminated: { exitCode: 1, reason: Error } } }
        """

    Scenario: It says why, and is restarted in vain, ever more rarely
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: clash }
        spec:
          containers:
            - { name: first, image: "nginx:1.27" }
            - { name: second, image: "nginx:1.27" }
        """
      And 2 minutes pass
      Then the log of pod "clash" contains "bind() to 0.0.0.0:80 failed (98: Address already in use)"
      And pod "clash" has restarted at least 3 times
      And within 1 minute the pods are:
        | Name  | Ready | Status           |
        | clash | 1/2   | CrashLoopBackOff |

  Rule: They share one host name: the name of the pod

    Scenario: Each container reads the same name
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: pair }
        spec:
          restartPolicy: Never
          containers:
            - { name: one, image: "busybox:1.36", command: [sh, -c, 'test "$(hostname)" = pair'] }
            - { name: two, image: "busybox:1.36", command: [sh, -c, 'test "$(hostname)" = pair'] }
        """
      Then the pods are:
        | Name | Status    | Phase     |
        | pair | Completed | Succeeded |

  Rule: Init containers run one after another, before all others

    Scenario: The status counts how many are done
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: app }
        spec:
          initContainers:
            - { name: one, image: "busybox:1.36", command: [sleep, "7"] }
            - { name: two, image: "busybox:1.36", command: [sleep, "8"] }
          containers:
            - { name: app, image: "nginx:1.27" }
        """
      And 4 seconds pass
      Then the pods are:
        | Name | Ready | Status   | Phase   |
        | app  | 0/1   | Init:0/2 | Pending |
      And pod "app" matches:
        """yaml
        status:
          conditions:
            - type: Initialized
              status: "False"
              reason: ContainersNotInitialized
              message: "containers with incomplete status: [one two]"
        """
      When 8 seconds pass
      Then the pods are:
        | Name | Ready | Status   | Phase   |
        | app  | 0/1   | Init:1/2 | Pending |
      And within 10 seconds the pods are:
        | Name | Ready | Status  | Phase   |
        | app  | 1/1   | Running | Running |
      And pod "app" matches:
        """yaml
        status:
          initContainerStatuses:
            - { name: one, ready: true, restartCount: 0, state: { terminated: { exitCode: 0, reason: Completed } } }
            - { name: two, ready: true, restartCount: 0, state: { terminated: { exitCode: 0, reason: Completed } } }
        """

  Rule: An init container that fails keeps the others from starting

    Scenario: With restartPolicy Never the pod has failed
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: never }
        spec:
          restartPolicy: Never
          initContainers:
            - { name: setup, image: "busybox:1.36", command: [sh, -c, exit 9] }
          containers:
            - { name: app, image: "nginx:1.27" }
        """
      Then the pods are:
        | Name  | Ready | Status     | Phase  | Restarts |
        | never | 0/1   | Init:Error | Failed | 0        |

    Scenario: With restartPolicy Always it is tried again, with a growing pause
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: always }
        spec:
          initContainers:
            - { name: setup, image: "busybox:1.36", command: [sh, -c, exit 9] }
          containers:
            - { name: app, image: "nginx:1.27" }
        """
      Then within 1 minute the pods are:
        | Name   | Ready | Status                | Phase   |
        | always | 0/1   | Init:CrashLoopBackOff | Pending |
      And pod "always" matches:
        """yaml
        status:
          initContainerStatuses: [{ name: setup, restartCount: <any> }]
          containerStatuses: [{ name: app, restartCount: 0, state: { waiting: { reason: PodInitializing } } }]
        """

  Rule: A sidecar is an init container that stays

    Scenario: It starts first and counts as a container
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: with-sidecar }
        spec:
          initContainers:
            - { name: proxy, image: "nginx:1.27", restartPolicy: Always }
          containers:
            - { name: app, image: "busybox:1.36", command: [sleep, "3600"] }
        """
      Then the pods are:
        | Name         | Ready | Status  |
        | with-sidecar | 2/2   | Running |
      And pod "with-sidecar" matches:
        """yaml
        status:
          initContainerStatuses: [{ name: proxy, ready: true, started: true, state: { running: { startedAt: <any> } } }]
        """

    Scenario: When the others have ended, so does the sidecar
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: task }
        spec:
          restartPolicy: Never
          initContainers:
            - { name: proxy, image: "nginx:1.27", restartPolicy: Always }
          containers:
            - { name: app, image: "busybox:1.36", command: [sleep, "5"] }
        """
      Then the pods are:
        | Name | Status    | Phase     |
        | task | Completed | Succeeded |
