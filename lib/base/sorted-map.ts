/**
 * An ordered map whose copies cost nothing: `fork()` shares every node, and each side copies only the path it later changes.
 *
 * One structure serves as store, index, timer queue and history, so that all of them are ordered, can be cut by prefix, and fork at no cost.
 * It is a B+ tree. A node belongs to the map that made it (`owner`); a map changes its own nodes in place and copies those of others.
 */
export class SortedMap<K, V> {
  #root: Node<K, V>;
  #size: number;
  #owner: object = {};
  readonly #before: ((a: K, b: K) => boolean) | undefined;

  /** `before(a, b)` says whether `a` sorts strictly before `b`; natural order of strings and numbers when not given. */
  constructor(before?: (a: K, b: K) => boolean) {
    this.#before = before;
    this.#root = leaf(this.#owner);
    this.#size = 0;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#size;
  }

  /** An independent copy; neither sees what the other does afterwards. */
  fork(): SortedMap<K, V> {
    const copy = new SortedMap<K, V>(this.#before);
    copy.#root = this.#root;
    copy.#size = this.#size;
    this.#owner = {};
    return copy;
  }

  /** The value of a key, or undefined. */
  get(key: K): V | undefined {
    let node = this.#root;
    while (node.children !== undefined) node = node.children[this.#childIndex(node.keys, key)]!;
    const at = this.#lowerBound(node.keys, key);
    return this.#isAt(node.keys, at, key) ? node.values[at] : undefined;
  }

  /** Whether the key is there. */
  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  /** Sets a key; the value may not be undefined. */
  set(key: K, value: V): void {
    this.#root = this.#own(this.#root);
    if (this.#insert(this.#root, key, value)) this.#size++;
    if (this.#root.keys.length > WIDTH) {
      const left = this.#root;
      const right = split(left, this.#owner);
      this.#root = { owner: this.#owner, keys: [left.keys[0]!, right.keys[0]!], values: NO_VALUES, children: [left, right] };
    }
  }

  /** Removes a key; returns whether it was there. */
  delete(key: K): boolean {
    this.#root = this.#own(this.#root);
    if (!this.#remove(this.#root, key)) return false;
    this.#shrink();
    return true;
  }

  /** Takes the smallest key away and returns its value, or undefined when empty. */
  shift(): V | undefined {
    if (this.#size === 0) return undefined;
    this.#root = this.#own(this.#root);
    const value = this.#removeFirst(this.#root);
    this.#shrink();
    return value;
  }

  /** The smallest key with its value, or undefined when empty. */
  first(): readonly [K, V] | undefined {
    let node = this.#root;
    while (node.children !== undefined) node = node.children[0]!;
    return node.keys.length === 0 ? undefined : [node.keys[0]!, node.values[0]!];
  }

  /** The largest key with its value, or undefined when empty. */
  last(): readonly [K, V] | undefined {
    let node = this.#root;
    while (node.children !== undefined) node = node.children[node.children.length - 1]!;
    const at = node.keys.length - 1;
    return at < 0 ? undefined : [node.keys[at]!, node.values[at]!];
  }

  /** Visits entries in order from `from` (inclusive; from the start when undefined) until `visit` returns false. The map must not be changed meanwhile. */
  visit(from: K | undefined, visit: (key: K, value: V) => unknown): void {
    this.#visit(this.#root, from, visit);
  }

  /** All keys in order. */
  keys(): K[] {
    const keys: K[] = [];
    this.visit(undefined, (key) => void keys.push(key));
    return keys;
  }

  /** All values in order of their keys. */
  values(): V[] {
    const values: V[] = [];
    this.visit(undefined, (_, value) => void values.push(value));
    return values;
  }

  /** One key is gone: the root may have become too tall. */
  #shrink(): void {
    this.#size--;
    while (this.#root.children?.length === 1) this.#root = this.#root.children[0]!;
    if (this.#root.children?.length === 0) this.#root = leaf(this.#owner);
  }

  #own(node: Node<K, V>): Node<K, V> {
    if (node.owner === this.#owner) return node;
    const { keys, values, children } = node;
    return { owner: this.#owner, keys: keys.slice(), values: children ? NO_VALUES : values.slice(), children: children?.slice() };
  }

  /** The first position whose key is not before `key`. */
  #lowerBound(keys: readonly K[], key: K): number {
    const before = this.#before;
    let low = 0;
    let high = keys.length;
    // Histories and timers mostly grow at the end.
    if (high > 0 && (before === undefined ? keys[high - 1]! < key : before(keys[high - 1]!, key))) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before === undefined ? keys[middle]! < key : before(keys[middle]!, key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether the key at a lower bound is the one that was looked for. */
  #isAt(keys: readonly K[], at: number, key: K): boolean {
    if (at >= keys.length) return false;
    const before = this.#before;
    return before === undefined ? keys[at] === key : !before(key, keys[at]!);
  }

  /** The child whose range holds `key`: the last one whose smallest key is not after it. */
  #childIndex(keys: readonly K[], key: K): number {
    const before = this.#before;
    let low = 1;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before === undefined ? key < keys[middle]! : before(key, keys[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  /** Inserts below an owned node; returns whether the key is new. A child that grew too wide is split here. */
  #insert(node: Node<K, V>, key: K, value: V): boolean {
    if (node.children === undefined) {
      const at = this.#lowerBound(node.keys, key);
      if (this.#isAt(node.keys, at, key)) {
        node.values[at] = value;
        return false;
      }
      node.keys.splice(at, 0, key);
      node.values.splice(at, 0, value);
      return true;
    }
    const at = this.#childIndex(node.keys, key);
    const child = (node.children[at] = this.#own(node.children[at]!));
    const isNew = this.#insert(child, key, value);
    node.keys[at] = child.keys[0]!;
    if (child.keys.length > WIDTH) {
      const right = split(child, this.#owner);
      node.keys.splice(at + 1, 0, right.keys[0]!);
      node.children.splice(at + 1, 0, right);
    }
    return isNew;
  }

  /** Removes below an owned node; returns whether the key was there. */
  #remove(node: Node<K, V>, key: K): boolean {
    if (node.children === undefined) {
      const at = this.#lowerBound(node.keys, key);
      if (!this.#isAt(node.keys, at, key)) return false;
      node.keys.splice(at, 1);
      node.values.splice(at, 1);
      return true;
    }
    const at = this.#childIndex(node.keys, key);
    const child = (node.children[at] = this.#own(node.children[at]!));
    if (!this.#remove(child, key)) return false;
    this.#tend(node, at, child);
    return true;
  }

  /** Removes the smallest key below an owned node that is not empty. */
  #removeFirst(node: Node<K, V>): V {
    if (node.children === undefined) {
      node.keys.shift();
      return node.values.shift()!;
    }
    const child = (node.children[0] = this.#own(node.children[0]!));
    const value = this.#removeFirst(child);
    this.#tend(node, 0, child);
    return value;
  }

  /** A child has lost a key: it may be empty now, or thin. */
  #tend(node: Node<K, V>, at: number, child: Node<K, V>): void {
    if (child.keys.length === 0) {
      node.keys.splice(at, 1);
      node.children!.splice(at, 1);
      return;
    }
    node.keys[at] = child.keys[0]!;
    if (child.keys.length < WIDTH / 4) this.#mergeWithNext(node, at + 1 < node.children!.length ? at : at - 1);
  }

  /** Joins two thin neighbours, so that long-lived maps stay shallow after many removals. */
  #mergeWithNext(node: Node<K, V>, at: number): void {
    const children = node.children!;
    const right = children[at + 1];
    if (at < 0 || right === undefined || children[at]!.keys.length + right.keys.length > WIDTH) return;
    const left = (children[at] = this.#own(children[at]!));
    left.keys.push(...right.keys);
    if (left.children !== undefined) left.children.push(...right.children!);
    else left.values.push(...right.values);
    node.keys.splice(at + 1, 1);
    children.splice(at + 1, 1);
  }

  #visit(node: Node<K, V>, from: K | undefined, visit: (key: K, value: V) => unknown): boolean {
    if (node.children === undefined) {
      for (let at = from === undefined ? 0 : this.#lowerBound(node.keys, from); at < node.keys.length; at++) {
        if (visit(node.keys[at]!, node.values[at]!) === false) return false;
      }
      return true;
    }
    const start = from === undefined ? 0 : this.#childIndex(node.keys, from);
    for (let at = start; at < node.children.length; at++) {
      if (!this.#visit(node.children[at]!, at === start ? from : undefined, visit)) return false;
    }
    return true;
  }
}

/** Visits, in order, the entries whose key starts with `prefix`, until `visit` returns false. */
export function visitPrefix<V>(map: SortedMap<string, V>, prefix: string, visit: (key: string, value: V) => unknown): void {
  map.visit(prefix, (key, value) => (key.startsWith(prefix) ? visit(key, value) : false));
}

interface Node<K, V> {
  readonly owner: object;
  readonly keys: K[];
  readonly values: V[];
  readonly children: Node<K, V>[] | undefined;
}

const WIDTH = 32;
const NO_VALUES: never[] = [];

function leaf<K, V>(owner: object): Node<K, V> {
  return { owner, keys: [], values: [], children: undefined };
}

/** Cuts the right half off an owned node. */
function split<K, V>(node: Node<K, V>, owner: object): Node<K, V> {
  const middle = node.keys.length >>> 1;
  const keys = node.keys.splice(middle);
  if (node.children !== undefined) return { owner, keys, values: NO_VALUES, children: node.children.splice(middle) };
  return { owner, keys, values: node.values.splice(middle), children: undefined };
}
