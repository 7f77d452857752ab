import ts from 'typescript';
import type { Source } from './source.ts';

type Names = ReadonlyMap<ts.Node, ReadonlySet<string>>;

const namesByFile = new WeakMap<ts.SourceFile, Names>();

/**
 * Whether a node is a reference to something of the platform: an identifier, used as a value or a type, that no scope around it declares.
 */
export function isGlobal(node: ts.Node, { ast, nodes }: Source): node is ts.Identifier {
  if (!ts.isIdentifier(node) || !isReference(node)) return false;
  let names = namesByFile.get(ast);
  if (names === undefined) namesByFile.set(ast, (names = declaredNames(nodes)));
  for (let scope: ts.Node | undefined = node; scope !== undefined; scope = scope.parent as ts.Node | undefined) {
    if (names.get(scope)?.has(node.text) === true) return false;
  }
  return true;
}

function isReference(node: ts.Identifier): boolean {
  const parent = node.parent as ts.Node & { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return parent.name !== node && parent.propertyName !== node && !(ts.isQualifiedName(parent) && parent.right === node);
}

function declaredNames(nodes: readonly ts.Node[]): Names {
  const names = new Map<ts.Node, Set<string>>();
  for (const node of nodes) {
    const name = (node as ts.Node & { readonly name?: ts.Node }).name;
    if (name === undefined || !ts.isIdentifier(name) || !declares(node)) continue;
    const scope = ts.findAncestor(node.parent, isScope)!;
    names.set(scope, (names.get(scope) ?? new Set()).add(name.text));
  }
  return names;
}

function declares(node: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node)
  );
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isBlock(node) ||
    ts.isSourceFile(node) ||
    ts.isCaseBlock(node) ||
    ts.isCatchClause(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isClassLike(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isConditionalTypeNode(node) ||
    ts.isMappedTypeNode(node)
  );
}
