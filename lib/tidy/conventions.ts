import ts from 'typescript';
import { exportsOf } from './exports.ts';
import { eachNode, violationAt, type Rule, type Source } from './source.ts';

const everywhere = (): boolean => true;
const banned = [
  'manager',
  'managers',
  'helper',
  'helpers',
  'util',
  'utils',
  'handler',
  'handlers',
  'process',
  'info',
  'infos',
  'impl',
  'impls',
];
const kebabCase = /^[a-z\d]+(?:-[a-z\d]+)*(?:\.steps|\.test)?\.ts$/;

/** The banned word in a name of several: `findProcess`, `pod-helper.ts` and `NODE_INFO` have one, `information` has none. */
function bannedWord(name: string): string | undefined {
  const words = name.split(/[^A-Za-z\d]+|(?<=[a-z\d])(?=[A-Z])/).map((word) => word.toLowerCase());
  return words.length === 1 && words[0] === 'data' ? 'data' : words.find((word) => banned.includes(word));
}

function judgeDefault(node: ts.Node): string | undefined {
  const isDefault =
    ts.isExportAssignment(node) ||
    node.kind === ts.SyntaxKind.DefaultKeyword ||
    (ts.isExportSpecifier(node) && node.name.text === 'default');
  return isDefault ? 'a default export has no name to search for: export the thing under its own' : undefined;
}

function judgeStar(node: ts.Node, { path }: Source): string | undefined {
  if (path === 'lib/index.ts' || !ts.isExportDeclaration(node) || node.exportClause !== undefined) return undefined;
  return '`export *` hides where things come from: import each from its own file; only lib/index.ts gathers';
}

/** A sentence begins with a capital, a figure, code or the name of a program, and ends; breadcrumbs to upstream may follow it but not stand for it. */
function isSentence(comment: string): boolean {
  const [text = ''] = comment.split(/\s*(?:unlike )?kube:\s/, 1);
  return /^(?![a-z]+ )/.test(text) && /[.!?:…]\)?$/.test(text) && text.includes(' ');
}

/** A constant directly below another one shares its contract. */
function hasContract(statement: ts.Statement, { ast }: Pick<Source, 'ast'>): boolean {
  const texts = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  if (texts.length > 0) return texts.some(({ comment }) => isSentence(ts.getTextOfJSDocComment(comment) ?? ''));
  const above = ast.statements[ast.statements.indexOf(statement) - 1];
  const isGrouped = above !== undefined && ts.isVariableStatement(statement) && ts.isVariableStatement(above);
  return isGrouped && !ast.text.slice(above.end, statement.getStart()).includes('\n\n') && hasContract(above, { ast });
}

function withoutContract({ sources }: { readonly sources: readonly Source[] }): ReturnType<Rule['check']> {
  return sources
    .filter(({ isTest }) => !isTest)
    .flatMap((source) => {
      const all = exportsOf(source);
      const told = new Set(all.filter(({ statement }) => hasContract(statement, source)).map(({ name }) => name.text));
      const message =
        'say in a sentence above it (`/** ... */`, with capital and full stop) what it is or does, its units and what it throws';
      return all
        .filter(({ name }) => !told.has(name.text))
        .map(({ name }) => violationAt(source, name.getStart(), `${name.text}: ${message}`));
    });
}

/** How code is shaped and named, in tests too. */
export const conventions: readonly Rule[] = [
  {
    title: 'nothing is of type `any`',
    check: eachNode(everywhere, ({ kind }) =>
      kind === ts.SyntaxKind.AnyKeyword ? '`any` switches the checks off: use `unknown` and narrow it, or a type parameter' : undefined,
    ),
    examples: ['const a: «any = 1, b = a as «any;\ntype C = Map<string, «any[]>;', "const any: unknown = 'any';"],
  },
  {
    title: 'exports have names',
    check: eachNode(everywhere, judgeDefault),
    examples: ['«export default a;', 'export «default function f() {}', 'export { «a as default };', 'export const a = 1;'],
  },
  {
    title: 'there are no enums and no namespaces',
    check: eachNode(everywhere, (node) => {
      if (ts.isEnumDeclaration(node)) return 'types alone should vanish when the program runs: use a union of literals';
      const isNamespace = ts.isModuleDeclaration(node) && ts.isIdentifier(node.name) && node.name.text !== 'global';
      return isNamespace ? 'a file is the namespace: export from it' : undefined;
    }),
    examples: ['«enum A { B }\n«namespace C {}', "declare module 'x' {}\ndeclare global {}\ntype A = 'b' | 'c';"],
  },
  {
    title: 'only the façade gathers with `export *`',
    check: eachNode(everywhere, judgeStar),
    examples: [
      "«export * from './b.ts';\n«export type * from './c.ts';",
      "export { b } from './b.ts';",
      { 'lib/index.ts': "export * from './b.ts';" },
    ],
  },
  {
    title: 'relative imports name the file with its extension',
    check: ({ sources }) =>
      sources.flatMap((source) =>
        source.imports
          .filter(({ text }) => text.startsWith('.') && !/\.(?:ts|json)$/.test(text))
          .map(({ specifier, text }) => violationAt(source, specifier.getStart(), `write '${text.replace(/\.js$/, '')}.ts'`)),
      ),
    examples: [
      "import «'./a';\nexport { b } from «'./b.js';\nconst c = import(«'../c');",
      "import './a.ts';\nimport 'yaml';\nimport './a.json';",
    ],
  },
  {
    title: 'files are named in kebab-case',
    check: ({ sources }) =>
      sources
        .filter(({ path }) => !kebabCase.test(path.split('/').at(-1)!))
        .map((source) => violationAt(source, 0, 'name the file after its main export in kebab-case, such as sorted-map.ts')),
    examples: [
      { 'lib/base/sortedMap.ts': '«' },
      { 'lib/base/sorted_map.ts': '«' },
      { 'steps/pod-state.steps.ts': '', 'lib/base/a1.test.ts': '' },
    ],
  },
  {
    title: 'names say what a thing is',
    check: ({ sources }) =>
      sources.flatMap((source) => {
        const inPath = bannedWord(
          source.path
            .split('/')
            .map((part) => part.replace(/\.ts$/, ''))
            .find((part) => bannedWord(part)) ?? '',
        );
        const advice = 'says nothing: name the thing or the deed (Kubernetes has a term for most)';
        return [
          ...(inPath === undefined ? [] : [violationAt(source, 0, `${source.path}: \`${inPath}\` ${advice}`)]),
          ...exportsOf(source).flatMap(({ name }) => {
            const word = bannedWord(name.text);
            return word === undefined ? [] : [violationAt(source, name.getStart(), `${name.text}: \`${word}\` ${advice}`)];
          }),
        ];
      }),
    examples: [
      'export function «findProcess() {}\nexport const «NODE_INFO = 1, «data = 2;\nconst «utils = 3;\nexport { utils };',
      'export const dataSources = 1, information = 2, processed = 3;\nconst helper = 4;\nexport function f(data: string) {}',
      { 'lib/api/pod-helpers.ts': '«', 'lib/utils/text.ts': '«', 'lib/api/data.ts': '«', 'lib/api/data-source.ts': '' },
    ],
  },
  {
    title: 'every export has its contract in a sentence',
    check: withoutContract,
    examples: [
      'export const «a = 1;\nexport function «f() {}\nexport interface «B {}\nexport type «C = 1;\nexport class «D {}',
      '/** kube: pkg/printers/printers.go printPod */\nexport const «a = 1;\n/** The pod */\nexport const «b = 1;\n// Not one of these.\nexport const «c = 1;',
      '/** The first letter. */\nexport const a = 1;\n\nexport const «b = 2;\nexport function «f() {}\n/** adds one. */\nexport function «g() {}',
      '/** Does it (as upstream does.) */\nexport function f(): void;\nexport function f() {}\nconst b = 1;\n/** Most of it: `c`. kube: pkg/c.go C */\nexport const c = 1;\nexport const d = 2;',
      "/** What it holds.\n * unlike kube: all */\nclass A {}\nexport { A };\nexport { b } from './b.ts';",
      { 'lib/base/a.test.ts': 'export const a = 1;' },
    ],
  },
];
