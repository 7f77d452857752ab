# language: ko
기능: 키워드는 한국어로도 쓸 수 있다
  문장은 어느 언어에서나 영어 그대로이고, 기능, 배경, 시나리오, 조건, 만일, 그러면 같은 키워드만 바뀐다.

  배경:
    조건 the manifest "manifests/myweb-rs.yaml"

  Rule: 레플리카셋은 파드의 수를 지킨다

    시나리오: 파드를 지우면 새 파드가 만들어진다
      만일 I delete one pod of ReplicaSet "myweb-rs"
      그러면 ReplicaSet "myweb-rs" has 3 ready pods
      그리고 the replicasets are:
        | Name     | Desired | Current | Ready |
        | myweb-rs | 3       | 3       | 3     |

    시나리오 개요: 파드의 수를 <수>개로 바꾼다
      만일 I scale ReplicaSet "myweb-rs" to <수> replicas
      그러면 ReplicaSet "myweb-rs" has <수> ready pods

      예:
        | 수 |
        | 1  |
        | 5  |

  Rule: 레이블에는 한글을 쓸 수 없다

    시나리오: 쿠버네티스의 말로 거절된다
      그러면 applying "manifests/refused/korean-label.yaml" is refused with "a valid label must be an empty string"
