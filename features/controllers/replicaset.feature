@C18
Feature: A ReplicaSet keeps a number of pods, chosen by a set-based selector
  Whatever dies is replaced, whatever is too much is removed: a ReplicaSet compares the pods that match its selector with
  `spec.replicas`, for ever. It does what a ReplicationController does; its selector can ask for more.

  Rule: What is missing is made, under a name that begins with the ReplicaSet's

    Scenario: A ReplicaSet in one line
      Given a ReplicaSet with 3 replicas
      Then ReplicaSet "web" has 3 ready pods
      And the pods are:
        | Name  | Ready | Status  | Restarts | Labels  | Image      |
        | web-* | 1/1   | Running | 0        | app=web | nginx:1.25 |
        | web-* | 1/1   | Running | 0        | app=web | nginx:1.25 |
        | web-* | 1/1   | Running | 0        | app=web | nginx:1.25 |
      And the replicasets are:
        | Name | Desired | Current | Ready |
        | web  | 3       | 3       | 3     |

    Scenario: With a name and an image of one's own
      Given a ReplicaSet "shop" with 2 replicas of image "httpd:2.4"
      And a ReplicaSet "blog" with 1 replica
      Then the pods of ReplicaSet "shop" are:
        | Name   | Image     |
        | shop-* | httpd:2.4 |
        | shop-* | httpd:2.4 |
      And the pods of ReplicaSet "blog" are:
        | Name   | Image      |
        | blog-* | nginx:1.25 |

    Scenario: With an image only
      Given a ReplicaSet with 2 replicas of image "redis:7"
      Then the replicasets are:
        | Name | Ready | Images  | Selector |
        | web  | 2     | redis:7 | app=web  |

  Rule: Its selector may ask for one of several values, or for a label whatever its value

    Scenario: matchExpressions
      Given the manifest "manifests/myweb-rs-set.yaml"
      Then ReplicaSet "myweb-rs-set" has 3 ready pods
      And the replicasets are:
        | Name         | Ready | Selector             |
        | myweb-rs-set | 3     | app in (web,www),env |

    Scenario: Another value of the set is as good
      Given the manifest "manifests/myweb-rs-set.yaml"
      When I label one pod of ReplicaSet "myweb-rs-set" with "app=www"
      And I label that pod with "env=prod"
      Then the pods are:
        | Name           | Labels           | Owner        |
        | myweb-rs-set-* | app=www,env=prod | myweb-rs-set |
        | myweb-rs-set-* | app=web,env=dev  | myweb-rs-set |
        | myweb-rs-set-* | app=web,env=dev  | myweb-rs-set |

    Scenario: A value outside of the set is not
      Given the manifest "manifests/myweb-rs-set.yaml"
      When I label one pod of ReplicaSet "myweb-rs-set" with "app=database"
      Then there are 4 pods
      And the pods with label "app=database" are:
        | Owner  |
        | <none> |

  @C16
  Rule: All labels of the selector count: they are a logical AND

    Background:
      Given the manifest "manifests/myweb-rs.yaml"

    Scenario: One label changed, and the pod is released
      When I label one pod of ReplicaSet "myweb-rs" with "env=prod"
      Then ReplicaSet "myweb-rs" has 3 ready pods
      And the pods with label "env=prod" are:
        | Name       | Status  | Owner  | Labels           |
        | myweb-rs-* | Running | <none> | app=web,env=prod |

    Scenario: One label taken away, and the pod is released
      When I remove label "app" from one pod of ReplicaSet "myweb-rs"
      Then ReplicaSet "myweb-rs" has 3 ready pods
      And the pods with label "!app" are:
        | Name       | Status  | Owner  | Labels  |
        | myweb-rs-* | Running | <none> | env=dev |

    Scenario: One label more, and nothing happens
      When I label one pod of ReplicaSet "myweb-rs" with "tier=front"
      Then for 10 minutes there are 3 pods
      And ReplicaSet "myweb-rs" has 3 pods

  Rule: A pod that has the labels and no owner is adopted

    Scenario: A bare pod is one of three
      Given a pod "early" with label "app=web,env=dev"
      When I apply "manifests/myweb-rs.yaml"
      Then the pods of ReplicaSet "myweb-rs" are:
        | Name       | Status  | Owner    |
        | early      | Running | myweb-rs |
        | myweb-rs-* | Running | myweb-rs |
        | myweb-rs-* | Running | myweb-rs |

    Scenario: A bare pod that is one too many is adopted and removed
      Given the manifest "manifests/myweb-rs.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: surplus, labels: { app: web, env: dev } }
        spec:
          containers: [{ name: myweb, image: ghcr.io/c1t1d0s7/go-myweb }]
        """
      Then there is no pod "surplus"
      And ReplicaSet "myweb-rs" has exactly 3 ready pods
      And the events of ReplicaSet "myweb-rs" include:
        | Type   | Reason           | Message              |
        | Normal | SuccessfulDelete | Deleted pod: surplus |

    Scenario: A pod with half of the labels is left alone
      Given the manifest "manifests/myweb-rs.yaml"
      And a pod "half" with label "app=web"
      Then the pods with label "app=web" include:
        | Name | Owner  | Labels  |
        | half | <none> | app=web |

  Rule: Controllers with the same labels keep their pods apart by ownership

    Background:
      Given the manifest "manifests/myweb-rs.yaml"
      And I apply "manifests/myweb-rs-set.yaml"
      And I apply "manifests/myweb-rc.yaml"

    Scenario: Each has its own three
      Then there are 9 pods with label "app=web"
      And ReplicaSet "myweb-rs" has 3 pods
      And ReplicaSet "myweb-rs-set" has 3 pods
      And ReplicationController "myweb-rc" has 3 pods

    Scenario: One is scaled, the others do not mind
      When I scale ReplicaSet "myweb-rs-set" to 1 replica
      Then ReplicaSet "myweb-rs-set" has 1 pod
      And ReplicaSet "myweb-rs" has 3 ready pods
      And ReplicationController "myweb-rc" has 3 ready pods

    Scenario: The pod itself says who controls it
      When I label one pod of ReplicaSet "myweb-rs" with "look=here"
      Then the pods with label "look=here" are:
        | Name       | Owner    |
        | myweb-rs-* | myweb-rs |

  Rule: Of pods whose ages differ clearly, the ones made last go first

    Scenario: Down again, the oldest stays
      Given a ReplicaSet "young" with 1 replica
      And 40 seconds pass
      And I label one pod of ReplicaSet "young" with "first=yes"
      And I scale ReplicaSet "young" to 2 replicas
      And 22 seconds pass
      And I scale ReplicaSet "young" to 4 replicas
      When I scale ReplicaSet "young" to 1 replica
      Then the pods of ReplicaSet "young" are:
        | Name    | Labels              | Age   |
        | young-* | app=young,first=yes | >=62s |

    Scenario: A pod that is not ready goes before all others
      Given a ReplicaSet "web" with 2 replicas of image "httpd"
      And 5 minutes pass
      And the image "httpd" cannot be pulled
      And I delete one pod of ReplicaSet "web"
      Then ReplicaSet "web" has 1 ready pod
      When I scale ReplicaSet "web" to 1 replica
      Then the pods of ReplicaSet "web" are:
        | Name  | Ready | Status  | Age  |
        | web-* | 1/1   | Running | >=5m |
