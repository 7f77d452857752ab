Feature: A first look with kubectl

  kubectl is how people speak to a cluster. A scenario can say what they type, and what they read then; what differs from run to run stands
  as `<age>`, `<ip>` or `<rand>`.

  Scenario: What is there
    Given a cluster with 3 nodes
    When I run "kubectl get nodes"
    Then it prints:
      """
      NAME    STATUS   ROLES    AGE     VERSION
      node1   Ready    <none>   <age>   v1.32.13
      node2   Ready    <none>   <age>   v1.32.13
      node3   Ready    <none>   <age>   v1.32.13
      """

  Scenario: What one applies, one sees
    Given the file "web.yaml":
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata: { name: web }
      spec:
        replicas: 2
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec: { containers: [{ name: web, image: nginx }] }
      """
    When I run "kubectl apply -f web.yaml"
    Then it succeeds
    And it prints "replicaset.apps/web created"
    When I run "kubectl get pods -l app=web"
    Then it prints a table with:
      | Name       | Ready | Status  | Age   |
      | web-<rand> | 1/1   | Running | <age> |

  Scenario: A typing mistake is answered as it is everywhere
    When I run "kubectl get rs -i wide"
    Then it fails with "unknown shorthand flag: 'i' in -i"
    And it exits with 1

  Scenario: Several commands are a script, with a moment between them
    When I run:
      """
      alias k=kubectl
      for name in a b c; do k create -f - <<END
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: $name }
      END
      done
      k get configmaps -o name | grep -c /[abc]
      """
    Then it prints "3"
