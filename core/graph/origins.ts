import { compareText, type FilePath } from '../files/paths.js';
import type { FileFacts } from '../syntax/facts.js';
import type { EdgeTarget, Origin } from './edge.js';
import { exportTable } from './export-table.js';
import { launder } from './laundering.js';
import { createNameResolver } from './name-resolver.js';
import { createOriginMemo, filesRead, type OriginMemo } from './origin-memo.js';

/** What origins are read from: the facts and import targets of one snapshot. */
export interface OriginLookup {
  facts(path: FilePath): FileFacts | undefined;
  /** Where the import site leads; the kind of the edge plays no part, so targets may be known before kinds. */
  target(path: FilePath, importIndex: number): EdgeTarget | undefined;
  /**
   * Files that add exports to `path` by `declare module "./path" { … }`, and which, in any deterministic order; the stamp
   * of `path` must change with them.
   */
  augmentations?(path: FilePath): readonly Augmentation[];
  /**
   * Any value that stays the same (`===`) as long as a file's facts, import targets and augmentations do: needed when a
   * memo serves several snapshots. Without it the facts object itself stands for all of them.
   */
  stamp?(path: FilePath): unknown;
}

export interface Augmentation {
  readonly path: FilePath;
  readonly names: readonly string[];
}

/** Answers where exported names come from. Every question is answered from the memo when nothing it rests on changed. */
export interface OriginResolver {
  /**
   * The declaration that an export finally is, through re-exports and import-then-export. `undefined`: no such export (also
   * when two `export *` bring different values of that name, which JavaScript refuses to link); `'unknown'`: cannot be told.
   */
  origin(path: FilePath, name: string): Origin | 'unknown' | undefined;
  /**
   * Every declaration that an export passes on: its origin first, then what that declaration is only another name for or
   * extends, transitively, in other files. A facade's own function, class or type gives itself alone; empty when unknown.
   */
  launderedOrigins(path: FilePath, name: string): readonly Origin[];
  /** Names a file exports, sorted, `export *` followed. `complete` is false where `origin` could answer `'unknown'`. */
  exportNames(path: FilePath): { readonly names: readonly string[]; readonly complete: boolean };
  /** Whether a name is a value after erasure, as the emit rule asks. */
  isValue(path: FilePath, name: string): boolean | 'unknown';
  /** Whether a name is a const enum and nothing else that has a value. */
  isConstEnum(path: FilePath, name: string): boolean;
  /** The files whose surfaces `origin`, `isValue` and `isConstEnum` of a name rest on, sorted. */
  originReads(path: FilePath, name: string): readonly FilePath[];
  /** The files whose surfaces all answers about a name rest on, laundering included, sorted. */
  reads(path: FilePath, name: string): readonly FilePath[];
}

/** A resolver for one snapshot; pass the same memo to the resolvers of following snapshots to reuse what still holds. */
export function createOriginResolver(lookup: OriginLookup, memo: OriginMemo = createOriginMemo()): OriginResolver {
  const names = createNameResolver(lookup, memo);
  const origin = (path: FilePath, name: string): Origin | 'unknown' | undefined => {
    const { outcome } = names.resolve(path, name);
    return outcome === 'missing' || outcome === 'circular' ? undefined : outcome;
  };
  return {
    origin,
    launderedOrigins: (path, name) => launder(names, lookup, path, name).origins,
    exportNames: path => {
      const facts = lookup.facts(path);
      if (!facts) return { names: [], complete: false };
      const table = exportTable(facts);
      const found = new Set<string>(table.byName.keys());
      found.delete('=');
      if (table.exportsAll) for (const name of table.declarations.keys()) found.add(name);
      for (const added of lookup.augmentations?.(path) ?? []) for (const name of added.names) found.add(name);
      const stars = names.stars(path);
      for (const [name, candidates] of stars.candidates) {
        if (candidates.length === 1 || origin(path, name) !== undefined) found.add(name);
      }
      return { names: [...found].sort(compareText), complete: table.isClosed && stars.complete };
    },
    isValue: (path, name) => {
      const found = origin(path, name);
      return typeof found === 'object' ? found.isValue : 'unknown';
    },
    isConstEnum: (path, name) => {
      const found = origin(path, name);
      if (typeof found !== 'object') return false;
      const facts = lookup.facts(found.path);
      const declarations = facts && exportTable(facts).declarations.get(found.name);
      return (
        declarations?.some(d => d.kind === 'const-enum') === true && declarations.every(d => d.kind === 'const-enum')
      );
    },
    originReads: (path, name) => filesRead([names.resolve(path, name)]),
    reads: (path, name) => filesRead(launder(names, lookup, path, name).rests),
  };
}
