import type { Kind } from '../../api/kind.ts';
import { EventKind, lastSeen, type Event } from '../../kinds/event.ts';
import type { Call, Command } from '../command.ts';
import { whenOf } from '../describe/events.ts';
import { KubectlError } from '../errors.ts';
import { formatOf, OUTPUT_FLAGS, OUTPUT_FORMATS, printedOf } from '../output.ts';
import { TABLE_TABS, tabbed } from '../print/tab-writer.ts';
import { mappedKind } from '../resource-types.ts';
import { letRest } from '../waiting.ts';

/** `kubectl events`. kube: staging/src/k8s.io/kubectl/pkg/cmd/events/events.go */
export const events: Command = {
  name: 'events',
  about: 'lists what has happened, the latest last',
  use: '[(-o|--output=)FORMAT] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  flags: [
    ...OUTPUT_FLAGS,
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'for', type: 'text' },
    { name: 'no-headers', type: 'bool' },
    { name: 'types', type: 'list' },
    { name: 'watch', short: 'w', type: 'bool' },
  ],
  run,
};

const TYPES: readonly string[] = ['normal', 'warning'];

function run(call: Call): void {
  const { flags, client } = call;
  const isWanted = filterOf(call);
  const format = formatOf(call, OUTPUT_FORMATS);
  const kind = EventKind as unknown as Kind;
  const namespace = flags.is('all-namespaces') ? undefined : call.namespace;
  if (flags.is('watch')) {
    watch(call, namespace, isWanted, (event, isFirst) => {
      call.print(format === undefined ? table(call, [event], isFirst) : format(kind, printedOf(call, kind, event)));
    });
    return;
  }
  const found = client.list(EventKind, { namespace }).filter(isWanted);
  found.sort((a, b) => compare(lastSeen(a) ?? '', lastSeen(b) ?? ''));
  if (found.length === 0) call.complain(namespace === undefined ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
  else if (format === undefined) call.print(table(call, found, true));
  else {
    const items = found.map((event) => printedOf(call, kind, event));
    call.print(format(kind, { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }));
  }
}

/** Which events are asked for. Throws a KubectlError for words that mean none. */
function filterOf({ flags, client }: Call): (event: Event) => boolean {
  const types = flags.list('types').map((type) => type.toLowerCase());
  if (types.some((type) => !TYPES.includes(type))) throw new KubectlError('valid --types are Normal or Warning');
  const [type = '', name, ...more] = flags.text('for').split('/');
  if (flags.has('for') && (type === '' || name === undefined || name === '' || more.length > 0))
    throw new KubectlError('--for must be in resource/name form');
  const kind = name === undefined ? undefined : mappedKind(client.api.registry, type);
  return ({ type: ofEvent = '', involvedObject: about }) =>
    (types.length === 0 || types.includes(ofEvent.toLowerCase())) &&
    (kind === undefined || (about.kind === kind.kind && about.apiVersion === kind.apiVersion && about.name === name));
}

function watch(
  call: Call,
  namespace: string | undefined,
  isWanted: (event: Event) => boolean,
  show: (event: Event, isFirst: boolean) => void,
): void {
  let isFirst = true;
  const { stop } = call.client.watch(EventKind, { namespace }, (change) => {
    if ((change.type !== 'ADDED' && change.type !== 'MODIFIED') || !isWanted(change.object)) return;
    show(change.object, isFirst);
    isFirst = false;
  });
  try {
    letRest(call);
  } finally {
    stop();
  }
}

/** kube: the same folder, event_printer.go */
function table({ flags, terminal }: Call, found: readonly Event[], withHeader: boolean): string {
  const withNamespace = flags.is('all-namespaces');
  const header = `${withNamespace ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`;
  const rows = found.map((event) => {
    const { metadata, type = '', reason = '', involvedObject: about, message = '' } = event;
    const cells = [whenOf(event, terminal.cluster.now), type, reason, `${about.kind ?? ''}/${about.name ?? ''}`, message.trim()];
    return `${[...(withNamespace ? [metadata.namespace ?? ''] : []), ...cells].join('\t')}\n`;
  });
  return tabbed((withHeader && !flags.is('no-headers') ? header : '') + rows.join(''), TABLE_TABS);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
