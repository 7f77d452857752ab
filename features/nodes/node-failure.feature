@A6
Feature: When a node dies, its pods are replaced elsewhere
  A kubelet renews the lease of its node every ten seconds. Nobody tells the cluster that a machine has lost its power: the cluster misses it. Who
  has been silent for 50 seconds is taken to be lost, its pods count as not ready and leave the endpoints. They are given five more minutes,
  in case it was the network; then they are deleted, and their controllers make others.

  Background:
    Given a cluster with 3 nodes
    And I apply:
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
            containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }]
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }
      """

  @A5
  Rule: Whatever dies is replaced, sooner or later

    Scenario: In the end all is as it should be, on the nodes that are left
      When node "node2" stops
      Then the nodes are:
        | Name  | Status   |
        | node1 | Ready    |
        | node2 | NotReady |
        | node3 | Ready    |
      And Deployment "web" has 3 ready pods
      And the events include:
        | Type   | Reason               | Message                               |
        | Normal | TaintManagerEviction | Marking for deletion Pod default/web-* |

    Scenario: It takes its time
      Given 7 seconds pass
      When node "node2" stops
      Then for 40 seconds node "node2" matches:
        """yaml
        status:
          conditions:
            - { type: Ready, status: "True" }
        """
      And within 15 seconds node "node2" matches:
        """yaml
        spec:
          taints:
            - { key: node.kubernetes.io/unreachable, effect: NoSchedule }
        status:
          conditions:
            - { type: Ready, status: Unknown, reason: NodeStatusUnknown, message: Kubelet stopped posting node status. }
        """
      And within 6 seconds node "node2" matches:
        """yaml
        spec:
          taints:
            - { key: node.kubernetes.io/unreachable, effect: NoSchedule }
            - { key: node.kubernetes.io/unreachable, effect: NoExecute }
        """
      And for 299 seconds Deployment "web" has 2 ready pods
      And within 5 seconds Deployment "web" has 3 ready pods

    Scenario: A pod may say how long it stays
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: hasty }
        spec:
          nodeName: node2
          tolerations: [{ key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 5 }]
          containers: [{ name: main, image: "web:1" }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: faithful }
        spec:
          nodeName: node2
          tolerations: [{ operator: Exists }]
          containers: [{ name: main, image: "web:1" }]
        """
      And the cluster settles
      And node "node2" stops
      Then within 65 seconds the pods of node "node2" include:
        | Name     | Ready | Status      |
        | faithful | 1/1   | Running     |
        | hasty    | 1/1   | Terminating |
        | web-*    | 1/1   | Running     |
      And within 6 minutes the pods of node "node2" include:
        | Name     | Status      |
        | faithful | Running     |
        | hasty    | Terminating |
        | web-*    | Terminating |

  @B8
  Rule: What runs on a lost node is unknown, though it does not look so

    Scenario: The phase stays, but the pod is not ready any more
      The phase Unknown, which pods once had here, is not used any more. That nothing is known stands in the conditions of the node.

      When node "node2" stops
      And 1 minute passes
      Then the pods of node "node2" with label "app=web" are:
        | Ready | Status  |
        | 1/1   | Running |
      And Deployment "web" has 2 ready pods
      And Service "web" has 1 not ready endpoint
      And the events include:
        | Type    | Reason       | Message           |
        | Warning | NodeNotReady | Node is not ready |

  @D28
  Rule: Requests avoid a dead node as soon as the cluster knows of it

    Scenario: Until then they are lost there
      When node "node2" stops
      And 10 seconds pass
      And 100 requests are sent to "http://web"
      Then at least 1 of the requests fails
      When 1 minute passes
      Then requests to "http://web" succeed

    Scenario: Its own address does not answer any more; a load balancer passes it by
      Given a load balancer provider
      And I apply:
        """yaml
        apiVersion: v1
        kind: Service
        metadata: { name: front }
        spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
        """
      When node "node2" stops
      And 1 minute passes
      And 1 request is sent to "http://192.168.64.2:30080"
      Then 1 of the requests fails
      And requests to "http://192.168.64.1:30080" succeed
      And requests to "http://203.0.113.1" succeed

  Rule: A node that comes back is welcome

    Scenario: Before its pods are given up, nothing is lost
      When the kubelet of node "node2" stops
      And 3 minutes pass
      Then Deployment "web" has 2 ready pods
      When node "node2" starts again
      Then Deployment "web" has 3 ready pods
      And the pods of Deployment "web" are:
        | Status  | Restarts |
        | Running | 0        |
        | Running | 0        |
        | Running | 0        |
      And the events of node "node2" include:
        | Type   | Reason       | Message                               |
        | Normal | NodeNotReady | Node node2 status is now: NodeNotReady |
        | Normal | Starting     | Starting kubelet.                     |
        | Normal | NodeReady    | Node node2 status is now: NodeReady   |

    Scenario: Afterwards, what was deleted is taken away at last
      When node "node2" stops
      Then there is 1 pod of node "node2" with label "app=web"
      When node "node2" starts again
      Then there are no pods of node "node2" with label "app=web"
      And Deployment "web" has 3 ready pods

    Scenario: A machine that was off starts its containers anew
      When node "node2" stops
      And 2 minutes pass
      And node "node2" starts again
      Then the pods of node "node2" with label "app=web" are:
        | Ready | Status  | Restarts    |
        | 1/1   | Running | 1 (* ago)   |
      And the events include:
        | Type   | Reason         | Message                                                |
        | Normal | SandboxChanged | Pod sandbox changed, it will be killed and re-created. |

  Rule: Where all nodes seem lost, nobody is driven out: the fault is taken to be the cluster's own

    Scenario: The only node stops
      When node "node1" stops
      And node "node2" stops
      And node "node3" stops
      And 20 minutes pass
      Then Deployment "web" has 3 pods
      And the nodes are:
        | Name  | Status   | Taints                                   |
        | node1 | NotReady | node.kubernetes.io/unreachable:NoSchedule |
        | node2 | NotReady | node.kubernetes.io/unreachable:NoSchedule |
        | node3 | NotReady | node.kubernetes.io/unreachable:NoSchedule |
