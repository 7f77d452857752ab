import { MOST_PROBLEMS, pathText, type DecodeProblem } from '../../api/decode.ts';
import { decode } from '../../api/schema.ts';
import { isMapping, share } from '../../base/merge.ts';
import type { Structural } from './structural.ts';

/** A value without the fields that its schema does not know, and what they were. */
export interface Pruned {
  readonly value: unknown;
  readonly problems: readonly DecodeProblem[];
}

const METADATA = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

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
      // The metadata of the object itself are what any object's are, and have been looked at as such.
      const after = name === 'metadata' && walk.steps.length > 0 ? pruneMetadata(before, walk) : before;
      isSame &&= after === before;
      kept.push([name, after]);
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

/** Embedded metadata without what no metadata have; such as nobody can read stay for validation to find. kube: the folder objectmeta beside, coerce.go */
function pruneMetadata(metadata: unknown, walk: Walk): unknown {
  const { value, problems } = decode(METADATA, metadata);
  if (problems.some(({ kind }) => kind !== 'unknown')) return metadata;
  for (const { steps, known = [] } of problems) {
    const path = ['metadata', ...steps];
    tell({ ...walk, steps: [...walk.steps, ...path.slice(0, -1)] }, String(path.at(-1)), known);
  }
  return share(metadata, value);
}

function tell({ steps, problems }: Walk, name: string, known: readonly string[]): void {
  if (problems.length >= MOST_PROBLEMS) return;
  const all = [...steps, name];
  const path = pathText(all);
  problems.push({ kind: 'unknown', path, steps: all, message: `unknown field "${path}"`, known });
}
