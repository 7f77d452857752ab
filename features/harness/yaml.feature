Feature: A YAML that does not match is shown reduced to the fields one asked about
  A stored object has a hundred fields. What nobody asked about is of no interest now.

  Rule: Fields

    Scenario: A value
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet
          Scenario: Four are wanted
            Given the manifest "manifests/myweb-rs.yaml"
            Then ReplicaSet "myweb-rs" matches:
              """yaml
              metadata: { labels: null, name: myweb-rs }
              spec: { replicas: 4 }
              status: { readyReplicas: 3, replicas: ">3" }
              """
        ```
      Then its last step fails with:
        ```
        ReplicaSet "myweb-rs" does not match (- expected, + found):
            metadata:
              labels: null
              name: myweb-rs
            spec:
          -   replicas: 4
          +   replicas: 3
            status:
              readyReplicas: 3
          -   replicas: ">3"
          +   replicas: 3

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A field that is misspelt, and one that is a text
      Given this feature is run:
        ```gherkin
        Feature: A ReplicaSet
          Scenario: Slips of the pen
            Given the manifest "manifests/myweb-rs.yaml"
            Then ReplicaSet "myweb-rs" matches:
              """yaml
              spec: { replica: 3 }
              status: { readyReplicas: "3" }
              """
        ```
      Then its last step fails with:
        ```
        ReplicaSet "myweb-rs" does not match (- expected, + found):
            spec:
          -   replica: 3
              (did you mean "replicas"?)
            status:
          -   readyReplicas: "3"
          +   readyReplicas: 3
              (expected a string, found a number: write it without quotes, 3)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A field that must be absent
      Given this feature is run:
        ```gherkin
        Feature: A pod
          Scenario: It has a label
            Given a pod "stray" with label "app=web"
            Then pod "stray" matches:
              """yaml
              metadata: { labels: null, deletionTimestamp: null }
              """
        ```
      Then its last step fails with:
        ```
        Pod "stray" does not match (- expected, + found):
            metadata:
          -   labels: null
          +   labels:
          +     app: web
              deletionTimestamp: null

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

  Rule: Lists are put side by side by their merge keys, whatever their order

    Scenario: A container that is not as it should be
      Given this feature is run:
        ```gherkin
        Feature: Two containers
          Scenario: The image of one
            Given the manifest "manifests/pods/web-with-log.yaml"
            Then pod "web-with-log" matches:
              """yaml
              spec:
                containers:
                  - { name: log, image: "busybox:1.37" }
                  - { name: web, image: "nginx:1.27" }
              """
        ```
      Then its last step fails with:
        ```
        Pod "web-with-log" does not match (- expected, + found):
            spec:
              containers:
                - name: log
          -       image: busybox:1.37
          +       image: busybox:1.36
                - name: web
                  image: nginx:1.27

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A container that is not there
      Given this feature is run:
        ```gherkin
        Feature: One container
          Scenario: Where is the sidecar?
            Given the manifest "manifests/pods/web-with-log.yaml"
            Then pod "web-with-log" matches:
              """yaml
              spec:
                containers:
                  - { name: logs }
              """
        ```
      Then its last step fails with:
        ```
        Pod "web-with-log" does not match (- expected, + found):
            spec:
              containers:
          -     - name: logs
                (did you mean "log"?)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```

    Scenario: A state that is another one
      Given this feature is run:
        ```gherkin
        Feature: A bad image
          Scenario: The container is not running
            Given the image "nginx:1.27" cannot be pulled
            And the manifest "manifests/pods/single.yaml"
            Then pod "single" matches:
              """yaml
              status:
                containerStatuses:
                  - name: web
                    ready: false
                    state: { running: { startedAt: <any> } }
              """
        ```
      Then its last step fails with:
        ```
        Pod "single" does not match (- expected, + found):
            status:
              containerStatuses:
                - name: web
                  ready: false
                  state:
          -         running:
          -           startedAt: <any>
                    (there is waiting instead)

        Seed 1. Again: npx gherkube run features/example.feature:2 --seed 1
        ```
