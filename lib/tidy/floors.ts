import { violationAt, type Rule, type Source, type Violation } from './source.ts';

/** Where the code of each folder, or of each file at the top of `lib`, stands. */
const floors = new Map<string, number>([
  ['lib/base', 0],
  ['lib/sim', 1],
  ['lib/api', 2],
  ['lib/kinds', 3],
  ['lib/control', 4],
  ['lib/admission', 4],
  ['lib/authorization', 4],
  ['lib/controllers', 5],
  ['lib/node', 5],
  ['lib/scheduler', 5],
  ['lib/network', 5],
  ['lib/cluster.ts', 6],
  ['lib/cluster-parts.ts', 6],
  ['lib/bootstrap.ts', 6],
  ['lib/cluster-dns.ts', 6],
  ['lib/environment.ts', 6],
  ['lib/manifest.ts', 6],
  ['lib/manifest', 6],
  ['lib/check', 6],
  ['lib/image-file.ts', 6],
  ['lib/sample-manifest.ts', 6],
  ['lib/rollouts', 6],
  ['lib/nodes', 6],
  ['lib/kubectl', 6],
  ['lib/assert', 7],
  ['lib/nets', 7],
  ['lib/report', 7],
  ['lib/cli', 7],
  ['lib/http', 7],
  ['lib/grade', 7],
  ['lib/index.ts', 8],
  ['lib/cli.ts', 8],
  ['steps', 8],
]);
const peerFloor = 5;
/** They may import anything, and nothing imports them: they are no part of the product. */
const apart = new Set(['lib/bench', 'lib/build', 'lib/conformance', 'lib/tidy']);

/** The folder that has a floor, `lib/api` for everything below it; a file at the top of `lib` stands for itself. */
function unitOf(path: string): string {
  return path.startsWith('lib/') ? path.split('/', 2).join('/') : path.split('/', 1).join('');
}

/** The floor of a file; undefined where none was given. What stands apart is above everything. */
export function floorOf(path: string): number | undefined {
  const unit = unitOf(path);
  return apart.has(unit) ? Infinity : floors.get(unit);
}

function misplaced(source: Source): readonly Violation[] {
  const unit = unitOf(source.path);
  const floor = floorOf(source.path);
  if (floor === undefined) return [violationAt(source, 0, `${unit} has no floor; give it one in lib/tidy/floors.ts`)];
  return source.imports.flatMap(({ target, specifier }) => {
    const other = target === undefined ? unit : unitOf(target);
    const message = other === unit ? undefined : objection(unit, floor, other, floorOf(other) ?? -1);
    return message === undefined ? [] : [violationAt(source, specifier.getStart(), message)];
  });
}

function objection(unit: string, floor: number, other: string, otherFloor: number): string | undefined {
  if (apart.has(other) && !apart.has(unit)) return `${other} is no part of the product; move what is needed of it below ${unit}`;
  if (otherFloor > floor) {
    return `${unit} (floor ${floor}) may not import from ${other} (floor ${otherFloor}); move what is needed down, or the decision up`;
  }
  if (otherFloor === floor && floor === peerFloor) {
    return `${unit} and ${other} are peers and talk through objects only; move what both need to a floor below ${peerFloor}`;
  }
  return undefined;
}

/** Every import that closes a circle, found by walking the files in their order. */
function circles(sources: readonly Source[]): readonly Violation[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const finished = new Set<Source>();
  const violations: Violation[] = [];
  const visit = (source: Source, trail: readonly Source[]): void => {
    if (finished.has(source)) return;
    const walked = [...trail, source];
    for (const { target, specifier, isTypeOnly } of source.imports) {
      const next = isTypeOnly ? undefined : byPath.get(target ?? '');
      if (next === undefined) continue;
      const start = walked.indexOf(next);
      if (start < 0) visit(next, walked);
      else {
        const circle = [...walked.slice(start), next].map(({ path }) => path).join(' → ');
        violations.push(violationAt(source, specifier.getStart(), `files import each other (${circle}); move what both need to a third`));
      }
    }
    finished.add(source);
  };
  for (const source of sources) visit(source, []);
  return violations;
}

/** Imports go down the floors and never in circles. */
export const floorRules: readonly Rule[] = [
  {
    title: 'a file imports from its own floor or below, and peers never from each other',
    check: ({ sources }) => sources.filter(({ isTest }) => !isTest).flatMap(misplaced),
    examples: [
      { 'lib/sim/clock.ts': "import { heap } from '../base/heap.ts';\nimport './random.ts';\nimport { join } from 'node:path';" },
      { 'lib/base/heap.ts': "import type { Clock } from «'../sim/clock.ts';" },
      { 'lib/base/heap.ts': "const clock = import(«'../sim/clock.ts');" },
      { 'lib/base/heap.ts': "type Clock = import(«'../sim/clock.ts').Clock;" },
      { 'lib/cluster.ts': "import { kubelet } from './node/kubelet.ts';\nexport { x } from «'../steps/world.ts';" },
      { 'lib/node/kubelet.ts': "import { scores } from «'../scheduler/scores.ts';\nimport { run } from './containers/run.ts';" },
      { 'lib/cli/run.ts': "import { text } from '../report/text.ts';\nimport { build } from «'../build/build.ts';" },
      { 'lib/bench/bench.ts': "import { run } from '../cli/run.ts';\nimport { derive } from '../build/derive.ts';" },
      { 'lib/api/store.test.ts': "import { Cluster } from '../cluster.ts';" },
      { 'lib/shared/text.ts': '«const a = 1;' },
    ],
  },
  {
    title: 'files do not import each other in a circle',
    check: ({ sources }) => circles(sources),
    examples: [
      { 'lib/base/a.ts': "import './b.ts';", 'lib/base/b.ts': "import './c.ts';", 'lib/base/c.ts': "import { a } from «'./a.ts';" },
      { 'lib/base/a.ts': "import './b.ts';", 'lib/base/b.ts': "import type { A } from './a.ts';\nimport './c.ts';", 'lib/base/c.ts': '' },
    ],
  },
];
