@B14
Feature: The environment of a container comes from its pod
  A variable is a literal, a reference to another one, a field of the pod, or an entry of a ConfigMap. The containers below compare
  what they get with what they expect: whoever got it Succeeded, with exit code 0.

  Rule: A literal stands for itself, and $(NAME) for a variable that was defined before

    Scenario Outline: <written> means <meant>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'test "$URL" = "$WANTED"']
              env:
                - { name: HOST, value: db }
                - { name: URL, value: '<written>' }
                - { name: LATER, value: never }
                - { name: WANTED, value: '<quoted>' }
        """
      Then the pods are:
        | Name   | Status    | Phase     |
        | reader | Completed | Succeeded |

      Examples:
        | written           | meant        | quoted       |
        | plain             | plain        | plain        |
        | http://$(HOST):80 | http://db:80 | http://db:80 |
        | $(LATER)          | itself       | $$(LATER)    |
        | $$(HOST)          | $(HOST)      | $$(HOST)     |

    Scenario: The command may use the variables as well
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [test, $(GREETING), "=", hello]
              env: [{ name: GREETING, value: hello }]
        """
      Then the pods are:
        | Name   | Status    |
        | reader | Completed |

  Rule: A fieldRef tells a container about its own pod

    Scenario: Name, namespace, node, label
      Given a namespace "shop"
      When I apply in namespace "shop":
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader, labels: { tier: back } }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'test "$NAME.$PLACE.$NODE.$TIER" = reader.shop.node1.back']
              env:
                - { name: NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
                - { name: PLACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
                - { name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }
                - { name: TIER, valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } }
        """
      Then the pods in namespace "shop" are:
        | Name   | Status    |
        | reader | Completed |

  Rule: A container is told of the Services that were there when it was made

    Scenario: The Services of its namespace, and the API server
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Service
        metadata: { name: my-db }
        spec: { clusterIP: 10.96.0.7, ports: [{ name: sql, port: 5432 }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'echo "$DB, $MY_DB_PORT, $KUBERNETES_SERVICE_HOST"']
              env: [{ name: DB, value: $(MY_DB_SERVICE_HOST):$(MY_DB_SERVICE_PORT_SQL) }]
        """
      Then the log of pod "reader" contains "10.96.0.7:5432, tcp://10.96.0.7:5432, 10.96.0.1"

    Scenario: A Service that comes later is not told: a name in DNS would be
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'sleep 5; echo "found $WEB_SERVICE_HOST."; sleep 3600']
        """
      And 3 seconds pass
      And I apply:
        """yaml
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { clusterIP: 10.96.0.8, ports: [{ port: 80 }] }
        """
      Then within 10 seconds the log of pod "reader" contains "found ."
      When container "c" of pod "reader" exits with 0
      Then within 20 seconds the log of pod "reader" contains "found 10.96.0.8."

  Rule: A ConfigMap gives its entries to whoever asks

    Scenario: One entry, and all of them with a prefix
      When I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: paint }
        data: { color: blue, size: "10" }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'test "$COLOR $cfg_size" = "blue 10"']
              env: [{ name: COLOR, valueFrom: { configMapKeyRef: { name: paint, key: color } } }]
              envFrom: [{ prefix: cfg_, configMapRef: { name: paint } }]
        """
      Then the pods are:
        | Name   | Status    |
        | reader | Completed |
      And the configmaps include:
        | Name  | Data |
        | paint | 2    |

  Rule: What is asked for must be there, unless it is optional

    Background:
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          containers:
            - name: c
              image: nginx:1.27
              env: [{ name: COLOR, valueFrom: { configMapKeyRef: { name: paint, key: color } } }]
        """

    Scenario: A ConfigMap that is missing keeps the container from being made
      Then the pods are:
        | Name   | Ready | Status                     | Phase   |
        | reader | 0/1   | CreateContainerConfigError | Pending |
      And the events of pod "reader" include:
        | Type    | Reason | Message                            |
        | Warning | Failed | Error: configmap "paint" not found |

    Scenario: So does an entry that is missing
      When I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: paint }
        data: { size: "10" }
        """
      Then within 30 seconds pod "reader" matches:
        """yaml
        status:
          containerStatuses:
            - name: c
              state:
                waiting:
                  reason: CreateContainerConfigError
                  message: couldn't find key color in ConfigMap default/paint
        """

    Scenario: As soon as it is there the container starts
      When I apply:
        """yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: paint }
        data: { color: blue }
        """
      Then within 30 seconds the pods are:
        | Name   | Ready | Status  | Restarts |
        | reader | 1/1   | Running | 0        |

    Scenario: An optional entry may be missing
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: easygoing }
        spec:
          containers:
            - name: c
              image: nginx:1.27
              env: [{ name: COLOR, valueFrom: { configMapKeyRef: { name: paint, key: color, optional: true } } }]
        """
      Then the pods include:
        | Name      | Ready | Status  |
        | easygoing | 1/1   | Running |
