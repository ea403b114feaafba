import type { ChangedFile } from '../../failures/diff/match.js';
import { compareText, type FilePath } from '../../files/paths.js';
import type { Snapshot } from '../snapshot.js';

/** The source files whose text or path differs between two snapshots of one workspace, sorted by their path at the head. */
export function changedFiles(
  base: Snapshot,
  head: Snapshot,
  renamed: ReadonlyMap<FilePath, FilePath> = base.renamed,
): readonly ChangedFile[] {
  const isChanged = (path: FilePath): boolean => hashOf(base, path) !== hashOf(head, path);
  const found: ChangedFile[] = [];
  const arrived = new Set<FilePath>();
  for (const path of base.graph.files) {
    const to = renamed.get(path);
    if (to !== undefined && head.graph.has(to) && !head.graph.has(path)) {
      arrived.add(to);
      found.push({ base: path, head: to });
    } else if (!head.graph.has(path)) found.push({ base: path, head: undefined });
    else if (isChanged(path)) found.push({ base: path, head: path });
  }
  for (const path of head.graph.files)
    if (!base.graph.has(path) && !arrived.has(path)) found.push({ base: undefined, head: path });
  return found.sort((a, b) => compareText(a.head ?? a.base ?? '', b.head ?? b.base ?? ''));
}

function hashOf({ state }: Snapshot, path: FilePath): string | undefined {
  const number = state.numbers.known(path);
  return number === undefined ? undefined : state.records.get(number)?.hash;
}
