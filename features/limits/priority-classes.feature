Feature: A PriorityClass is a name for how important pods are
  A pod names its class and gets its number. When there is no room, pods of lower priority make way for those of higher.

  Rule: Two classes are there from the start

    Scenario: Those of the system
      Then the priorityclasses are:
        | Name                    | Value      | Global-Default | PreemptionPolicy     |
        | system-cluster-critical | 2000000000 | false          | PreemptLowerPriority |
        | system-node-critical    | 2000001000 | false          | PreemptLowerPriority |
      And deleting PriorityClass "system-node-critical" is refused with "this is a system priority class and cannot be deleted"

  Rule: A pod has the number of its class

    Background:
      Given I apply:
        """yaml
        { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: high }, value: 1000 }
        ---
        { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: usual }, value: 10, globalDefault: true }
        """

    Scenario: The class it names, or the default
      When I apply:
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: first }, spec: { priorityClassName: high, containers: [{ name: c, image: nginx }] } }
        ---
        { apiVersion: v1, kind: Pod, metadata: { name: second }, spec: { containers: [{ name: c, image: nginx }] } }
        """
      Then pod "first" matches:
        """yaml
        spec: { priorityClassName: high, priority: 1000, preemptionPolicy: PreemptLowerPriority }
        """
      And pod "second" matches:
        """yaml
        spec: { priorityClassName: usual, priority: 10 }
        """

    Scenario: The important one takes the place of the other
      Given I apply:
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: large }, spec: { containers: [{ name: c, image: nginx, resources: { requests: { cpu: "3" } } }] } }
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: important }
        spec: { priorityClassName: high, containers: [{ name: c, image: nginx, resources: { requests: { cpu: "2" } } }] }
        """
      Then the pods are:
        | Name      | Status  |
        | important | Running |

    Scenario: The number of a class never changes
      Then changing PriorityClass "high" is refused with "value: Forbidden: may not be changed in an update.":
        """yaml
        value: 2000
        """

  Rule: A class that makes no sense is refused

    Scenario Outline: <what>
      Given I apply:
        """yaml
        { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: usual }, value: 10, globalDefault: true }
        """
      Then applying is refused with "<words>":
        """yaml
        { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: <name> }, value: <value>, globalDefault: <default> }
        """

      Examples:
        | what                 | name        | value      | default | words                                                                                         |
        | above the system     | king        | 1000000001 | false   | value: Forbidden: maximum allowed value of a user defined priority is 1000000000              |
        | a name of the system | system-king | 1          | false   | priority class names with 'system-' prefix are reserved for system use only                   |
        | a second default     | other       | 20         | true    | PriorityClass usual is already marked as default. Only one default can exist                  |

    Scenario: A class that is not there
      Then applying is refused with 'pods "web" is forbidden: no PriorityClass with name high was found':
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { priorityClassName: high, containers: [{ name: c, image: nginx }] } }
        """
