@B10
Feature: An image that cannot be pulled is asked for again and again, ever more rarely
  A pull that fails shows as ErrImagePull. While the kubelet waits before the next attempt it shows as ImagePullBackOff. The pauses
  double from 10 seconds to 5 minutes, as they do between restarts.

  Rule: The pod waits, and says why

    Background:
      Given the image "nginx:1.27" cannot be pulled

    Scenario: First ErrImagePull, then ImagePullBackOff
      When I apply "manifests/pods/single.yaml"
      Then within 5 seconds the pods are:
        | Name   | Ready | Status       | Restarts |
        | single | 0/1   | ErrImagePull | 0        |
      And within 20 seconds the pods are:
        | Name   | Ready | Status           | Restarts |
        | single | 0/1   | ImagePullBackOff | 0        |

    Scenario: The events tell the story
      When I apply "manifests/pods/single.yaml"
      And 20 seconds pass
      Then the events of pod "single" include:
        | Type    | Reason    | Message                                                                               |
        | Normal  | Scheduled | Successfully assigned default/single to node1                                         |
        | Normal  | Pulling   | Pulling image "nginx:1.27"                                                            |
        | Warning | Failed    | Failed to pull image "nginx:1.27": rpc error: code = NotFound desc = failed to pull * |
        | Warning | Failed    | Error: ErrImagePull                                                                   |
        | Normal  | BackOff   | Back-off pulling image "nginx:1.27"                                                   |
        | Warning | Failed    | Error: ImagePullBackOff                                                               |

    Scenario: Once the image is there, the next attempt finds it
      Given the manifest "manifests/pods/single.yaml"
      When the image "nginx:1.27" can be pulled
      Then within 6 minutes the pods are:
        | Name   | Ready | Status  | Restarts |
        | single | 1/1   | Running | 0        |

  Rule: A bad image does not stop the containers beside it, but the pod stays Pending

    Scenario: One of two images is missing
      Given the image "busybox:1.36" cannot be pulled
      When I apply "manifests/pods/web-with-log.yaml"
      Then the pods are:
        | Name         | Ready | Phase   | Status                            |
        | web-with-log | 1/2   | Pending | ~/ErrImagePull\|ImagePullBackOff/ |

  Rule: Every pod of a controller waits on its own

    Scenario: Three replicas, no image
      Given the image "httpd" cannot be pulled
      And a ReplicationController "web" with 3 replicas of image "httpd"
      Then ReplicationController "web" has 3 replicas
      But ReplicationController "web" has 0 ready pods

  Rule: An image that is slow to start is Running before it serves

    Scenario: Without a readiness probe nobody notices
      Given the image "nginx:1.27" takes 20 seconds to start
      When I apply "manifests/pods/single.yaml"
      Then within 5 seconds the pods are:
        | Name   | Ready | Status  |
        | single | 1/1   | Running |
