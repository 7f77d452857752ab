import { isMapping } from './merge.ts';

/** A path that cannot be read. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** One step of a path: a field, an item, all items, or those of which a field has a value. */
type PathStep =
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'index'; readonly index: number }
  | { readonly is: 'all' }
  | {
      readonly is: 'filter';
      readonly path: readonly PathStep[];
      readonly value: unknown;
    };

/** A path through JSON values. */
export type JsonPath = readonly PathStep[];

const MOST_RESULTS = 10_000;

/**
 * Reads a path in the simple forms of Kubernetes' JSONPath: `.spec.a`, `['a.b']`, `[0]`, `[-1]`, `[*]` and `[?(@.type=="Ready")]`. Throws a
 * JsonPathError. kube: staging/src/k8s.io/client-go/util/jsonpath/parser.go
 */
export function parseJsonPath(text: string): JsonPath {
  const steps: PathStep[] = [];
  let rest = text;
  while (rest !== '') {
    const found = STEPS.map(([shape, stepOf]) => [shape.exec(rest), stepOf] as const).find(([match]) => match !== null);
    if (found === undefined) throw new JsonPathError(`cannot read ${JSON.stringify(rest)} of the path ${JSON.stringify(text)}`);
    const [match, stepOf] = found;
    steps.push(...stepOf(match!));
    rest = rest.slice(match![0].length);
  }
  return steps;
}

const STEPS: readonly (readonly [shape: RegExp, stepOf: (match: RegExpExecArray) => readonly PathStep[]])[] = [
  [/^\.?\[\*\]|^\.\*/, () => [{ is: 'all' }]],
  [/^\.?\[(-?\d{1,9})\]/, ([, index]) => [{ is: 'index', index: Number(index) }]],
  [/^\.?\['((?:[^'\\]|\\.)*)'\]|^\.?\["((?:[^"\\]|\\.)*)"\]/, ([, single, double]) => [field(single ?? double!)]],
  [
    /^\.?\[\?\(\s*@((?:\.(?:[\w-]|\\.)+)+)\s*==\s*(?:"([^"]*)"|'([^']*)'|(true|false|-?\d{1,15}))\s*\)\]/,
    ([, path, double, single, other]) => [
      {
        is: 'filter',
        path: parseJsonPath(path!),
        value: double ?? single ?? JSON.parse(other!),
      },
    ],
  ],
  [/^\.((?:[^.[\]\\\s]|\\.)+)/, ([, name]) => [field(name!)]],
  // A dot alone is the value itself.
  [/^\.$/, () => []],
];

function field(name: string): PathStep {
  return { is: 'field', name: name.replace(/\\(.)/g, '$1') };
}

/** Every value that a path leads to, in their order. */
export function valuesAt(value: unknown, path: JsonPath): readonly unknown[] {
  return path.reduce<readonly unknown[]>((values, step) => values.flatMap((each) => stepped(each, step)).slice(0, MOST_RESULTS), [value]);
}

function stepped(value: unknown, step: PathStep): readonly unknown[] {
  switch (step.is) {
    case 'field':
      return isMapping(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'index': {
      const item: unknown = Array.isArray(value) ? value.at(step.index) : undefined;
      return item === undefined ? [] : [item];
    }
    case 'all':
      return itemsOf(value);
    case 'filter':
      return itemsOf(value).filter((item) => valuesAt(item, step.path).includes(step.value));
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return isMapping(value) ? Object.values(value) : [];
}
