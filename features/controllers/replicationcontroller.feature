@C17
Feature: A ReplicationController keeps a number of pods
  It counts the pods that have the labels of its selector. Too few: it makes some from its template. Too many: it removes some. It
  does nothing else, and it never stops.

  Background:
    Given the manifest "manifests/myweb-rc.yaml"

  Rule: What is missing is made

    Scenario: Three replicas are three pods, named after their controller
      Then ReplicationController "myweb-rc" has 3 ready pods
      And the replicationcontrollers are:
        | Name     | Desired | Current | Ready | Selector |
        | myweb-rc | 3       | 3       | 3     | app=web  |
      And the pods are:
        | Name             | Ready | Status  | Owner    | Labels  |
        | ~/myweb-rc-.{5}/ | 1/1   | Running | myweb-rc | app=web |
        | ~/myweb-rc-.{5}/ | 1/1   | Running | myweb-rc | app=web |
        | ~/myweb-rc-.{5}/ | 1/1   | Running | myweb-rc | app=web |

    Scenario: It is made anew, not brought back: the new pod is another one
      Given 1 minute passes
      When I delete one pod of ReplicationController "myweb-rc"
      Then the pods of ReplicationController "myweb-rc" are:
        | Name       | Status  | Age  |
        | myweb-rc-* | Running | >=1m |
        | myweb-rc-* | Running | >=1m |
        | myweb-rc-* | Running | <15s |

  Rule: It can be told another number at any time

    Scenario: Up to five
      When I scale ReplicationController "myweb-rc" to 5 replicas
      Then ReplicationController "myweb-rc" has 5 ready pods

    Scenario: Down to three again
      Given I scale ReplicationController "myweb-rc" to 5 replicas
      When I scale ReplicationController "myweb-rc" to 3 replicas
      Then ReplicationController "myweb-rc" has 3 pods
      And the events of ReplicationController "myweb-rc" include:
        | Type   | Reason           | From                   | Message                 |
        | Normal | SuccessfulDelete | replication-controller | Deleted pod: myweb-rc-* |
        | Normal | SuccessfulDelete | replication-controller | Deleted pod: myweb-rc-* |

    Scenario: Zero is a number, too
      When I scale ReplicationController "myweb-rc" to 0 replicas
      Then ReplicationController "myweb-rc" has no pods
      And ReplicationController "myweb-rc" has 0 replicas
      And there are no pods

  Rule: A pod belongs to it by its labels only

    Scenario: Relabelled, a pod is released: it lives on, and a new one is made
      When I label one pod of ReplicationController "myweb-rc" with "app=database"
      Then ReplicationController "myweb-rc" has 3 ready pods
      And the pods are:
        | Name       | Status  | Labels       | Owner    |
        | myweb-rc-* | Running | app=database | <none>   |
        | myweb-rc-* | Running | app=web      | myweb-rc |
        | myweb-rc-* | Running | app=web      | myweb-rc |
        | myweb-rc-* | Running | app=web      | myweb-rc |

    Scenario: Labelled back, it makes four, and the youngest has to go
      Given 20 seconds pass
      And I label one pod of ReplicationController "myweb-rc" with "app=database"
      And I label that pod with "was=released"
      When I label that pod with "app=web"
      Then at once there are 4 pods with label "app=web"
      And within 10 seconds the pods are:
        | Name       | Status  | Labels               | Owner    | Age   |
        | myweb-rc-* | Running | app=web,was=released | myweb-rc | >=20s |
        | myweb-rc-* | Running | app=web              | myweb-rc | >=20s |
        | myweb-rc-* | Running | app=web              | myweb-rc | >=20s |

    Scenario: A released pod goes on as it was, and nobody owns it
      When I label one pod of ReplicationController "myweb-rc" with "app=database"
      Then that pod matches:
        """yaml
        metadata: { ownerReferences: null }
        status: { phase: Running }
        """
      And the events of that pod include:
        | Reason  |
        | Started |

    Scenario: A released pod is nobody's: deleted, it stays deleted
      Given I label one pod of ReplicationController "myweb-rc" with "app=database"
      When I delete that pod
      Then there are no pods with label "app=database"
      And there are 3 pods

  Rule: Without a selector it takes the labels of its template

    Scenario: A ReplicationController that leaves out its selector
      When I apply:
        """yaml
        apiVersion: v1
        kind: ReplicationController
        metadata: { name: short }
        spec:
          replicas: 1
          template:
            metadata: { labels: { app: short } }
            spec:
              containers: [{ name: web, image: "nginx:1.27" }]
        """
      Then ReplicationController "short" matches:
        """yaml
        spec: { selector: { app: short } }
        """
