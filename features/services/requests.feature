@D27 @D28
Feature: Requests to a Service reach its ready pods
  A Service has an address that nobody listens at. On every node kube-proxy writes rules that send what goes to that address to one of the
  Service's ready endpoints, each as likely as the others. Here the rules are followed, so that requests tell what users would notice.

  Background:
    Given I apply:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: web
              image: web:1
              ports: [{containerPort: 8080}]
              readinessProbe:
                httpGet: {path: /healthz, port: 8080}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{port: 80, targetPort: 8080}]
      """

  Rule: Every ready pod gets its share

    Scenario: Requests are spread over all pods
      When 100 requests are sent to "http://web"
      Then all requests succeed
      And requests to "http://web" succeed
      And requests to "http://web" are answered by 3 pods
      And requests to "http://web" are answered by image "web:1"

    Scenario: A pod that is not ready gets none
      When the readiness probe of one pod of Deployment "web" fails
      Then within 40 seconds requests to "http://web" are answered by 2 pods
      And for 1 minute requests to "http://web" are answered by at least 2 pods

    Scenario: Nobody answers where nobody is ready
      When the readiness probe of every pod of Deployment "web" fails
      Then at once requests to "http://web" are answered by 3 pods
      And within 40 seconds requests to "http://web" are refused
      And for 1 minute requests to "http://web" are refused

    Scenario: Pods that come and go are noticed
      When I scale Deployment "web" to 5 replicas
      Then requests to "http://web" are answered by 5 pods
      When I scale Deployment "web" to 0 replicas
      Then requests to "http://web" are refused
      When I scale Deployment "web" to 1 replica
      Then at once requests to "http://web" are refused
      And within 10 seconds requests to "http://web" succeed

    Scenario: After an update the new image answers
      When I set the image of Deployment "web" to "web:2"
      Then at once requests to "http://web" are answered by image "web:1"
      And within 1 minute requests to "http://web" are answered by image "web:2"
      And for 1 minute requests to "http://web" are answered by image "web:2"
      And at once requests to "http://web" succeed
      And for 1 minute requests to "http://web" succeed

  Rule: A connection goes where the Service says, and nowhere else

    Scenario: A port that the Service does not have gets no answer at all
      When 2 requests are sent to "http://web:8080"
      Then 2 of the requests fail

    Scenario: A targetPort that nobody listens on is refused by every pod
      When I change Service "web":
        """
        spec:
          ports: [{port: 80, targetPort: 9090}]
        """
      Then requests to "http://web" are refused

    Scenario: A pod can be asked without its Service
      Given I apply:
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]
        """
      When 30 requests are sent from pod "client" to "http://web"
      Then all requests succeed

  Rule: With session affinity a client stays with its pod

    Scenario: All requests of one client go to one pod
      When I change Service "web":
        """
        spec:
          sessionAffinity: ClientIP
        """
      And 2 seconds pass
      And 50 requests are sent to "http://web"
      Then all requests succeed
      And requests to "http://web" are answered by 1 pod
