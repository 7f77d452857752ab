Feature: A namespace says how much its pods may do to their node
  Three standards are known to every cluster: privileged asks for nothing, baseline keeps out what is dangerous, and restricted wants a pod to
  give up everything that it does not need. A label of the namespace names the standard.

  Background:
    Given I apply:
      """yaml
      apiVersion: v1
      kind: Namespace
      metadata:
        name: shop
        labels: { pod-security.kubernetes.io/enforce: baseline }
      """

  Rule: Baseline keeps out what reaches into the node

    Scenario: An ordinary pod is let in
      When I apply in namespace "shop":
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: c, image: nginx }] } }
        """
      Then the pods in namespace "shop" are:
        | Name | Status  |
        | web  | Running |

    Scenario Outline: <what>
      Then applying in namespace "shop" is refused with 'pods "web" is forbidden: violates PodSecurity "baseline:latest": <words>':
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec: { <spec> }
        """

      Examples:
        | what                       | spec                                                                                                          | words                                                                                                                    |
        | a privileged container     | containers: [{ name: c, image: nginx, securityContext: { privileged: true } }]                                | privileged (container "c" must not set securityContext.privileged=true)                                                  |
        | the network of the node    | hostNetwork: true, containers: [{ name: c, image: nginx }]                                                    | host namespaces (hostNetwork=true)                                                                                       |
        | a directory of the node    | containers: [{ name: c, image: nginx }], volumes: [{ name: logs, hostPath: { path: /var/log } }]              | hostPath volumes (volume "logs")                                                                                         |
        | power over the node's network | containers: [{ name: c, image: nginx, securityContext: { capabilities: { add: [NET_ADMIN] } } }]           | non-default capabilities (container "c" must not include "NET_ADMIN" in securityContext.capabilities.add)               |

  Rule: Restricted wants a pod to say what it gives up

    Background:
      Given I change Namespace "shop":
        """yaml
        metadata: { labels: { pod-security.kubernetes.io/enforce: restricted } }
        """

    Scenario: An ordinary pod says too little
      Then applying in namespace "shop" is refused with 'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")':
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: c, image: nginx }] } }
        """

    Scenario: This pod says it all
      When I apply in namespace "shop":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
          containers:
            - name: c
              image: nginx
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
        """
      Then there are 1 pods in namespace "shop"

    Scenario: A Deployment is made, and its pods are not
      When I apply in namespace "shop":
        """yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 1
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: c, image: nginx }] }
        """
      And 1 minute passes
      Then the events in namespace "shop" include:
        | Type    | Reason       | Object           | Message                                                                                |
        | Warning | FailedCreate | replicaset/web-* | *pods "web-*" is forbidden: violates PodSecurity "restricted:latest": allowPrivilege* |
      And there are 0 pods in namespace "shop"

  Rule: What was there before stays

    Scenario: The standard rises over a running pod
      Given I apply in namespace "shop":
        """yaml
        { apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [{ name: c, image: nginx }] } }
        """
      When I change Namespace "shop":
        """yaml
        metadata: { labels: { pod-security.kubernetes.io/enforce: restricted } }
        """
      Then the pods in namespace "shop" are:
        | Name | Status  |
        | web  | Running |

  Rule: There are three standards and no other

    Scenario: A slip in a label
      Then changing Namespace "shop" is refused with 'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted':
        """yaml
        metadata: { labels: { pod-security.kubernetes.io/enforce: strict } }
        """
