/** What a ReplicaSet is to have besides its name and number: pieces of YAML in flow style, without the braces. */
interface Pieces {
  readonly labels?: string;
  readonly selector?: string;
  readonly spec?: string;
  readonly podSpec?: string;
  readonly image?: string;
  readonly container?: string;
}

/** The manifest of a ReplicaSet whose pods have one container `c` and, unless told, the label `app=<name>`. */
export function replicaSetYaml(name: string, replicas: number, pieces: Pieces = {}): string {
  const { labels = `app: ${name}`, selector = labels, spec = '', podSpec = '', image = 'nginx:1.27', container = '' } = pieces;
  return `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  ${spec}
  selector: {matchLabels: {${selector}}}
  template:
    metadata: {labels: {${labels}}}
    spec:
      ${podSpec}
      containers: [{name: c, image: "${image}"${container === '' ? '' : `, ${container}`}}]
---`;
}
