@D28
Feature: Requests can stay in their zone
  A cluster may stretch over several zones: rooms or buildings with a network between them that is slow, or is paid for. A Service can ask that
  requests stay where they come from. Its EndpointSlices say for each endpoint whose requests it is meant for, and kube-proxy on each node heeds that.

  Background:
    Given a cluster with 2 nodes
    And I apply:
      """yaml
      apiVersion: v1
      kind: Node
      metadata: { name: node1, labels: { topology.kubernetes.io/zone: east } }
      ---
      apiVersion: v1
      kind: Node
      metadata: { name: node2, labels: { topology.kubernetes.io/zone: west } }
      ---
      apiVersion: v1
      kind: Pod
      metadata: { name: east-1, labels: { app: web } }
      spec: { nodeName: node1, containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }] }
      ---
      apiVersion: v1
      kind: Pod
      metadata: { name: west-1, labels: { app: web } }
      spec: { nodeName: node2, containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }] }
      ---
      apiVersion: v1
      kind: Pod
      metadata: { name: client }
      spec: { nodeName: node2, containers: [{ name: client, image: "busybox:1.36", command: [sleep, "36000"] }] }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec:
        selector: { app: web }
        ports: [{ port: 80, targetPort: 8080 }]
      """

  Rule: A Service may prefer endpoints that are close

    Scenario: Without a wish, requests go anywhere
      Then the endpoints of Service "web" are:
        | Pod    | Zone | For zones |
        | east-1 | east | <none>    |
        | west-1 | west | <none>    |
      When I run "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do wget -qO- http://web | grep Hostname; done | sort -u" in pod "client"
      Then it prints:
        """
        Hostname: east-1
        Hostname: west-1
        """

    Scenario: With it, they stay in the zone of the client
      When I change Service "web":
        """yaml
        spec: { trafficDistribution: PreferClose }
        """
      Then the endpoints of Service "web" are:
        | Pod    | Zone | For zones |
        | east-1 | east | east      |
        | west-1 | west | west      |
      When I run "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do wget -qO- http://web | grep Hostname; done | sort -u" in pod "client"
      Then it prints:
        """
        Hostname: west-1
        """

    Scenario: A zone without endpoints asks the others
      Given I change Service "web":
        """yaml
        spec: { trafficDistribution: PreferClose }
        """
      When I delete pod "west-1"
      And the cluster settles
      And I run "wget -qO- http://web | grep Hostname" in pod "client"
      Then it prints:
        """
        Hostname: east-1
        """

    Scenario: However much one endpoint has to do, other zones do not help it
      Given I change Service "web":
        """yaml
        spec: { trafficDistribution: PreferClose }
        """
      And I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: east-2, labels: { app: web } }
        spec: { nodeName: node1, containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }] }
        """
      Then the endpoints of Service "web" are:
        | Pod    | For zones |
        | east-1 | east      |
        | east-2 | east      |
        | west-1 | west      |
      And requests to "http://web" are answered by 2 pods
      When I run "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do wget -qO- http://web | grep Hostname; done | sort -u" in pod "client"
      Then it prints:
        """
        Hostname: west-1
        """

  Rule: Or it may give each zone its share of them

    Background:
      Given I change Service "web":
        """yaml
        metadata: { annotations: { service.kubernetes.io/topology-mode: Auto } }
        """

    Scenario: Two zones with as many processors have half of the endpoints each
      Then the endpoints of Service "web" are:
        | Pod    | Zone | For zones |
        | east-1 | east | east      |
        | west-1 | west | west      |
      And the events of Service "web" are:
        | Type   | Reason                    | From                      | Message                                                  |
        | Normal | TopologyAwareHintsEnabled | endpoint-slice-controller | Topology Aware Hints has been enabled, addressType: IPv4 |

    Scenario: A zone that has too many lends one to a zone that has too few
      When I apply:
        """yaml
        apiVersion: v1
        kind: Pod
        metadata: { name: east-2, labels: { app: web } }
        spec: { nodeName: node1, containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: east-3, labels: { app: web } }
        spec: { nodeName: node1, containers: [{ name: web, image: "web:1", ports: [{ containerPort: 8080 }] }] }
        """
      Then the endpoints of Service "web" are:
        | Pod    | Zone | For zones      |
        | east-* | east | ~/(east\|west)/ |
        | east-* | east | ~/(east\|west)/ |
        | east-* | east | ~/(east\|west)/ |
        | west-1 | west | west           |
      When I run "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do wget -qO- http://web | grep Hostname; done | sort -u | wc -l" in pod "client"
      Then it prints "2"

    Scenario: With fewer endpoints than zones there are no shares, and everybody asks everybody
      When I delete pod "west-1"
      And the cluster settles
      Then the endpoints of Service "web" are:
        | Pod    | Zone | For zones |
        | east-1 | east | <none>    |
      And the events of Service "web" include:
        | Type    | Reason                     | Message                                                                  |
        | Warning | TopologyAwareHintsDisabled | Insufficient number of endpoints (1 endpoints, 2 zones), addressType: IPv4 |
      When I run "wget -qO- http://web | grep Hostname" in pod "client"
      Then it prints:
        """
        Hostname: east-1
        """

    Scenario: When nodes move, shares are looked at anew
      When I apply:
        """yaml
        apiVersion: v1
        kind: Node
        metadata: { name: node2, labels: { topology.kubernetes.io/zone: east } }
        """
      Then the events of Service "web" include:
        | Type    | Reason                     | Message                                                                                                               |
        | Warning | TopologyAwareHintsDisabled | Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4 |
