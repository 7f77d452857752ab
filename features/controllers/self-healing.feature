@A5
Feature: The desired state is repaired for ever
  A controller does not carry out a command once. It compares what is with what should be whenever something changes, and puts right
  what differs: today, tomorrow and in a year.

  Rule: Whatever dies is replaced

    Scenario: A pod that is deleted
      Given the manifest "manifests/myweb-rs.yaml"
      When I delete one pod of ReplicaSet "myweb-rs"
      Then within 1 second the pods are:
        | Name       | Status      |
        | myweb-rs-* | Running     |
        | myweb-rs-* | Running     |
        | myweb-rs-* | Terminating |
        | myweb-rs-* | Pending     |
      And within 10 seconds ReplicaSet "myweb-rs" has 3 ready pods
      And for 1 hour ReplicaSet "myweb-rs" has 3 ready pods

    Scenario: All of them, by force, on a year's last day
      Given a cluster with 3 nodes
      And the manifest "manifests/myweb-rs.yaml"
      And 365 days pass
      When I force the deletion of all pods of ReplicaSet "myweb-rs"
      Then at once there are no pods
      And within 10 seconds ReplicaSet "myweb-rs" has 3 ready pods
      And the pods of ReplicaSet "myweb-rs" are:
        | Ready | Age  |
        | 1/1   | <10s |
        | 1/1   | <10s |
        | 1/1   | <10s |

    Scenario: A container that ends is started again in the same pod
      Given the image "ghcr.io/c1t1d0s7/go-myweb" exits with 1 after 5 minutes
      And the manifest "manifests/myweb-rc.yaml"
      When 6 minutes pass
      Then the pods are:
        | Ready | Status  | Restarts |
        | 1/1   | Running | >=1      |
        | 1/1   | Running | >=1      |
        | 1/1   | Running | >=1      |

  Rule: Whatever is too much is removed

    Scenario: A pod too many
      Given the manifest "manifests/myweb-rs.yaml"
      When I apply "manifests/pods/stray.yaml"
      Then at once there are 4 pods
      And within 10 seconds there is no pod "stray"
      And for 1 hour ReplicaSet "myweb-rs" has at least 3 ready pods

  Rule: A bare pod has nobody who repairs it

    Scenario: Deleted, it stays deleted
      Given the manifest "manifests/pods/single.yaml"
      When I delete pod "single"
      Then within 10 seconds there is no pod "single"
      And for 1 hour there is no pod "single"
