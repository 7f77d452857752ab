@B13 @C23 @D27
Feature: A rolling update loses no request, if pods say when they are ready
  While old pods are replaced by new ones, users go on sending requests. Kubernetes sends them to pods that count as ready. A pod without a
  readiness probe counts as ready as soon as its container runs, though its program may need some time until it listens: what it gets until
  then is lost.

  Background:
    Given the image "shop:*" takes 5 seconds to start
    And I apply:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        selector: {app: shop}
        ports: [{port: 80, targetPort: 8080}]
      """

  Rule: Without a readiness probe requests are lost

    Scenario: New pods get requests before they listen
      Given I apply:
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop}
        spec:
          replicas: 3
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              containers:
              - name: shop
                image: shop:1
                ports: [{containerPort: 8080}]
        """
      And 10 seconds pass
      When I set the image of Deployment "shop" to "shop:2"
      And 2500 milliseconds pass
      And 100 requests are sent to "http://shop"
      Then at least 1 of the requests fails

  Rule: With a readiness probe none is

    Background:
      Given I apply:
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop}
        spec:
          replicas: 3
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              containers:
              - name: shop
                image: shop:1
                ports: [{containerPort: 8080}]
                readinessProbe:
                  httpGet: {path: /healthz, port: 8080}
        """
      And the rollout of Deployment "shop" completes

    Scenario: Whichever pod gets a request, at any moment, it answers
      When I set the image of Deployment "shop" to "shop:2"
      Then for 2 minutes requests to "http://shop" succeed
      And requests to "http://shop" are answered by image "shop:2"

    Scenario: An image that never gets ready does no harm
      Given the image "shop:3" exits with 1 after 2 seconds
      When I set the image of Deployment "shop" to "shop:3"
      Then for 5 minutes requests to "http://shop" succeed
      And requests to "http://shop" are answered by image "shop:1"

  Rule: Recreate has a gap by design

    Scenario: For a while nobody answers
      Given I apply:
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop}
        spec:
          replicas: 3
          strategy: {type: Recreate}
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              containers:
              - name: shop
                image: shop:1
                ports: [{containerPort: 8080}]
                readinessProbe:
                  httpGet: {path: /healthz, port: 8080}
        """
      When I set the image of Deployment "shop" to "shop:2"
      Then within 5 seconds requests to "http://shop" are refused
      When 3 seconds pass
      Then for 4 seconds requests to "http://shop" are refused
      And within 30 seconds requests to "http://shop" are answered by image "shop:2"

  Rule: Pods that end one after the other may be faster than the rules of the nodes

    kube-proxy writes its rules at most once a second, but for the first two changes. A pod that has ended by then still gets requests, and
    nobody answers them. A preStop hook that sleeps keeps the pod serving until every node has heard of its end.

    Background:
      Given I apply:
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        """

    Scenario: Requests are sent to a pod that has ended
      Given I apply:
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 6
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers: [{name: web, image: "nginx:1.27"}]
        """
      And 10 seconds pass
      When I delete one pod of Deployment "web"
      And 300 milliseconds pass
      And I delete one pod of Deployment "web"
      And 300 milliseconds pass
      And I delete one pod of Deployment "web"
      And 300 milliseconds pass
      And 100 requests are sent to "http://web"
      Then at least 1 of the requests fails

    Scenario: With a preStop hook that sleeps every request is answered
      Given I apply:
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 6
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: nginx:1.27
                readinessProbe: {httpGet: {path: /, port: 80}}
                lifecycle: {preStop: {sleep: {seconds: 5}}}
        """
      And 10 seconds pass
      When I delete one pod of Deployment "web"
      And 300 milliseconds pass
      And I delete one pod of Deployment "web"
      And 300 milliseconds pass
      And I delete one pod of Deployment "web"
      Then for 1 minute requests to "http://web" succeed
