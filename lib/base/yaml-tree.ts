import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Document, type Node, type Pair, type YAMLMap } from 'yaml';

/** A step into a value: a field's name or a list's index. */
export type Step = string | number;

/** Something to say about one place of a document. */
export interface TreeRemark {
  readonly offset: number;
  readonly text: string;
}

/** A document's plain value, what is wrong with it, and where its fields are. */
export interface Tree {
  readonly value: unknown;
  readonly problems: readonly TreeRemark[];
  readonly warnings: readonly (TreeRemark & { readonly winnerOffset: number })[];
  /** Offset of the field, or of the nearest parent that exists. */
  readonly offsetOf: (steps: readonly Step[]) => number;
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
  const builder = new TreeBuilder();
  const { value } = builder.build(document.contents);
  const root = document.contents;
  const { problems, warnings } = builder;
  return { value, problems, warnings, offsetOf: (steps) => builder.offsetOf(root, steps) };
}

class TreeBuilder {
  readonly problems: TreeRemark[] = [];
  readonly warnings: (TreeRemark & { winnerOffset: number })[] = [];
  readonly #anchors = new Map<string, { readonly node: Node; readonly built: Built | undefined }>();
  readonly #targets = new Map<Alias, Node>();
  #aliasedValues = 0;

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

  offsetOf(root: AnyNode, steps: readonly Step[]): number {
    let node = this.#target(root);
    let offset = startOf(root);
    for (const step of steps) {
      const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
      const pair = isMap(node) ? this.#findPair(node, String(step)) : undefined;
      if (item === undefined && pair === undefined) return offset;
      offset = startOf(pair === undefined ? (item as AnyNode) : (pair.key as AnyNode));
      node = this.#target((pair === undefined ? item : pair.value) as AnyNode);
    }
    return offset;
  }

  #buildOwn(node: Node): Built {
    if (isMap(node)) return this.#buildMap(node.items);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item as AnyNode));
      return { value: items.map((item) => item.value), size: items.reduce((sum, item) => sum + item.size, 1) };
    }
    return { value: isScalar(node) ? this.#scalar(node.value, startOf(node)) : null, size: 1 };
  }

  #buildMap(pairs: readonly Pair[]): Built {
    const fields: Record<string, unknown> = {};
    const merged: unknown[] = [];
    const offsets = new Map<string, number>();
    let size = 1;
    for (const { key, value } of pairs) {
      const built = this.build(value as AnyNode);
      size += built.size;
      if (isMergeKey(key)) {
        merged.push(...(Array.isArray(built.value) ? (built.value as unknown[]) : [built.value]));
        continue;
      }
      const offset = startOf(key as AnyNode);
      const name = this.#keyText(key as AnyNode);
      if (offsets.has(name)) this.warnings.push({ offset: offsets.get(name)!, text: name, winnerOffset: offset });
      offsets.set(name, offset);
      put(fields, name, built.value);
    }
    for (const source of merged) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) continue;
      for (const [name, value] of Object.entries(source)) if (!Object.hasOwn(fields, name)) put(fields, name, value);
    }
    return { value: fields, size };
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

  #findPair(map: YAMLMap, name: string, seen = new Set<YAMLMap>()): Pair | undefined {
    let found: Pair | undefined;
    for (const pair of map.items) if (!isMergeKey(pair.key) && keyName(pair.key) === name) found = pair;
    if (found !== undefined || seen.has(map)) return found;
    seen.add(map);
    for (const pair of map.items) {
      if (!isMergeKey(pair.key)) continue;
      const source = this.#target(pair.value as AnyNode);
      for (const item of isSeq(source) ? source.items : [source]) {
        const target = this.#target(item as AnyNode);
        if (isMap(target)) found ??= this.#findPair(target, name, seen);
      }
    }
    return found;
  }
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
