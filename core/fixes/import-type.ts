import type { ExportDeclaration, ImportDeclaration } from 'ts-morph';
import type { FilePath } from '../files/paths.js';
import type { TextEdit } from '../text/edit.js';
import type { Span } from '../text/span.js';
import type { ListedName } from './name-list.js';
import { lineEndOf, statementAt, tsMorph } from './single-file.js';

/**
 * Turns an import or re-export into a type import, or only the given names of it. `undefined` when the statement is not
 * there or is one already.
 */
export function importType(
  path: FilePath,
  text: string,
  at: Span,
  names: readonly string[] | undefined,
): readonly TextEdit[] | undefined {
  const found = statementAt(path, text, at);
  if (found === undefined || found.statement.isTypeOnly()) return undefined;
  const { Node } = tsMorph();
  const { statement } = found;
  if (Node.isImportEqualsDeclaration(statement)) return [afterKeyword(statement.getStart(), 'import')];
  return Node.isImportDeclaration(statement) ? inImport(text, statement, names) : inExport(statement, names);
}

function inImport(
  text: string,
  statement: ImportDeclaration,
  names: readonly string[] | undefined,
): readonly TextEdit[] | undefined {
  const clause = statement.getImportClause();
  if (clause === undefined) return undefined;
  const defaultImport = statement.getDefaultImport();
  const list = statement.getNamedImports();
  const bindings = clause.getNamedBindings();
  const isMeant = (name: string): boolean => names?.includes(name) ?? true;
  const typesDefault = defaultImport !== undefined && isMeant('default');
  const typed = list.filter(name => isMeant(name.getName()));
  const typesBindings = bindings !== undefined && (list.length > 0 ? typed.length === list.length : isMeant('*'));
  if (!typesDefault && typed.length === 0 && !typesBindings) return undefined;

  const marks = typed.filter(name => !name.isTypeOnly()).map(name => insertion(name.getStart(), 'type '));
  const inBindings = typesBindings ? withoutInnerType(list) : marks;
  const isNamespace = statement.getNamespaceImport() !== undefined;
  // `import type D, { A }` is not permitted: the default import and the rest get a statement each.
  if (defaultImport !== undefined && bindings !== undefined && (typesDefault || (typesBindings && isNamespace))) {
    const second = `${tailOf(text, statement)}${lineEndOf(text)}import ${typesBindings ? 'type ' : ''}`;
    return [
      ...(typesDefault ? [afterKeyword(statement.getStart(), 'import')] : []),
      { span: { start: defaultImport.getEnd(), end: bindings.getStart() }, text: second },
      ...inBindings,
    ];
  }
  const isWhole = defaultImport === undefined ? typesBindings : typesDefault;
  return isWhole ? [afterKeyword(statement.getStart(), 'import'), ...withoutInnerType(list)] : marks;
}

function inExport(statement: ExportDeclaration, names: readonly string[] | undefined): readonly TextEdit[] | undefined {
  const list = statement.getNamedExports();
  const typed = list.filter(name => names?.includes(name.getName()) ?? true);
  if (typed.length === list.length) return [afterKeyword(statement.getStart(), 'export'), ...withoutInnerType(list)];
  const plain = typed.filter(name => !name.isTypeOnly());
  return plain.length === 0 ? undefined : plain.map(name => insertion(name.getStart(), 'type '));
}

/** ` from "./m" with { … };` as it is written. */
function tailOf(text: string, statement: ImportDeclaration): string {
  const bindings = statement.getImportClause()?.getNamedBindings();
  return text.slice(bindings?.getEnd() ?? statement.getStart(), statement.getEnd());
}

/** `import type { type A }` is an error: the inner marks go. */
function withoutInnerType(list: readonly ListedName[]): readonly TextEdit[] {
  return list
    .filter(name => name.isTypeOnly())
    .map(name => ({ span: { start: name.getStart(), end: name.getNameNode().getStart() }, text: '' }));
}

function afterKeyword(start: number, keyword: 'import' | 'export'): TextEdit {
  return insertion(start + keyword.length, ' type');
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
