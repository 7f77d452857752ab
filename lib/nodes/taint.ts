import type { Client } from '../api/client.ts';
import { UsageError } from '../api/errors.ts';
import type { Taint } from '../api/generated/types.ts';
import { labelValueProblems, qualifiedNameProblems } from '../base/name-rules.ts';
import { NodeKind, type Node } from '../kinds/node.ts';

/** What became of a node, in kubectl's words. */
export type Tainted = 'tainted' | 'modified' | 'untainted';

/** A taint as a command names it; without an effect, all of that key are meant. */
interface TaintName {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What a command changes about taints. */
export interface TaintChanges {
  readonly add: readonly TaintName[];
  readonly remove: readonly TaintName[];
}

const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * `kubectl taint`: adds `key=value:Effect` and `key:Effect`, removes `key:Effect-` and `key-`, replaces what is there if it may overwrite. Throws a
 * UsageError in kubectl's words, an ApiError NotFound for the node. kube: staging/src/k8s.io/kubectl/pkg/cmd/taint/taint.go
 */
export function taint(api: Client, name: string, specs: readonly string[], options: { readonly overwrite?: boolean } = {}): Tainted {
  return changeTaints(api, api.get(NodeKind, name), readTaints(specs), options);
}

/** Changes the taints of a node, or only tells what would become of it. Throws a UsageError for what is there, or is not. */
export function changeTaints(
  api: Client,
  node: Node,
  changes: TaintChanges,
  options: { readonly overwrite?: boolean; readonly dryRun?: 'none' | 'client' | 'server' },
): Tainted {
  const { name } = node.metadata;
  const old = node.spec.taints ?? [];
  const { overwrite = false, dryRun = 'none' } = options;
  const there = changes.add.filter((added) => old.some((taint) => isSame(taint, added)));
  if (!overwrite && there.length > 0) {
    const keys = there.map(({ key }) => key).join(',');
    throw new UsageError(`node ${name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`);
  }
  const { taints, outcome } = reorganized(old, changes, overwrite);
  if (dryRun !== 'client')
    api.patch(NodeKind, node, { spec: { taints: taints.length === 0 ? null : taints } }, { dryRun: dryRun === 'server' });
  return outcome;
}

/** kube: staging/src/k8s.io/kubectl/pkg/cmd/taint/utils.go reorganizeTaints */
function reorganized(
  old: readonly Taint[],
  { add, remove }: TaintChanges,
  overwrite: boolean,
): { readonly taints: readonly Taint[]; readonly outcome: Tainted } {
  const added = add.map(({ key, value, effect }) => ({ key, ...(value === '' ? {} : { value }), effect }));
  let taints: readonly Taint[] = [...added, ...old.filter((taint) => !add.some((other) => isSame(taint, other)))];
  const hasAdded = taints.length !== old.length;
  const missing: string[] = [];
  for (const removed of remove) {
    const left = taints.filter((taint) => !(taint.key === removed.key && (removed.effect === '' || taint.effect === removed.effect)));
    if (left.length === taints.length) missing.push(`taint ${JSON.stringify(textOf(removed))} not found`);
    taints = left;
  }
  if (missing.length > 0) throw new UsageError(missing.length === 1 ? missing[0]! : `[${missing.join(', ')}]`);
  if (overwrite || (hasAdded && remove.length > 0)) return { taints, outcome: 'modified' };
  return { taints, outcome: hasAdded ? 'tainted' : 'untainted' };
}

/** Reads what is written of taints. Throws a UsageError in kubectl's words. kube: the same file, parseTaints, and taint.go Validate */
export function readTaints(specs: readonly string[]): TaintChanges {
  if (specs.length === 0) throw new UsageError('at least one taint update is required');
  const add: TaintName[] = [];
  const remove: TaintName[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      remove.push(readTaint(spec.slice(0, -1)));
      continue;
    }
    const named = readTaint(spec);
    if (named.effect === '') throw new UsageError(`invalid taint spec: ${spec}`);
    if (add.some((other) => isSame(other, named)))
      throw new UsageError(`duplicated taints with the same key and effect: {${named.key} ${named.value} ${named.effect} <nil>}`);
    add.push(named);
  }
  const both = remove.filter(({ key, effect }) => add.some((other) => other.key === key && (effect === '' || other.effect === effect)));
  if (both.length === 0) return { add, remove };
  const told = both.map(({ key, effect }) => `{"${key}":"${effect}"}`).join(', ');
  throw new UsageError(`can not both modify and remove the following taint(s) in the same command: ${told}`);
}

/** `key=value:Effect`, `key:Effect` or `key`. kube: utils.go parseTaint */
function readTaint(spec: string): TaintName {
  const refuse = (problems: readonly string[] = []): never => {
    throw new UsageError([`invalid taint spec: ${spec}`, ...(problems.length === 0 ? [] : [problems.join('; ')])].join(', '));
  };
  const [pair = '', effect = '', ...tooMany] = spec.split(':');
  if (tooMany.length > 0) refuse();
  const hasEffect = spec.includes(':');
  if (hasEffect && !EFFECTS.includes(effect)) throw new UsageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  // Without an effect, all of it is the key.
  const [key = '', value = '', ...more] = hasEffect ? pair.split('=') : [pair];
  if (more.length > 0) refuse();
  const valueProblems = labelValueProblems(value);
  if (valueProblems.length > 0) refuse(valueProblems);
  const keyProblems = qualifiedNameProblems(key);
  if (keyProblems.length > 0) refuse(keyProblems);
  return { key, value, effect };
}

function isSame(a: Pick<Taint, 'key' | 'effect'>, b: Pick<Taint, 'key' | 'effect'>): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function textOf({ key, effect }: TaintName): string {
  return effect === '' ? key : `${key}:${effect}`;
}
