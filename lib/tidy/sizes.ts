import ts from 'typescript';
import { eachNode, violationAt, type Rule, type Source } from './source.ts';

const mostFileLines = 400;
/** Tests are tables of cases for a good part. */
const mostTestLines = 600;
const mostFunctionLines = 60;

function isTest({ path }: Source): boolean {
  return path.endsWith('.test.ts');
}

function linesOf(node: ts.Node, { ast }: Source): number {
  return ast.getLineAndCharacterOfPosition(node.end).line - ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1;
}

function judgeFunction(node: ts.Node, source: Source): string | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node) || isTest(source)) return undefined;
  const lines = linesOf(node, source);
  return lines > mostFunctionLines
    ? `a function of ${lines} lines, more than ${mostFunctionLines}: give its parts names of their own`
    : undefined;
}

/** Sizes are alarms: whatever is longer wants a second look, and a reason in the exceptions if it stays. */
export const sizeRules: readonly Rule[] = [
  {
    title: `a file has at most ${mostFileLines} lines`,
    check: ({ sources }) =>
      sources.flatMap((source) => {
        const lines = source.text.trimEnd().split('\n').length;
        const most = isTest(source) ? mostTestLines : mostFileLines;
        return lines > most ? [violationAt(source, 0, `${lines} lines, more than ${most}: split it by what it is about`)] : [];
      }),
    examples: [`«${'a;\n'.repeat(mostFileLines + 1)}`, 'a;\n'.repeat(mostFileLines)],
  },
  {
    title: `a function has at most ${mostFunctionLines} lines`,
    check: eachNode(() => true, judgeFunction),
    examples: [
      `«function f() {\n${'a;\n'.repeat(mostFunctionLines - 1)}}\nconst g = «() => {\n${'a;\n'.repeat(mostFunctionLines - 1)}};`,
      `function f() {\n${'a;\n'.repeat(mostFunctionLines - 2)}}\nclass A {\n${'b = 1;\n'.repeat(mostFunctionLines)}}`,
    ],
  },
];
