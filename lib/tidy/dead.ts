import ts from 'typescript';
import { exportsOf, type Export } from './exports.ts';
import { floorOf } from './floors.ts';
import type { Import } from './imports.ts';
import { violationAt, type Rule, type Source, type Violation } from './source.ts';

/** What begins by itself: the façades, the command, the step files that cucumber loads, and what is no part of the product. */
const isEntry = ({ path }: Source): boolean => /^lib\/(?:index|cli)\.ts$|^steps\//.test(path) || floorOf(path) === Infinity;
/** What only tests need. */
const isFixture = ({ path }: Source): boolean => /(?:^|[/-])fixture\.ts$/.test(path);

/** Who imports each file. */
function importersOf(sources: readonly Source[]): ReadonlyMap<string, readonly { readonly by: Source; readonly what: Import }[]> {
  const importers = new Map<string, { by: Source; what: Import }[]>();
  for (const by of sources) {
    for (const what of by.imports) {
      if (what.target === undefined) continue;
      const known = importers.get(what.target);
      if (known === undefined) importers.set(what.target, [{ by, what }]);
      else known.push({ by, what });
    }
  }
  return importers;
}

function deadFiles(sources: readonly Source[]): readonly Violation[] {
  const importers = importersOf(sources);
  return sources
    .filter((source) => !source.isTest && !isEntry(source))
    .filter((source) => !(importers.get(source.path) ?? []).some(({ by }) => !by.isTest || isFixture(source)))
    .map((source) =>
      violationAt(
        source,
        0,
        'only tests import this file, if anything does: use it or delete it (what only tests need is called fixture.ts)',
      ),
    );
}

function deadExports(sources: readonly Source[]): readonly Violation[] {
  const importers = importersOf(sources);
  return sources
    .filter((source) => !source.isTest && !isEntry(source))
    .flatMap((source) => {
      const uses = importers.get(source.path) ?? [];
      if (uses.length === 0 || uses.some(({ what }) => what.names === undefined)) return [];
      const used = withTypesOf(exportsOf(source), new Set(uses.flatMap(({ what }) => what.names ?? [])));
      return exportsOf(source)
        .filter(({ name }) => !used.has(name.text))
        .map(({ name }) => violationAt(source, name.getStart(), `nobody imports ${name.text}: take \`export\` away, or all of it`));
    });
}

/** The used names, and the types that their signatures name: these are part of the same contract. */
function withTypesOf(exported: readonly Export[], used: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(used);
  for (const name of all) {
    for (const { statement } of exported.filter((one) => one.name.text === name)) collectTypes(statement, all);
  }
  return all;
}

function collectTypes(node: ts.Node, names: Set<string>): void {
  if (ts.isBlock(node)) return;
  if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) names.add(node.getText().split(/[<.]/, 1).join(''));
  ts.forEachChild(node, (child) => collectTypes(child, names));
}

/** Nothing is kept that nobody needs. */
export const deadRules: readonly Rule[] = [
  {
    title: 'every file is imported by more than tests',
    check: ({ sources }) => deadFiles(sources),
    examples: [
      {
        'lib/base/a.ts': '«',
        'lib/base/a.test.ts': "import './a.ts';",
        'lib/index.ts': '',
        'lib/cli.ts': '',
        'steps/a.ts': '',
        'lib/build/a.ts': '',
      },
      {
        'lib/cli.ts': "import { a } from './base/a.ts';\nf(new URL(`./base/b.${c}`, import.meta.url));",
        'lib/base/a.ts': '',
        'lib/base/b.ts': '',
      },
      { 'lib/api/a.ts': '«', 'lib/api/b.test.ts': "import './a.ts';\nimport './b-fixture.ts';", 'lib/api/b-fixture.ts': '' },
    ],
  },
  {
    title: 'every export is imported somewhere',
    check: ({ sources }) => deadExports(sources),
    examples: [
      {
        'lib/base/a.ts': 'export const a = 1, «b = 2;\nexport type «C = 1;',
        'lib/index.ts': "export { a } from './base/a.ts';\nexport const d = 1;",
      },
      { 'lib/base/a.ts': 'export const a = 1;', 'lib/base/a.test.ts': "const { a: b } = await import('./a.ts');" },
      {
        'lib/base/a.ts': 'export const a = 1, b = 2;',
        'lib/base/b.ts': 'export const b = 1;',
        'lib/cli.ts': "import * as c from './base/a.ts';",
      },
      { 'lib/base/a.ts': 'export const a = 1, «b = 2;', 'lib/cli.ts': "import { a as b } from './base/a.ts';" },
      {
        'lib/base/a.ts':
          'export type A = B<C>;\nexport type B<T> = T;\nexport class C {}\nexport function f(a: A): void { let d: D; }\nexport type «D = 1;',
        'lib/cli.ts': "import { f } from './base/a.ts';",
      },
    ],
  },
];
