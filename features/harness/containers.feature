Feature: A failed expectation of a container shows what it did

  Rule: Restarts

    Scenario: Fewer than expected
      Given this feature is run:
        ```gherkin
        Feature: A liveness probe
          Scenario: Five restarts
            Given the manifest "manifests/pods/myweb-liveness-err.yaml"
            When 1 minute passes
            Then pod "myweb-liveness-err" has restarted at least 5 times
        ```
      Then its last step fails with:
        ```
        expected pod "myweb-liveness-err" to have restarted at least 5 times, found 2:
            | Name               | Ready | Status           | Restarts    | Age  |
            | myweb-liveness-err | 0/1   | CrashLoopBackOff | 2 (21s ago) | 2m1s |
        The cluster warns:
          pod "myweb-liveness-err": BackOff: Back-off restarting failed container myweb in pod it
          pod "myweb-liveness-err": Unhealthy: Liveness probe failed: Get "http://10.244.1.4:8080/": dial tcp 10.244.1.4:8080: connect: connection refused
        It was never so between 1m1s and 2m1s.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Logs

    Scenario: Something else was printed
      Given this feature is run:
        ```gherkin
        Feature: A web server
          Scenario: It says hello
            Given a pod "web" with label "app=web"
            Then the log of pod "web" contains "hello"
        ```
      Then its last step fails with:
        ```
        expected the log of pod "web" to contain "hello", found:
          /docker-entrypoint.sh: Configuration complete; ready for start up

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What cannot be made to fail

    Scenario: A probe that is not declared
      Given this feature is run:
        ```gherkin
        Feature: A pod without probes
          Scenario: Not ready
            Given a pod "web" with label "app=web"
            When the readiness probe of pod "web" fails
        ```
      Then its last step fails with:
        ```
        pod "web" declares no readiness probe, nor any other

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A controller
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet
          Scenario: Its probe
            Given a ReplicaSet "web" with 1 replica
            When the liveness probe of ReplicaSet "web" fails
        ```
      Then its last step fails with:
        ```
        a ReplicaSet has no containers: say which pods, as in: one pod of ReplicaSet "web"

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A container that does not run
      Given this feature is run:
        ```gherkin
        Feature: A pod
          Scenario: Another container
            Given a pod "web" with label "app=web"
            When container "log" of pod "web" exits with 1
        ```
      Then its last step fails with:
        ```
        container "log" of pod "web" does not run

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: What is said about containers

    Scenario: Columns and cells that mean nothing
      Given this feature is run:
        ```gherkin
        Feature: A table of containers
          Scenario: Slips
            Given the containers of Deployment "web":
              | Container | Becomes redy | Listens |
              | web       | after 5s     | http    |
        ```
      Then its last step fails with:
        ```
        there is no column "Becomes redy". Did you mean "Becomes ready"? The columns are: Container, Becomes ready, Listens, Fails at, Exits, Memory, Logs, Ignores SIGTERM
        row 1, Listens: "http" is no port: write 8080, or 8080, 9090

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A container that is not there
      Given this feature is run:
        ```gherkin
        Feature: A table of containers
          Scenario: Another name
            Given a Deployment "web" with 1 replica
            And the containers of Deployment "web":
              | Container | Exits |
              | wbe       | 1     |
        ```
      Then its last step fails with:
        ```
        Deployment "web" has no container "wbe". Did you mean "web"?

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: Images in a file, with slips
      Given this feature is run:
        ```gherkin
        Feature: Images
          Scenario: Slips
            Given the images of "manifests/images/slips.yaml"
        ```
      Then its last step fails with:
        ```
        image "shop": there is no field "startAfter"
          manifests/images/slips.yaml:2:3: Did you mean "startsAfter"? The fields are: startsAfter, exits, ports, logs, cpu, memory, ignoresTerm, cannotBePulled, http, files
        image "shop", ports: "http" is not a port: a whole number from 1 to 65535
          manifests/images/slips.yaml:3:3

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A file that is none of the project's
      Given this feature is run:
        ```gherkin
        Feature: Images
          Scenario: Elsewhere
            Given the images of "/"
        ```
      Then its last step fails with:
        ```
        the path "/" leads out of the project

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: A probe that asks the wrong port is named

    Scenario: Nobody listens where the readiness probe asks
      Given this feature is run:
        ```gherkin
        Feature: Example
          Scenario: A port
            Given I apply:
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: web}
              spec:
                replicas: 1
                selector: {matchLabels: {app: web}}
                template:
                  metadata: {labels: {app: web}}
                  spec:
                    containers:
                    - name: web
                      image: nginx:1.27
                      readinessProbe: {httpGet: {port: 8080}}
              """
            Then Deployment "web" has 1 ready pod
        ```
      Then its last step fails with:
        ```
        expected Deployment "web" to have 1 ready pod, found 0; its pods:
            | Name                 | Ready | Status  | Restarts | Age |
            | web-749f877df5-????? | 0/1   | Running | 0        | 10m |
        The cluster warns:
          pod "web-749f877df5-?????": Unhealthy: Readiness probe failed: Get "http://10.244.1.4:8080/": dial tcp 10.244.1.4:8080: connect: connection refused
        The readinessProbe of container "web" asks port 8080, where nobody listens; its pod listens on 80.

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
