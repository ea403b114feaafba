import type { Identifier, Node as TsNode } from 'ts-morph';
import type { FilePath } from '../files/paths.js';
import type { TextEdit } from '../text/edit.js';
import type { Span } from '../text/span.js';
import { statementAt, tsMorph } from './single-file.js';

/**
 * Takes the import whose specifier stands at `at` out of a text, together with the top-level statements that use what it
 * names and that `before` does not have: what is left needs the import no more. `undefined` where something uses it that
 * was there before, or that what is left uses.
 */
export function leaveOut(path: FilePath, text: string, at: Span, before: string): readonly TextEdit[] | undefined {
  const found = statementAt(path, text, at);
  const { Node } = tsMorph();
  if (!found || !Node.isImportDeclaration(found.statement)) return undefined;
  const { file, statement } = found;
  const names = [
    statement.getDefaultImport()?.getText(),
    statement.getNamespaceImport()?.getText(),
    ...statement.getNamedImports().map(name => (name.getAliasNode() ?? name.getNameNode()).getText()),
  ];
  const identifiers = file.getDescendantsOfKind(tsMorph().SyntaxKind.Identifier).filter(isUse);
  const known = new Set(before.split('\n').map(line => line.trim()));
  const words = new Set(before.match(/[\w$]+/g));
  const gone = new Set<TsNode>([statement]);
  const left = names.filter(name => name !== undefined);
  for (const name of left) {
    for (const use of identifiers) {
      if (use.getText() !== name) continue;
      const top = topLevel(use, file);
      if (!top || gone.has(top)) continue;
      const declared = declaredBy(top);
      const isNew = !known.has(top.getText().split('\n', 1)[0]?.trim() ?? '');
      if (!declared || !isNew || declared.some(own => words.has(own))) return undefined;
      gone.add(top);
      left.push(...declared);
    }
  }
  return [...gone].map(node => ({ span: wholeLines(text, node.getStart(true), node.getEnd()), text: '' }));
}

/** The name stands for what it is bound to: no property, no key, no label. */
function isUse(identifier: Identifier): boolean {
  const { Node } = tsMorph();
  const parent = identifier.getParent();
  if (Node.isPropertyAccessExpression(parent) || Node.isQualifiedName(parent))
    return parent.getFirstDescendantByKind(tsMorph().SyntaxKind.Identifier) === identifier;
  if (Node.isPropertyAssignment(parent)) return parent.getNameNode() !== identifier;
  return !(Node.isPropertySignature(parent) || Node.isMethodDeclaration(parent) || Node.isPropertyDeclaration(parent));
}

function topLevel(node: TsNode, file: TsNode): TsNode | undefined {
  return node.getParent() === file ? node : node.getAncestors().find(each => each.getParent() === file);
}

/** The names that a statement brings; `undefined` for one whose effect is more than that. */
function declaredBy(statement: TsNode): readonly string[] | undefined {
  const { Node } = tsMorph();
  if (Node.isVariableStatement(statement)) {
    const names = statement.getDeclarations().map(each => each.getNameNode());
    return names.every(Node.isIdentifier) ? names.map(name => name.getText()) : undefined;
  }
  if (
    Node.isFunctionDeclaration(statement) ||
    Node.isClassDeclaration(statement) ||
    Node.isTypeAliasDeclaration(statement) ||
    Node.isInterfaceDeclaration(statement)
  ) {
    const name = statement.getName();
    return name === undefined || statement.isDefaultExport() ? undefined : [name];
  }
  return Node.isExpressionStatement(statement) ? [] : undefined;
}

/** The span with the rest of its last line where nothing else stands there. */
function wholeLines(text: string, start: number, end: number): Span {
  const rest = /[ \t]*(?:\r?\n|$)/y;
  rest.lastIndex = end;
  const behind = rest.exec(text)?.[0];
  const startsLine = start === 0 || text[start - 1] === '\n';
  return { start, end: behind === undefined || !startsLine ? end : end + behind.length };
}
