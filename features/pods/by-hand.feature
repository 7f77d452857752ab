@B13 @B15
Feature: Probes notice what somebody does inside a container
  Background:
    Given I apply:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        containers:
        - name: web
          image: nginx:1.27
          readinessProbe: {exec: {command: [test, -f, /tmp/ready]}, periodSeconds: 2}
          livenessProbe: {exec: {command: [test, "!", -f, /tmp/dead]}, periodSeconds: 2}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """
  Scenario: A file that makes the pod ready comes and goes
    Then Service "web" has no endpoints
    When I run "touch /tmp/ready" in pod "web"
    Then within 10 seconds Service "web" has 1 endpoint
    When I run "rm /tmp/ready" in pod "web"
    Then within 20 seconds Service "web" has no endpoints
  Scenario: A file that says the container is dead has it restarted
    When 1 minute passes
    And I run "touch /tmp/dead" in pod "web"
    Then within 20 seconds pod "web" has restarted 1 time
  Scenario: A page that the liveness probe asks for is removed
    Given I apply:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: page}
      spec:
        containers:
        - name: page
          image: nginx:1.27
          livenessProbe: {httpGet: {path: /index.html, port: 80}, periodSeconds: 2}
      """
    When 1 minute passes
    And I run "rm /usr/share/nginx/html/index.html" in pod "page"
    Then within 20 seconds pod "page" has restarted 1 time
