/** How bad it is: the server refuses it; it accepts what is hardly meant; something worth knowing. */
export type Level = 'error' | 'warning' | 'note';

/** What sort of thing was found, to each a sentence that holds for all of its sort. */
export const RULES = {
  yaml: 'A manifest is YAML or JSON that kubectl can read.',
  manifest: 'Every object has an apiVersion and a kind.',
  'unknown-kind': 'The API server serves the kind in the apiVersion.',
  field: 'Every field is one that the kind has, and of its type.',
  invalid: 'The API server accepts the object.',
  'server-warning': 'The API server accepts the object without a warning.',
  oddity: 'What is written is read as it looks.',
  'duplicate-object': 'An object is defined once.',
  'service-without-pods': 'A Service selects pods that the files make.',
  'service-port': "A Service's named target port is a port of its pods.",
  'custom-kind': 'Fields of custom kinds are not looked at.',
} as const;

/** The sort of a finding. */
export type Rule = keyof typeof RULES;

/** One thing that was found, and where. */
export interface Finding {
  readonly file: string;
  /** Both count from one; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly level: Level;
  readonly rule: Rule;
  /** Kubernetes' own sentence where it has one. */
  readonly message: string;
  /** What would be right. */
  readonly hint?: string;
  /** `Deployment shop/web`, when it is about an object. */
  readonly object?: string;
  /** The line of the file, or as much of it as anybody reads. */
  readonly excerpt: string;
}

/** How many findings there are of each level. */
export type Counts = Readonly<Record<Level, number>>;

/** Findings of which only the first so many are kept; all are counted. */
export class Findings {
  readonly kept: Finding[] = [];
  readonly #counts: Record<Level, number> = { error: 0, warning: 0, note: 0 };
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(finding: Finding): void {
    this.#counts[finding.level]++;
    if (this.kept.length < this.#most) this.kept.push(finding);
  }

  get counts(): Counts {
    return { ...this.#counts };
  }
}
