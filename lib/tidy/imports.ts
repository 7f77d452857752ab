import { posix } from 'node:path';
import ts from 'typescript';

/** What a file takes from another; `target` is the path of a file of ours, and `names` is undefined when it may take anything. */
export interface Import {
  readonly specifier: ts.Node;
  readonly text: string;
  readonly target: string | undefined;
  readonly names: readonly string[] | undefined;
  /** Whether nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean;
}

/** Every import of a file: declarations, re-exports, `import()`, types of the form `import('...')`, and files named by their URL. */
export function importsOf(path: string, nodes: readonly ts.Node[]): readonly Import[] {
  return nodes.flatMap((node) => {
    const found = importOf(node);
    if (found === undefined) return [];
    const { text } = found;
    return [{ ...found, target: text.startsWith('.') ? posix.join(posix.dirname(path), text) : undefined }];
  });
}

function importOf(node: ts.Node): Omit<Import, 'target'> | undefined {
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause } = node;
    const isTypeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return written(node.moduleSpecifier, clause === undefined ? [] : namesOf(clause), isTypeOnly);
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const clause = node.exportClause;
    const names = clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(importedName) : undefined;
    return written(node.moduleSpecifier, names, node.isTypeOnly);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { qualifier } = node;
    return written(node.argument.literal, qualifier === undefined ? undefined : [qualifier.getText().split('.')[0]!], true);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return written(node.arguments[0], destructured(node), false);
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL' && node.arguments?.[1]?.getText() === 'import.meta.url') {
    return namedByUrl(node.arguments[0]!);
  }
  return undefined;
}

function written(
  specifier: ts.Node | undefined,
  names: readonly string[] | undefined,
  isTypeOnly: boolean,
): Omit<Import, 'target'> | undefined {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return undefined;
  return { specifier, text: specifier.text, names, isTypeOnly };
}

/** `new URL('./part.ts', import.meta.url)`; where the extension is computed, it is that of the sources here. */
function namedByUrl(specifier: ts.Expression): Omit<Import, 'target'> | undefined {
  const text = ts.isTemplateExpression(specifier) ? `${specifier.head.text}ts` : ts.isStringLiteralLike(specifier) ? specifier.text : '';
  return /^\.\/.*\.ts$/.test(text) ? { specifier, text, names: undefined, isTypeOnly: false } : undefined;
}

function namesOf({ name, namedBindings }: ts.ImportClause): readonly string[] | undefined {
  if (namedBindings === undefined) return name === undefined ? [] : ['default'];
  if (ts.isNamespaceImport(namedBindings)) return undefined;
  return [...(name === undefined ? [] : ['default']), ...namedBindings.elements.map(importedName)];
}

function importedName({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (propertyName ?? name).text;
}

/** The names that `const { a, b } = await import('...')` takes; undefined for any other use. */
function destructured(call: ts.CallExpression): readonly string[] | undefined {
  const awaited = ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent;
  if (!ts.isVariableDeclaration(awaited) || !ts.isObjectBindingPattern(awaited.name)) return undefined;
  return awaited.name.elements.map((element) => (element.propertyName ?? element.name).getText());
}
