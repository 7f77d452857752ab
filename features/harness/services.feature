Feature: A failed expectation of a Service says what keeps its pods out

  Rule: The Service selects nothing

    Scenario: A label is misspelt
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given a Deployment "web" with 3 replicas
            And a pod "other" with label "app=mail"
            When I apply:
              """yaml
              apiVersion: v1
              kind: Service
              metadata: { name: web }
              spec: { selector: { app: wbe }, ports: [{ port: 80 }] }
              """
            Then Service "web" has 3 endpoints
        ```
      Then its last step fails with:
        ```
        expected Service "web" to have 3 endpoints, found 0
        It selects app=wbe, which no pod has: 3 pods have app=web; 1 pod has app=mail
        It was never so between 5s and 5.015s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: One label too many is asked for
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given a Deployment "web" with 1 replica
            When I apply:
              """yaml
              apiVersion: v1
              kind: Service
              metadata: { name: web }
              spec: { selector: { app: web, tier: front }, ports: [{ port: 80 }] }
              """
            Then Service "web" has 1 endpoint
        ```
      Then its last step fails with:
        ```
        expected Service "web" to have 1 endpoint, found 0
        It selects app=web,tier=front, which no pod has: 1 pod has no label tier
        It was never so between 3s and 3.015s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The key of a label is misspelt
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given a Deployment "web" with 1 replica
            When I apply:
              """yaml
              apiVersion: v1
              kind: Service
              metadata: { name: web }
              spec: { selector: { apps: web }, ports: [{ port: 80 }] }
              """
            Then Service "web" has 1 endpoint
        ```
      Then its last step fails with:
        ```
        expected Service "web" to have 1 endpoint, found 0
        It selects apps=web, which no pod has: 1 pod has app=web,pod-template-hash=6564c56f49. Did you mean "app"?
        It was never so between 3s and 3.015s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The pods are in another namespace
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given a namespace "shop"
            And a Deployment "web" in namespace "shop" with 2 replicas
            When I apply:
              """yaml
              apiVersion: v1
              kind: Service
              metadata: { name: web }
              spec: { selector: { app: web }, ports: [{ port: 80 }] }
              """
            Then Service "web" has 2 endpoints
        ```
      Then its last step fails with:
        ```
        expected Service "web" to have 2 endpoints, found 0
        It selects app=web, which no pod has; in namespace "shop" there are 2, and a Service selects pods of its own namespace only
        It was never so between 3s and 3.015s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: The Service selects pods that cannot answer

    Scenario: They are not ready
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given the image "nginx:1.0.0.0" cannot be pulled
            And a Deployment "web" with 2 replicas of image "nginx:1.0.0.0"
            And a Service "web" for Deployment "web" on port 80
            Then Service "web" has at least 1 ready endpoint
        ```
      Then its last step fails with:
        ```
        expected Service "web" to have at least 1 ready endpoint, found 0; its endpoints:
            | Pod                 | IP         | Ports | Ready | Serving | Terminating | Node  |
            | web-6488cbb64-????? | 10.244.1.5 | 80    | false | false   | false       | node1 |
            | web-6488cbb64-????? | 10.244.1.4 | 80    | false | false   | false       | node1 |
        It selects 2 pods, of which 2 are not ready.
        The cluster warns:
          pod "web-6488cbb64-?????" and 1 more: Failed: Failed to pull image "nginx:1.0.0.0": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.0.0.0": failed to resolve reference "docker.io/library/nginx:1.0.0.0": docker.io/library/nginx:1.0.0.0: not found

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: They know no port of that name
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web, labels: { app: web } }
              spec: { containers: [{ name: web, image: nginx, ports: [{ name: http, containerPort: 80 }] }] }
              ---
              apiVersion: v1
              kind: Service
              metadata: { name: web }
              spec: { selector: { app: web }, ports: [{ port: 80, targetPort: htpp }] }
              """
            Then the endpoints of Service "web" are:
              | Pod | Ports |
              | web | 80    |
        ```
      Then its last step fails with:
        ```
        expected the endpoints of Service "web" to be (- expected, + found):
            | Pod | Ports  |
          - | web | 80     |
          + | web | <none> |
                    ^^^^^^
        Its targetPort "htpp" (TCP) is the name of no port of its pods; they have "http". Did you mean "http"?
        It was never so between 0s and 3s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What is meant is not clear

    Scenario: What has no endpoints
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given a Deployment "web" with 2 replicas
            Then Deployment "web" has 2 endpoints
        ```
      Then its last step fails with:
        ```
        a Deployment has no endpoints: say which Service, as in: Service "web"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A Service for nothing
      Given this feature is run:
        ```gherkin
        Feature: A Service
          Scenario: Its pods
            Given a Deployment "web" with 2 replicas
            And a Service "web" for Deployment "wbe" on port 80
        ```
      Then its last step fails with:
        ```
        there is no Deployment "wbe" in namespace "default"; the closest is "web"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
