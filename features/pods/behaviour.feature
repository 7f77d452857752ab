Feature: A scenario can say what containers do
  A container does what its image and its command do. Where a test needs another program - a slow one, one that breaks, one that takes too much
  memory - a table says so, a row for each container. It is about the pods of an object, whether there are any yet or not.

  Background:
    Given a cluster with 2 nodes

  Rule: How it begins

    Scenario: A program that takes its time becomes ready late
      Given the containers of Deployment "web":
        | Container | Becomes ready |
        | web       | after 20s     |
      When I apply:
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
                - { name: web, image: "shop:1", readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 } }
        """
      Then for 20 seconds Deployment "web" has 0 available pods
      And within 4 seconds Deployment "web" has 2 available pods

    Scenario: A program prints something, and listens where it likes
      Given the containers of pod "web":
        | Container | Listens    | Logs                        |
        | web       | 8080, 9090 | configuration read\nlet's go |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: web
              image: shop:1
              startupProbe: { tcpSocket: { port: 9090 } }
              readinessProbe: { httpGet: { path: /, port: 8080 } }
        """
      Then the pods are:
        | Name | Ready |
        | web  | 1/1   |
      And the log of pod "web" contains "let's go"

  Rule: How it breaks

    Scenario: From an age on it answers every request with 500, and is restarted again and again
      Given the containers of ReplicaSet "web":
        | Container | Fails at |
        | web       | 60s      |
      And I apply:
        """yaml
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: { name: web }
        spec:
          replicas: 1
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - { name: web, image: "nginx:1.27", livenessProbe: { httpGet: { port: 80 }, periodSeconds: 10 } }
        """
      When 55 seconds pass
      Then the pods are:
        | Name  | Ready | Restarts |
        | web-* | 1/1   | 0        |
      When 40 seconds pass
      Then the pods are:
        | Name  | Ready | Restarts |
        | web-* | 1/1   | 1 *      |
      And within 3 minutes the pods are:
        | Name  | Ready | Restarts |
        | web-* | 1/1   | 2 *      |

    Scenario: It ends by itself, whatever its command says
      Given a pod "web" with label "app=web"
      And the containers of pod "web":
        | Container | Exits        |
        | web       | 1 after 30s  |
      Then within 40 seconds pod "web" has restarted 1 time
      And pod "web" matches:
        """yaml
        status: { containerStatuses: [{ lastState: { terminated: { exitCode: 1, reason: Error } } }] }
        """

    Scenario: It takes more memory than it may have
      Given the containers of pod "hungry":
        | Container | Memory |
        | c         | 300Mi  |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: hungry }
        spec:
          restartPolicy: Never
          containers: [{ name: c, image: "shop:1", resources: { limits: { memory: 256Mi } } }]
        """
      Then the pods are:
        | Name   | Ready | Status    | Phase  |
        | hungry | 0/1   | OOMKilled | Failed |
      And pod "hungry" matches:
        """yaml
        status: { containerStatuses: [{ state: { terminated: { exitCode: 137, reason: OOMKilled } } }] }
        """

    Scenario: It does not listen to SIGTERM
      Given a pod "web" with label "app=web"
      And the containers of pod "web":
        | Container | Ignores SIGTERM |
        | web       | yes             |
      When I delete pod "web"
      Then for 29 seconds there is a pod "web"
      And within 5 seconds there is no pod "web"

  Rule: What was said last counts

    Scenario: The program is mended
      Given the containers of pod "web":
        | Container | Exits      |
        | web       | 1 after 5s |
      And the containers of pod "web":
        | Container | Exits      |
        | web       | 0 after 1h |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec: { containers: [{ name: web, image: "shop:1" }] }
        """
      Then for 10 minutes pod "web" has restarted 0 times
