Feature: A failed expectation of requests says who did not answer, and why
  An answer that does not come is the least telling of all errors. So the message shows everybody who might get a request and what he
  answers, and what is known of why: no such name, no such port, no endpoint, nobody listening, nobody there any more.

  Rule: The request does not get anywhere

    Scenario: The name of the Service is misspelt
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A name
            Given a Deployment "web" with 1 replica of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            Then requests to "http://wbe" succeed
        ```
      Then its last step fails with:
        ```
        expected requests to "http://wbe" to succeed, but: no such name (wbe)
        There is no Service "wbe" in namespace "default". Did you mean "web"?

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The Service is in another namespace
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A namespace
            Given a namespace "shop"
            And I apply in namespace "shop":
              """
              apiVersion: v1
              kind: Service
              metadata: {name: web}
              spec:
                ports: [{port: 80}]
              """
            Then requests to "http://web" succeed
        ```
      Then its last step fails with:
        ```
        expected requests to "http://web" to succeed, but: no such name (web)
        There is no Service "web" in namespace "default"; there is one in "shop": ask for "web.shop".

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The Service does not have the port
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A port
            Given a Deployment "web" with 1 replica of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            Then requests to "http://web:8080" succeed
        ```
      Then its last step fails with:
        ```
        expected requests to "http://web:8080" to succeed, but: no answer (10.96.142.194:8080)
        Service "web" has no port 8080, and what it does not have gets no answer; it has 80.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The Service selects nothing
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A selector
            Given a Deployment "web" with 1 replica of image "web:1"
            And I apply:
              """
              apiVersion: v1
              kind: Service
              metadata: {name: web}
              spec:
                selector: {app: wbe}
                ports: [{port: 80}]
              """
            Then requests to "http://web" succeed
        ```
      Then its last step fails with:
        ```
        expected requests to "http://web" to succeed, but: connection refused (10.96.142.194:80)
        Service "web" has no endpoint to send it to.
        It selects app=wbe, which no pod has: 1 pod has app=web

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Somebody gets it who does not answer

    Scenario: Nobody listens on the targetPort
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A targetPort
            Given I apply:
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: web, labels: {app: web}}
              spec:
                containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}]
              ---
              apiVersion: v1
              kind: Service
              metadata: {name: web}
              spec:
                selector: {app: web}
                ports: [{port: 80}]
              """
            When 10 requests are sent to "http://web"
            Then all requests succeed
        ```
      Then its last step fails with:
        ```
        expected all 10 requests to "http://web" to succeed, but all failed:
            | Pod | Address       | Image | Answer             | Requests |
            | web | 10.244.1.4:80 | web:1 | connection refused | 10       |
        Nobody listens on port 80 of pod "web"; its containers listen on 8080.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A pod counts as ready before it listens
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A start
            Given the image "web:1" takes 20 seconds to start
            And a Deployment "web" with 1 replica of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            Then for 1 minute requests to "http://web" succeed
        ```
      Then its last step fails with:
        ```
        not so for 1m: it was not so to begin with, at 3.015s:
        expected requests to "http://web" to succeed, but: connection refused (10.244.1.4:80)
        Container "web" of pod "web-5f76d494d-?????" listens on port 80 from 21.108s on, in 18.093s: it has no readiness probe, so it counts as ready from its start.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Another image answers than was expected
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: An image
            Given a Deployment "web" with 2 replicas of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            Then requests to "http://web" are answered by image "web:2"
        ```
      Then its last step fails with:
        ```
        expected requests to "http://web" to be answered by image "web:2"; who may get one:
            | Pod                 | Address       | Image | Answer |
            | web-5f76d494d-????? | 10.244.1.4:80 | web:1 | 200 OK |
            | web-5f76d494d-????? | 10.244.1.5:80 | web:1 | 200 OK |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Fewer pods answer than were expected
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A number
            Given a Deployment "web" with 2 replicas of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            Then within 10 seconds requests to "http://web" are answered by 3 pods
        ```
      Then its last step fails with:
        ```
        not so within 10s (from 3.015s to 13.015s); in the end:
        expected requests to "http://web" to be answered by 3 pods, found 2; who may get one:
            | Pod                 | Address       | Image | Answer |
            | web-5f76d494d-????? | 10.244.1.4:80 | web:1 | 200 OK |
            | web-5f76d494d-????? | 10.244.1.5:80 | web:1 | 200 OK |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Requests were expected to be refused
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A refusal
            Given a Deployment "web" with 1 replica of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            When 5 requests are sent to "http://web"
            Then at least 1 of the requests fails
        ```
      Then its last step fails with:
        ```
        expected at least 1 of the 5 requests to "http://web" to fail, found 0:
            | Pod                 | Address       | Image | Answer | Requests |
            | web-5f76d494d-????? | 10.244.1.4:80 | web:1 | 200 OK | 5        |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: A name does not mean what was expected

    Scenario: It is a name of another namespace
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A name
            Given a namespace "shop"
            And I apply in namespace "shop":
              """
              apiVersion: v1
              kind: Service
              metadata: {name: web}
              spec:
                ports: [{port: 80}]
              """
            Then "web" resolves to the Service "web" in namespace "shop"
        ```
      Then its last step fails with:
        ```
        expected "web" to resolve to Service "web" in namespace "shop", which means 10.96.142.194; found nothing: Service "web" is in namespace "shop"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It stands for another name
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: An alias
            Given I apply:
              """
              apiVersion: v1
              kind: Service
              metadata: {name: db}
              spec: {type: ExternalName, externalName: db.example.com}
              """
            Then "db" resolves to "db.example.org"
        ```
      Then its last step fails with:
        ```
        expected "db" to resolve to "db.example.org", found db.example.com

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: A command does something else

    Scenario: It prints something else, and what it printed is shown
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A command
            Given I apply "manifests/pods/single.yaml"
            When I run "ls /usr/share/nginx; exit 3" in pod "single"
            Then it prints "conf"
        ```
      Then its last step fails with:
        ```
        expected "ls /usr/share/nginx; exit 3" to print "conf", it printed:
          html

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: It ends with another code
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A command
            Given I apply "manifests/pods/single.yaml"
            When I run "exit 3" in pod "single"
            Then it exits with 0
        ```
      Then its last step fails with:
        ```
        expected "exit 3" to exit with 0, found 3, but it printed nothing

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: The rules of a node are not those that were expected

    Scenario: The rules of the same chain are shown
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A rule
            Given a Deployment "web" with 1 replica of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            Then the rules of kube-proxy on node "node1" include:
              """
              -A KUBE-SVC-LOLE4ISW44XBNF3G -j KUBE-SEP-NOBODY
              """
        ```
      Then its last step fails with:
        ```
        expected kube-proxy on node "node1" to have written:
          - -A KUBE-SVC-LOLE4ISW44XBNF3G -j KUBE-SEP-NOBODY
        found in that chain:
          + -A KUBE-SVC-LOLE4ISW44XBNF3G ! -s 10.244.0.0/16 -d 10.96.142.194/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
          + -A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> 10.244.1.4:80" -j KUBE-SEP-OD4NQTAG4GNU2XE5

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: The node that is asked has no endpoint of its own
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A policy
            Given a cluster with 2 nodes
            And I apply:
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: web, labels: {app: web}}
              spec:
                nodeName: node1
                containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}]
              ---
              apiVersion: v1
              kind: Service
              metadata: {name: web}
              spec:
                type: NodePort
                externalTrafficPolicy: Local
                selector: {app: web}
                ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
              """
            Then requests to "http://node2:30080" succeed
        ```
      Then its last step fails with:
        ```
        expected requests to "http://node2:30080" to succeed, but: no answer (192.168.64.2:30080)
        Service "web" sends only to endpoints of the node that is asked (externalTrafficPolicy: Local), and that node has none.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
