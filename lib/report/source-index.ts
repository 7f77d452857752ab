import type { GherkinDocument, Pickle } from './envelope.ts';

/** Where a scenario or a step of a scenario is written, and under which headings. */
export interface Place {
  readonly line: number;
  /** `Given `, `And ` ... as written, for steps. */
  readonly keyword?: string;
  readonly rule?: string;
  /** Position of an example row within its outline, from 1 over all its tables. */
  readonly example?: number;
}

/** The headings of one feature file and the place of every node that a pickle may name. */
export interface SourceIndex {
  readonly feature: string;
  readonly places: ReadonlyMap<string, Place>;
}

type Feature = NonNullable<GherkinDocument['feature']>;
type Child = Feature['children'][number];

/** Indexes a parsed feature file by node id. */
export function indexSource(document: GherkinDocument): SourceIndex {
  const places = new Map<string, Place>();
  const add = (child: Child, rule: string | undefined): void => {
    const headings = rule === undefined ? {} : { rule };
    for (const step of [...(child.background?.steps ?? []), ...(child.scenario?.steps ?? [])]) {
      places.set(step.id, { line: step.location.line, keyword: step.keyword });
    }
    const scenario = child.scenario;
    if (scenario === undefined) return;
    places.set(scenario.id, { line: scenario.location.line, ...headings });
    const rows = scenario.examples.flatMap((examples) => examples.tableBody);
    for (const [index, row] of rows.entries()) places.set(row.id, { line: row.location.line, ...headings, example: index + 1 });
  };
  for (const child of document.feature?.children ?? []) {
    if (child.rule === undefined) add(child, undefined);
    else for (const grandchild of child.rule.children) add(grandchild, child.rule.name);
  }
  return { feature: document.feature?.name ?? '', places };
}

/** The place of a pickle: its example row where it has one, else its scenario. An unknown node lies at line 0. */
export function placeOf(pickle: Pickle, source: SourceIndex | undefined): Place {
  const places = pickle.astNodeIds.map((id) => source?.places.get(id)).filter((place) => place !== undefined);
  return places.at(-1) ?? { line: 0 };
}
