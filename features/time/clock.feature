Feature: Time is simulated: who holds the clock, and when one looks
  A scenario speaks of a cluster at rest unless it says otherwise: what was given has settled, and a plain Then looks at what becomes
  of what was done. Whoever wants to see the way there takes the clock in hand. No second of it is really waited for.

  Rule: What is given has settled

    Scenario: A ReplicaSet that is given is complete
      Given a ReplicaSet with 3 replicas
      Then at once ReplicaSet "web" has 3 ready pods

  Rule: A When takes no time, and "at once" looks before anything has followed from it

    Scenario: The controller has not seen it yet
      Given a ReplicaSet with 3 replicas
      When I scale ReplicaSet "web" to 5 replicas
      Then at once ReplicaSet "web" has 3 pods
      And at once the replicasets are:
        | Name | Desired | Current |
        | web  | 5       | 3       |
      And at once ReplicaSet "web" matches:
        """yaml
        spec: { replicas: 5 }
        """
      And at once there is a ReplicaSet "web"
      And at once ReplicaSet "web" has 3 replicas
      And at once the pods include:
        | Name  | Ready |
        | web-* | 1/1   |

  Rule: A plain Then lets the cluster settle and looks at the result

    Scenario: Five is what it comes to
      Given a ReplicaSet with 3 replicas
      When I scale ReplicaSet "web" to 5 replicas
      Then ReplicaSet "web" has 5 ready pods

    Scenario: A crash loop never rests, but what it does next only repeats what it did
      Given the image "nginx:1.25" exits with 1 after 2 seconds
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: crashing }
        spec:
          containers: [{ name: web, image: "nginx:1.25" }]
        """
      Then the pods are:
        | Name     | Ready | Phase   |
        | crashing | 0/1   | Running |

  Rule: "... pass" moves the clock by hand: a plain Then looks at that very instant

    Scenario: Half a second later the pods are there, but not ready
      Given a ReplicaSet with 3 replicas
      When I scale ReplicaSet "web" to 5 replicas
      And 500 milliseconds pass
      Then ReplicaSet "web" has 5 pods
      But ReplicaSet "web" has 3 ready pods

    Scenario: The clock can be given back
      Given a ReplicaSet with 3 replicas
      When I scale ReplicaSet "web" to 5 replicas
      And 500 milliseconds pass
      And the cluster settles
      Then ReplicaSet "web" has 5 ready pods

    Scenario Outline: "<spelling>" is <age>
      Given the manifest "manifests/pods/single.yaml"
      When I delete pod "single"
      And the cluster settles
      And I apply "manifests/pods/single.yaml"
      And <spelling> pass
      Then the pods are:
        | Name   | Age   |
        | single | <age> |

      Examples:
        | spelling               | age  |
        | 90s                    | 90s  |
        | 1m30s                  | 90s  |
        | 1 minute 30 seconds    | 90s  |
        | 1 minute and 5 seconds | 65s  |
        | 1.5 hours              | 90m  |
        | 2 hours                | 120m |
        | 3 days                 | 3d   |

    Scenario: A quiet year costs no more than a quiet second
      Given a ReplicaSet with 3 replicas
      When 365 days pass
      Then the pods are:
        | Name  | Status  | Restarts | Age    |
        | web-* | Running | 0        | >=364d |
        | web-* | Running | 0        | >=364d |
        | web-* | Running | 0        | >=364d |

  Rule: "within" waits for the moment at which it becomes true, and stops there

    Scenario: Whatever can be expected can be waited for
      When I apply "manifests/myweb-rs.yaml"
      Then within 1 second there are 3 pods
      And within 1 second the pods include:
        | Status            |
        | ContainerCreating |
      And within 10 seconds ReplicaSet "myweb-rs" has 1 ready pod
      And within 10 seconds ReplicaSet "myweb-rs" has 3 ready pods
      And within 10 seconds ReplicaSet "myweb-rs" has 3 replicas
      And within 10 seconds there is a ReplicaSet "myweb-rs"
      And the pods include:
        | Name       | Age |
        | myweb-rs-* | <5s |

    Scenario: Now counts, too: what is true already takes no time
      Given a ReplicaSet with 3 replicas
      When I scale ReplicaSet "web" to 5 replicas
      Then within 1 hour ReplicaSet "web" has 3 pods
      And at once ReplicaSet "web" has 3 pods

    Scenario: What is over soon can still be seen
      When I apply "manifests/pods/single.yaml"
      Then within 1 minute the pods are:
        | Name   | Status            |
        | single | ContainerCreating |
      And within 1 minute the pods are:
        | Name   | Status  |
        | single | Running |

  Rule: "for" looks at every change until the time is over

    Scenario: While one pod is replaced, two serve at every moment
      Given a ReplicaSet with 3 replicas
      When I delete one pod of ReplicaSet "web"
      Then for 2 minutes ReplicaSet "web" has at least 2 ready pods
      And ReplicaSet "web" has 3 ready pods

    Scenario: Whatever can be expected can be expected to last
      Given a ReplicaSet with 3 replicas
      When I label one pod of ReplicaSet "web" with "canary=yes"
      Then for 1 minute ReplicaSet "web" has 3 pods
      And for 1 minute ReplicaSet "web" has 3 replicas
      And for 1 minute there is 1 pod with label "canary=yes"
      And for 1 minute there is a ReplicaSet "web"
      And for 1 minute there is no ReplicaSet "shop"
      And for 1 minute ReplicaSet "web" matches:
        """yaml
        status: { readyReplicas: 3 }
        """
      And for 1 minute the pods include:
        | Labels             | Status  |
        | app=web,canary=yes | Running |
      And for 1 minute the pods with label "!canary" are:
        | Status  |
        | Running |
        | Running |

  Rule: Several Whens happen at one moment, unless time passes between them

    Scenario: Two wishes, one outcome: the first was never carried out
      Given a ReplicaSet with 3 replicas
      When I scale ReplicaSet "web" to 30 replicas
      And I scale ReplicaSet "web" to 2 replicas
      Then for 1 minute ReplicaSet "web" has at most 3 pods
      And ReplicaSet "web" has 2 pods
