@D27 @D28
Feature: A Service finds its pods by their labels
  The endpoint controllers watch Services and pods, and write down behind each Service the addresses of the pods it selects and that are
  ready. Whoever sends requests to the Service reaches those, and no others.

  Rule: The endpoints are the ready pods that a Service selects

    Scenario: A Service for a Deployment
      Given a Deployment "web" with 2 replicas
      And a Service "web" for Deployment "web" on port 80
      Then Service "web" has 2 endpoints
      And the endpoints of Service "web" are:
        | Pod   | IP         | Ports | Ready |
        | web-* | 10.244.*.* | 80    | true  |
        | web-* | 10.244.*.* | 80    | true  |
      And the services are:
        | Name       | Type      | Cluster-IP | Port(s) |
        | kubernetes | ClusterIP | 10.96.0.1  | 443/TCP |
        | web        | ClusterIP | 10.*       | 80/TCP  |

    Scenario: A Service may come before its pods
      When I apply "manifests/my-pod-service.yaml"
      Then Service "my-pod-service" has no endpoints
      When I apply "manifests/my-pod-deploy.yaml"
      Then Service "my-pod-service" has 8 endpoints

    Scenario: It follows the number of pods
      Given a Deployment "web" with 2 replicas
      And a Service "web" for Deployment "web" on port 80
      When I scale Deployment "web" to 4 replicas
      Then Service "web" has 4 endpoints
      When I scale Deployment "web" to 0 replicas
      Then Service "web" has no endpoints

    Scenario: A label is all it takes
      Given a ReplicaSet "web" with 2 replicas
      And a Service "web" for ReplicaSet "web" on port 80
      When I label one pod of ReplicaSet "web" with "app=spare"
      # The ReplicaSet makes another one, which the Service takes; the spare pod runs on, and nobody asks it.
      Then Service "web" has 2 endpoints
      And there are 3 pods
      When I label that pod with "app=web"
      Then within 10 seconds Service "web" has 2 endpoints

    Scenario: A Service selects pods of its own namespace only
      Given a namespace "shop"
      And a Deployment "web" in namespace "shop" with 2 replicas
      And a Service "web" for Deployment "web" on port 80 in namespace "shop"
      Then Service "web" in namespace "shop" has 2 endpoints
      And Service "web" has 2 endpoints in namespace "shop"
      When I apply "manifests/my-pod-service.yaml"
      Then Service "my-pod-service" has no endpoints

  Rule: Only ready pods are asked

    Background:
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
                  image: nginx:1.25
                  readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5, failureThreshold: 2 }
        """
      And a Service "web" for Deployment "web" on port 80
      And the cluster settles

    Scenario: A pod whose readiness probe fails is taken out, and back in when it recovers
      When the readiness probe of one pod of Deployment "web" fails
      Then at once Service "web" has 3 endpoints
      And at once Service "web" has 3 ready endpoints
      And within 10 seconds Service "web" has 2 endpoints
      And within 10 seconds Service "web" has 1 not ready endpoint
      And for 1 minute Service "web" has 2 endpoints
      When the readiness probe of that pod recovers
      Then within 6 seconds Service "web" has 3 endpoints
      And Service "web" has no not ready endpoints

    Scenario: What the cluster writes down of it
      When the readiness probe of one pod of Deployment "web" fails
      Then within 10 seconds the endpoints of Service "web" are:
        | Pod   | Ready | Serving | Terminating |
        | web-* | false | false   | false       |
        | web-* | true  | true    | false       |
        | web-* | true  | true    | false       |
      And endpoints "web" matches:
        """yaml
        subsets:
          - notReadyAddresses: [{ targetRef: { kind: Pod } }]
            ports: [{ port: 80, protocol: TCP }]
        """

    Scenario: A pod that is ending still serves, and gets no new requests
      When I delete one pod of Deployment "web"
      Then at once the endpoints of Service "web" are:
        | Pod   | Ready | Serving | Terminating |
        | web-* | true  | true    | false       |
        | web-* | true  | true    | false       |
        | web-* | true  | true    | false       |
      And within 1 second the endpoints of Service "web" are:
        | Pod   | Ready | Serving | Terminating |
        | web-* | true  | true    | false       |
        | web-* | true  | true    | false       |
        | web-* | false | true    | true        |
      And at once Service "web" has no not ready endpoints
      And for 1 minute Service "web" has at least 2 ready endpoints

    Scenario: A Service that says so publishes pods that are not ready
      When I change Service "web":
        """yaml
        spec: { publishNotReadyAddresses: true }
        """
      And the readiness probe of one pod of Deployment "web" fails
      Then within 1 minute Deployment "web" has 2 ready pods
      And Service "web" has 3 endpoints

  Rule: Ports have numbers, or names that each pod gives a number

    Scenario: A name means on each pod what that pod calls so
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: old, labels: { app: web } }
        spec:
          containers: [{ name: web, image: nginx, ports: [{ name: http, containerPort: 80 }] }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: new, labels: { app: web } }
        spec:
          containers: [{ name: web, image: nginx, ports: [{ name: http, containerPort: 8080 }] }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec:
          selector: { app: web }
          ports: [{ port: 80, targetPort: http }]
        """
      Then the endpoints of Service "web" are:
        | Pod | Ports |
        | new | 8080  |
        | old | 80    |

    Scenario: A name that no container knows keeps every pod out
      Given a Deployment "web" with 2 replicas
      When I apply:
        """yaml
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec:
          selector: { app: web }
          ports: [{ port: 80, targetPort: http }]
        """
      Then the endpoints of Service "web" are:
        | Pod   | Ports  |
        | web-* | <none> |
        | web-* | <none> |
      And Service "web" has no endpoints

  Rule: A Service need not have a selector, nor an address

    Scenario: Endpoints of one's own stand behind a Service without a selector
      When I apply:
        """yaml
        apiVersion: v1
        kind: Service
        metadata: { name: database }
        spec:
          ports: [{ port: 5432 }]
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: { name: database }
        subsets: [{ addresses: [{ ip: 192.0.2.7 }], ports: [{ port: 5432 }] }]
        """
      And the cluster settles
      Then for 1 hour the endpoints of Service "database" are:
        | Pod    | IP        | Ports |
        | <none> | 192.0.2.7 | 5432  |
      # They are mirrored into an EndpointSlice, which is what the nodes look at, and go with the Service.
      And the endpointslices include:
        | Name       | Ports | Endpoints |
        | database-* | 5432  | 192.0.2.7 |
      When I delete Service "database"
      Then there is no endpoints "database"
      And there are 0 endpointslices with label "kubernetes.io/service-name=database"

    Scenario: A headless Service has none of its own
      Given a Deployment "web" with 2 replicas
      When I apply:
        """yaml
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec:
          clusterIP: None
          selector: { app: web }
        """
      Then the services include:
        | Name | Cluster-IP | Port(s) |
        | web  | None       | <none>  |
      And Service "web" has 2 endpoints
