import { MOST_PROBLEMS, pathText, type DecodeProblem } from '../../api/decode.ts';
import { isMapping } from '../../base/merge.ts';
import type { Structural } from './structural.ts';

/** A value without the fields that its schema does not know, and what they were. */
export interface Pruned {
  readonly value: unknown;
  readonly problems: readonly DecodeProblem[];
}

/** What every object has besides what its schema says. */
const OBJECT_FIELDS = ['apiVersion', 'kind', 'metadata'];

/**
 * Leaves out the fields of an object that its schema does not know; answers the same object when there are none.
 * kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go
 */
export function pruned(object: unknown, schema: Structural): Pruned {
  const problems: DecodeProblem[] = [];
  return {
    value: prune(object, schema, { steps: [], isObject: true, problems }),
    problems,
  };
}

interface Walk {
  readonly steps: readonly (string | number)[];
  /** Whether the value is a whole object, with metadata of its own. */
  readonly isObject: boolean;
  readonly problems: DecodeProblem[];
}

function prune(value: unknown, schema: Structural, walk: Walk): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    const list = value as readonly unknown[];
    const next = list.map((item, i) => prune(item, items, inner(walk, i, items)));
    return next.every((item, i) => item === list[i]) ? value : next;
  }
  return isMapping(value) ? pruneFields(value, schema, walk) : value;
}

function inner({ steps, problems }: Walk, step: string | number, schema: Structural): Walk {
  return { steps: [...steps, step], isObject: schema.isEmbedded, problems };
}

function pruneFields(value: Readonly<Record<string, unknown>>, schema: Structural, walk: Walk): unknown {
  const { properties, additional, keepsUnknown } = schema;
  let isSame = true;
  const kept: (readonly [string, unknown])[] = [];
  for (const [name, before] of Object.entries(value)) {
    if (walk.isObject && OBJECT_FIELDS.includes(name)) {
      kept.push([name, before]);
      continue;
    }
    const field = properties.get(name) ?? (additional === true ? undefined : additional);
    if (field === undefined) {
      if (keepsUnknown || additional === true) kept.push([name, before]);
      else tell(walk, name, [...properties.keys()]);
      isSame &&= keepsUnknown || additional === true;
      continue;
    }
    const after = prune(before, field, inner(walk, name, field));
    isSame &&= after === before;
    kept.push([name, after]);
  }
  return isSame ? value : Object.fromEntries(kept);
}

function tell({ steps, problems }: Walk, name: string, known: readonly string[]): void {
  if (problems.length >= MOST_PROBLEMS) return;
  const all = [...steps, name];
  const path = pathText(all);
  problems.push({ kind: 'unknown', path, steps: all, message: `unknown field "${path}"`, known });
}
