Feature: Who may do what

  Whoever is asked for with `--as` may do what roles allow, and is refused what they do not.

  Scenario: Nobody may do anything until a role is bound
    When I run "kubectl auth can-i list pods --as=jane"
    Then it prints "no"
    When I run "kubectl get pods --as=jane"
    Then it prints:
      """
      Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"
      """
    When I run:
      """
      kubectl create role look --verb=get,list --resource=pods
      kubectl create rolebinding look --role=look --user=jane
      kubectl get pods --as=jane
      kubectl get pods --as=jane -n kube-system
      """
    Then it prints "No resources found in default namespace."
    And it fails with 'cannot list resource "pods" in API group "" in the namespace "kube-system"'

  Scenario: Who may view may not write
    When I run:
      """
      kubectl create rolebinding viewers --clusterrole=view --group=staff
      kubectl run web --image=nginx --as=jane --as-group=staff
      """
    Then it fails with 'pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "default"'

  Scenario: A service account is a user with a long name
    When I run:
      """
      kubectl create serviceaccount robot
      kubectl create clusterrolebinding robots --clusterrole=edit --serviceaccount=default:robot
      kubectl auth can-i create deployments --as=system:serviceaccount:default:robot
      kubectl auth can-i create roles --as=system:serviceaccount:default:robot
      """
    Then it prints:
      """
      serviceaccount/robot created
      clusterrolebinding.rbac.authorization.k8s.io/robots created
      yes
      no
      """
