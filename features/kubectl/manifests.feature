Feature: Manifests on the command line

  Objects can be written by hand or by a generator, tried before they are stored, compared with what is there, and edited in place.

  Scenario: A generator writes a manifest and stores nothing
    When I run "kubectl create configmap app --from-literal=colour=red --dry-run=client -o yaml"
    Then it prints:
      """
      apiVersion: v1
      data:
        colour: red
      kind: ConfigMap
      metadata:
        creationTimestamp: null
        name: app
      """
    When I run "kubectl get configmap app"
    Then it fails with 'configmaps "app" not found'

  Scenario: Applied once it is created, twice it is unchanged, and a change is shown before it is made
    Given the file "app.yaml":
      """yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: app }
      data: { colour: red }
      """
    When I run:
      """
      kubectl apply -f app.yaml
      kubectl apply -f app.yaml
      sed -i 's/red/blue/' app.yaml
      kubectl diff -f app.yaml | grep '^[-+] '
      kubectl apply -f app.yaml --dry-run=server
      kubectl apply -f app.yaml
      """
    Then it prints:
      """
      configmap/app created
      configmap/app unchanged
      -  colour: red
      +  colour: blue
      configmap/app configured (server dry run)
      configmap/app configured
      """

  Scenario: A folder is applied and deleted as a whole
    When I run:
      """
      mkdir shop
      kubectl create deployment web --image=nginx --dry-run=client -o yaml > shop/web.yaml
      kubectl create service clusterip web --tcp=80 --dry-run=client -o yaml > shop/service.yaml
      kubectl apply -f shop/
      kubectl delete -f shop/
      """
    Then it prints:
      """
      service/web created
      deployment.apps/web created
      service "web" deleted
      deployment.apps "web" deleted
      """

  Scenario: A kustomization is built from its folder
    Given the file "shop/kustomization.yaml":
      """yaml
      resources: [web.yaml]
      namePrefix: dev-
      images: [{ name: nginx, newTag: "1.27" }]
      """
    And the file "shop/web.yaml":
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: { name: web }
      spec: { containers: [{ name: web, image: nginx }] }
      """
    When I run "kubectl apply -k shop"
    Then it prints "pod/dev-web created"
    When I run "kubectl get pod dev-web -o jsonpath='{.spec.containers[*].image}'"
    Then it prints "nginx:1.27"

  Scenario: An editor that changes nothing, and one that breaks something
    When I run:
      """
      kubectl create deployment web --image=nginx
      KUBE_EDITOR=true kubectl edit deployment web
      """
    Then it prints "Edit cancelled, no changes made."
    When I run:
      """
      KUBE_EDITOR="sed -i 's/replicas: 1/replicas: -1/'" kubectl edit deployment web
      """
    Then it fails with 'deployments.apps "web" is invalid'
    And it prints "A copy of your changes has been stored to"

  Scenario: Files that are not there, and places that cannot be reached
    When I run "kubectl apply -f nothing.yaml"
    Then it fails with 'the path "nothing.yaml" does not exist'
    When I run "kubectl apply -f https://k8s.io/examples/pods/simple-pod.yaml"
    Then it fails with "there is no network here: save it as a file"
    When I run "kubectl apply"
    Then it fails with "must specify one of -f and -k"
