import type { KubeObject } from '../api/object.ts';
import { goJson } from '../base/go-json.ts';
import type { Call } from './command.ts';
import { dryRunOf, type DryRun } from './dry-run.ts';
import { KubectlError } from './errors.ts';
import type { Flag } from './flags.ts';
import { printerOf } from './output.ts';
import { pairsOf, type Pairs } from './pairs.ts';
import { select, type Chosen } from './selection.ts';
import { visit } from './visit.ts';

/** What `label` and `annotate` have in common beside output, files and selectors. */
export const METADATA_FLAGS: readonly Flag[] = [
  { name: 'overwrite', type: 'bool' },
  { name: 'list', type: 'bool' },
  { name: 'local', type: 'bool' },
  { name: 'all', type: 'bool' },
  { name: 'all-namespaces', short: 'A', type: 'bool' },
  { name: 'field-selector', type: 'text' },
  { name: 'resource-version', type: 'text' },
  { name: 'field-manager', type: 'text' },
];

/** What has become of an object's labels. */
interface Changed {
  readonly isChanged: boolean;
  /** Whether less is written than before. */
  readonly isShorter: boolean;
  /** What should have been removed and was not there. */
  readonly missing: readonly string[];
  readonly dryRun: DryRun;
}

/** What is of one's own about labels, or about annotations. */
export interface MetadataChange {
  readonly field: 'labels' | 'annotations';
  readonly checkValue?: (key: string, value: string) => void;
  /** Throws where others' values would be lost. */
  readonly refuseOverwriting: (taken: readonly (readonly [key: string, value: string])[]) => void;
  /** What is printed behind the object's name; may print more before it. */
  readonly told: (call: Call, changed: Changed) => string;
}

/** Sets and removes labels or annotations of the objects that a command line names. */
export function changeMetadata(call: Call, what: 'label' | 'annotation', change: MetadataChange): void {
  const { flags } = call;
  const pairs = pairsOf(call.args, what, change.checkValue);
  const isList = flags.is('list');
  const isFiles = flags.list('filename').length > 0 || flags.text('kustomize') !== '';
  if (flags.is('all') && flags.text('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time');
  if (pairs.resources.length < 1 && !isFiles)
    throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (pairs.set.size === 0 && pairs.removed.length === 0 && !isList) throw new KubectlError(`at least one ${what} update is required`);
  const isLocal = flags.is('local');
  const selection = select(call, { args: pairs.resources, takesWritten: isLocal });
  const count = selection.lists.reduce((sum, { items }) => sum + items.length, 0);
  if (flags.text('resource-version') !== '' && count > 1)
    throw new KubectlError('--resource-version may only be used with a single resource');
  visit(selection, (chosen) => {
    if (isList) listValues(call, chosen, change.field, what, count > 1);
    else changeOne(call, chosen, change, pairs, isLocal);
  });
}

function changeOne(
  call: Call,
  { kind, object }: Chosen,
  { field, refuseOverwriting, told }: MetadataChange,
  { set, removed }: Pairs,
  isLocal: boolean,
): void {
  const { flags } = call;
  const before = object.metadata[field] ?? {};
  if (!flags.is('overwrite'))
    refuseOverwriting(
      [...set].flatMap(([key, value]) => (Object.hasOwn(before, key) && before[key] !== value ? [[key, before[key]!] as const] : [])),
    );
  const after = Object.fromEntries([...new Map([...Object.entries(before), ...set])].filter(([key]) => !removed.includes(key)));
  const dryRun = dryRunOf(call);
  const version = flags.text('resource-version');
  const patch = {
    metadata: {
      [field]: Object.fromEntries([...[...set], ...removed.map((key) => [key, null] as const)]),
      ...(version === '' ? {} : { resourceVersion: version }),
    },
  };
  const next =
    isLocal || dryRun === 'client'
      ? ({ ...object, metadata: { ...object.metadata, [field]: after } } as KubeObject)
      : call.client.patch(kind, object, patch, {
          type: 'merge',
          dryRun: dryRun === 'server',
          warn: call.warn,
          fieldManager:
            flags.text('field-manager') === '' ? `kubectl-${field === 'labels' ? 'label' : 'annotate'}` : flags.text('field-manager'),
        });
  const [old, now] = [goJson(before), goJson(after)];
  const missing = removed.filter((key) => !Object.hasOwn(before, key));
  printerOf(call, told(call, { isChanged: old !== now, isShorter: now.length < old.length, missing, dryRun }))(kind, next);
}

function listValues(call: Call, { kind, name, object }: Chosen, field: MetadataChange['field'], what: string, isOneOfMany: boolean): void {
  const values = Object.entries(object.metadata[field] ?? {});
  // unlike kube: sorted, where kubectl's order is left to chance
  const lines = values.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${isOneOfMany ? ' ' : ''}${key}=${value}\n`);
  if (isOneOfMany) call.print(`Listing ${what}s for ${objectTitle(kind.kind, kind.group)}/${name}:\n`);
  call.print(lines.join(''));
}

function objectTitle(kind: string, group: string): string {
  return `${kind}.${group}`;
}
