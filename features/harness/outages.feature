Feature: A failure tells what nodes have to do with it
  When something is missing, late or does not go away because a node has stopped, the message says so.

  Rule: What is known of a node is told with the failure

    Scenario: Requests that go to a machine that is off
      Given this feature is run:
        ```gherkin
        Feature: f
          Scenario: s
            Given a cluster with 2 nodes
            And a Deployment "web" with 2 replicas of image "web:1"
            And a Service "web" for Deployment "web" on port 80
            When node "node2" stops
            And 1 second passes
            Then requests to "http://web" succeed
        ```
      Then its last step fails with:
        ```
        expected requests to "http://web" to succeed; who may get one:
            | Pod                 | Address       | Image | Answer    |
            | web-5f76d494d-????? | 10.244.1.3:80 | web:1 | 200 OK    |
            | web-5f76d494d-????? | 10.244.2.3:80 | web:1 | no answer |
        Node "node2" is off since 3.015s, and pod "web-5f76d494d-?????" with it; requests go there until the cluster has missed the node for 50 seconds.
        It was never so between 3.015s and 4.015s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A pod that nobody can say has ended
      Given this feature is run:
        ```gherkin
        Feature: f
          Scenario: s
            Given a cluster with 2 nodes
            And I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web }
              spec: { nodeName: node2, containers: [{ name: c, image: "web:1" }] }
              """
            And the kubelet of node "node2" stops
            When I delete pod "web"
            Then there is no pod "web"
        ```
      Then its last step fails with:
        ```
        expected no pod "web", but there is one:
            | Name | Ready | Status      | Restarts | Age   |
            | web  | 1/1   | Terminating | 0        | 5m53s |
        Pod "web" stays until the kubelet of node "node2", of which nothing is heard, has ended it.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A namespace that a finalizer holds
      Given this feature is run:
        ```gherkin
        Feature: f
          Scenario: s
            Given a namespace "shop"
            And I apply:
              """yaml
              apiVersion: v1
              kind: ConfigMap
              metadata: { name: held, namespace: shop, finalizers: [example.com/hold] }
              """
            When I delete namespace "shop"
            Then there is no namespace "shop"
        ```
      Then its last step fails with:
        ```
        expected no namespace "shop", but there is one:
            | Name | Status      | Age |
            | shop | Terminating | 10s |
        Namespace "shop": Some resources are remaining: configmaps. has 1 resource instances.
        Namespace "shop": Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances.
        ConfigMap "held" stays until nobody holds it any more: finalizers "example.com/hold".
        It was never so between 4ms and 10.004s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A log of a node whose kubelet does not answer
      Given this feature is run:
        ```gherkin
        Feature: f
          Scenario: s
            Given a cluster with 2 nodes
            And I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web }
              spec: { nodeName: node2, containers: [{ name: c, image: "web:1" }] }
              """
            When the kubelet of node "node2" stops
            Then the log of pod "web" contains "ready"
        ```
      Then its last step fails with:
        ```
        Get "https://192.168.64.2:10250/containerLogs/default/web/c": dial tcp 192.168.64.2:10250: connect: connection refused

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A node that is not there
      Given this feature is run:
        ```gherkin
        Feature: f
          Scenario: s
            Given a cluster with 2 nodes
            When node "noed2" stops
        ```
      Then its last step fails with:
        ```
        there is no node "noed2"; the closest is "node2"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A node that has not stopped
      Given this feature is run:
        ```gherkin
        Feature: f
          Scenario: s
            When node "node1" starts again
        ```
      Then its last step fails with:
        ```
        node "node1" has not stopped

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
