@D28
Feature: There are more ways to a Service than its address in the cluster
  A node port is open on every node. A load balancer has an address of its own and sends what comes to the node ports; who makes it is not
  part of Kubernetes, so on a bare cluster such a Service waits for ever.

  Background:
    Given a cluster with 3 nodes
    And I apply:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web-1, labels: {app: web}}
      spec:
        nodeName: node1
        containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web-2, labels: {app: web}}
      spec:
        nodeName: node2
        containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}]
      """

  Rule: A node port is open on every node

    Background:
      Given I apply:
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
        """

    Scenario: Whichever node is asked, all pods may answer
      Then requests to "http://node1:30080" are answered by 2 pods
      And requests to "http://node3:30080" are answered by 2 pods
      And requests to "http://web" are answered by 2 pods

    Scenario: With the policy Local a node answers with its own pods, or not at all
      When I change Service "web":
        """
        spec:
          externalTrafficPolicy: Local
        """
      Then requests to "http://node1:30080" are answered by 1 pod
      And requests to "http://web" are answered by 2 pods
      When 1 request is sent to "http://node3:30080"
      Then 1 of the requests fails

    Scenario: A node port lies in its range, and belongs to one Service
      Then changing Service "web" is refused with "provided port is not in the valid range. The range of valid ports is 30000-32767":
        """
        spec:
          ports: [{port: 80, targetPort: 8080, nodePort: 8080}]
        """
      And applying "manifests/refused/taken-node-port.yaml" is refused with "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated"

    Scenario: kube-proxy's rules can be read
      Then the rules of kube-proxy on node "node1" include:
        """
        -A KUBE-NODEPORTS -p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j KUBE-EXT-LOLE4ISW44XBNF3G
        -A KUBE-EXT-LOLE4ISW44XBNF3G -j KUBE-SVC-LOLE4ISW44XBNF3G
        """

  Rule: A load balancer needs somebody who makes it

    Background:
      Given I apply:
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ports: [{port: 80, targetPort: 8080}]
        """

    Scenario: On a bare cluster it waits, and its other ways in work
      Then the services with label "!component" are:
        | Name | Type         | External-IP |
        | web  | LoadBalancer | <pending>   |
      And for 1 hour the services with label "!component" are:
        | Name | External-IP |
        | web  | <pending>   |
      And requests to "http://web" are answered by 2 pods

    Scenario: With a provider it gets an address that answers
      Given a load balancer provider
      Then the services with label "!component" are:
        | Name | Type         | External-IP |
        | web  | LoadBalancer | 203.0.113.1 |
      And requests to "http://203.0.113.1" are answered by 2 pods
      And the events of Service "web" include:
        | Type   | Reason               | Message                |
        | Normal | EnsuringLoadBalancer | Ensuring load balancer |
        | Normal | EnsuredLoadBalancer  | Ensured load balancer  |

    Scenario: The load balancer goes with its Service
      Given a load balancer provider
      When I delete Service "web"
      Then there is no Service "web"
      And the events of Service "web" include:
        | Type   | Reason               | Message                |
        | Normal | DeletingLoadBalancer | Deleting load balancer |
        | Normal | DeletedLoadBalancer  | Deleted load balancer  |
      When 1 request is sent to "http://203.0.113.1"
      Then 1 of the requests fails

    Scenario: A Service that is none any more gives its address back
      Given a load balancer provider
      When I change Service "web":
        """
        spec:
          type: ClusterIP
        """
      Then the services with label "!component" are:
        | Name | Type      | External-IP |
        | web  | ClusterIP | <none>      |

  Rule: A Service without a selector leads to what somebody writes down for it

    Scenario: A server beside the pods, on the network of a node
      When I apply:
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: old-server}
        spec:
          nodeName: node1
          hostNetwork: true
          containers: [{name: server, image: "legacy:1", ports: [{containerPort: 8000}]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: old}
        spec:
          ports: [{port: 80, targetPort: 8000}]
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: old}
        subsets:
        - addresses: [{ip: 192.168.64.1}]
          ports: [{port: 8000}]
        """
      Then requests to "http://old" are answered by image "legacy:1"
      And Service "old" has 1 endpoint

  Rule: A container may have a port of its node for itself

    Scenario: What comes to that port of that node goes to the container
      When I apply:
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: door}
        spec:
          nodeName: node3
          containers: [{name: door, image: "door:1", ports: [{containerPort: 8080, hostPort: 80}]}]
        """
      Then requests to "http://node3" are answered by image "door:1"
      And requests to "http://node1" are refused
