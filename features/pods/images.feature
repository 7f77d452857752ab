Feature: What images do can be said, in sentences or in a file
  No image is ever fetched; its name says what it does. A scenario can say something else: in a sentence, or for many images in a YAML file.

  Rule: In sentences

    Scenario: A server on another port
      Given the image "shop" listens on port 9090
      And the image "shop" prints "listening on 9090"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec: { containers: [{ name: c, image: "shop:1", readinessProbe: { httpGet: { port: 9090 } } }] }
        """
      Then the pods are:
        | Name | Ready |
        | shop | 1/1   |
      And the log of pod "shop" contains "listening on 9090"

    Scenario: A server that breaks after a minute
      Given the image "shop" fails after 60 seconds
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec: { containers: [{ name: c, image: "shop:1", readinessProbe: { httpGet: { port: 80 }, failureThreshold: 1 } }] }
        """
      Then for 1 minute pod "shop" has restarted 0 times
      And the pods are:
        | Name | Ready |
        | shop | 1/1   |
      And within 12 seconds the pods are:
        | Name | Ready |
        | shop | 0/1   |
      And the events of pod "shop" include:
        | Reason    | Message                                                  |
        | Unhealthy | Readiness probe failed: HTTP probe failed with statuscode: 500 |

    Scenario: A program that takes too much memory
      Given the image "shop" takes "300Mi" of memory
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec: { containers: [{ name: c, image: "shop:1", resources: { limits: { memory: 256Mi } } }] }
        """
      Then within 10 seconds the pods are:
        | Name | Ready | Status    |
        | shop | 0/1   | OOMKilled |

    Scenario: A program that ignores SIGTERM
      Given the image "nginx" ignores SIGTERM
      And a pod "web" with label "app=web"
      When I delete pod "web"
      Then for 29 seconds there is a pod "web"
      And within 5 seconds there is no pod "web"

  Rule: In a file

    Scenario: A server that starts slowly, and whose health fails in the course of time
      Given the images of "manifests/images/shop.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec:
          containers:
            - name: c
              image: shop:1
              readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 1 }
              livenessProbe: { httpGet: { path: /healthz, port: 8080 }, periodSeconds: 5 }
        """
      Then within 3 seconds the pods are:
        | Name | Ready | Status  |
        | shop | 0/1   | Running |
      And within 4 seconds the pods are:
        | Name | Ready | Status  |
        | shop | 1/1   | Running |
      And the log of pod "shop" contains "configuration read"
      And for 1 minute pod "shop" has restarted 0 times
      And within 20 seconds pod "shop" has restarted 1 time

    Scenario: Files that the image brings, for a command that reads them
      Given the images of "manifests/images/shop.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: reader }
        spec:
          restartPolicy: Never
          containers: [{ name: c, image: "shop:1", command: [cat, /etc/shop.conf] }]
        """
      Then the log of pod "reader" contains "colour=green"

    Scenario: Another tag of the same image ignores SIGTERM, and takes more memory
      Given the images of "manifests/images/shop.yaml"
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: shop }
        spec: { containers: [{ name: c, image: "shop:2" }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: small }
        spec: { restartPolicy: Never, containers: [{ name: c, image: "shop:2", resources: { limits: { memory: 200Mi } } }] }
        """
      When I delete pod "shop"
      Then for 29 seconds there is a pod "shop"
      And the pods are:
        | Name  | Status      |
        | shop  | Terminating |
        | small | OOMKilled   |

    Scenario: One ends, and one cannot be had
      Given the images of "manifests/images/shop.yaml"
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: job }
        spec: { restartPolicy: Never, containers: [{ name: c, image: "shop-job:1" }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: far }
        spec: { containers: [{ name: c, image: "registry.corp/shop:1" }] }
        """
      Then the pods are:
        | Name | Status                              |
        | job  | Error                               |
        | far  | ~/ErrImagePull\|ImagePullBackOff/ |
      And the events of pod "far" include:
        | Reason | Message                                                                                                                          |
        | Failed | Failed to pull image "registry.corp/shop:1": failed to resolve reference: dial tcp: lookup registry.corp: no such host |
