Feature: A kind may be served in several versions, and is stored in one
  An autoscaler has been described in more words over the years. A manifest in old words is still taken: the cluster translates it
  when it comes in, and has one object, whatever the version that somebody asks for.

  Background:
    Given I apply:
      """yaml
      apiVersion: autoscaling/v1
      kind: HorizontalPodAutoscaler
      metadata: { name: web }
      spec:
        scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
        maxReplicas: 5
        targetCPUUtilizationPercentage: 60
      """

  Rule: What is written in old words is read in new ones

    Scenario: The percentage of the CPU has become one metric of many
      Then HorizontalPodAutoscaler "web" matches:
        """yaml
        apiVersion: autoscaling/v2
        spec:
          minReplicas: 1
          maxReplicas: 5
          metrics:
            - type: Resource
              resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } }
        """

    Scenario: Two manifests in different words are about the same object
      When I apply:
        """yaml
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: { name: web }
        spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, minReplicas: 2, maxReplicas: 8 }
        """
      Then the hpa are:
        | Name | Reference      | MinPods | MaxPods |
        | web  | Deployment/web | 2       | 8       |

    Scenario: An event may be written in the words of events.k8s.io, and is listed with all others
      When I apply:
        """yaml
        apiVersion: events.k8s.io/v1
        kind: Event
        metadata: { name: lunch }
        eventTime: "2026-01-01T12:00:00.000000Z"
        reportingController: example.com/cook
        reportingInstance: cook-1
        action: Cooking
        reason: Ready
        type: Normal
        note: Lunch is ready
        regarding: { kind: Pod, namespace: default, name: kitchen }
        """
      Then Event "lunch" matches:
        """yaml
        apiVersion: v1
        message: Lunch is ready
        involvedObject: { kind: Pod, name: kitchen }
        reportingComponent: example.com/cook
        """

  Rule: Each version knows its own words alone

    Scenario: A field of the newer version in a manifest of the older one
      Then applying is refused with "strict decoding error: unknown field \"spec.metrics\"":
        """yaml
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: { name: web }
        spec: { scaleTargetRef: { kind: Deployment, name: web }, maxReplicas: 5, metrics: [] }
        """

    Scenario: What makes no sense is refused as what would be stored
      Then applying is refused with "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0":
        """yaml
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: { name: other }
        spec: { scaleTargetRef: { kind: Deployment, name: web }, maxReplicas: 5, targetCPUUtilizationPercentage: 0 }
        """
