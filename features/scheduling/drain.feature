Feature: A node is emptied before it is serviced
  Whoever wants to service a node cordons it, so that no new pods come, and drains it: its pods are evicted, and their controllers make others
  elsewhere. A PodDisruptionBudget says how many of an application have to serve meanwhile; an eviction that would leave fewer is refused, and kubectl
  tries it again every five seconds.

  Background:
    Given a cluster with 3 nodes

  Rule: A cordoned node keeps its pods and takes no others

    Scenario: Cordon and uncordon
      Given a Deployment "web" with 3 replicas of image "nginx:1.27"
      When I cordon node "node3"
      And I scale Deployment "web" to 6 replicas
      Then the nodes are:
        | Name  | Status                   |
        | node1 | Ready                    |
        | node2 | Ready                    |
        | node3 | Ready,SchedulingDisabled |
      And there is 1 pod of node "node3" with label "app=web"
      When I uncordon node "node3"
      And 10 seconds pass
      And I scale Deployment "web" to 8 replicas
      Then there are 3 pods of node "node3" with label "app=web"

    Scenario: A pod for which every node is closed waits until one opens
      Given I cordon all nodes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: patient }
        spec: { containers: [{ name: web, image: "nginx:1.27" }] }
        """
      Then pod "patient" matches:
        """yaml
        status:
          conditions:
            - type: PodScheduled
              message: "0/3 nodes are available: 3 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
        """
      When I uncordon node "node2"
      Then within 15 seconds pod "patient" is on node "node2"

  Rule: Draining moves the pods elsewhere

    Scenario: The pods of a Deployment go, and others come
      Given a Deployment "web" with 6 replicas of image "nginx:1.27"
      And the pods of Deployment "web" are spread over 3 nodes
      When I drain node "node1"
      Then the pods of Deployment "web" are spread over 2 nodes
      And Deployment "web" has 6 ready pods
      And there are 0 pods of node "node1"

    Scenario: Several nodes are closed before the first is emptied
      Given a Deployment "web" with 3 replicas of image "nginx:1.27"
      And I label node "node1" with "rack=old"
      And I label node "node2" with "rack=old"
      When I drain all nodes with label "rack=old"
      Then throughout the drain Deployment "web" had at least 1 available pod
      And there are 3 pods of node "node3" with label "app=web"

  Rule: A budget keeps enough of them serving

    Background:
      Given I cordon node "node3"
      And a Deployment "web" with 3 replicas of image "nginx:1.27"
      And I uncordon node "node3"
      And the manifest "manifests/budgets/two-of-web.yaml"

    Scenario: Two of three always serve
      When I drain node "node1"
      Then throughout the drain Deployment "web" had at least 2 available pods
      And there are 0 pods of node "node1" with label "app=web"
      And Deployment "web" has 3 ready pods

    Scenario: One node after the other, and nobody notices
      When I drain node "node1"
      And I uncordon node "node1"
      And I drain node "node2"
      Then throughout the drain Deployment "web" had at least 2 available pods
      When I uncordon node "node2"
      And I drain node "node3"
      Then throughout the drain Deployment "web" had at least 2 available pods

  Rule: A budget that needs every pod blocks a drain for ever

    Background:
      Given a Deployment "web" with 3 replicas of image "nginx:1.27"
      And the manifest "manifests/budgets/all-of-web.yaml"

    Scenario: kubectl gives up when its time is up
      Then draining node "node1" with "--timeout=30s" is refused with "global timeout reached: 30s"

    Scenario: Without a time-out it would go on for ever, and the budget that is in the way has a name
      Then draining node "node1" is refused with 'without --timeout it would go on for ever PodDisruptionBudget "web" does not let pod "web-'
      And draining node "node1" is refused with "it (minAvailable: 3) needs 3 healthy pods, and there are to be 3 in all, so it never will"

    Scenario: One more replica, and there is one that may go
      When I scale Deployment "web" to 4 replicas
      And 10 seconds pass
      And I drain node "node1"
      Then throughout the drain Deployment "web" had at least 3 available pods
      And the pods of Deployment "web" are spread over 2 nodes

    Scenario: Deleting asks no budget
      When I drain node "node1" with "--disable-eviction"
      Then there are 0 pods of node "node1" with label "app=web"

  Rule: Pods that nobody would bring back are not taken without a word

    Scenario: A pod without a controller
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: bare }
        spec: { nodeName: node2, containers: [{ name: web, image: "nginx:1.27" }] }
        """
      Then draining node "node2" is refused with "cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare"
      When I drain node "node2" with "--force"
      Then there are no pods of node "node2"

    Scenario: A pod whose data would be lost
      Given I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: cache }
        spec:
          selector: { matchLabels: { app: cache } }
          template:
            metadata: { labels: { app: cache } }
            spec:
              nodeSelector: { kubernetes.io/hostname: node2 }
              containers: [{ name: web, image: "nginx:1.27" }]
              volumes: [{ name: data, emptyDir: {} }]
        """
      Then draining node "node2" is refused with "cannot delete Pods with local storage (use --delete-emptydir-data to override): default/cache-"
      When I drain node "node2" with "--delete-emptydir-data --grace-period=1"
      Then there is 1 pod of Deployment "cache"
      And Deployment "cache" has 0 ready pods

    Scenario: Only some of a node's pods
      Given a Deployment "web" with 3 replicas of image "nginx:1.27"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: bare }
        spec: { nodeName: node2, containers: [{ name: web, image: "nginx:1.27" }] }
        """
      When I drain node "node2" with "--pod-selector=app=web"
      Then the pods of Deployment "web" are spread over 2 nodes
      And at once pod "bare" is on node "node2"

  Rule: What is no node, or no option, is told

    Scenario: Slips
      Then draining node "nod2" is refused with 'nodes "nod2" not found'
      And draining node "node2" with "--forse" is refused with 'unknown flag: --forse. Did you mean "--force"?'
      And draining node "node2" with "--timeout" is refused with "flag needs an argument: --timeout"
      And draining node "node2" with "--timeout=soon" is refused with "is not a duration"
