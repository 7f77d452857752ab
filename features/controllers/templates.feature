@C19
Feature: A template is for the pods to come, not for those that are there
  The template of a ReplicationController or a ReplicaSet is the mould of its next pod. Changing it changes no pod: whoever wants the
  new version everywhere has to replace the pods. (This is what Deployments are for.)

  Rule: Pods keep what they were made with

    Scenario Outline: A new image in the template of a <kind>
      Given the manifest "manifests/<name>.yaml"
      When I apply "manifests/<name>-v2.yaml"
      Then <kind> "<name>" matches:
        """yaml
        spec: { template: { spec: { containers: [{ name: myweb, image: "ghcr.io/c1t1d0s7/go-myweb:2" }] } } }
        """
      But for 10 minutes the pods of <kind> "<name>" are:
        | Name     | Image                     | Restarts |
        | <name>-* | ghcr.io/c1t1d0s7/go-myweb | 0        |
        | <name>-* | ghcr.io/c1t1d0s7/go-myweb | 0        |
        | <name>-* | ghcr.io/c1t1d0s7/go-myweb | 0        |

      Examples:
        | kind                  | name     |
        | ReplicationController | myweb-rc |
        | ReplicaSet            | myweb-rs |

  Rule: The next pod is made from the new template

    Background:
      Given the manifest "manifests/myweb-rs.yaml"
      And I apply "manifests/myweb-rs-v2.yaml"

    Scenario: A pod that is replaced is replaced by a new one
      When I delete one pod of ReplicaSet "myweb-rs"
      Then the pods of ReplicaSet "myweb-rs" are:
        | Name       | Image                       |
        | myweb-rs-* | ghcr.io/c1t1d0s7/go-myweb   |
        | myweb-rs-* | ghcr.io/c1t1d0s7/go-myweb   |
        | myweb-rs-* | ghcr.io/c1t1d0s7/go-myweb:2 |

    Scenario: So is a pod that is added
      When I scale ReplicaSet "myweb-rs" to 4 replicas
      Then the pods of ReplicaSet "myweb-rs" include:
        | Image                       |
        | ghcr.io/c1t1d0s7/go-myweb:2 |

    Scenario: Once all pods have been replaced, all are new
      When I delete all pods of ReplicaSet "myweb-rs"
      Then the pods of ReplicaSet "myweb-rs" are:
        | Ready | Image                       |
        | 1/1   | ghcr.io/c1t1d0s7/go-myweb:2 |
        | 1/1   | ghcr.io/c1t1d0s7/go-myweb:2 |
        | 1/1   | ghcr.io/c1t1d0s7/go-myweb:2 |

  Rule: A bad template does no harm until a pod is needed

    Scenario: The old pods serve, the new one cannot start
      Given the manifest "manifests/myweb-rs.yaml"
      And the image "ghcr.io/c1t1d0s7/go-myweb:2" cannot be pulled
      When I apply "manifests/myweb-rs-v2.yaml"
      Then for 10 minutes ReplicaSet "myweb-rs" has 3 ready pods
      When I delete one pod of ReplicaSet "myweb-rs"
      Then ReplicaSet "myweb-rs" has 2 ready pods
      And the pods of ReplicaSet "myweb-rs" are:
        | Ready | Status                            | Image                       |
        | 1/1   | Running                           | ghcr.io/c1t1d0s7/go-myweb   |
        | 1/1   | Running                           | ghcr.io/c1t1d0s7/go-myweb   |
        | 0/1   | ~/ErrImagePull\|ImagePullBackOff/ | ghcr.io/c1t1d0s7/go-myweb:2 |
