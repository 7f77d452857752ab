@D27 @D28 @D29
Feature: Cluster DNS gives Services names
  A Service is called <name>.<namespace>.svc.cluster.local. Programs in pods may write less of it, because the search list of their
  namespace is tried first. A headless Service's name means its ready pods, and an ExternalName stands for another name.

  Background:
    Given I apply:
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: web, image: "nginx:1.27"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec:
        selector: {app: web}
        ports: [{port: 80}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web-pods, namespace: shop}
      spec:
        clusterIP: None
        selector: {app: web}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec:
        type: ExternalName
        externalName: db.example.com
      """

  Rule: A Service's name means its address

    Scenario: The whole name, and as much of it as tells it from others
      Then "web.shop.svc.cluster.local" resolves to the Service "web" in namespace "shop"
      And "web.shop.svc" resolves to Service "web" in namespace "shop"
      And "web.shop" resolves to the Service "web" in namespace "shop"

    Scenario: Its bare name works in its own namespace alone
      Then requests to "http://web" succeed in namespace "shop"
      And "web" does not resolve

    Scenario: The name is there as long as the Service is, whatever its pods do
      When I delete Service "web" in namespace "shop"
      Then at once "web.shop" does not resolve
      And for 1 minute "web.shop" does not resolve
      When I apply:
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          ports: [{port: 80}]
        """
      Then at once "web.shop" resolves to the Service "web" in namespace "shop"
      And within 1 second "web.shop" resolves to the Service "web" in namespace "shop"
      And for 1 minute "web.shop" resolves to the Service "web" in namespace "shop"

  Rule: A headless Service's name means its ready pods

    Scenario: Pods are found without an address in between
      Then "web-pods.shop" resolves to the Service "web-pods" in namespace "shop"
      When I scale Deployment "web" in namespace "shop" to 0 replicas
      Then "web-pods.shop" does not resolve
      And within 1 second "web-pods.shop" does not resolve

  Rule: An ExternalName is only another name

    Scenario: It stands for a name outside the cluster
      Then "db" resolves to "db.example.com"
      And at once "db" resolves to "db.example.com"
      And for 1 minute "db" resolves to "db.example.com"
      When I delete Service "db"
      And I apply:
        """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          type: ExternalName
          externalName: web.shop.svc.cluster.local
        """
      Then within 1 second "db" resolves to "web.shop.svc.cluster.local"
      And requests to "http://db" are answered by image "nginx:1.27"
