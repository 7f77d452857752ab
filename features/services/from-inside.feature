@B15 @D27
Feature: Programs in containers use the network
  Commands in containers are interpreted, and what they ask the network is answered by the network of the cluster: wget, curl, nc and
  nslookup work as in the images that have them, and so do loops that wait for a Service.

  Background:
    Given I apply:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: client}
      spec:
        containers: [{name: client, image: "busybox:1.36", command: [sleep, "3600"]}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        containers: [{name: web, image: "nginx:1.27", ports: [{containerPort: 80}]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{port: 80}]
      """

  Rule: A command can be run in any container

    Scenario: A page is fetched by the Service's name
      When I run "wget -qO- http://web | grep title" in pod "client"
      Then it prints:
        """
        <title>Welcome to nginx!</title>
        """
      And it exits with 0

    Scenario: The server notes who asked
      When I run "wget -qO- http://web/hello" in pod "client"
      Then it prints "wget: server returned error: HTTP/1.1 404 Not Found"
      And it exits with 1
      And the log of pod "web" contains "GET /hello HTTP/1.1"

    Scenario: A name that nobody has
      When I run "wget -qO- http://wbe" in pod "client"
      Then it prints "wget: bad address 'wbe'"

    Scenario: A Service without endpoints refuses, a port that it does not have says nothing
      When I delete pod "web"
      And 5 seconds pass
      And I run "wget -qO- http://web" in pod "client"
      Then it prints "Connection refused"
      When I run "timeout 3 wget -qO- http://web:8080; echo exit code $?" in pod "client"
      Then it prints "exit code 143"

    Scenario: Names are looked up
      When I run "nslookup web.default.svc.cluster.local" in pod "client"
      Then it prints "Name:	web.default.svc.cluster.local"
      When I run "nslookup nobody.default.svc.cluster.local" in pod "client"
      Then it prints "** server can't find nobody.default.svc.cluster.local: NXDOMAIN"
      And it exits with 1

    Scenario: The first process of a container can be told to end, and the container is started again
      When I run "kill 1" in pod "web"
      Then within 5 seconds pod "web" has restarted 1 time

    Scenario: It cannot be killed from inside
      When I run "kill -9 1" in pod "web"
      Then for 1 minute pod "web" has restarted 0 times

    Scenario: What an image has no tool for cannot be done in it
      When I run "curl -s http://web" in pod "client"
      Then it prints "curl: not found"
      And it exits with 127
      When I run "curl -s -o /dev/null -w %{http_code} http://localhost" in container "web" of pod "web"
      Then it prints "200"

  Rule: A program may wait for a Service

    Scenario: An init container lets the pod begin when the Service is there
      When I apply:
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: shop}
        spec:
          initContainers:
          - name: wait
            image: busybox:1.36
            command: [sh, -c, "until nslookup db.default.svc.cluster.local; do echo waiting; sleep 2; done"]
          containers: [{name: shop, image: "nginx:1.27"}]
        """
      Then pod "shop" matches:
        """
        status: {phase: Pending}
        """
      When I apply:
        """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        """
      Then pod "shop" matches:
        """
        status: {phase: Running}
        """

    Scenario: What a command writes is there for whom it asks next
      Given I apply:
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: site}
        spec:
          volumes: [{name: pages, emptyDir: {}}]
          containers:
          - name: server
            image: nginx:1.27
            volumeMounts: [{name: pages, mountPath: /usr/share/nginx/html}]
          - name: editor
            image: busybox:1.36
            command: [sleep, "3600"]
            volumeMounts: [{name: pages, mountPath: /pages}]
        """
      When I run "echo hello > /pages/index.html; wget -qO- http://localhost; rm /pages/index.html; wget -qO- http://localhost" in container "editor" of pod "site"
      Then it prints:
        """
        hello
        wget: server returned error: HTTP/1.1 403 Forbidden
        """
