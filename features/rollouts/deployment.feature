@C21
Feature: A Deployment makes ReplicaSets, which make the pods
  Nobody writes ReplicaSets by hand: a Deployment makes one for each version of its pods, and moves the replicas from one to the next.

  Rule: Three kinds, one chain of owners

    Scenario: From the Deployment to the pods
      Given a Deployment "web" with 3 replicas of image "nginx:1.25"
      Then the deployments are:
        | Name | Ready | Up-to-date | Available | Images     | Selector |
        | web  | 3/3   | 3          | 3         | nginx:1.25 | app=web  |
      And the replicasets of Deployment "web" are:
        | Name  | Desired | Current | Ready | Selector                              |
        | web-* | 3       | 3       | 3     | ~/app=web,pod-template-hash=[4-9bcdf]+/ |
      And the pods of Deployment "web" are:
        | Name                          | Status  | Owner          |
        | ~/web-[4-9bcdf]+-[a-z2-9]{5}/ | Running | ~/web-[4-9bcdf]+/ |
        | ~/web-[4-9bcdf]+-[a-z2-9]{5}/ | Running | ~/web-[4-9bcdf]+/ |
        | ~/web-[4-9bcdf]+-[a-z2-9]{5}/ | Running | ~/web-[4-9bcdf]+/ |
      And Deployment "web" has 3 available pods
      And Deployment "web" matches:
        """yaml
        status:
          observedGeneration: 1
          replicas: 3
          updatedReplicas: 3
          readyReplicas: 3
          availableReplicas: 3
          conditions:
            - type: Available
              status: "True"
              reason: MinimumReplicasAvailable
              message: Deployment has minimum availability.
            - type: Progressing
              status: "True"
              reason: NewReplicaSetAvailable
              message: ~/ReplicaSet "web-[4-9bcdf]+" has successfully progressed\./
        """

    Scenario: The hash in the names is that of the template, as every cluster computes it
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          selector: { matchLabels: { app: nginx } }
          template:
            metadata: { labels: { app: nginx } }
            spec: { containers: [{ name: nginx, image: nginx }] }
        """
      Then there is a ReplicaSet "web-5869d7778c"
      And the events of Deployment "web" are:
        | Reason            | Message                                           |
        | ScalingReplicaSet | Scaled up replica set web-5869d7778c from 0 to 1 |

    Scenario: Cluster DNS is a Deployment, too
      Then the deployments in namespace "kube-system" are:
        | Name    | Ready | Images                                  |
        | coredns | 2/2   | registry.k8s.io/coredns/coredns:v1.11.3 |
      And there is a ReplicaSet "coredns-668d6bf9bc" in namespace "kube-system"

  Rule: A change of the template is a rollout, every other change is none

    Background:
      Given a Deployment "web" with 2 replicas of image "nginx:1.25"

    Scenario: Another image is another ReplicaSet; the old one stays, without pods
      When I set the image of Deployment "web" to "nginx:1.26"
      Then the revisions of Deployment "web" are:
        | Revision | Image      | Replicas | Ready |
        | 1        | nginx:1.25 | 0        | 0     |
        | 2        | nginx:1.26 | 2        | 2     |
      And Deployment "web" is at revision 2

    Scenario: A number of replicas is no new revision
      When I scale Deployment "web" to 5 replicas
      Then the revisions of Deployment "web" are:
        | Revision | Replicas |
        | 1        | 5        |
      And the events of Deployment "web" are:
        | Message                                   |
        | ~/Scaled up replica set web-\S+ from 0 to 2/ |
        | ~/Scaled up replica set web-\S+ from 2 to 5/ |

    Scenario: Labels and annotations of the Deployment itself are none
      When I change Deployment "web":
        """yaml
        metadata:
          labels: { stage: prod }
          annotations: { note: hello }
        """
      Then Deployment "web" is at revision 1
      And the replicasets of Deployment "web" are:
        | Name  | Annotations  |
        | web-* | *note=hello* |

    Scenario: A label of its pods is one
      When I change Deployment "web":
        """yaml
        spec: { template: { metadata: { labels: { stage: prod } } } }
        """
      Then Deployment "web" is at revision 2
      And there are 2 pods with label "app=web,stage=prod"

    Scenario: Of several containers one can be given another image
      Given I change Deployment "web":
        """yaml
        spec:
          template:
            spec:
              containers: [{ name: web, image: "nginx:1.25" }, { name: cache, image: "redis:7" }]
        """
      When I set the image of container "cache" of Deployment "web" to "redis:8"
      Then at once Deployment "web" has 2 available pods
      And within 1 minute the revisions of Deployment "web" are:
        | Revision | Image              | Ready |
        | 1        | nginx:1.25         | 0     |
        | 2        | nginx:1.25,redis:7 | 0     |
        | 3        | nginx:1.25,redis:8 | 2     |

    Scenario: What is only written in another way is none
      Given I change Deployment "web":
        """yaml
        spec:
          template:
            spec:
              containers: [{ name: web, image: "nginx:1.25", resources: { requests: { cpu: 1 } } }]
        """
      When I change Deployment "web":
        """yaml
        spec:
          template:
            spec:
              containers: [{ name: web, image: "nginx:1.25", env: [], resources: { requests: { cpu: 1000m } } }]
        """
      Then for 1 minute Deployment "web" is at revision 2

  Rule: What a Deployment owns is repaired, left behind or taken over like everything that has an owner

    Background:
      Given a Deployment "web" with 3 replicas of image "nginx:1.25"

    Scenario: A deleted ReplicaSet is made again
      When I delete one replicaset of Deployment "web"
      Then Deployment "web" has 3 available pods
      And the pods are:
        | Name  | Age |
        | web-* | <5s |
        | web-* | <5s |
        | web-* | <5s |

    Scenario: A deleted Deployment takes everything along
      When I delete Deployment "web"
      Then there are no replicasets
      And there are no pods

    Scenario: Left behind, its ReplicaSet goes on alone, until the next Deployment takes it over with its pods
      When I delete Deployment "web", keeping its pods
      And 1 minute passes
      Then there is 1 replicaset
      And there are 3 pods
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, labels: { app: web } }
        spec:
          replicas: 3
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: web, image: "nginx:1.25" }] }
        """
      Then the pods of Deployment "web" are:
        | Name  | Status  | Age  |
        | web-* | Running | >=1m |
        | web-* | Running | >=1m |
        | web-* | Running | >=1m |
