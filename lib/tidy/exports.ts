import ts from 'typescript';
import type { Source } from './source.ts';

/** A name that a file declares and exports, and the statement that does so. */
export interface Export {
  readonly name: ts.Identifier;
  readonly statement: ts.Statement;
}

/** Every name that a file declares and exports, also by `export { name }`. Re-exports of other files' names are not among them. */
export function exportsOf({ ast }: Source): readonly Export[] {
  const listed = new Set(ast.statements.flatMap(listedNames));
  return ast.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return declaredNames(statement)
      .filter((name) => isExported === true || listed.has(name.text))
      .map((name) => ({ name, statement }));
  });
}

function listedNames(statement: ts.Statement): string[] {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return [];
  const clause = statement.exportClause;
  return clause !== undefined && ts.isNamedExports(clause)
    ? clause.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
    : [];
}

function declaredNames(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name] : [];
}

function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}
