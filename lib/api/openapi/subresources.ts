import type { Kind } from '../kind.ts';
import { creating, patching, reading, replacing, type Operation } from './operations.ts';
import { nameOfKind } from './type-names.ts';

/** The kind that a request is about. */
export interface About {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A path below an object, such as `exec` of pods, with the requests it takes. */
export interface Subresource {
  readonly name: string;
  /** What its requests are about, where that is not the kind itself. */
  readonly about?: About;
  readonly operations: readonly Operation[];
}

const STREAM_QUERY = ['container', 'stderr', 'stdin', 'stdout', 'tty'];
const LOG_QUERY = [
  'container',
  'follow',
  'insecureSkipTLSVerifyBackend',
  'limitBytes',
  'previous',
  'sinceSeconds',
  'stream',
  'tailLines',
  'timestamps',
];

/** What is asked of the objects of one kind alone. kube: pkg/registry/core/rest/storage_core.go */
const OF_ONE_KIND: ReadonlyMap<string, readonly Subresource[]> = new Map<string, readonly Subresource[]>([
  ['namespaces', [{ name: 'finalize', operations: [replacing('io.k8s.api.core.v1.Namespace')] }]],
  [
    'pods',
    [
      connection('attach', 'PodAttachOptions', STREAM_QUERY),
      {
        name: 'binding',
        about: { group: '', version: 'v1', kind: 'Binding' },
        operations: [creating('io.k8s.api.core.v1.Binding')],
      },
      {
        name: 'eviction',
        about: { group: 'policy', version: 'v1', kind: 'Eviction' },
        operations: [creating('io.k8s.api.policy.v1.Eviction')],
      },
      connection('exec', 'PodExecOptions', ['command', ...STREAM_QUERY]),
      { name: 'log', operations: [{ method: 'get', action: 'get', query: LOG_QUERY }] },
      connection('portforward', 'PodPortForwardOptions', ['ports']),
    ],
  ],
]);

/** Every subresource of a kind. */
export function subresourcesOf(kind: Kind): readonly Subresource[] {
  const ofType = (type: string): readonly Operation[] => [reading(type), replacing(type), patching(type)];
  const scale: Subresource = {
    name: 'scale',
    about: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    operations: ofType('io.k8s.api.autoscaling.v1.Scale'),
  };
  return [
    ...(OF_ONE_KIND.get(kind.resource) ?? []),
    ...(kind.hasScale ? [scale] : []),
    ...(kind.hasStatus ? [{ name: 'status', operations: ofType(nameOfKind(kind)) }] : []),
  ];
}

/** A stream in both directions; what upgrades to a WebSocket gets, what upgrades to SPDY posts. */
function connection(name: string, kind: string, query: readonly string[]): Subresource {
  const operations = (['get', 'post'] as const).map((method): Operation => ({ method, action: 'connect', query }));
  return { name, about: { group: '', version: 'v1', kind }, operations };
}
