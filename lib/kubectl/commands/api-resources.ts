import type { Kind, Registry } from '../../api/kind.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import { alignTabs, TABLE_TABS } from '../print/tab-writer.ts';

/** A line of the list. */
interface Resource {
  readonly plural: string;
  readonly short: readonly string[];
  readonly group: string;
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly categories: readonly string[];
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** What the server lists although it is nothing that is stored. */
const UNSTORED: readonly Resource[] = [
  { plural: 'bindings', short: [], group: '', apiVersion: 'v1', namespaced: true, kind: 'Binding', verbs: ['create'], categories: [] },
  {
    plural: 'componentstatuses',
    short: ['cs'],
    group: '',
    apiVersion: 'v1',
    namespaced: false,
    kind: 'ComponentStatus',
    verbs: ['get', 'list'],
    categories: [],
  },
];

/** `kubectl api-resources`. kube: staging/src/k8s.io/kubectl/pkg/cmd/apiresources/apiresources.go */
export const apiResources: Command = {
  name: 'api-resources',
  about: 'lists the types of objects',
  flags: [
    { name: 'api-group', type: 'text' },
    { name: 'cached', type: 'bool' },
    { name: 'categories', type: 'list' },
    { name: 'namespaced', type: 'bool', default: 'true' },
    { name: 'no-headers', type: 'bool' },
    { name: 'output', short: 'o', type: 'text' },
    { name: 'sort-by', type: 'text' },
    { name: 'verbs', type: 'list' },
  ],
  run,
};

/** `kubectl api-versions`. */
export const apiVersions: Command = {
  name: 'api-versions',
  about: 'lists the versions of the API',
  run: ({ args, client, print }) => {
    if (args.length > 0) throw new WrongUse(`unexpected arguments: [${args.join(' ')}]`);
    const versions = new Set(client.api.registry.versions.map(({ apiVersion }) => apiVersion));
    print(
      [...versions]
        .sort()
        .map((version) => `${version}\n`)
        .join(''),
    );
  },
};

function run(call: Call): void {
  const { flags, args } = call;
  if (args.length > 0) throw new WrongUse(`unexpected arguments: [${args.join(' ')}]`);
  const [output, sortBy] = [flags.text('output'), flags.text('sort-by')];
  if (!['', 'wide', 'name'].includes(output)) throw new KubectlError(`--output ${output} is not available`);
  if (!['', 'name', 'kind'].includes(sortBy)) throw new KubectlError('--sort-by accepts only name or kind');
  const found = resourcesOf(call.client.api.registry).filter(
    ({ group, namespaced, verbs, categories }) =>
      (!flags.has('api-group') || group === flags.text('api-group')) &&
      (!flags.has('namespaced') || namespaced === flags.is('namespaced')) &&
      flags.list('verbs').every((verb) => verbs.includes(verb)) &&
      flags.list('categories').every((category) => categories.includes(category)),
  );
  const key = ({ plural, kind, group }: Resource): string =>
    sortBy === 'name' ? plural : sortBy === 'kind' ? kind : `${group}\0${plural}`;
  const sorted = found.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  if (output === 'name') {
    call.print(sorted.map(({ plural, group }) => `${group === '' ? plural : `${plural}.${group}`}\n`).join(''));
    return;
  }
  const isWide = output === 'wide';
  const header = flags.is('no-headers')
    ? []
    : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(isWide ? ['VERBS', 'CATEGORIES'] : [])]];
  const rows = sorted.map(({ plural, short, apiVersion, namespaced, kind, verbs, categories }) => [
    plural,
    short.join(','),
    apiVersion,
    String(namespaced),
    kind,
    ...(isWide ? [verbs.join(','), categories.join(',')] : []),
  ]);
  call.print(alignTabs([...header, ...rows].map((row) => `${row.join('\t')}\n`).join(''), TABLE_TABS).text);
}

/** Each type once, in its preferred version. */
function resourcesOf({ kinds, versions }: Registry): readonly Resource[] {
  const preferred = [...kinds, ...versions.filter(({ resource }) => !kinds.some((kind) => kind.resource === resource))];
  return [...UNSTORED, ...preferred.map(resourceOf)];
}

function resourceOf(kind: Kind): Resource {
  const { plural, short, group, apiVersion, scope, kind: name, categories } = kind;
  return { plural, short, group, apiVersion, namespaced: scope === 'Namespaced', kind: name, verbs: ALL_VERBS, categories };
}
