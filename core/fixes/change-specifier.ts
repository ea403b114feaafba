import type { ExportDeclaration, ImportDeclaration } from 'ts-morph';
import type { FilePath } from '../files/paths.js';
import type { TextEdit } from '../text/edit.js';
import type { Span } from '../text/span.js';
import { type ListedName, removeNames } from './name-list.js';
import { lineEndOf, statementAt, tsMorph } from './single-file.js';

/** Puts another specifier between the quotes that stand at `at`; `undefined` when no plain string stands there. */
export function changeSpecifier(text: string, at: Span, specifier: string): readonly TextEdit[] | undefined {
  const quote = quoteAt(text, at);
  if (quote === undefined) return undefined;
  return [{ span: { start: at.start + 1, end: at.end - 1 }, text: escaped(specifier, quote) }];
}

/**
 * Takes the given names from another specifier and leaves the rest of the import where it is. The names join an import
 * of that specifier where the file has one, else they get an import of their own below.
 */
export function moveNames(
  path: FilePath,
  text: string,
  at: Span,
  specifier: string,
  names: readonly string[],
): readonly TextEdit[] | undefined {
  const quote = quoteAt(text, at);
  const found = statementAt(path, text, at);
  if (quote === undefined || found === undefined) return undefined;
  const { Node } = tsMorph();
  const { statement } = found;
  if (Node.isImportEqualsDeclaration(statement)) return undefined;
  const isMoved = (name: ListedName): boolean => names.includes(name.getName());
  const list = listOf(statement);
  const moved = list.filter(isMoved);
  const defaultImport = Node.isImportDeclaration(statement) ? statement.getDefaultImport() : undefined;
  const namespace = Node.isImportDeclaration(statement) ? statement.getNamespaceImport() : undefined;
  const movesDefault = defaultImport !== undefined && names.includes('default');
  if (moved.length === 0 && !movesDefault) return undefined;
  const staysDefault = defaultImport !== undefined && !movesDefault;
  if (moved.length === list.length && !staysDefault && namespace === undefined)
    return changeSpecifier(text, at, specifier);

  const edits: TextEdit[] = [];
  const braces = Node.isImportDeclaration(statement) ? statement.getImportClause()?.getNamedBindings() : undefined;
  if (movesDefault && braces !== undefined) {
    edits.push({ span: { start: defaultImport.getStart(), end: braces.getStart() }, text: '' });
  }
  if (moved.length > 0 && moved.length < list.length) edits.push(...removeNames(text, list, isMoved));
  else if (moved.length > 0 && staysDefault && braces !== undefined) {
    edits.push({ span: { start: defaultImport.getEnd(), end: braces.getEnd() }, text: '' });
  }
  const texts = moved.map(name => name.getText());
  const host = movesDefault ? undefined : importToJoin(statement, specifier);
  if (host !== undefined) edits.push({ span: { start: host, end: host }, text: `, ${texts.join(', ')}` });
  else {
    const clause = [
      ...(movesDefault ? [defaultImport.getText()] : []),
      ...(texts.length > 0 ? [`{ ${texts.join(', ')} }`] : []),
    ];
    const keyword = `${Node.isImportDeclaration(statement) ? 'import' : 'export'}${statement.isTypeOnly() ? ' type' : ''}`;
    const attributes = statement.getAttributes()?.getText();
    const semicolon = statement.getText().endsWith(';') ? ';' : '';
    const line = `${keyword} ${clause.join(', ')} from ${quote}${escaped(specifier, quote)}${quote}${attributes === undefined ? '' : ` ${attributes}`}${semicolon}`;
    const below = endOfLineOf(text, statement.getEnd());
    edits.push({ span: { start: below, end: below }, text: `${lineEndOf(text)}${line}` });
  }
  return edits;
}

function listOf(statement: ImportDeclaration | ExportDeclaration): readonly ListedName[] {
  return tsMorph().Node.isImportDeclaration(statement) ? statement.getNamedImports() : statement.getNamedExports();
}

/** The offset behind the last name of an import that names can join: same specifier, same kind, braces with names. */
function importToJoin(statement: ImportDeclaration | ExportDeclaration, specifier: string): number | undefined {
  const { Node } = tsMorph();
  const candidates = Node.isImportDeclaration(statement)
    ? statement.getSourceFile().getImportDeclarations()
    : statement.getSourceFile().getExportDeclarations();
  for (const candidate of candidates) {
    if (candidate === statement || candidate.getModuleSpecifierValue() !== specifier) continue;
    if (candidate.isTypeOnly() !== statement.isTypeOnly()) continue;
    const last = listOf(candidate).at(-1);
    if (last !== undefined) return last.getEnd();
  }
  return undefined;
}

/** The end of the line when nothing but white space and a comment follows, else the offset itself. */
function endOfLineOf(text: string, offset: number): number {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = offset;
  const behind = rest.exec(text)?.[0] ?? '';
  return /^\s*(?:\/\/.*|\/\*[^*]*\*\/\s*)?$/.test(behind) ? offset + behind.length : offset;
}

function quoteAt(text: string, at: Span): string | undefined {
  const first = text[at.start];
  if (first !== '"' && first !== "'" && first !== '`') return undefined;
  return at.end - at.start >= 2 && text[at.end - 1] === first ? first : undefined;
}

function escaped(specifier: string, quote: string): string {
  return specifier.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
}
