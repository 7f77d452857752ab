import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import { isMapping } from './merge.ts';
import { misread } from './yaml-scalars.ts';

/** A step into a value: a field's name or a list's index. */
export type Step = string | number;

/** Something to say about one place of a document. */
export interface TreeRemark {
  readonly offset: number;
  readonly text: string;
  readonly hint?: string;
}

/** A field that one mapping has twice; the later one counts. */
export interface Duplicate {
  readonly name: string;
  readonly offset: number;
  readonly winnerOffset: number;
  /** Whether it is a field of the document itself. */
  readonly isTop: boolean;
}

/** How a single value is written. */
export interface Written {
  readonly source: string;
  /** Without quotes, so that its text decides what it is. */
  readonly isPlain: boolean;
}

/** A document's plain value, what is wrong with it, and where its fields are. */
export interface Tree {
  readonly value: unknown;
  readonly problems: readonly TreeRemark[];
  readonly duplicates: readonly Duplicate[];
  /** What is read in another way than it looks. */
  readonly oddities: readonly TreeRemark[];
  /** Offset of the field, or of the nearest parent that exists. */
  readonly offsetOf: (steps: readonly Step[]) => number;
  /** How the value of a field is written; undefined for what is no single value, or not there. */
  readonly writtenAt: (steps: readonly Step[]) => Written | undefined;
}

/** How many values aliases may add to a document. */
const MOST_ALIASED_VALUES = 100_000;

type AnyNode = Node | Pair | null | undefined;

interface Built {
  readonly value: unknown;
  /** How many values it holds, aliases followed. */
  readonly size: number;
}

/** Reads a composed document into plain values. Never recurses deeper than the document, which the caller has bounded. */
export function treeOf(document: Document.Parsed): Tree {
  const root = document.contents;
  const builder = new TreeBuilder(root);
  const { value } = builder.build(root);
  const { problems, duplicates, oddities } = builder;
  return {
    value,
    problems,
    duplicates,
    oddities,
    offsetOf: (steps) => builder.placeOf(steps).offset,
    writtenAt: (steps) => writtenOf(builder.placeOf(steps)),
  };
}

class TreeBuilder {
  readonly problems: TreeRemark[] = [];
  readonly duplicates: Duplicate[] = [];
  readonly oddities: TreeRemark[] = [];
  readonly #root: AnyNode;
  readonly #anchors = new Map<string, { readonly node: Node; readonly built: Built | undefined }>();
  readonly #targets = new Map<Alias, Node>();
  #aliasedValues = 0;

  constructor(root: AnyNode) {
    this.#root = root;
  }

  build(node: AnyNode): Built {
    if (node === null || node === undefined) return { value: null, size: 1 };
    if (isPair(node)) return this.#buildMap([node]);
    if (isAlias(node)) return this.#follow(node);
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, { node, built: undefined });
    const built = this.#buildOwn(node);
    if (anchor !== undefined) this.#anchors.set(anchor, { node, built });
    return built;
  }

  /** The node at the end of the steps, or that of the nearest parent; where a field is means where its name is. */
  placeOf(steps: readonly Step[]): Place {
    let node = this.#target(this.#root);
    let offset = startOf(this.#root);
    for (const step of steps) {
      const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
      const pair = isMap(node) ? this.#findPair(node, String(step)) : undefined;
      if (item === undefined && pair === undefined) return { node, offset, isFound: false };
      offset = startOf(pair === undefined ? (item as AnyNode) : (pair.key as AnyNode));
      node = this.#target((pair === undefined ? item : pair.value) as AnyNode);
    }
    return { node, offset, isFound: true };
  }

  #buildOwn(node: Node): Built {
    if (isMap(node)) return this.#buildMap(node.items, node === this.#root);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item as AnyNode));
      return { value: items.map((item) => item.value), size: items.reduce((sum, item) => sum + item.size, 1) };
    }
    if (!isScalar(node)) return { value: null, size: 1 };
    if (node.type === 'PLAIN' && isInTypographicQuotes(node.value)) {
      const text = `the value is ${node.value}, quotes and all`;
      this.oddities.push({ offset: startOf(node), text, hint: `YAML knows only the straight quotes " and '` });
    }
    return { value: this.#scalar(node.value, startOf(node)), size: 1 };
  }

  /** A merge counts where it stands: it takes the place of what is above it. kube: sigs.k8s.io/yaml/goyaml.v2/decode.go mapping, merge */
  #buildMap(pairs: readonly Pair[], isTop = false): Built {
    const fields: Record<string, unknown> = {};
    const offsets = new Map<string, number>();
    let size = 1;
    for (const { key, value } of pairs) {
      const built = this.build(value as AnyNode);
      size += built.size;
      if (isMergeKey(key)) {
        this.#merge(fields, built.value, startOf(key as AnyNode));
        continue;
      }
      const offset = startOf(key as AnyNode);
      const name = this.#keyText(key as AnyNode);
      const earlier = offsets.get(name);
      if (earlier !== undefined) this.duplicates.push({ name, offset: earlier, winnerOffset: offset, isTop });
      offsets.set(name, offset);
      put(fields, name, built.value);
    }
    return { value: fields, size };
  }

  /** Of several sources the first wins. */
  #merge(fields: Record<string, unknown>, source: unknown, offset: number): void {
    const sources: readonly unknown[] = Array.isArray(source) ? source : [source];
    if (!sources.every(isMapping)) this.#refuse(offset, 'map merge requires map or sequence of maps as the value');
    else for (const each of [...sources].reverse()) for (const [name, value] of Object.entries(each)) put(fields, name, value);
  }

  #follow(alias: Alias): Built {
    const anchor = this.#anchors.get(alias.source);
    const offset = startOf(alias);
    if (anchor === undefined) return this.#refuse(offset, `unknown anchor '${alias.source}' referenced`);
    if (anchor.built === undefined) return this.#refuse(offset, `anchor '${alias.source}' value contains itself`);
    this.#targets.set(alias, anchor.node);
    this.#aliasedValues += anchor.built.size;
    if (this.#aliasedValues > MOST_ALIASED_VALUES) return this.#refuse(offset, 'document contains excessive aliasing');
    return anchor.built;
  }

  #keyText(key: AnyNode): string {
    const { value } = this.build(key);
    const source = typeof value === 'boolean' && isScalar(key) ? (key.source ?? '') : '';
    if (misread(source) !== undefined) {
      const hint = `in YAML 1.1 ${source} is ${misread(source)}: write "${source}" in quotes`;
      this.oddities.push({ offset: startOf(key), text: `the field ${source} is read as "${String(value)}"`, hint });
    }
    if (typeof value === 'object' && value !== null) {
      this.#refuse(startOf(key), 'invalid map key: only a single value can name a field');
      return '';
    }
    return String(value);
  }

  #scalar(value: unknown, offset: number): unknown {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
    if (typeof value !== 'number') return typeof value === 'object' ? null : value;
    if (!Number.isFinite(value))
      return this.#refuse(offset, `json: unsupported value: ${value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'}`).value;
    return Object.is(value, -0) ? 0 : value;
  }

  #refuse(offset: number, text: string): Built {
    if (!this.problems.some((problem) => problem.text === text)) this.problems.push({ offset, text });
    return { value: null, size: 1 };
  }

  #target(node: AnyNode): AnyNode {
    return isAlias(node) ? this.#targets.get(node) : node;
  }

  /** The field as it counts: the last of that name, its own or of a mapping that is merged in. */
  #findPair(map: YAMLMap, name: string, seen = new Set<YAMLMap>()): Pair | undefined {
    if (seen.has(map)) return undefined;
    seen.add(map);
    for (const pair of [...map.items].reverse()) {
      if (!isMergeKey(pair.key)) {
        if (keyName(pair.key) === name) return pair;
        continue;
      }
      const source = this.#target(pair.value as AnyNode);
      for (const item of isSeq(source) ? source.items : [source]) {
        const target = this.#target(item as AnyNode);
        const found = isMap(target) ? this.#findPair(target, name, seen) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

interface Place {
  readonly node: AnyNode;
  readonly offset: number;
  readonly isFound: boolean;
}

function writtenOf({ node, isFound }: Place): Written | undefined {
  return isFound && isScalar(node) ? { source: node.source ?? '', isPlain: node.type === 'PLAIN' } : undefined;
}

function isInTypographicQuotes(value: unknown): value is string {
  return typeof value === 'string' && /^[“”„‘’‚«»]/.test(value) && /[“”‘’«»]$/.test(value);
}

/** Sets a field even when it is called `__proto__`, which would otherwise change the object's prototype and be seen by nobody. */
function put(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true });
  else fields[name] = value;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN';
}

function keyName(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function startOf(node: AnyNode): number {
  if (isPair(node)) return startOf(node.key as AnyNode);
  return node?.range?.[0] ?? 0;
}
