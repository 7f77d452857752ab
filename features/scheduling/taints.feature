Feature: A taint keeps pods off a node, a toleration lets them in
  A taint has a key, perhaps a value, and an effect. NoSchedule keeps new pods away, PreferNoSchedule does if there is room elsewhere, and NoExecute
  also drives away those that are there. A toleration of a pod takes the force from a taint; it does not draw the pod there.

  Background:
    Given a cluster with 2 nodes

  Rule: Taints are added, changed and removed as kubectl does it

    Scenario: Who does not tolerate the taint goes elsewhere
      When I taint node "node1" with "gpu=true:NoSchedule"
      Then the nodes are:
        | Name  | Taints              |
        | node1 | gpu=true:NoSchedule |
        | node2 |                     |
      Given a Deployment "web" with 2 replicas of image "nginx:1.27"
      Then the pods of Deployment "web" are spread over 1 node
      When I remove taint "gpu:NoSchedule" from node "node1"
      And I scale Deployment "web" to 4 replicas
      Then the pods of Deployment "web" are spread over 2 nodes

    Scenario: All nodes are tainted
      Given I taint all nodes with "gpu=true:NoSchedule team=ml:NoSchedule"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: plain }
        spec: { containers: [{ name: web, image: "nginx:1.27" }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: training }
        spec:
          tolerations: [{ key: gpu, operator: Equal, value: "true", effect: NoSchedule }, { key: team, operator: Exists }]
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then the pods are:
        | Name     | Status  |
        | plain    | Pending |
        | training | Running |
      And pod "plain" matches:
        """yaml
        status:
          conditions:
            - type: PodScheduled
              message: "0/2 nodes are available: 2 node(s) had untolerated taint {gpu: true}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
        """
      When I remove taint "gpu team" from node "node2"
      Then within 15 seconds pod "plain" is on node "node2"

    Scenario: A taint that asks politely
      Given I taint node "node1" with "busy:PreferNoSchedule"
      And a Deployment "web" with 2 replicas of image "nginx:1.27"
      Then the pods of Deployment "web" are spread over 1 node
      When I cordon node "node2"
      And I scale Deployment "web" to 3 replicas
      Then Deployment "web" has 3 ready pods

    Scenario: A taint is changed
      Given I taint node "node1" with "gpu=true:NoSchedule"
      When I taint node "node1" with "gpu=false:NoSchedule --overwrite"
      Then the nodes include:
        | Name  | Taints               |
        | node1 | gpu=false:NoSchedule |

  Rule: What cannot be done is told

    Background:
      Given I taint node "node1" with "gpu=true:NoSchedule"

    Scenario Outline: <title>
      Then tainting node "<node>" with "<taint>" is refused with '<words>'

      Examples:
        | title                       | node  | taint                  | words                                                                             |
        | It is there already         | node1 | gpu=no:NoSchedule      | node node1 already has gpu taint(s) with same effect(s) and --overwrite is false  |
        | There is no such effect     | node1 | gpu=true:Never         | invalid taint effect: Never, unsupported taint effect                             |
        | There is no effect          | node1 | gpu                    | invalid taint spec: gpu                                                           |
        | A value, but no effect      | node1 | gpu=true               | invalid taint spec: gpu=true, name part must consist of alphanumeric characters   |
        | There are too many parts    | node1 | a=b=c:NoSchedule       | invalid taint spec: a=b=c:NoSchedule                                              |
        | Nothing is to be done       | node1 |                        | at least one taint update is required                                             |
        | Both at once                | node1 | a=b:NoSchedule a-      | can not both modify and remove the following taint(s) in the same command: {"a":""} |
        | There is no such node       | node9 | gpu=true:NoSchedule    | nodes "node9" not found                                                           |

    Scenario: It is not there
      Then removing taint "cpu:NoSchedule" from node "node1" is refused with 'taint "cpu:NoSchedule" not found'
