Feature: A ReplicationController, typed by hand

  What people do in their first hour with controllers: they create one, look at it, take a pod away from it by its label, scale it, and find out
  the hard way which commands want the whole manifest and which want only the change.

  Background:
    Given a cluster with 3 nodes
    And the file "myweb-rc.yaml":
      """yaml
      apiVersion: v1
      kind: ReplicationController
      metadata:
        name: myweb-rc
      spec:
        replicas: 3
        selector:
          app: web
        template:
          metadata:
            labels:
              app: web
          spec:
            containers:
              - name: myweb
                image: ghcr.io/c1t1d0s7/go-myweb
                ports:
                  - containerPort: 8080
                    protocol: TCP
      """
    When I run "kubectl create -f myweb-rc.yaml"
    Then it prints "replicationcontroller/myweb-rc created"

  Scenario: One look at the controller and its pods
    When I run "kubectl get rc,pods -o wide"
    Then it prints:
      """
      NAME                             DESIRED   CURRENT   READY   AGE     CONTAINERS   IMAGES                      SELECTOR
      replicationcontroller/myweb-rc   3         3         3       <age>   myweb        ghcr.io/c1t1d0s7/go-myweb   app=web

      NAME                  READY   STATUS    RESTARTS   AGE     IP     NODE    NOMINATED NODE   READINESS GATES
      pod/myweb-rc-<rand>   1/1     Running   0          <age>   <ip>   node*   <none>           <none>
      pod/myweb-rc-<rand>   1/1     Running   0          <age>   <ip>   node*   <none>           <none>
      pod/myweb-rc-<rand>   1/1     Running   0          <age>   <ip>   node*   <none>           <none>
      """

  Scenario: The wrong letter
    When I run "kubectl get rc -i wide"
    Then it prints:
      """
      error: unknown shorthand flag: 'i' in -i
      See 'kubectl get --help' for usage.
      """
    And it exits with 1

  Scenario: A pod whose label changes is let go, and another takes its place
    When I run:
      """
      POD=$(kubectl get pods -o name | head -1)
      kubectl label $POD app=database --overwrite
      """
    Then it prints "pod/myweb-rc-<rand> labeled"
    When I run "kubectl get pods --show-labels --sort-by=.metadata.labels.app"
    Then it prints a table with:
      | Name            | Labels       |
      | myweb-rc-<rand> | app=database |
      | myweb-rc-<rand> | app=web      |
      | myweb-rc-<rand> | app=web      |
      | myweb-rc-<rand> | app=web      |

  Scenario: When it comes back there is one too many, and the youngest goes
    When I run "kubectl label pods --all app=database --overwrite"
    And I run "kubectl label pods -l app=database app=web --overwrite"
    And I run "kubectl get pods"
    Then it prints a table with:
      | Name            | Ready | Status  | Restarts | Age   |
      | myweb-rc-<rand> | 1/1   | Running | 0        | <age> |
      | myweb-rc-<rand> | 1/1   | Running | 0        | <age> |
      | myweb-rc-<rand> | 1/1   | Running | 0        | <age> |

  Scenario: Up to five and down to three
    When I run "kubectl scale rc myweb-rc --replicas=5"
    Then it prints "replicationcontroller/myweb-rc scaled"
    When I run "kubectl get rc"
    Then it prints:
      """
      NAME       DESIRED   CURRENT   READY   AGE
      myweb-rc   5         5         5       <age>
      """
    When I run "kubectl scale rc myweb-rc --replicas=3 --current-replicas=4"
    Then it fails with "Expected replicas to be 4, was 5"

  Scenario: A new template changes no pod that is there
    When I run:
      """
      sed -i 's/go-myweb/go-myweb:v2.0/' myweb-rc.yaml
      kubectl replace -f myweb-rc.yaml
      """
    Then it prints "replicationcontroller/myweb-rc replaced"
    When I run "kubectl get pods -o custom-columns=IMAGE:.spec.containers[0].image --no-headers | sort | uniq -c"
    Then it prints "3 ghcr.io/c1t1d0s7/go-myweb"
    When I run "kubectl delete pods -l app=web"
    And I run "kubectl get pods -o custom-columns=IMAGE:.spec.containers[0].image --no-headers | sort | uniq -c"
    Then it prints "3 ghcr.io/c1t1d0s7/go-myweb:v2.0"

  Scenario: Three ways to patch, of which one works
    When I run "kubectl patch -f myweb-rc.yaml"
    Then it fails with "must specify --patch or --patch-file containing the contents of the patch"
    When I run:
      """
      kubectl patch -f myweb-rc.yaml '{"spec": {"replicas": 2}}'
      """
    Then it fails with "must specify --patch or --patch-file containing the contents of the patch"
    When I run:
      """
      kubectl patch rc myweb-rc -p '{"spec": {"replicas": 2}}'
      """
    Then it prints "replicationcontroller/myweb-rc patched"

  Scenario: A patch from a file that changes nothing says so
    Given the file "replicas.json":
      """json
      { "spec": { "replicas": 2 } }
      """
    When I run:
      """
      kubectl patch rc myweb-rc --patch-file replicas.json
      kubectl patch rc myweb-rc --patch-file replicas.json
      """
    Then it prints:
      """
      replicationcontroller/myweb-rc patched
      replicationcontroller/myweb-rc patched (no change)
      """

  Scenario: Editing changes the object and not the file
    When I run:
      """
      export KUBE_EDITOR="sed -i 's/replicas: 3/replicas: 4/'"
      kubectl edit rc/myweb-rc
      kubectl get rc myweb-rc -o jsonpath='{.spec.replicas}{"\n"}'
      grep replicas myweb-rc.yaml
      """
    Then it prints:
      """
      replicationcontroller/myweb-rc edited
      4
        replicas: 3
      """

  Scenario: What was created without a note of itself gets one when it is applied
    When I run "kubectl apply -f myweb-rc.yaml"
    Then it prints "replicationcontroller/myweb-rc configured"
    And it prints "Warning: resource replicationcontrollers/myweb-rc is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply."

  Scenario: What has become of it, told whole
    When I run "kubectl describe rc myweb-rc"
    Then it prints:
      """
      Name:         myweb-rc
      Namespace:    default
      Selector:     app=web
      Labels:       app=web
      Annotations:  <none>
      Replicas:     3 current / 3 desired
      Pods Status:  3 Running / 0 Waiting / 0 Succeeded / 0 Failed
      Pod Template:
        Labels:  app=web
        Containers:
         myweb:
          Image:         ghcr.io/c1t1d0s7/go-myweb
          Port:          8080/TCP
          Host Port:     0/TCP
          Environment:   <none>
          Mounts:        <none>
        Volumes:         <none>
        Node-Selectors:  <none>
        Tolerations:     <none>
      Events:
        Type    Reason            Age   From                    Message
        ----    ------            ----  ----                    -------
        Normal  SuccessfulCreate  <age>    replication-controller  Created pod: myweb-rc-<rand>
        Normal  SuccessfulCreate  <age>    replication-controller  Created pod: myweb-rc-<rand>
        Normal  SuccessfulCreate  <age>    replication-controller  Created pod: myweb-rc-<rand>
      """

  Scenario: Its logs are those of one of its pods
    When I run "kubectl logs rc/myweb-rc"
    Then it prints "listening on :8080"
    And it prints "Found 3 pods, using pod/myweb-rc-<rand>"

  Scenario: A controller can go without its pods
    When I run "kubectl delete rc myweb-rc --cascade=orphan"
    Then it prints:
      """
      replicationcontroller "myweb-rc" deleted
      """
    When I run "kubectl get pods"
    Then it prints a table with:
      | Name            | Status  |
      | myweb-rc-<rand> | Running |
      | myweb-rc-<rand> | Running |
      | myweb-rc-<rand> | Running |
