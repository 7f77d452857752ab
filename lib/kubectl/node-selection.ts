import { NodeKind, type Node } from '../kinds/node.ts';
import type { Call } from './command.ts';
import { KubectlError, WrongUse } from './errors.ts';
import { mappedKind } from './resource-types.ts';
import { selectorOfFlag } from './selection.ts';

/** The nodes that `cordon`, `uncordon` and `drain` are about. Throws a WrongUse, a KubectlError or what the server says. kube: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go CompleteBaseOptions */
export function selectNodes(call: Call, verb: string): readonly Node[] {
  const { args, flags, client } = call;
  const selector = flags.text('selector');
  if (args.length === 0 && !flags.has('selector')) throw new WrongUse(`USAGE: ${verb} NODE [flags]`);
  if (args.length > 0 && selector !== '') throw new WrongUse('cannot specify both a node name and a --selector option');
  if (args.length === 0) {
    const nodes = client.list(NodeKind, { labelSelector: selectorOfFlag(selector) });
    return nodes;
  }
  return [...new Set(args)].map((arg) => client.get(NodeKind, nodeName(call, arg)));
}

/** `node1`, `node/node1`. */
function nodeName({ client }: Call, arg: string): string {
  const [type = '', name] = arg.split('/');
  if (name === undefined) return arg;
  const kind = mappedKind(client.api.registry, type);
  if (kind.resource === NodeKind.resource) return name;
  throw new KubectlError(
    `error: expected resource of type node, got ${JSON.stringify(`${kind.group}/${kind.version}, Resource=${kind.plural}`)}`,
  );
}
