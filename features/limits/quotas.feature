Feature: A quota bounds what all of a namespace take together
  What is used is counted as things are made. A request that would go beyond the quota is refused, and whoever made it says so.

  Rule: Requests are added up

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ResourceQuota
        metadata: { name: compute }
        spec: { hard: { requests.cpu: "3", pods: "10" } }
        """
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: first }
        spec: { containers: [{ name: c, image: nginx, resources: { requests: { cpu: "2" } } }] }
        """

    Scenario: What is used of what
      Then the resourcequotas are:
        | Name    | Request                        |
        | compute | pods: 1/10, requests.cpu: 2/3 |

    Scenario: 2 CPUs more do not fit under a quota of 3
      Then applying is refused with 'pods "second" is forbidden: exceeded quota: compute, requested: requests.cpu=2, used: requests.cpu=2, limited: requests.cpu=3':
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: second }
        spec: { containers: [{ name: c, image: nginx, resources: { requests: { cpu: "2" } } }] }
        """

    Scenario: They fit when the first pod is gone
      When I delete pod "first"
      And the cluster settles
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: second }
        spec: { containers: [{ name: c, image: nginx, resources: { requests: { cpu: "2" } } }] }
        """
      Then the pods are:
        | Name   | Status  |
        | second | Running |

    Scenario: Who says nothing gets nothing
      Then applying is refused with 'pods "silent" is forbidden: failed quota: compute: must specify requests.cpu for: c':
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: silent }
        spec: { containers: [{ name: c, image: nginx }] }
        """

    Scenario: Unless a LimitRange speaks for it
      Given I apply:
        """yaml
        apiVersion: v1
        kind: LimitRange
        metadata: { name: usual }
        spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m } }] }
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: silent }
        spec: { containers: [{ name: c, image: nginx }] }
        """
      Then the resourcequotas are:
        | Name    | Request                            |
        | compute | pods: 2/10, requests.cpu: 2100m/3 |

  Rule: A controller makes what it may, and says why it stops

    Scenario: Two of four replicas
      Given I apply:
        """yaml
        { apiVersion: v1, kind: ResourceQuota, metadata: { name: few }, spec: { hard: { pods: "2" } } }
        """
      When I apply:
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 4
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: c, image: nginx }] }
        """
      And 10 seconds pass
      Then the deployments are:
        | Name | Ready | Up-to-date | Available |
        | web  | 2/4   | 2          | 2         |
      And Deployment "web" matches:
        """yaml
        status:
          conditions:
            - { type: Progressing, status: "True", reason: ReplicaSetUpdated }
            - { type: ReplicaFailure, status: "True", reason: FailedCreate }
        """
      And the events include:
        | Type    | Reason       | Object           | Message                                                                                                        |
        | Warning | FailedCreate | replicaset/web-* | Error creating: pods "web-*" is forbidden: exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2 |
      When I change ResourceQuota "few":
        """yaml
        spec: { hard: { pods: "4" } }
        """
      Then within 20 minutes Deployment "web" has 4 ready pods
      And for 10 minutes there are 4 pods

  Rule: Objects can be counted as well

    Scenario Outline: <what>
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ResourceQuota
        metadata: { name: objects }
        spec: { hard: { configmaps: "1", services.nodeports: "1", count/deployments.apps: "0" } }
        """
      Then applying is refused with "<words>":
        """yaml
        <manifest>
        """

      Examples:
        | what                                      | words                                                                                                    | manifest                                                                                                                                       |
        | a ConfigMap beside the root certificate's | exceeded quota: objects, requested: configmaps=1, used: configmaps=1, limited: configmaps=1              | { apiVersion: v1, kind: ConfigMap, metadata: { name: more } }                                                                                  |
        | a Service with two ports on every node    | exceeded quota: objects, requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1 | { apiVersion: v1, kind: Service, metadata: { name: web }, spec: { type: NodePort, ports: [{ name: a, port: 80 }, { name: b, port: 81 }] } } |

  Rule: Storage is counted by what claims ask for, of all classes and of each

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ResourceQuota
        metadata: { name: storage }
        spec:
          hard:
            persistentvolumeclaims: "5"
            requests.storage: 10Gi
            fast.storageclass.storage.k8s.io/requests.storage: 4Gi
        """
      And I apply:
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: first }
        spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 3Gi } } }
        """

    Scenario: A claim counts for its class and for all
      Then the resourcequotas are:
        | Name    | Request                                                                                                                   |
        | storage | fast.storageclass.storage.k8s.io/requests.storage: 3Gi/4Gi, persistentvolumeclaims: 1/5, requests.storage: 3Gi/10Gi |

    Scenario Outline: <what>
      Then applying is refused with 'persistentvolumeclaims "second" is forbidden: exceeded quota: storage, requested: <words>':
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: second }
        spec: { storageClassName: <class>, accessModes: [ReadWriteOnce], resources: { requests: { storage: <size> } } }
        """

      Examples:
        | what                     | class | size | words                                                                                                                                                                                     |
        | too much of a fast class | fast  | 2Gi  | fast.storageclass.storage.k8s.io/requests.storage=2Gi, used: fast.storageclass.storage.k8s.io/requests.storage=3Gi, limited: fast.storageclass.storage.k8s.io/requests.storage=4Gi |
        | too much of any          | slow  | 8Gi  | requests.storage=8Gi, used: requests.storage=3Gi, limited: requests.storage=10Gi                                                                                                          |

  Rule: Of two quotas both must agree

    Scenario: The tighter one decides
      Given I apply:
        """yaml
        { apiVersion: v1, kind: ResourceQuota, metadata: { name: loose }, spec: { hard: { pods: "5" } } }
        ---
        { apiVersion: v1, kind: ResourceQuota, metadata: { name: tight }, spec: { hard: { pods: "1" } } }
        """
      When I apply:
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: one }, spec: { containers: [{ name: c, image: nginx }] } }
        """
      Then applying is refused with 'pods "two" is forbidden: exceeded quota: tight, requested: pods=1, used: pods=1, limited: pods=1':
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: two }, spec: { containers: [{ name: c, image: nginx }] } }
        """
      And the resourcequotas are:
        | Name  | Request   |
        | loose | pods: 1/5 |
        | tight | pods: 1/1 |

  Rule: A quota that makes no sense is refused

    Scenario Outline: <what>
      Then applying is refused with "<words>":
        """yaml
        apiVersion: v1
        kind: ResourceQuota
        metadata: { name: wrong }
        spec: { <spec> }
        """

      Examples:
        | what                  | spec                                  | words                                                                                    |
        | fewer than no pods    | hard: { pods: "-1" }                  | spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0               |
        | an unknown resource   | hard: { pots: "1" }                   | spec.hard[pots]: Invalid value: pots: must be a standard resource for quota              |
        | pods of no such scope | scopes: [Sometimes]                   | spec.scopes: Invalid value: []core.ResourceQuotaScope{\"Sometimes\"}: unsupported scope |
