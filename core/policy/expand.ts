import type { FilePath } from '../files/paths.js';
import {
  type CaptureFinder,
  type CaptureValues,
  captureFinder,
  captureKey,
  capturesIn,
  fillCapturesDeep,
} from './captures.js';
import type { ModuleDocument } from './schema.js';

/** One module as declared, captures filled in. */
export interface ExpandedModule {
  /** Index of its entry in `modules`. */
  readonly entry: number;
  readonly document: ModuleDocument;
  /** Paths with what they were before the captures were filled in. */
  readonly paths: readonly { readonly filled: string; readonly written: string }[];
}

/** The bindings of each entry's captures over the files that exist, kept up to date as files come and go. */
export interface Expansion {
  readonly entries: readonly EntryExpansion[];
}

interface EntryExpansion {
  readonly document: ModuleDocument;
  readonly paths: readonly string[];
  /** Undefined for an entry without captures. */
  readonly finder: CaptureFinder | undefined;
  /** Captures that the entry uses outside its paths: the others are mere wildcards. */
  readonly used: ReadonlySet<string>;
  /** By the values of the used captures: how many files there are under each set of values of all captures. */
  readonly bindings: Map<string, Map<string, { readonly values: CaptureValues; count: number }>>;
}

/** Prepares the entries; no file is counted yet. */
export function startExpansion(modules: readonly ModuleDocument[]): Expansion {
  return {
    entries: modules.map(document => {
      const paths = typeof document.path === 'string' ? [document.path] : document.path;
      const hasCaptures = paths.some(path => capturesIn(path).length > 0);
      return {
        document,
        paths,
        finder: hasCaptures ? captureFinder(paths) : undefined,
        used: new Set(capturesIn(JSON.stringify({ ...document, path: '' }))),
        bindings: new Map(),
      };
    }),
  };
}

/** The same expansion, to be counted on without touching the original. */
export function copyExpansion({ entries }: Expansion): Expansion {
  return {
    entries: entries.map(entry => ({
      ...entry,
      bindings: new Map([...entry.bindings].map(([key, group]) => [key, new Map(group)])),
    })),
  };
}

/** Counts files in (`by` 1) or out (-1); true when the set of modules or of their paths changed. */
export function countFiles(expansion: Expansion, files: readonly FilePath[], by: 1 | -1): boolean {
  let changed = false;
  for (const { finder, used, bindings } of expansion.entries) {
    if (!finder) continue;
    for (const file of files) {
      for (const { key, values } of finder.bindings(file)) {
        const outer = captureKey(new Map([...values].filter(([name]) => used.has(name))));
        const group = bindings.get(outer) ?? new Map();
        const count = (group.get(key)?.count ?? 0) + by;
        if (count === 0 || count === by) changed = true;
        if (count > 0) group.set(key, { values, count });
        else group.delete(key);
        if (group.size > 0) bindings.set(outer, group);
        else bindings.delete(outer);
      }
    }
  }
  return changed;
}

/** The modules that the entries stand for: an entry without captures once, one with captures once per binding, by id. */
export function expandedModules(expansion: Expansion): ExpandedModule[] {
  return expansion.entries.flatMap(({ document, paths, finder, bindings }, entry) => {
    if (!finder) return [{ entry, document, paths: paths.map(path => ({ filled: path, written: path })) }];
    return [...bindings]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, group]) => {
        const all = [...group].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { values }]) => values);
        const filled = new Map<string, { filled: string; written: string }>();
        for (const values of all) {
          for (const written of paths) {
            const path = fillCapturesDeep(written, values);
            if (capturesIn(path).length === 0) filled.set(path, { filled: path, written });
          }
        }
        return { entry, document: fillCapturesDeep(document, all[0] ?? new Map()), paths: [...filled.values()] };
      });
  });
}
