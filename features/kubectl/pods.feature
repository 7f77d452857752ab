Feature: Looking into pods, typed by hand

  Pods print, crash and are entered. Time passes while a command waits, and only then.

  Scenario: What a pod has printed, and how it ended
    When I run "kubectl run job --image=busybox --restart=Never -- sh -c 'echo hello; exit 3'"
    Then it prints "pod/job created"
    When I run "kubectl logs job"
    Then it prints:
      """
      hello
      """
    When I run "kubectl get pod job -o custom-columns=STATUS:.status.phase,CODE:.status.containerStatuses[0].state.terminated.exitCode"
    Then it prints:
      """
      STATUS   CODE
      Failed   3
      """

  Scenario: A pod that crashes is watched for a minute
    When I run:
      """
      kubectl run flaky --image=busybox -- sh -c 'echo going; sleep 5; exit 1'
      kubectl get pods --watch --request-timeout=20s
      kubectl logs flaky --previous
      """
    Then it prints:
      """
      pod/flaky created
      NAME    READY   STATUS              RESTARTS   AGE
      flaky   0/1     ContainerCreating   0          <age>
      flaky   1/1     Running             0          <age>
      flaky   0/1     Error               0          <age>
      flaky   1/1     Running             1 (<age> ago)   <age>
      flaky   0/1     Error               1 (<age> ago)   <age>
      going
      """

  Scenario: Only one kind at a time can be watched
    When I run "kubectl get pods,nodes,services --watch"
    Then it fails with "you may only specify a single resource type"

  Scenario: A command in a container, and a file out of it
    When I run:
      """
      kubectl run web --image=nginx --port=80
      kubectl wait --for=condition=Ready pod/web
      kubectl exec web -- sh -c 'echo hi > /tmp/greeting'
      kubectl cp web:/tmp/greeting greeting
      cat greeting
      """
    Then it prints:
      """
      pod/web created
      pod/web condition met
      hi
      """

  Scenario: A pod for one request
    When I run:
      """
      kubectl run web --image=nginx --port=80 --expose
      kubectl wait --for=condition=Ready pod/web
      kubectl run client --rm -i --image=busybox --restart=Never -- wget -qO- http://web
      """
    Then it prints "Welcome to nginx!"
    And it prints 'pod "client" deleted'

  Scenario: What has happened to a pod
    When I run "kubectl run web --image=nginx"
    And I run "kubectl events --for pod/web"
    Then it prints:
      """
      LAST SEEN   TYPE     REASON      OBJECT    MESSAGE
      <age>          Normal   Scheduled   Pod/web   Successfully assigned default/web to node1
      <age>          Normal   Pulling     Pod/web   Pulling image "nginx"
      <age>          Normal   Pulled      Pod/web   Successfully pulled image "nginx" in * (* including waiting). Image size: * bytes.
      <age>          Normal   Created     Pod/web   Created container: web
      <age>          Normal   Started     Pod/web   Started container web
      """

  Scenario: What pods use, where somebody measures it
    Given a metrics server
    And the image "shop" takes "250m" of CPU
    And the image "shop" takes "64Mi" of memory
    When I run:
      """
      kubectl run shop --image=shop
      kubectl run busy --image=busybox -- sh -c 'while :; do :; done'
      kubectl wait --for=condition=Ready pod --all
      kubectl top pods
      """
    Then it fails with "metrics not available yet"
    When 1 minute passes
    And I run "kubectl top pods --sort-by=cpu --sum"
    Then it prints:
      """
      NAME   CPU(cores)   MEMORY(bytes)
      busy   1000m        1Mi
      shop   250m         64Mi
             ________     ________
             1250m        65Mi
      """
    When I run "kubectl top nodes"
    Then it prints a table with:
      | Name  | CPU(cores) | Memory(bytes) |
      | node1 | 1292m      | 479Mi         |

  Scenario: What is not there, and what there is not
    When I run "kubectl logs nobody"
    Then it fails with 'pods "nobody" not found in namespace "default"'
    When I run "kubectl delete pod nobody"
    Then it prints 'Error from server (NotFound): pods "nobody" not found'
    When I run "kubectl gor pods describe"
    Then it fails with 'unknown command "gor" for "kubectl"'
    When I run "kubectl top pods"
    Then it fails with "Metrics API not available"
    When I run "kubectl get pods -o wise"
    Then it fails with 'unable to match a printer suitable for the output format "wise"'
