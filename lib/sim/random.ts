import { SAFE_LETTERS } from '../base/hash.ts';

/**
 * Chance from a seed: named streams, each a pure function of (seed, name, how many draws it made).
 * A new draw in one stream disturbs no other, and a fork shares nothing but what was drawn before.
 */
export class Random {
  readonly seed: number;
  readonly #drawn: ReadonlyMap<string, number>;
  readonly #streams = new Map<string, Stream>();

  /** `seed` is a whole number; equal seeds give equal streams. `drawn` tells how often each stream was drawn from already. */
  constructor(seed: number, drawn: ReadonlyMap<string, number> = new Map()) {
    this.seed = seed;
    this.#drawn = drawn;
  }

  /** The stream of that name. */
  stream(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) this.#streams.set(name, (stream = new Stream(this.seed, name, this.#drawn.get(name) ?? 0)));
    return stream;
  }

  /** A stream of which nobody counts the draws: they are asked for by number, so that what will be drawn can be known ahead. */
  numbered(name: string): NumberedStream {
    return new Stream(this.seed, name, 0);
  }

  /** An independent copy that goes on from here. */
  fork(): Random {
    if (this.#streams.size === 0) return new Random(this.seed, this.#drawn);
    const drawn = new Map(this.#drawn);
    for (const [name, stream] of this.#streams) drawn.set(name, stream.drawn);
    return new Random(this.seed, drawn);
  }
}

/** One named source of chance whose draws are known by their numbers. */
export type NumberedStream = Pick<Stream, 'belowAt'>;

/** One named source of chance. */
export class Stream {
  readonly #low: number;
  readonly #high: number;
  #drawn: number;

  constructor(seed: number, name: string, drawn: number) {
    this.#low = hash(name, seed >>> 0);
    this.#high = hash(name, (Math.floor(seed / 2 ** 32) ^ 0x9e3779b9) >>> 0);
    this.#drawn = drawn;
  }

  /** How often it was drawn from. */
  get drawn(): number {
    return this.#drawn;
  }

  /** A whole number, 0 or more and below `bound` (at most 2^32). */
  below(bound: number): number {
    return this.belowAt(this.#draw(), bound);
  }

  /** The same for the draw of that number, without drawing. */
  belowAt(draw: number, bound: number): number {
    return Math.floor((this.#word(draw, 0) / 2 ** 32) * bound);
  }

  /** `length` characters as Kubernetes puts them behind generated names. kube: staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go String */
  suffix(length: number): string {
    const draw = this.#draw();
    let text = '';
    for (let lane = 0; text.length < length; lane++) {
      let rest = this.#word(draw, lane);
      // A word of 32 bits is good for six characters of 27.
      for (let i = 0; i < 6 && text.length < length; i++) {
        text += SAFE_LETTERS[rest % SAFE_LETTERS.length]!;
        rest = Math.floor(rest / SAFE_LETTERS.length);
      }
    }
    return text;
  }

  /** A version 4 UUID. */
  uuid(): string {
    return this.#uuidAt(this.#draw());
  }

  /** The UUID that will be drawn next, without drawing it. */
  nextUuid(): string {
    return this.#uuidAt(this.#drawn + 1);
  }

  #uuidAt(draw: number): string {
    const [a, b, c, d] = [this.#word(draw, 0), this.#word(draw, 1), this.#word(draw, 2), this.#word(draw, 3)];
    const version = (b & 0x0fff) | 0x4000;
    const variant = ((c >>> 16) & 0x3fff) | 0x8000;
    return `${quad(a >>> 16)}${quad(a)}-${quad(b >>> 16)}-${quad(version)}-${quad(variant)}-${quad(c)}${quad(d >>> 16)}${quad(d)}`;
  }

  /** That many hex digits. */
  hex(length: number): string {
    const draw = this.#draw();
    let text = '';
    for (let lane = 0; text.length < length; lane++) {
      const word = this.#word(draw, lane);
      text += quad(word >>> 16) + quad(word);
    }
    return text.slice(0, length);
  }

  /** Counts one more draw. */
  #draw(): number {
    return ++this.#drawn;
  }

  /** One of several 32-bit words of a draw. */
  #word(draw: number, lane: number): number {
    return mix(mix(this.#low ^ Math.imul(draw, 0x9e3779b1)) ^ mix(this.#high ^ draw ^ Math.imul(lane, 0x632be5ab)));
  }
}

const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Four hex digits of the low 16 bits. */
function quad(word: number): string {
  return BYTES[(word >>> 8) & 255]! + BYTES[word & 255]!;
}

/** 32-bit finalizer of MurmurHash3: every input bit reaches every output bit. */
function mix(word: number): number {
  let w = word >>> 0;
  w = Math.imul(w ^ (w >>> 16), 0x85ebca6b);
  w = Math.imul(w ^ (w >>> 13), 0xc2b2ae35);
  return (w ^ (w >>> 16)) >>> 0;
}

/** FNV-1a over the text, started from a seed. */
function hash(text: string, seed: number): number {
  let word = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) word = Math.imul(word ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return mix(word);
}
