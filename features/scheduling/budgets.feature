Feature: A PodDisruptionBudget says how many pods may be missing
  Some disruptions are wanted: a node is drained, a cluster is made smaller. They ask for an eviction, and the budget of the pod decides. What happens
  by itself, a crash or the loss of a node, asks nobody.

  Background:
    Given a cluster with 3 nodes
    And a Deployment "web" with 3 replicas of image "nginx:1.27"

  Rule: What is healthy beyond what is needed may go

    Scenario Outline: <bound>: <value> of three
      When I apply:
        """yaml
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: web }
        spec: { <bound>: <value>, selector: { matchLabels: { app: web } } }
        """
      Then the PodDisruptionBudgets are:
        | Name | Min Available | Max Unavailable | Healthy | Needed | Allowed Disruptions |
        | web  | <min>         | <max>           | 3       | <need> | <allowed>           |

      Examples:
        | bound          | value | min | max | need | allowed |
        | minAvailable   | 3     | 3   | N/A | 3    | 0       |
        | minAvailable   | 2     | 2   | N/A | 2    | 1       |
        | minAvailable   | 50%   | 50% | N/A | 2    | 1       |
        | maxUnavailable | 1     | N/A | 1   | 2    | 1       |
        | maxUnavailable | 50%   | N/A | 50% | 1    | 2       |
        | maxUnavailable | 0     | N/A | 0   | 3    | 0       |

    Scenario: The budget follows the application
      Given the manifest "manifests/budgets/two-of-web.yaml"
      When I scale Deployment "web" to 5 replicas
      Then PodDisruptionBudget "web" matches:
        """yaml
        status:
          expectedPods: 5
          currentHealthy: 5
          desiredHealthy: 2
          disruptionsAllowed: 3
          conditions: [{ type: DisruptionAllowed, status: "True", reason: SufficientPods }]
        """

  Rule: An eviction is a deletion that asks first

    Background:
      Given the manifest "manifests/budgets/two-of-web.yaml"

    Scenario: The first goes, the second has to wait until another one serves
      When I evict one pod of Deployment "web"
      Then at once PodDisruptionBudget "web" matches:
        """yaml
        status: { disruptionsAllowed: 0 }
        """
      And evicting one pod of Deployment "web" is refused with "Cannot evict pod as it would violate the pod's disruption budget."
      When 10 seconds pass
      And I evict one pod of Deployment "web"
      Then Deployment "web" has 3 ready pods

    Scenario: The pod knows why it goes
      When I evict one pod of Deployment "web"
      Then at once that pod matches:
        """yaml
        status:
          conditions:
            - { type: DisruptionTarget, status: "True", reason: EvictionByEvictionAPI, message: "Eviction API: evicting" }
        """

    Scenario: A deletion asks nobody
      When I delete all pods of Deployment "web"
      Then at once Deployment "web" has 0 ready pods
      And within 30 seconds Deployment "web" has 3 ready pods

    Scenario: Pods that do not serve yet may go at any time
      When I set the image of Deployment "web" to "nginx:no-such-version"
      And 30 seconds pass
      And I evict one pod with label "app=web"
      Then Deployment "web" has 3 available pods

  Rule: Budgets that do not do what they look like

    Scenario: Two budgets for one pod: nobody can evict it
      Given the manifest "manifests/budgets/two-of-web.yaml"
      And I apply:
        """yaml
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: everything }
        spec: { maxUnavailable: 1, selector: {} }
        """
      Then evicting one pod of Deployment "web" is refused with "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."

    Scenario: Nobody can tell how many pods without a controller there are to be
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: bare, labels: { app: bare } }
        spec: { containers: [{ name: web, image: "nginx:1.27" }] }
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: bare }
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: bare } } }
        """
      Then the events of PodDisruptionBudget "bare" include:
        | Type    | Reason        |
        | Warning | UnmanagedPods |
      And evicting pod "bare" is refused with "Cannot evict pod as it would violate the pod's disruption budget."

    Scenario: A selector that selects nothing
      When I apply:
        """yaml
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: typo }
        spec: { minAvailable: 2, selector: { matchLabels: { app: wbe } } }
        """
      Then the events of PodDisruptionBudget "typo" are:
        | Type   | Reason | Message                |
        | Normal | NoPods | No matching pods found |

  Rule: A budget has one bound

    Scenario Outline: <title> is refused
      Then applying "manifests/budgets/refused/<file>.yaml" is refused with:
        """
        <words>
        """

      Examples:
        | title               | file       | words                                                                                                   |
        | Both bounds         | both       | minAvailable and maxUnavailable cannot be both set                                                      |
        | More than all       | share      | spec.minAvailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"150%"}: must not be greater than 100% |
        | No share            | text       | a valid percent string must be a numeric string followed by an ending '%'                               |
        | Less than none      | negative   | spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0                              |
