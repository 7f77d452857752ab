import ts from 'typescript';
import { violationAt, type Rule, type Source, type Violation } from './source.ts';

const testNames = new Set(['test', 'it', 'describe', 'suite']);

/** A call of `test`, `it`, `describe` or one of their variants (`test.skip`). */
interface TestCall {
  readonly call: ts.CallExpression;
  readonly name: string;
  readonly variant: string | undefined;
}

function testCallOf(node: ts.Node): TestCall | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isVariant = ts.isPropertyAccessExpression(expression);
  const callee = isVariant ? expression.expression : expression;
  if (!ts.isIdentifier(callee) || !testNames.has(callee.text)) return undefined;
  return { call: node, name: callee.text, variant: isVariant ? expression.name.text : undefined };
}

/** The functions that a file declares, by name. */
function functionsOf({ nodes }: Source): ReadonlyMap<string, ts.Node> {
  const functions = new Map<string, ts.Node>();
  for (const node of nodes) {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) functions.set(node.name.text, node);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      if (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer))
        functions.set(node.name.text, node.initializer);
    }
  }
  return functions;
}

/** Whether something below the node calls `assert`, `expect`, or a function of the file that does. */
function asserts(node: ts.Node, functions: ReadonlyMap<string, ts.Node>, seen: ReadonlySet<ts.Node> = new Set()): boolean {
  if (seen.has(node)) return false;
  if (ts.isCallExpression(node)) {
    const callee = node.expression.getText();
    if (/(?:^|\.)(?:assert|expect)/.test(callee)) return true;
    const local = functions.get(callee);
    if (local !== undefined && asserts(local, functions, new Set([...seen, node]))) return true;
  }
  return ts.forEachChild(node, (child) => asserts(child, functions, new Set([...seen, node])) || undefined) ?? false;
}

function idleTests(source: Source): readonly Violation[] {
  const functions = functionsOf(source);
  const calls = source.nodes.map(testCallOf).filter((call) => call !== undefined);
  if (calls.length === 0) return [violationAt(source, 0, 'a test file without a test: write one, or delete it')];
  return calls
    .filter(({ call, name }) => {
      const body = call.arguments.at(-1);
      const run = body !== undefined && ts.isIdentifier(body) ? functions.get(body.text) : body;
      return /^(?:test|it)$/.test(name) && (run === undefined || !asserts(run, functions));
    })
    .map(({ call }) => violationAt(source, call.getStart(), 'this test cannot fail: assert what should be true'));
}

function skippedTests(source: Source): readonly Violation[] {
  return source.nodes.flatMap((node) => {
    const found = testCallOf(node);
    if (found === undefined) return [];
    const complaint = found.variant === undefined ? undefined : objection(found.variant, undefined);
    const options = found.call.arguments.filter(ts.isObjectLiteralExpression).flatMap(({ properties }) => [...properties]);
    const complaints = options.map((option) => {
      const name = option.name?.getText() ?? '';
      const message = ts.isPropertyAssignment(option) ? objection(name, option.initializer) : objection(name, undefined);
      return { at: option, message };
    });
    return [{ at: node, message: complaint }, ...complaints].flatMap(({ at, message }) =>
      message === undefined ? [] : [violationAt(source, at.getStart(), message)],
    );
  });
}

function objection(option: string, value: ts.Expression | undefined): string | undefined {
  if (option === 'only') return '`only` silences every other test: take it away';
  const hasReason = value !== undefined && (value.kind === ts.SyntaxKind.FalseKeyword || /['"`]/.test(value.getText()));
  return (option === 'skip' || option === 'todo') && !hasReason ? `say why: { ${option}: 'the reason' }` : undefined;
}

/** Tests test. */
export const testRules: readonly Rule[] = [
  {
    title: 'every test asserts something',
    check: ({ sources }) => sources.filter(({ isTest }) => isTest).flatMap(idleTests),
    examples: [
      { 'lib/base/a.test.ts': "«test('a', () => { f(); });\nfunction f() { g(); }\nfunction g() { f(); }\n«it('b', h);" },
      {
        'lib/base/a.test.ts':
          "test('a', () => { assert.equal(1, 1); });\ntest('b', { skip: false }, () => f(1));\nconst f = (a) => fc.assert(a);\ntest('c', f);",
      },
      { 'lib/base/a.test.ts': "for (const a of b) test(a, () => { a.forEach((c) => expectSame(c)); });\ndescribe('d', () => {});" },
      { 'lib/base/a.test.ts': '«const a = /b/.test(c);' },
    ],
  },
  {
    title: 'no test is left out without a reason',
    check: ({ sources }) => sources.filter(({ isTest }) => isTest).flatMap(skippedTests),
    examples: [
      {
        'lib/base/a.test.ts':
          "«test.skip('a', f);\n«it.only('b', f);\n«describe.todo('c');\ntest('d', { «skip: true }, f);\ntest('e', { «only: true }, f);",
      },
      {
        'lib/base/a.test.ts':
          "test('d', { skip: 'needs a terminal', concurrency: 1 }, f);\ntest('e', { skip: isWindows && 'no signals there' }, f);\ntest('f', { skip: false }, f);",
      },
    ],
  },
];
