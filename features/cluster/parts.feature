@A1
Feature: A cluster is made of nodes, nodes hold pods, pods hold containers
  A node is a machine. A pod is the smallest thing that Kubernetes runs: one or more containers that live on one node, from the
  pod's birth to its end. A container is a program in its image.

  Rule: There is one node unless a scenario asks for more

    Scenario: One node by default
      Then the nodes are:
        | Name  | Status | Roles  | Version  |
        | node1 | Ready  | <none> | v1.32.13 |

    Scenario: Several nodes on request
      Given a cluster with 3 nodes
      Then the nodes are:
        | Name  | Status | Internal-IP |
        | node1 | Ready  | <any>       |
        | node2 | Ready  | <any>       |
        | node3 | Ready  | <any>       |

    Scenario: Every node says how much it can hold
      Then node "node1" matches:
        """yaml
        status:
          allocatable: { cpu: "4", memory: 8Gi, pods: "110" }
        """

  Rule: A control-plane node is a node whose role keeps other people's pods away

    Scenario: Pods go to the workers only
      Given a cluster with 3 nodes
      And I apply:
        """yaml
        apiVersion: v1
        kind: Node
        metadata:
          name: node1
          labels: { node-role.kubernetes.io/control-plane: "" }
        spec:
          taints: [{ key: node-role.kubernetes.io/control-plane, effect: NoSchedule }]
        """
      When I apply "manifests/myweb-rc.yaml"
      Then the nodes are:
        | Name  | Status | Roles         | Taints                                           |
        | node1 | Ready  | control-plane | node-role.kubernetes.io/control-plane:NoSchedule |
        | node2 | Ready  | <none>        | <none>                                           |
        | node3 | Ready  | <none>        | <none>                                           |
      And there are no pods of node "node1" with label "app=web"
      And ReplicationController "myweb-rc" has 3 ready pods

  Rule: A pod lives on one node and holds one or more containers

    Scenario: A pod with two containers
      When I apply "manifests/pods/web-with-log.yaml"
      Then the pods are:
        | Name         | Ready | Status  | Node  | Image                   |
        | web-with-log | 2/2   | Running | node1 | nginx:1.27,busybox:1.36 |

    Scenario: The pods of a node can be listed
      Given a cluster with 3 nodes
      And the manifest "manifests/myweb-rs.yaml"
      Then the pods of node "node2" include:
        | Name       | Node  | IP         |
        | myweb-rs-* | node2 | 10.244.2.* |

  Rule: The cluster's own parts run in pods, too, in a namespace of their own

    @A3
    Scenario: The name server is there before anything else
      Then the pods in namespace "kube-system" include:
        | Name      | Ready | Status  |
        | coredns-* | 1/1   | Running |
        | coredns-* | 1/1   | Running |
      And there are no pods

    Scenario: The namespaces every cluster has
      Then the namespaces are:
        | Name            | Status |
        | default         | Active |
        | kube-node-lease | Active |
        | kube-public     | Active |
        | kube-system     | Active |
