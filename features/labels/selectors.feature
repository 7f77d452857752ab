@C16
Feature: Labels say what an object is, selectors choose objects by what they are
  A label is a pair, `app=web`. A selector asks for labels: by equality, or for one of a set of values. Several demands are a
  logical AND. Nothing is known by its name here: what has the labels is chosen, whoever made it.

  Background:
    Given a pod "blog" with label "app=web,env=prod"
    And a pod "shop" with label "app=web,env=dev"
    And a pod "cache" with label "app=redis,env=prod,tier=back"

  Rule: Equality asks for one value

    Scenario Outline: <selector>
      Then the pods with label "<selector>" are:
        | Name    |
        | <first> |
        | <other> |

      Examples:
        | selector | first | other |
        | app=web  | blog  | shop  |
        | env=prod | blog  | cache |
        | app==web | blog  | shop  |
        | env!=dev | blog  | cache |

  Rule: A set asks for one of several values, or whether the label is there at all

    Scenario Outline: <selector> chooses <count>
      Then there are <count> pods with label "<selector>"

      Examples:
        | selector            | count |
        | app in (web, redis) | 3     |
        | app in (web)        | 2     |
        | app notin (web)     | 1     |
        | env notin (test)    | 3     |
        | tier                | 1     |
        | !tier               | 2     |

  Rule: Several demands are a logical AND

    Scenario Outline: <selector> chooses <names>
      Then there are exactly <count> pods with label "<selector>"

      Examples:
        | selector                     | count | names        |
        | app=web,env=prod             | 1     | the blog     |
        | app=web,env=test             | 0     | nothing      |
        | env=prod,app in (web, redis) | 2     | blog & cache |
        | env=prod,tier,app=redis      | 1     | the cache    |

  Rule: Labels come and go while the object lives

    Scenario: A label that is added
      When I label pod "blog" with "tier=front"
      Then the pods with label "tier" are:
        | Name  | Labels                       |
        | blog  | app=web,env=prod,tier=front  |
        | cache | app=redis,env=prod,tier=back |

    Scenario: A label that is given another value
      When I label pod "shop" with "env=prod"
      Then there are 3 pods with label "env=prod"

    Scenario: A label that is taken away
      When I remove label "env" from pod "shop"
      Then there are 2 pods with label "env"
      And there is a pod "shop"

    Scenario: A label for every object of a selection
      When I label all pods with label "app=web" with "team=blue"
      Then the pods with label "team=blue" are:
        | Name |
        | blog |
        | shop |

  Rule: What labels may not be is refused in the API's words

    Scenario: A value with a blank
      Then applying "manifests/refused/label-value.yaml" is refused with "a valid label must be an empty string or consist of alphanumeric characters"
