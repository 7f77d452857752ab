@B14
Feature: Configuration lies beside the image, in ConfigMaps and Secrets
  The same image runs in every stage; what differs comes from a ConfigMap, or from a Secret when not everybody should see it. A container has
  the entries as variables, as they were when it started, or as files, which follow later.

  Rule: A Secret is a ConfigMap whose values are written in base64, and which has a type

    Scenario: Plain text on the way in, base64 in the store
      When I apply:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: { name: db }
        stringData: { user: admin, password: s3cret }
        """
      Then the secrets are:
        | Name | Type   | Data |
        | db   | Opaque | 2    |
      And Secret "db" matches:
        """yaml
        data: { user: YWRtaW4=, password: czNjcmV0 }
        """

    Scenario Outline: <what> is refused
      Then applying "<file>" is refused with "<answer>"

      Examples:
        | what                           | file                                | answer                                      |
        | What is not base64             | manifests/refused/secret-text.yaml  | illegal base64 data at input byte 3         |
        | A certificate without its key  | manifests/refused/secret-tls.yaml   | data[tls.key]: Required value               |

    Scenario: What is immutable stays as it is
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: { name: plain }
        immutable: true
        stringData: { a: "1" }
        """
      Then changing Secret "plain" is refused with "data: Forbidden: field is immutable when `immutable` is set":
        """yaml
        stringData: { a: "2" }
        """

  Rule: As variables

    Scenario: One entry, and all of them with a prefix
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: { name: db }
        stringData: { user: admin, password: s3cret }
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: shop }
        data: { currency: EUR }
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'echo "$PASSWORD of $DB_user pays in $currency"']
              env:
                - { name: PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }
              envFrom:
                - { prefix: DB_, secretRef: { name: db } }
                - { configMapRef: { name: shop } }
                - { configMapRef: { name: holidays, optional: true } }
        """
      Then the log of pod "shop" contains "s3cret of admin pays in EUR"

    Scenario: A missing Secret keeps the container from being made, until it is there
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec:
          containers:
            - name: c
              image: nginx:1.27
              env:
                - { name: PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }
        """
      Then the pods are:
        | Name | Ready | Status                     |
        | shop | 0/1   | CreateContainerConfigError |
      And the events of pod "shop" include:
        | Type    | Reason | Message                       |
        | Warning | Failed | Error: secret "db" not found  |
      When I apply:
        """yaml
        apiVersion: v1
        kind: Secret
        metadata: { name: db }
        stringData: { pasword: s3cret }
        """
      Then the events of pod "shop" include:
        | Type    | Reason | Message                                                 |
        | Warning | Failed | Error: couldn't find key password in Secret default/db |
      When I change Secret "db":
        """yaml
        stringData: { password: s3cret }
        """
      Then the pods are:
        | Name | Ready | Status  | Restarts |
        | shop | 1/1   | Running | 0        |

  Rule: As files

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: app }
        data:
          color: blue
          app.conf: |
            mode = fast
            level = 3
        """

    Scenario: A file for each entry, or only for some, under other names
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: user }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'ls /etc/app; cat /etc/app/app.conf; cat /etc/one/shade']
              volumeMounts:
                - { name: all, mountPath: /etc/app }
                - { name: one, mountPath: /etc/one }
          volumes:
            - { name: all, configMap: { name: app } }
            - { name: one, configMap: { name: app, items: [{ key: color, path: shade }] } }
        """
      Then the log of pod "user" contains "app.conf"
      And the log of pod "user" contains "level = 3"
      And the log of pod "user" contains "blue"

    Scenario: One file among those of the image, by subPath; a misspelt one is a directory, which fits nowhere
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: web }
        spec:
          containers:
            - name: c
              image: nginx:1.27
              volumeMounts: [{ name: app, mountPath: /etc/nginx/nginx.conf, subPath: ap.conf }]
          volumes:
            - { name: app, configMap: { name: app } }
        """
      Then within 10 seconds the events of pod "web" include:
        | Type    | Reason | Message                                                                                                           |
        | Warning | Failed | Error: failed to create containerd task: *error mounting * to rootfs at "/etc/nginx/nginx.conf": *not a directory: unknown |

    Scenario: Nobody may write there
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: user }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'echo red > /etc/app/color']
              volumeMounts: [{ name: app, mountPath: /etc/app }]
          volumes:
            - { name: app, configMap: { name: app } }
        """
      Then the log of pod "user" contains "can't create /etc/app/color: Read-only file system"
      And the pods are:
        | Name | Status |
        | user | Error  |

    Scenario: A script from a ConfigMap needs a mode by which it can be run
      When I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: scripts }
        data:
          hello.sh: |
            #!/bin/sh
            echo "hello from $0"
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: runs }
        spec:
          restartPolicy: Never
          containers:
            - { name: c, image: "busybox:1.36", command: [sh, -c, /scripts/hello.sh], volumeMounts: [{ name: s, mountPath: /scripts }] }
          volumes:
            - { name: s, configMap: { name: scripts, defaultMode: 0755 } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: fails }
        spec:
          restartPolicy: Never
          containers:
            - { name: c, image: "busybox:1.36", command: [sh, -c, /scripts/hello.sh], volumeMounts: [{ name: s, mountPath: /scripts }] }
          volumes:
            - { name: s, configMap: { name: scripts } }
        """
      Then the log of pod "runs" contains "hello from /scripts/hello.sh"
      And the log of pod "fails" contains "Permission denied"

  Rule: A pod waits for the volumes that its containers need

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: user }
        spec:
          containers:
            - { name: c, image: "nginx:1.27", volumeMounts: [{ name: late, mountPath: /etc/late }] }
          volumes:
            - { name: late, configMap: { name: late } }
        """

    Scenario: It has no address and no container yet, and the events say what is missing
      Then the pods are:
        | Name | Ready | Status            | Phase   | IP     |
        | user | 0/1   | ContainerCreating | Pending | <none> |
      And the events of pod "user" include:
        | Type    | Reason      | Message                                                                  |
        | Warning | FailedMount | MountVolume.SetUp failed for volume "late" : configmap "late" not found |

    Scenario: It is tried again after 0.5, 1, 2, 4 ... seconds, so a few attempts fall into the first ten
      When 10 seconds pass
      Then the events of pod "user" include:
        | Reason      | Count |
        | FailedMount | 5     |

    Scenario: Once the ConfigMap is there, the next attempt finds it
      When 10 seconds pass
      And I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: late }
        data: { a: b }
        """
      Then within 10 seconds the pods are:
        | Name | Ready | Status  | Restarts |
        | user | 1/1   | Running | 0        |

    Scenario: An optional one may be missing
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: easygoing }
        spec:
          containers:
            - { name: c, image: "nginx:1.27", volumeMounts: [{ name: late, mountPath: /etc/late }] }
          volumes:
            - { name: late, configMap: { name: late, optional: true } }
        """
      Then the pods include:
        | Name      | Ready | Status  |
        | easygoing | 1/1   | Running |

  Rule: Files follow a change after a while; variables, and single files mounted by subPath, do not

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: paint }
        data: { color: blue }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: painter }
        spec:
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'while true; do echo "$COLOR, $(cat /paint/color), $(cat /single)"; sleep 5; done']
              env:
                - { name: COLOR, valueFrom: { configMapKeyRef: { name: paint, key: color } } }
              volumeMounts:
                - { name: paint, mountPath: /paint }
                - { name: paint, mountPath: /single, subPath: color }
          volumes:
            - { name: paint, configMap: { name: paint } }
        """

    Scenario: The kubelet looks again every 60 to 90 seconds
      Then the log of pod "painter" contains "blue, blue, blue"
      When I change ConfigMap "paint":
        """yaml
        data: { color: red }
        """
      Then within 95 seconds the log of pod "painter" contains "blue, red, blue"

    Scenario: A container that starts again has everything as it is then
      When I change ConfigMap "paint":
        """yaml
        data: { color: red }
        """
      And 2 minutes pass
      And container "c" of pod "painter" exits with 1
      Then within 20 seconds the log of pod "painter" contains "red, red, red"
