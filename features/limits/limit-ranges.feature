Feature: A LimitRange bounds what one pod or one container may take, and says what it takes if it does not say
  It is looked at when a pod is made. Pods that are there already stay as they are.

  Background:
    Given I apply:
      """yaml
      apiVersion: v1
      kind: LimitRange
      metadata: { name: usual }
      spec:
        limits:
          - type: Container
            min: { cpu: 50m }
            max: { cpu: "2" }
            default: { cpu: 500m }
            defaultRequest: { cpu: 100m }
          - type: Pod
            max: { cpu: "3" }
      """

  Rule: Who says nothing gets the usual

    Scenario: A container without requests and limits
      When I apply:
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: c, image: nginx }] } }
        """
      Then pod "web" matches:
        """yaml
        metadata:
          annotations:
            kubernetes.io/limit-ranger: "LimitRanger plugin set: cpu request for container c; cpu limit for container c"
        spec: { containers: [{ resources: { requests: { cpu: 100m }, limits: { cpu: 500m } } }] }
        status: { qosClass: Burstable }
        """

  Rule: Who wants too much or too little is refused

    Scenario Outline: <what>
      Then applying is refused with 'pods "web" is forbidden: <words>':
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec: { containers: [{ name: c, image: nginx, resources: <resources> }] }
        """

      Examples:
        | what                   | resources                  | words                                                                                                  |
        | too much in two ways   | { limits: { cpu: "5" } }   | [maximum cpu usage per Container is 2, but limit is 5, maximum cpu usage per Pod is 3, but limit is 5] |
        | too little             | { requests: { cpu: 1m } }  | minimum cpu usage per Container is 50m, but request is 1m                                              |

    Scenario: A controller says so, again and again
      Given a Deployment "web" with 1 replica
      When I change Deployment "web":
        """yaml
        spec: { template: { spec: { containers: [{ name: web, image: nginx, resources: { limits: { cpu: "5" } } }] } } }
        """
      And 1 minute passes
      Then the events include:
        | Type    | Reason       | Message                                                                                                  |
        | Warning | FailedCreate | *pods "web-*" is forbidden: [maximum cpu usage per Container is 2, but limit is 5, maximum cpu usage per Pod is 3, but limit is 5] |

  Rule: Claims for storage have bounds as well

    Scenario Outline: <what>
      Given I apply:
        """yaml
        apiVersion: v1
        kind: LimitRange
        metadata: { name: disks }
        spec: { limits: [{ type: PersistentVolumeClaim, min: { storage: 1Gi }, max: { storage: 5Gi } }] }
        """
      Then applying is refused with 'persistentvolumeclaims "disk" is forbidden: <words>':
        """yaml
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: disk }
        spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: <size> } } }
        """

      Examples:
        | what              | size  | words                                                                                |
        | a disk too small  | 500Mi | minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi |
        | a disk too large  | 8Gi   | maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 8Gi   |

  Rule: A LimitRange that makes no sense is refused

    Scenario: The least is more than the most
      Then changing LimitRange "usual" is refused with "min value 3 is greater than max value 2":
        """yaml
        spec: { limits: [{ type: Container, min: { cpu: "3" }, max: { cpu: "2" } }] }
        """

    Scenario: Nothing but pods, containers and claims can be limited
      Then changing LimitRange "usual" is refused with 'spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified':
        """yaml
        spec: { limits: [{ type: Node, max: { cpu: "2" } }] }
        """
