@B14
Feature: A volume is a directory that containers of a pod share, and that outlives them
  What a container writes into its own files is gone when it starts again. A volume belongs to the pod: all of its containers may see it,
  each under a path of its own. What is in it at first, and how long it lives, depends on its kind.

  Rule: An emptyDir begins empty and ends with its pod

    Scenario: An init container prepares what the server serves
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: site }
        spec:
          initContainers:
            - name: build
              image: busybox:1.36
              command: [sh, -c, 'echo "<h1>Hello</h1>" > /out/index.html']
              volumeMounts: [{ name: pages, mountPath: /out }]
          containers:
            - name: web
              image: nginx:1.27
              ports: [{ containerPort: 80 }]
              readinessProbe: { httpGet: { path: /, port: 80 } }
              volumeMounts: [{ name: pages, mountPath: /usr/share/nginx/html, readOnly: true }]
          volumes:
            - { name: pages, emptyDir: {} }
        """
      Then the pods are:
        | Name | Ready | Status  |
        | site | 1/1   | Running |

    Scenario: An empty directory hides what the image has in that place
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: site }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              ports: [{ containerPort: 80 }]
              readinessProbe: { httpGet: { path: /, port: 80 } }
              volumeMounts: [{ name: pages, mountPath: /usr/share/nginx/html }]
          volumes:
            - { name: pages, emptyDir: {} }
        """
      Then the pods are:
        | Name | Ready | Status  |
        | site | 0/1   | Running |
      And the events of pod "site" include:
        | Type    | Reason    | Message                                               |
        | Warning | Unhealthy | Readiness probe failed: HTTP probe failed with statuscode: 403 |

    Scenario: A sidecar writes the page, and rewrites it while the server serves
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: site }
        spec:
          containers:
            - name: web
              image: nginx:1.27
              ports: [{ containerPort: 80 }]
              readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }
              volumeMounts: [{ name: pages, mountPath: /usr/share/nginx/html }]
            - name: editor
              image: busybox:1.36
              command: [sh, -c, 'sleep 20; while true; do date > /pages/index.html; sleep 10; done']
              volumeMounts: [{ name: pages, mountPath: /pages }]
          volumes:
            - { name: pages, emptyDir: {} }
        """
      And 15 seconds pass
      Then the pods are:
        | Name | Ready | Status  |
        | site | 1/2   | Running |
      And within 15 seconds the pods are:
        | Name | Ready | Status  |
        | site | 2/2   | Running |

    Scenario: One container waits for a file of another
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: relay }
        spec:
          restartPolicy: Never
          containers:
            - name: first
              image: busybox:1.36
              command: [sh, -c, 'sleep 10; echo ready > /baton/state']
              volumeMounts: [{ name: baton, mountPath: /baton }]
            - name: second
              image: busybox:1.36
              command: [sh, -c, 'until [ -f /baton/state ]; do sleep 1; done; cat /baton/state']
              volumeMounts: [{ name: baton, mountPath: /baton }]
          volumes:
            - { name: baton, emptyDir: { medium: Memory } }
        """
      Then the pods are:
        | Name  | Status    | Phase     |
        | relay | Completed | Succeeded |
      And the log of pod "relay" contains "ready"

    Scenario: It outlives a container, but not the pod
      Given the manifest "manifests/pods/counter.yaml"
      When container "c" of pod "counter" exits with 1
      Then the log of pod "counter" contains "start 2"
      When I delete pod "counter"
      And the cluster settles
      And I apply "manifests/pods/counter.yaml"
      Then the log of pod "counter" contains "start 1"

  Rule: A hostPath is a piece of the node

    Scenario: What one pod leaves there, the next pod on the same node finds
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: writer }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'echo "left by $(hostname)" > /data/note']
              volumeMounts: [{ name: data, mountPath: /data }]
          volumes:
            - { name: data, hostPath: { path: /srv/data, type: DirectoryOrCreate } }
        """
      When I delete pod "writer"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [cat, /data/note]
              volumeMounts: [{ name: data, mountPath: /data }]
          volumes:
            - { name: data, hostPath: { path: /srv/data, type: Directory } }
        """
      Then the log of pod "reader" contains "left by writer"

    Scenario: On another node it is another directory
      Given a cluster with 2 nodes
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: writer }
        spec:
          nodeName: node1
          restartPolicy: Never
          containers:
            - { name: c, image: "busybox:1.36", command: [touch, /data/note], volumeMounts: [{ name: data, mountPath: /data }] }
          volumes:
            - { name: data, hostPath: { path: /srv/data } }
        """
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          nodeName: node2
          restartPolicy: Never
          containers:
            - { name: c, image: "busybox:1.36", command: [test, -e, /data/note], volumeMounts: [{ name: data, mountPath: /data }] }
          volumes:
            - { name: data, hostPath: { path: /srv/data } }
        """
      Then the pods are:
        | Name   | Status    |
        | writer | Completed |
        | reader | Error     |

    Scenario Outline: The type says what has to be there: <type> at <path>
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: guest }
        spec:
          containers:
            - { name: c, image: "nginx:1.27", volumeMounts: [{ name: host, mountPath: /host }] }
          volumes:
            - { name: host, hostPath: { path: <path>, type: <type> } }
        """
      Then the pods are:
        | Name  | Ready | Status            | Phase   |
        | guest | 0/1   | ContainerCreating | Pending |
      And the events of pod "guest" include:
        | Type    | Reason      | Message                                               |
        | Warning | FailedMount | MountVolume.SetUp failed for volume "host" : <answer> |

      Examples:
        | type      | path            | answer                                                            |
        | Directory | /nowhere        | hostPath type check failed: /nowhere is not a directory           |
        | Directory | /etc/os-release | hostPath type check failed: /etc/os-release is not a directory    |
        | File      | /etc            | hostPath type check failed: /etc is not a file                    |
        | Socket    | /run/crio.sock  | hostPath type check failed: /run/crio.sock is not a socket file   |

  Rule: The downward API gives a pod's own fields as files

    Scenario: Labels, and they follow when they change
      Given I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: mirror, labels: { stage: test } }
        spec:
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'while true; do cat /pod/labels; echo; sleep 5; done']
              volumeMounts: [{ name: pod, mountPath: /pod }]
          volumes:
            - name: pod
              downwardAPI:
                items:
                  - { path: labels, fieldRef: { fieldPath: metadata.labels } }
        """
      Then the log of pod "mirror" contains "stage=\"test\""
      When I label pod "mirror" with "stage=live"
      Then within 10 seconds the log of pod "mirror" contains "stage=\"live\""

    Scenario: Every pod has a volume it never asked for: its token, its namespace, and its cluster's certificate
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: who }
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: busybox:1.36
              command: [sh, -c, 'cd /var/run/secrets/kubernetes.io/serviceaccount; ls; cat namespace']
        """
      Then the log of pod "who" contains "ca.crt"
      And the log of pod "who" contains "token"
      And the log of pod "who" contains "default"
