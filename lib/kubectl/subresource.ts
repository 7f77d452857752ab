import type { Kind } from '../api/kind.ts';
import { ApiError } from '../api/errors.ts';
import type { Scale } from '../api/generated/types.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Call } from './command.ts';
import { KubectlError } from './errors.ts';
import type { Chosen, Selection } from './selection.ts';

/** What `--subresource` shows of the chosen objects. Throws a KubectlError where they were not chosen by their names, an ApiError for a subresource that there is not. */
export function withSubresource(call: Call, selection: Selection): Selection {
  const { flags, args } = call;
  const subresource = flags.text('subresource');
  if (subresource === '') return selection;
  const isNamed = args.length !== 1 || args[0]!.includes('/');
  if (!isNamed) throw new KubectlError('subresource cannot be used when bulk resources are specified');
  const lists = selection.lists.map(({ kind, items }) => {
    const shown = items.map((chosen) => shownOf(call, chosen, subresource));
    return { kind: shown[0]?.kind ?? kind, items: shown };
  });
  return { ...selection, lists };
}

function shownOf({ client }: Call, chosen: Chosen, subresource: string): Chosen {
  const { kind, object } = chosen;
  if (subresource === 'status') return chosen;
  if (subresource !== 'scale') throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
  return { ...chosen, kind: scaleKind(kind), object: client.getScale(kind, object) as unknown as KubeObject };
}

/** kube: pkg/printers/internalversion/printers.go scaleColumnDefinitions */
function scaleKind(kind: Kind): Kind {
  const [name, age] = [kind.columns[0]!, kind.columns.find((column) => column.name === 'Age')!];
  const count = (title: string, part: 'spec' | 'status'): Kind['columns'][number] => ({
    name: title,
    type: 'integer',
    description: '',
    cell: (object) => (fieldsOf(object) as unknown as Scale)[part]?.replicas ?? 0,
  });
  const columns = [name, count('Desired', 'spec'), count('Available', 'status'), age];
  return { ...kind, kind: 'Scale', group: 'autoscaling', version: 'v1', apiVersion: 'autoscaling/v1', columns };
}
