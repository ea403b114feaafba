import { createRequire } from 'node:module';
import type * as TsMorph from 'ts-morph';
import { basename, type FilePath } from '../files/paths.js';
import type { Span } from '../text/span.js';

type Loaded = typeof TsMorph;
let loaded: Loaded | undefined;

/** ts-morph, loaded on first use: it is large, and most runs apply no fix. */
export function tsMorph(): Loaded {
  loaded ??= createRequire(import.meta.url)('ts-morph') as Loaded;
  return loaded;
}

/** A text as one ts-morph source file in memory. No project stands behind it: an edit of a project costs seconds. */
function parseSingleFile(path: FilePath, text: string): TsMorph.SourceFile {
  const { Project } = tsMorph();
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { allowJs: true, noLib: true, noResolve: true },
  });
  return project.createSourceFile(basename(path), text);
}

/** A statement that takes names from a module: what the fixes rewrite. */
export type NamingStatement = TsMorph.ImportDeclaration | TsMorph.ExportDeclaration | TsMorph.ImportEqualsDeclaration;

export interface FoundStatement {
  readonly file: TsMorph.SourceFile;
  readonly statement: NamingStatement;
}

/** The import or re-export whose specifier stands at `at`; `undefined` when the text has none there. */
export function statementAt(path: FilePath, text: string, at: Span): FoundStatement | undefined {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
  const { Node } = tsMorph();
  const file = parseSingleFile(path, text);
  const specifier = file.getDescendantAtPos(at.start);
  if (specifier === undefined || !Node.isStringLiteral(specifier) || specifier.getEnd() !== at.end) return undefined;
  const statement = specifier.getParent();
  if (Node.isImportDeclaration(statement) || Node.isExportDeclaration(statement)) return { file, statement };
  const outer = statement?.getParent();
  return Node.isExternalModuleReference(statement) && Node.isImportEqualsDeclaration(outer)
    ? { file, statement: outer }
    : undefined;
}

/** The line end that a text uses. */
export function lineEndOf(text: string): string {
  return /\r\n/.test(text) ? '\r\n' : '\n';
}
