import { ApiError } from '../../api/errors.ts';
import type { Call, Command } from '../command.ts';
import { describe } from '../describe/index.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { kindNamed } from '../resource-types.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG, type Chosen, type Selection } from '../selection.ts';

/** `kubectl describe`. kube: staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go */
export const describeCommand: Command = {
  name: 'describe',
  about: 'prints objects in detail, with what belongs to them',
  use: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: [
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'show-events', type: 'bool', default: 'true' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args, client, terminal } = call;
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '')
    throw new KubectlError(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  const selection = select(call, { allWithoutName: true });
  const chosen = matching(call, selection);
  const context = { client, nowMillis: terminal.cluster.now, showEvents: flags.is('show-events') };
  call.print(chosen.map(({ kind, object }) => describe(context, kind, object)).join('\n\n'));
  // Where a name was taken for the beginning of others, nothing is missing.
  const isPrefix = selection.lists.length === 0 && chosen.length > 0;
  if (!isPrefix) throwAll(selection.errors);
  if (chosen.length > 0) return;
  const isNamespaced = !flags.is('all-namespaces');
  call.complain(isNamespaced ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n');
}

/** What was found; for one name that is none, the objects whose names begin so. kube: the same file, DescribeMatchingResources */
function matching({ args, client, namespace }: Call, { lists, errors }: Selection): readonly Chosen[] {
  const chosen = lists.flatMap(({ items }) => items);
  const [type, prefix, ...more] = args.flatMap((arg) => (args.length === 1 && arg.includes('/') ? arg.split('/') : [arg]));
  const isMissing = errors.length === 1 && errors[0] instanceof ApiError && errors[0].reason === 'NotFound';
  if (chosen.length > 0 || !isMissing || type === undefined || prefix === undefined || more.length > 0) return chosen;
  const kind = kindNamed(client.api.registry, type);
  return client
    .listPage(kind, { namespace: kind.scope === 'Cluster' ? undefined : namespace })
    .items.filter(({ metadata }) => metadata.name.startsWith(prefix))
    .map((object) => ({ kind, name: object.metadata.name, namespace: object.metadata.namespace, object }));
}
