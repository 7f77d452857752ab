Feature: A ReplicaSet, typed by hand

  A ReplicaSet is a ReplicationController with a better selector. These are the commands with which people find that out, slips included.

  Background:
    Given a cluster with 3 nodes
    And the file "myweb-rs.yaml":
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata:
        name: myweb-rs
      spec:
        replicas: 3
        selector:
          matchLabels:
            app: web
            env: dev
        template:
          metadata:
            labels:
              app: web
              env: dev
          spec:
            containers:
            - name: myweb
              image: ghcr.io/c1t1d0s7/go-myweb
              ports:
                - containerPort: 8080
                  protocol: TCP
      """

  Scenario: Which kinds there are
    When I run "kubectl api-resources | grep apps/v1"
    Then it prints:
      """
      controllerrevisions                      apps/v1                        true         ControllerRevision
      daemonsets                  ds           apps/v1                        true         DaemonSet
      deployments                 deploy       apps/v1                        true         Deployment
      replicasets                 rs           apps/v1                        true         ReplicaSet
      statefulsets                sts          apps/v1                        true         StatefulSet
      """

  Scenario: Commands that do not exist, and what may have been meant
    When I run "kubectl expalin replicaset"
    Then it prints:
      """
      error: unknown command "expalin" for "kubectl"

      Did you mean this?
      	explain
      """
    When I run "kubectl labels po myweb-rs-vtm24 app-"
    Then it prints:
      """
      error: unknown command "labels" for "kubectl"

      Did you mean this?
      	label
      """
    When I run "kubectl het pods --show-labels"
    Then it prints:
      """
      error: unknown command "het" for "kubectl"

      Did you mean this?
      	set
      	get
      """
    And it exits with 1

  Scenario: Flags that do not exist
    When I run "kubectl get rs -i wide"
    Then it fails with "unknown shorthand flag: 'i' in -i"
    When I run "kubectl get --all"
    Then it prints:
      """
      error: unknown flag: --all
      See 'kubectl get --help' for usage.
      """

  Scenario: What a field means
    When I run "kubectl explain rs.spec.selector.matchExpressions"
    Then it prints "FIELD: matchExpressions <[]LabelSelectorRequirement>"
    And it prints "key	<string> -required-"

  Scenario: A manifest with three slips is refused twice before it is right
    Given the file "broken.yaml":
      """yaml
      apiVersion: apps/v1
      kind: RelicaSets
      metadata:
        name: myweb-rs
      spec:
        replicas: 3
        selecotr:
          matchLabels:
            app: web
        template:
          metadata:
          labels:
            app: web
          spec:
            containers:
            - name: myweb
              image: ghcr.io/c1t1d0s7/go-myweb
      """
    When I run "kubectl create -f broken.yaml"
    Then it prints:
      """
      error: resource mapping not found for name: "myweb-rs" namespace: "" from "broken.yaml": no matches for kind "RelicaSets" in version "apps/v1"
      ensure CRDs are installed first
      """
    When I run:
      """
      sed -i 's/RelicaSets/ReplicaSet/' broken.yaml
      kubectl create -f broken.yaml
      """
    Then it fails with 'strict decoding error: unknown field "spec.selecotr", unknown field "spec.template.labels"'
    When I run:
      """
      sed -i 's/selecotr/selector/; s/^    labels:/      labels:/; s/^      app: web$/        app: web/' broken.yaml
      kubectl create -f broken.yaml
      """
    Then it prints "replicaset.apps/myweb-rs created"

  Scenario: A pod without the label is no longer the controller's
    When I run "kubectl create -f myweb-rs.yaml"
    And I run:
      """
      POD=$(kubectl get pods -o name | head -1)
      kubectl label $POD app-
      """
    Then it prints "pod/myweb-rs-<rand> unlabeled"
    When I run "kubectl get pods -L app,env --sort-by=.metadata.creationTimestamp"
    Then it prints a table with:
      | Name            | Status  | App | Env |
      | myweb-rs-<rand> | Running | *   | dev |
      | myweb-rs-<rand> | Running | *   | dev |
      | myweb-rs-<rand> | Running | *   | dev |
      | myweb-rs-<rand> | Running | web | dev |
    When I run "kubectl get pods -l '!app' -o jsonpath='{.items[*].metadata.ownerReferences}'"
    Then it prints:
      """
      """

  Scenario: A pod of one's own that fits is adopted
    When I run "kubectl run mine --image=ghcr.io/c1t1d0s7/go-myweb --labels=app=web,env=dev"
    And I run "kubectl create -f myweb-rs.yaml"
    And I run "kubectl get pod mine -o jsonpath='{.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name}'"
    Then it prints "ReplicaSet/myweb-rs"
    When I run "kubectl get pods -o name"
    Then it prints:
      """
      pod/mine
      pod/myweb-rs-<rand>
      pod/myweb-rs-<rand>
      """

  Scenario: Selectors that overlap do not take each other's pods
    Given the file "myweb-rs-set.yaml":
      """yaml
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata:
        name: myweb-rs-set
      spec:
        replicas: 2
        selector:
          matchExpressions:
          - { key: app, operator: In, values: [web] }
          - { key: env, operator: Exists }
        template:
          metadata:
            labels: { app: web, env: prod }
          spec:
            containers:
            - { name: myweb, image: ghcr.io/c1t1d0s7/go-myweb }
      """
    When I run "kubectl create -f myweb-rs.yaml -f myweb-rs-set.yaml"
    And I run "kubectl get rs -o wide"
    Then it prints:
      """
      NAME           DESIRED   CURRENT   READY   AGE     CONTAINERS   IMAGES                      SELECTOR
      myweb-rs       3         3         3       <age>   myweb        ghcr.io/c1t1d0s7/go-myweb   app=web,env=dev
      myweb-rs-set   2         2         2       <age>   myweb        ghcr.io/c1t1d0s7/go-myweb   app in (web),env
      """
    When I run "kubectl get pods -l env=prod -o yaml | grep -A 5 -m 1 ownerReferences"
    Then it prints:
      """
          ownerReferences:
          - apiVersion: apps/v1
            blockOwnerDeletion: true
            controller: true
            kind: ReplicaSet
            name: myweb-rs-set
      """

  Scenario: The controllers of the cluster itself
    When I run "kubectl get -n kube-system rs"
    Then it prints:
      """
      NAME                 DESIRED   CURRENT   READY   AGE
      coredns-<hash>   2         2         2       <age>
      """
