import { type TypeScript, typescript6 } from '../typescript6.js';
import type { ImportDraft, Walk } from './drafts.js';
import type { ExportFact } from './facts.js';
import { flat } from './strings.js';
import { eachBoundName, hasModifier, peeled } from './syntax-nodes.js';

/** An `ExportFact` before imports have indices. */
export interface ExportDraft {
  readonly name: string;
  readonly kind: ExportFact['kind'];
  readonly local?: string;
  readonly from?: ImportDraft;
  readonly imported?: string;
  readonly typeOnly: boolean;
  readonly start: number;
  readonly end: number;
}

/** What one statement at the top of a module exports; `made` is the import that the statement is. */
export function exportsOf(statement: TypeScript.Statement, made: ImportDraft | undefined, walk: Walk): ExportDraft[] {
  const K = typescript6().SyntaxKind;
  if (statement.kind === K.ExportDeclaration) return exportList(statement as TypeScript.ExportDeclaration, made, walk);
  if (statement.kind === K.ExportAssignment) return [exportAssignment(statement as TypeScript.ExportAssignment, walk)];
  if (!hasModifier(statement, K.ExportKeyword)) return [];
  if (statement.kind === K.VariableStatement) {
    const found: ExportDraft[] = [];
    for (const { name } of (statement as TypeScript.VariableStatement).declarationList.declarations) {
      eachBoundName(name, undefined, identifier => {
        if (identifier.text !== '') found.push(local(identifier.text, identifier.text, identifier, walk));
      });
    }
    return found;
  }
  const { name } = statement as { name?: TypeScript.Identifier };
  const isDefault = hasModifier(statement, K.DefaultKeyword);
  if (isDefault) {
    const hasBase =
      statement.kind === K.ClassDeclaration &&
      (statement as TypeScript.ClassDeclaration).heritageClauses?.some(clause => clause.token === K.ExtendsKeyword);
    return [local('default', name?.text || (hasBase ? 'default' : ''), name ?? statement, walk)];
  }
  if (!name || name.kind !== K.Identifier || name.text === '') return [];
  const isType =
    statement.kind === K.InterfaceDeclaration ||
    statement.kind === K.TypeAliasDeclaration ||
    (statement.kind === K.ImportEqualsDeclaration && (statement as TypeScript.ImportEqualsDeclaration).isTypeOnly);
  return [{ ...local(name.text, name.text, name, walk), typeOnly: isType }];
}

function local(name: string, of: string, node: TypeScript.Node, walk: Walk): ExportDraft {
  return {
    name: flat(name),
    kind: 'local',
    local: flat(of),
    typeOnly: false,
    start: node.getStart(walk.source),
    end: node.end,
  };
}

function exportList(node: TypeScript.ExportDeclaration, made: ImportDraft | undefined, walk: Walk): ExportDraft[] {
  const K = typescript6().SyntaxKind;
  const { exportClause, isTypeOnly } = node;
  const place = { start: node.getStart(walk.source), end: node.end };
  if (!exportClause) return made ? [{ name: '*', kind: 'star', from: made, typeOnly: isTypeOnly, ...place }] : [];
  if (exportClause.kind === K.NamespaceExport) {
    const name = flat(exportClause.name.text);
    return made ? [{ name, kind: 'namespace', from: made, typeOnly: isTypeOnly, ...place }] : [];
  }
  const found: ExportDraft[] = [];
  for (const element of exportClause.elements) {
    const imported = (element.propertyName ?? element.name).text;
    if (imported === '' || element.name.text === '') continue;
    const typeOnly = isTypeOnly || element.isTypeOnly;
    const draft = { ...local(element.name.text, imported, element, walk), typeOnly };
    if (!node.moduleSpecifier) found.push(draft);
    else if (made) {
      const { name, start, end } = draft;
      found.push({ name, kind: 'from', from: made, imported: flat(imported), typeOnly, start, end });
    }
  }
  return found;
}

function exportAssignment(node: TypeScript.ExportAssignment, walk: Walk): ExportDraft {
  const K = typescript6().SyntaxKind;
  const expression = peeled(node.expression);
  const isName = node.expression.kind === K.Identifier;
  // `export default ns.x` declares the name `default` as an alias; other expressions have no name.
  const isPath = expression.kind === K.Identifier || expression.kind === K.PropertyAccessExpression;
  const of = isName ? (node.expression as TypeScript.Identifier).text : isPath ? 'default' : '';
  return local(node.isExportEquals ? '=' : 'default', of, node.expression, walk);
}
