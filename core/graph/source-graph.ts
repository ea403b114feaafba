import type { FilePath } from '../files/paths.js';
import type { FileBody, FileFacts } from '../syntax/facts.js';
import type { Edge, Origin } from './edge.js';

/**
 * The linked workspace as rules see it: facts and edges of every source file at one moment. Immutable. Paths of files
 * that are no source of the workspace (resources, excluded files) may be edge targets but have no facts.
 */
export interface SourceGraph {
  /** All source files, sorted. */
  readonly files: readonly FilePath[];
  has(path: FilePath): boolean;
  facts(path: FilePath): FileFacts | undefined;
  /** Decodes the cold facts; keep the result no longer than one check. */
  body(path: FilePath): FileBody | undefined;
  /** Edges in the order of their sites. */
  edges(path: FilePath): readonly Edge[];
  /** Files with an edge to `path`, sorted, each once. */
  dependents(path: FilePath): readonly FilePath[];
  /**
   * The declaration behind an export of a file through any chain of re-exports and aliases; `undefined` when the file has
   * no such export; `'unknown'` when that cannot be told (CommonJS, `export *` from a package or an unresolved target, a
   * file without facts).
   */
  origin(path: FilePath, name: string): Origin | 'unknown' | undefined;
  /** Names that a file exports, `export *` followed; `complete` is false where `origin` could answer `'unknown'`. */
  exportNames(path: FilePath): { readonly names: readonly string[]; readonly complete: boolean };
}

/** The same graph by dense file numbers, for algorithms over the whole of it: only edges between source files. */
export interface IndexedGraph {
  /** One more than the highest file number; some numbers may be free (`path` answers `undefined`). */
  readonly size: number;
  path(file: number): FilePath | undefined;
  /** Target file numbers in the order of the sites; the same target may occur again. */
  targets(file: number): Int32Array;
  /** For each target the bit of its kind, see `kindBit`; edges in the context `mock` carry `mockBit` too. */
  kinds(file: number): Uint8Array;
  /**
   * The files whose edges differ from those in an earlier graph of the same numbering; `undefined` when the other is no
   * such graph. Cheap for graphs that follow each other edit by edit.
   */
  changedSince?(earlier: IndexedGraph): readonly number[] | undefined;
}

export const kindBit = { eager: 1, deferred: 2, type: 4, resource: 8 } as const;
export const mockBit = 16;
