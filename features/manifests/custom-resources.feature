Feature: A CustomResourceDefinition teaches the cluster a new kind
  Kubernetes does not know what a cron tab is. A CustomResourceDefinition tells it the names of the kind and, in a schema, what
  its objects look like. From then on they are objects like any other: they are applied, checked, listed and deleted.

  Background:
    Given I apply:
      """yaml
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: { name: crontabs.stable.example.com }
      spec:
        group: stable.example.com
        scope: Namespaced
        names: { plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct] }
        versions:
          - name: v1
            served: true
            storage: true
            subresources:
              scale: { specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas }
            additionalPrinterColumns:
              - { name: Spec, type: string, jsonPath: .spec.cronSpec }
              - { name: Replicas, type: integer, jsonPath: .spec.replicas }
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [cronSpec]
                    properties:
                      cronSpec: { type: string, pattern: '^\S+( \S+){4}$' }
                      image: { type: string }
                      replicas: { type: integer, minimum: 1, maximum: 10, default: 1 }
      """

  Rule: The kind is there as soon as its definition is

    Scenario: Its names are accepted
      Then CustomResourceDefinition "crontabs.stable.example.com" matches:
        """yaml
        status:
          acceptedNames: { kind: CronTab, listKind: CronTabList, plural: crontabs, singular: crontab }
          conditions:
            - { type: NamesAccepted, status: "True", reason: NoConflicts, message: no conflicts found }
            - { type: Established, status: "True", reason: InitialNamesAccepted }
          storedVersions: [v1]
        """

    Scenario: An object gets the defaults of the schema, and is listed in the columns of the definition
      When I apply:
        """yaml
        apiVersion: stable.example.com/v1
        kind: CronTab
        metadata: { name: my-cron }
        spec: { cronSpec: "*/5 * * * *" }
        """
      Then the crontabs are:
        | Name    | Spec        | Replicas |
        | my-cron | */5 * * * * | 1        |

    Scenario: It is scaled through the path that the definition names
      Given I apply:
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: my-cron }, spec: { cronSpec: "0 4 * * *" } }
        """
      When I scale CronTab "my-cron" to 3 replicas
      Then the ct are:
        | Name    | Replicas |
        | my-cron | 3        |

  Rule: What does not fit the schema is refused

    Scenario: A number out of bounds, and a text that is none
      Then applying is refused with "spec.replicas: Invalid value: 20: spec.replicas in body should be less than or equal to 10":
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: a }, spec: { cronSpec: "0 4 * * *", replicas: 20 } }
        """
      And applying is refused with "spec.cronSpec in body must be of type string: \"integer\"":
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: a }, spec: { cronSpec: 5 } }
        """

    Scenario: A field that is missing, and one that nobody declared
      Then applying is refused with "The CronTab \"a\" is invalid: spec.cronSpec: Required value":
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: a }, spec: { image: nginx } }
        """
      And applying is refused with "Did you mean \"image\"?":
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: a }, spec: { cronSpec: "0 4 * * *", imgae: nginx } }
        """

    Scenario: A schema has to be one that Kubernetes can follow
      Then applying is refused with "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields":
        """yaml
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: lamps.example.com }
        spec:
          group: example.com
          scope: Namespaced
          names: { plural: lamps, kind: Lamp }
          versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: {} } } } }]
        """

  Rule: With the definition go all objects of its kind

    Scenario: The kind is unknown again
      Given I apply:
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: my-cron }, spec: { cronSpec: "0 4 * * *" } }
        """
      When I delete CustomResourceDefinition "crontabs.stable.example.com"
      Then there is no CustomResourceDefinition "crontabs.stable.example.com"
      And applying is refused with "no matches for kind \"CronTab\" in version \"stable.example.com/v1\"":
        """yaml
        { apiVersion: stable.example.com/v1, kind: CronTab, metadata: { name: my-cron }, spec: { cronSpec: "0 4 * * *" } }
        """
