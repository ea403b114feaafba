import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { Snapshot } from '../snapshot.js';

/** The module of a path, which may lie in an earlier revision. */
export type ModuleOf = (path: FilePath) => string | undefined;

/** An import between two modules that an earlier revision did not have. */
export interface AddedImport {
  readonly path: FilePath;
  readonly edge: Edge;
  readonly target: FilePath;
  readonly from: string;
  readonly to: string;
  /** Names that travel besides, all of them where the import is new; sorted. */
  readonly symbols: readonly string[];
  /** False: the import was there, for other names. */
  readonly isNewSite: boolean;
  /** True: file and target are the ones they were, and one of them belongs to another module now. */
  readonly isMoved: boolean;
}

/** The imports between modules that `head` has and `base` (nothing: no revision at all) has not. Files are followed through renames. */
export function addedImports(base: Snapshot | undefined, head: Snapshot, moduleOf: ModuleOf): readonly AddedImport[] {
  const known = base ? importsOf(base) : new Map<string, Known>();
  const added: AddedImport[] = [];
  for (const path of head.graph.files) {
    for (const edge of head.graph.edges(path)) {
      if (edge.target.kind !== 'file' || edge.target.path === path) continue;
      const target = edge.target.path;
      const [from, to] = [moduleOf(path), moduleOf(target)];
      if (from === undefined || to === undefined || from === to) continue;
      const before = known.get(keyOf(path, target));
      const isMoved = before !== undefined && isOtherPair(before, from, to, moduleOf, base);
      const names = namesOf(edge);
      const symbols = before && !isMoved ? names.filter(name => !before.symbols.has(name)) : names;
      if (before && !isMoved && symbols.length === 0) continue;
      added.push({ path, edge, target, from, to, symbols, isNewSite: before === undefined, isMoved });
    }
  }
  return added;
}

/** Answers whether a file's dependency on another is not in an earlier revision; with no revision all are. */
export function youngerThan(base: Snapshot | undefined, head: Snapshot): (path: FilePath, edge: Edge) => boolean {
  // Each file for itself, under the name it has now: every import between files that came in since.
  const now: ModuleOf = path => base?.renamed.get(path) ?? path;
  const young = new Set(addedImports(base, head, now).map(({ path, edge }) => `${path}\0${edge.import}`));
  return (path, edge) => young.has(`${path}\0${edge.import}`);
}

interface Known {
  readonly symbols: Set<string>;
  /** Paths at the base. */
  readonly path: FilePath;
  readonly target: FilePath;
}

/** The imports of the base by the paths that their files have now. */
function importsOf(base: Snapshot): Map<string, Known> {
  const now = (path: FilePath): FilePath => base.renamed.get(path) ?? path;
  const known = new Map<string, Known>();
  for (const path of base.graph.files) {
    for (const edge of base.graph.edges(path)) {
      if (edge.target.kind !== 'file') continue;
      const target = edge.target.path;
      const key = keyOf(now(path), now(target));
      const entry = known.get(key) ?? { symbols: new Set(), path, target };
      for (const name of namesOf(edge)) entry.symbols.add(name);
      known.set(key, entry);
    }
  }
  return known;
}

/** Whether an import was between two other modules; where that cannot be told (a folder renamed as a whole) it was not. */
function isOtherPair(before: Known, from: string, to: string, moduleOf: ModuleOf, base: Snapshot | undefined): boolean {
  const at = (path: FilePath, now: string) => moduleOf(path) ?? base?.policy.moduleOf(path)?.id ?? now;
  return at(before.path, from) !== from || at(before.target, to) !== to;
}

function keyOf(path: FilePath, target: FilePath): string {
  return `${path}\0${target}`;
}

/** Which names of a deferred import are used is no matter of its text: they count as one. */
function namesOf({ symbols, kind }: Edge): readonly string[] {
  return kind === 'deferred' ? [] : [...new Set(symbols.map(({ name }) => name))].sort();
}
