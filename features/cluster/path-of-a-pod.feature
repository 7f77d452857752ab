@A4
Feature: The path of a pod, from the command to the running container
  Nobody in a cluster gives orders. Each part watches the API server and does its own share once it sees that there is something to
  do: the controller makes the pod, the scheduler chooses its node, the kubelet of that node starts its containers.

  Rule: Each step is seen in the API before the next one is taken

    Scenario: A pod, step by step
      When I apply "manifests/pods/single.yaml"
      Then at once the pods are:
        | Name   | Ready | Status  | Node   |
        | single | 0/1   | Pending | <none> |
      And within 1 second the pods are:
        | Name   | Ready | Status  | Node  |
        | single | 0/1   | Pending | node1 |
      And within 1 second the pods are:
        | Name   | Ready | Status            | Node  | IP     |
        | single | 0/1   | ContainerCreating | node1 | <none> |
      And within 10 seconds the pods are:
        | Name   | Ready | Status  | Node  | IP         |
        | single | 1/1   | Running | node1 | 10.244.1.* |

    Scenario: With a ReplicaSet there is one step more
      When I apply "manifests/myweb-rs.yaml"
      Then at once the replicasets are:
        | Name     | Desired | Current | Ready |
        | myweb-rs | 3       | 0       | 0     |
      And at once there are no pods
      And within 1 second the pods of ReplicaSet "myweb-rs" are:
        | Name       | Status  | Node   |
        | myweb-rs-* | Pending | <none> |
        | myweb-rs-* | Pending | <none> |
        | myweb-rs-* | Pending | <none> |
      And within 10 seconds the replicasets are:
        | Name     | Desired | Current | Ready |
        | myweb-rs | 3       | 3       | 3     |

  Rule: Everyone who did something says so in an event

    Scenario: Who did what to the pod
      When I apply "manifests/pods/single.yaml"
      Then the events of pod "single" are:
        | Type   | Reason    | From              | Message                                       |
        | Normal | Scheduled | default-scheduler | Successfully assigned default/single to node1 |
        | Normal | Pulling   | kubelet           | Pulling image "nginx:1.27"                    |
        | Normal | Pulled    | kubelet           | Successfully pulled image "nginx:1.27" in *   |
        | Normal | Created   | kubelet           | Created container: web                        |
        | Normal | Started   | kubelet           | Started container web                         |

    Scenario: Who made the pod
      When I apply "manifests/myweb-rs.yaml"
      Then the events of ReplicaSet "myweb-rs" are:
        | Type   | Reason           | From                  | Message                 |
        | Normal | SuccessfulCreate | replicaset-controller | Created pod: myweb-rs-* |
        | Normal | SuccessfulCreate | replicaset-controller | Created pod: myweb-rs-* |
        | Normal | SuccessfulCreate | replicaset-controller | Created pod: myweb-rs-* |

  Rule: A pod that already names its node skips the scheduler

    Scenario: No Scheduled event
      Given a cluster with 3 nodes
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: placed }
        spec:
          nodeName: node3
          containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then the pods are:
        | Name   | Status  | Node  |
        | placed | Running | node3 |
      And the events of pod "placed" are:
        | Reason  | From    |
        | Pulling | kubelet |
        | Pulled  | kubelet |
        | Created | kubelet |
        | Started | kubelet |
