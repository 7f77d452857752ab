Feature: A failure at a node tells where pods are, why, and who is in the way
  A pod that is not where it should be has a reason, and the scheduler knows it. A drain that does not end has one as well: the budget has a name.

  Rule: Where pods are

    Scenario: A pod that nobody could place
      Given this feature is run:
        ```gherkin
        Feature: A picky pod
          Scenario: Where it should be
            Given a cluster with 2 nodes
            When I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: picky }
              spec:
                nodeSelector: { disk: ssd }
                containers: [{ name: web, image: "nginx:1.27" }]
              """
            Then pod "picky" is on node "node1"
        ```
      Then its last step fails with:
        ```
        expected Pod "picky" to be on node "node1", but it is on none: 0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
        It was never so between 0s and 2ms.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A pod on another node, and a node that is misspelt
      Given this feature is run:
        ```gherkin
        Feature: A pod
          Scenario: Where it should be
            Given I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web }
              spec: { containers: [{ name: web, image: "nginx:1.27" }] }
              """
            Then for 1 minute pod "web" is on node "nod1"
        ```
      Then its last step fails with:
        ```
        not so for 1m: it was not so to begin with, at 3s:
        expected Pod "web" to be on node "nod1", but it is on node "node1"
        (there is no node "nod1". Did you mean "node1"?)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Fewer nodes than expected
      Given this feature is run:
        ```gherkin
        Feature: A Deployment
          Scenario: Where its pods should be
            Given a cluster with 3 nodes
            And I cordon node "node3"
            And a Deployment "web" with 3 replicas of image "nginx:1.27"
            Then at once the pods of Deployment "web" are spread over 3 nodes
        ```
      Then its last step fails with:
        ```
        expected the pods of Deployment "web" to be spread over 3 nodes, found them on 2:
            | Node  | Pods | Names                                  |
            | node1 | 2    | web-c4b45475-?????, web-c4b45475-????? |
            | node2 | 1    | web-c4b45475-?????                     |
            | node3 | 0    |                                        |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Pods without a node
      Given this feature is run:
        ```gherkin
        Feature: A Deployment
          Scenario: Where its pods should be
            Given a cluster with 2 nodes
            And I cordon all nodes
            And a Deployment "web" with 2 replicas of image "nginx:1.27"
            Then the pods of Deployment "web" are spread over 2 nodes
        ```
      Then its last step fails with:
        ```
        expected the pods of Deployment "web" to be spread over 2 nodes, found them on 0, 2 of them without a node:
            | Node   | Pods | Names                                  |
            | node1  | 0    |                                        |
            | node2  | 0    |                                        |
            | <none> | 2    | web-c4b45475-?????, web-c4b45475-????? |
        The cluster warns:
          pod "web-c4b45475-?????" and 1 more: FailedScheduling: 0/2 nodes are available: 2 node(s) were unschedulable. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: What is on no node
      Given this feature is run:
        ```gherkin
        Feature: A Deployment
          Scenario: Where it should be
            Given a Deployment "web" with 2 replicas of image "nginx:1.27"
            Then within 10 seconds Deployment "web" is on node "node1"
        ```
      Then its last step fails with:
        ```
        a Deployment is not on a node: pods are

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Draining

    Scenario: A drain that is refused
      Given this feature is run:
        ```gherkin
        Feature: A drain
          Scenario: A bare pod
            Given I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: bare }
              spec: { containers: [{ name: web, image: "nginx:1.27" }] }
              """
            When I drain node "node1"
        ```
      Then its last step fails with:
        ```
        unable to drain node "node1" due to error: cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare
        (options are written behind the node: I drain node "node1" with "--force")

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A drain that a budget blocks
      Given this feature is run:
        ```gherkin
        Feature: A drain
          Scenario: A budget is in the way
            Given a cluster with 2 nodes
            And a Deployment "web" with 2 replicas of image "nginx:1.27"
            And I apply:
              """yaml
              apiVersion: policy/v1
              kind: PodDisruptionBudget
              metadata: { name: web }
              spec: { maxUnavailable: 0, selector: { matchLabels: { app: web } } }
              """
            When I drain node "node1" with "--timeout=20s"
        ```
      Then its last step fails with:
        ```
        unable to drain node "node1" due to error: error when evicting pods/"web-c4b45475-?????" -n "default": global timeout reached: 20s
        PodDisruptionBudget "web" does not let pod "web-c4b45475-?????" go: it (maxUnavailable: 0) needs 2 healthy pods, and there are to be 2 in all, so it never will

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A drain that is done all the same
      Given this feature is run:
        ```gherkin
        Feature: A drain
          Scenario: It should be refused
            Given a cluster with 2 nodes
            And a Deployment "web" with 2 replicas of image "nginx:1.27"
            Then draining node "node1" is refused with "cannot delete"
        ```
      Then its last step fails with:
        ```
        draining node "node1" was to be refused with
          cannot delete
        but it was accepted

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Fewer pods than there had to be
      Given this feature is run:
        ```gherkin
        Feature: A drain
          Scenario: Nobody keeps anybody
            Given a cluster with 3 nodes
            And a Deployment "web" with 3 replicas of image "nginx:1.27"
            When I drain node "node2"
            Then throughout the drain Deployment "web" had at least 3 available pods
        ```
      Then its last step fails with:
        ```
        it was not so throughout the drain, but broke at 3s, as soon as it began:
          admin asked to delete pod "web-c4b45475-?????" (I drain node "node2")
        expected Deployment "web" to have at least 3 available pods, found 2; its pods:
            | Name               | Ready | Status      | Restarts | Age |
            | web-c4b45475-????? | 1/1   | Running     | 0        | 3s  |
            | web-c4b45475-????? | 1/1   | Terminating | 0        | 3s  |
            | web-c4b45475-????? | 1/1   | Running     | 0        | 3s  |

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: No drain at all
      Given this feature is run:
        ```gherkin
        Feature: A drain
          Scenario: It never was
            Given a Deployment "web" with 3 replicas of image "nginx:1.27"
            Then throughout the drain Deployment "web" had at least 2 available pods
        ```
      Then its last step fails with:
        ```
        there was no drain (When I drain node "node1")

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Two budgets that mean the same pod
      Given this feature is run:
        ```gherkin
        Feature: A drain
          Scenario: More caution than is good
            Given I apply:
              """yaml
              apiVersion: v1
              kind: Pod
              metadata: { name: web, labels: { app: web, tier: front } }
              spec: { containers: [{ name: web, image: "nginx:1.27" }] }
              ---
              apiVersion: policy/v1
              kind: PodDisruptionBudget
              metadata: { name: front }
              spec: { minAvailable: 0, selector: { matchLabels: { tier: front } } }
              ---
              apiVersion: policy/v1
              kind: PodDisruptionBudget
              metadata: { name: web }
              spec: { minAvailable: 0, selector: { matchLabels: { app: web } } }
              """
            When I drain node "node1" with "--force"
        ```
      Then its last step fails with:
        ```
        unable to drain node "node1" due to error: error when evicting pods/"web" -n "default": This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.
        pod "web" is meant by PodDisruptionBudgets "front" and "web": make their selectors exclude each other

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Slips

    Scenario: A node that is misspelt
      Given this feature is run:
        ```gherkin
        Feature: A slip
          Scenario: No such node
            Given a cluster with 2 nodes
            When I drain node "nod2"
        ```
      Then its last step fails with:
        ```
        there is no node "nod2"; the closest is "node2"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: What is no node
      Given this feature is run:
        ```gherkin
        Feature: A slip
          Scenario: A pod is no node
            Given a ReplicaSet with 1 replica
            When I cordon ReplicaSet "web"
        ```
      Then its last step fails with:
        ```
        a ReplicaSet cannot be cordoned: nodes can

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A taint that is none
      Given this feature is run:
        ```gherkin
        Feature: A slip
          Scenario: A taint without an effect
            When I taint node "node1" with "gpu=true"
        ```
      Then its last step fails with:
        ```
        invalid taint spec: gpu=true, name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
        (a taint is written key=value:Effect or key:Effect, such as "gpu=true:NoSchedule"; the effects are NoSchedule, PreferNoSchedule and NoExecute)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: An eviction that is refused
      Given this feature is run:
        ```gherkin
        Feature: A slip
          Scenario: A budget
            Given a Deployment "web" with 3 replicas of image "nginx:1.27"
            And the manifest "manifests/budgets/all-of-web.yaml"
            When I evict one pod of Deployment "web"
        ```
      Then its last step fails with:
        ```
        Cannot evict pod as it would violate the pod's disruption budget.
        The disruption budget web needs 3 healthy pods and has 3 currently

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What a lost node keeps

    Background:
      Nobody but its kubelet can tell that a container has ended, so a pod stays for as long as its node is silent.

    Scenario: A namespace that does not go
      Given this feature is run:
        ```gherkin
        Feature: A namespace
          Scenario: It is not emptied
            Given a cluster with 2 nodes
            And I apply:
              """yaml
              apiVersion: v1
              kind: Namespace
              metadata: { name: shop }
              ---
              apiVersion: v1
              kind: Pod
              metadata: { name: till, namespace: shop }
              spec: { nodeName: node2, containers: [{ name: till, image: "nginx:1.27" }] }
              """
            And node "node2" stops
            When I delete namespace "shop"
            And 10 minutes pass
            Then there is no namespace "shop"
        ```
      Then its last step fails with:
        ```
        expected no namespace "shop", but there is one:
            | Name | Status      | Age |
            | shop | Terminating | 15m |
        Namespace "shop": Some resources are remaining: pods. has 1 resource instances.
        Pod "till" stays until the kubelet of node "node2", of which nothing is heard, has ended it.
        It was never so between 5m53s and 15m53s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A finalizer that nobody removes is told as well
      Given this feature is run:
        ```gherkin
        Feature: A ConfigMap
          Scenario: Somebody holds it
            Given I apply:
              """yaml
              apiVersion: v1
              kind: ConfigMap
              metadata: { name: page, finalizers: [example.com/hold] }
              """
            When I delete configmap "page"
            Then there is no configmap "page"
        ```
      Then its last step fails with:
        ```
        expected no configmap "page", but there is one:
            | Name | Data | Age |
            | page | 0    | 0s  |
        ConfigMap "page" stays until nobody holds it any more: finalizers "example.com/hold".

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: What never was cannot start again
      Given this feature is run:
        ```gherkin
        Feature: A slip
          Scenario: Of the pen
            When node "nod1" starts again
        ```
      Then its last step fails with:
        ```
        nodes "nod1" not found

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
