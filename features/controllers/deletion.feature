@C20
Feature: What a controller owns goes with it, unless it is told to leave it behind
  A pod names its controller in `ownerReferences`. When the controller is gone, the garbage collector removes what it owned.

  Rule: Deleting a controller deletes its pods

    Scenario Outline: <kind> "<name>"
      Given the manifest "<manifest>"
      When I delete <kind> "<name>"
      Then at once there is no <kind> "<name>"
      And within 1 second the pods are:
        | Name     | Status      |
        | <name>-* | Terminating |
        | <name>-* | Terminating |
        | <name>-* | Terminating |
      And within 10 seconds there are no pods

      Examples:
        | kind                  | name         | manifest                    |
        | ReplicationController | myweb-rc     | manifests/myweb-rc.yaml     |
        | ReplicaSet            | myweb-rs     | manifests/myweb-rs.yaml     |
        | ReplicaSet            | myweb-rs-set | manifests/myweb-rs-set.yaml |

  Rule: It can leave its pods behind: they live on as orphans

    Scenario: Without a controller nothing happens to them
      Given the manifest "manifests/myweb-rs.yaml"
      When I delete ReplicaSet "myweb-rs", keeping its pods
      Then there is no ReplicaSet "myweb-rs"
      And the pods are:
        | Name       | Ready | Status  | Owner  | Restarts |
        | myweb-rs-* | 1/1   | Running | <none> | 0        |
        | myweb-rs-* | 1/1   | Running | <none> | 0        |
        | myweb-rs-* | 1/1   | Running | <none> | 0        |

    Scenario: An orphan that is deleted is not replaced
      Given the manifest "manifests/myweb-rs.yaml"
      And I delete ReplicaSet "myweb-rs", keeping its pods
      When I delete one pod
      Then for 10 minutes there are at most 3 pods
      And there are 2 pods

    Scenario: The next controller with the same selector takes them over
      Given the manifest "manifests/myweb-rs.yaml"
      And I delete ReplicaSet "myweb-rs", keeping its pods
      And 1 minute passes
      When I apply "manifests/myweb-rs.yaml"
      Then the pods of ReplicaSet "myweb-rs" are:
        | Name       | Status  | Owner    | Age  |
        | myweb-rs-* | Running | myweb-rs | >=1m |
        | myweb-rs-* | Running | myweb-rs | >=1m |
        | myweb-rs-* | Running | myweb-rs | >=1m |

  Rule: Many can be deleted at a time; what has a controller comes back

    Background:
      Given the manifest "manifests/myweb-rs.yaml"
      And a pod "bare" with label "app=db"

    Scenario: All pods with a label
      When I delete all pods with label "app=web"
      Then within 1 second there are 6 pods with label "app=web"
      And within 10 seconds there are exactly 3 pods with label "app=web"
      And for 1 minute ReplicaSet "myweb-rs" has 3 pods
      And there is a pod "bare"

    Scenario: All pods
      When I delete all pods
      Then there is no pod "bare"
      But ReplicaSet "myweb-rs" has 3 ready pods

    Scenario: The controller first, or it will make them again
      When I delete ReplicaSet "myweb-rs"
      And I delete all pods with label "app=web"
      Then within 10 seconds there are no pods with label "app=web"
      And for 10 minutes there is 1 pod
