import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { WatchEvent } from '../../api/requests/watch.ts';
import type { Call, Command } from '../command.ts';
import { ErrorList, isToldError, KubectlError, throwAll, WrongUse } from '../errors.ts';
import { formatOf, OUTPUT_FLAGS, OUTPUT_FORMATS, printedOf, type Format } from '../output.ts';
import { jsonText } from '../print/json-text.ts';
import { TablePrinter, type Row, type TableLook } from '../print-table.ts';
import { sortedBy } from '../print/sort-by.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG, selectorOfFlag, type Chosen, type Selection } from '../selection.ts';
import { SERVER_VERSION } from '../server-version.ts';
import { withSubresource } from '../subresource.ts';
import { letRest } from '../waiting.ts';

const FORMATS = ['custom-columns', 'custom-columns-file', 'wide', ...OUTPUT_FORMATS];

/** `kubectl get`. kube: staging/src/k8s.io/kubectl/pkg/cmd/get/get.go */
export const get: Command = {
  name: 'get',
  about: 'prints objects, a line each or whole',
  use: '[(-o|--output=)FORMAT] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...)',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    { name: 'field-selector', type: 'text' },
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'show-labels', type: 'bool' },
    { name: 'show-kind', type: 'bool' },
    { name: 'label-columns', short: 'L', type: 'list' },
    { name: 'sort-by', type: 'text' },
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'watch-only', type: 'bool' },
    { name: 'output-watch-events', type: 'bool' },
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'server-print', type: 'bool', default: 'true' },
    { name: 'subresource', type: 'text' },
    { name: 'raw', type: 'text' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args } = call;
  if (flags.text('raw') !== '') {
    call.print(rawText(flags.text('raw')));
    return;
  }
  const isFiles = flags.list('filename').length > 0 || flags.text('kustomize') !== '';
  if (args.length === 0 && !isFiles) {
    call.complain(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
    );
    throw new WrongUse(
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  const isWatched = flags.is('watch') || flags.is('watch-only');
  if (flags.is('output-watch-events') && !isWatched)
    throw new KubectlError('--output-watch-events option can only be used with --watch or --watch-only');
  const output = flags.text('output');
  const format = output === 'wide' ? undefined : formatOf(call, FORMATS);
  if (isWatched) watch(call, format);
  else print(call, format);
}

/** What the server answers at an address that is about no objects. */
function rawText(path: string): string {
  if (/^\/(?:healthz|livez|readyz)$/.test(path)) return 'ok';
  if (path === '/version') return jsonText(SERVER_VERSION).replaceAll('    ', '  ').trimEnd();
  throw new KubectlError('--raw is answered for /healthz, /livez, /readyz and /version alone: name the objects that you want to see');
}

function print(call: Call, format: Format | undefined): void {
  const { flags } = call;
  const isIgnoring = flags.is('ignore-not-found');
  const found = withSubresource(call, select(call, { allWithoutName: true }));
  const selection = isIgnoring
    ? { ...found, errors: found.errors.filter((error) => !('reason' in error && error.reason === 'NotFound')) }
    : found;
  if (format === undefined) printTables(call, selection, isIgnoring);
  else printWhole(call, selection, format, isIgnoring);
  // Even one alone is told as several are: without `error: ` before it.
  if (selection.errors.length > 0) throw new ErrorList(selection.errors);
}

/** kube: the same file, GetOptions.printGeneric */
function printWhole(call: Call, { lists, errors, isSingle }: Selection, format: Format, isIgnoring: boolean): void {
  const found = lists.flatMap(({ items }) => items);
  const chosen = isSingle ? found : sorted(call, found);
  if (isSingle && errors.length > 0) throw new ErrorList(errors);
  if (chosen.length === 0 && isIgnoring) return;
  const [first] = chosen;
  if (isSingle && first !== undefined) {
    call.print(format(first.kind, printedOf(call, first.kind, first.object)));
    return;
  }
  const items = chosen.map(({ kind, object }) => printedOf(call, kind, object));
  call.print(format({ kind: 'List', group: '' }, { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }));
}

function sorted(call: Call, chosen: readonly Chosen[]): readonly Chosen[] {
  const field = call.flags.text('sort-by');
  return field === '' ? chosen : sortedBy(field, chosen, ({ object }) => object);
}

/** kube: the same file, GetOptions.Run */
function printTables(call: Call, { lists, errors }: Selection, isIgnoring: boolean): void {
  const kinds = new Set(lists.map(({ kind }) => kind));
  const field = call.flags.text('sort-by');
  if (field !== '' && lists.length > 1) sortedBy(field, lists, () => TABLE);
  const chosen = lists.flatMap(({ items }) => sortedRows(call, items));
  let printed = '';
  for (let from = 0; from < chosen.length;) {
    const { kind } = chosen[from]!;
    const next = chosen.findIndex((each, i) => i > from && each.kind !== kind);
    const group = chosen.slice(from, next === -1 ? undefined : next);
    const text = new TablePrinter(kind, lookOf(call, kind, kinds.size > 1)).print(group, call.terminal.cluster.now);
    if (printed !== '' && !call.flags.is('no-headers')) printed += '\n';
    printed += text;
    from = next === -1 ? chosen.length : next;
  }
  call.print(printed);
  if (printed !== '' || isIgnoring || errors.length > 0) return;
  const isNamespaced = !call.flags.is('all-namespaces') && [...kinds].every(({ scope }) => scope === 'Namespaced');
  call.complain(isNamespaced ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n');
}

/** Several tables are sorted as tables, of which hardly any field tells. */
const TABLE = { apiVersion: 'meta.k8s.io/v1', kind: 'Table', metadata: { resourceVersion: '' }, columnDefinitions: [], rows: [] };

/** The rows of one list, which is sorted by itself: one that cannot be sorted is not printed at all. kube: the same folder, sorter.go SortingPrinter.PrintObj */
function sortedRows(call: Call, items: readonly Chosen[]): readonly Chosen[] {
  if (items.length <= 1) return items;
  try {
    return sorted(call, items);
  } catch (error) {
    if (isToldError(error)) return [];
    throw error;
  }
}

function lookOf({ flags }: Call, kind: Kind, hasSeveralKinds: boolean): TableLook {
  return {
    isWide: flags.text('output') === 'wide',
    noHeaders: flags.is('no-headers'),
    withNamespace: flags.is('all-namespaces') && kind.scope === 'Namespaced',
    withKind: hasSeveralKinds || flags.is('show-kind'),
    showLabels: flags.is('show-labels'),
    labelColumns: flags.list('label-columns'),
  };
}

/** kube: the same file, GetOptions.watch */
function watch(call: Call, format: Format | undefined): void {
  const { client, flags, terminal } = call;
  const { lists, errors, isSingle } = select(call, { allWithoutName: true });
  throwAll(errors);
  const [list, ...more] = lists;
  if (list === undefined || more.some(({ kind }) => kind !== list.kind) || (more.length > 0 && !flags.is('all-namespaces')))
    throw new KubectlError('you may only specify a single resource type');
  const { kind, items } = list;
  const table = new TablePrinter(kind, lookOf(call, kind, false));
  const hasEvents = flags.is('output-watch-events');
  const show = (rows: readonly Row[]): void => {
    if (format === undefined) call.print(table.print(rows, terminal.cluster.now));
    else for (const { object } of rows) call.print(format(kind, printedOf(call, kind, object)));
  };
  const rowOf = (object: KubeObject, event: string): Row => (hasEvents ? { object, event } : { object });
  if (!flags.is('watch-only')) show(items.map(({ object }) => rowOf(object, 'ADDED')));
  const named = isSingle ? items[0]?.name : undefined;
  const namespace = flags.is('all-namespaces') || kind.scope === 'Cluster' ? undefined : call.namespace;
  const fieldSelector = named === undefined ? flags.text('field-selector') : `metadata.name=${named}`;
  const options = {
    namespace,
    resourceVersion: String(client.api.store.revision),
    labelSelector: selectorOfFlag(flags.text('selector')),
    fieldSelector: fieldSelector === '' ? undefined : fieldSelector,
  };
  const stop = client.watch(kind, options, (event: WatchEvent<KubeObject>) => {
    if (event.type === 'ADDED' || event.type === 'MODIFIED' || event.type === 'DELETED') show([rowOf(event.object, event.type)]);
  }).stop;
  try {
    letRest(call);
  } finally {
    stop();
  }
}
