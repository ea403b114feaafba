import { compareText, type FilePath } from '../files/paths.js';
import type { Glob } from './globs.js';

/** The index of the first path that is not before `path`. */
export function lowerBound(files: readonly FilePath[], path: FilePath): number {
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle] ?? '') < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True when the sorted list holds the path. */
export function hasFile(files: readonly FilePath[], path: FilePath): boolean {
  return files[lowerBound(files, path)] === path;
}

/** The first file that a glob matches; looks only at the part of the sorted list that starts with the glob's base. */
export function firstMatch(files: readonly FilePath[], glob: Glob): FilePath | undefined {
  for (const path of filesWithin(files, glob.base)) if (glob.matches(path)) return path;
  return undefined;
}

/** All files that a glob matches. */
export function allMatches(files: readonly FilePath[], glob: Glob): FilePath[] {
  const found: FilePath[] = [];
  for (const path of filesWithin(files, glob.base)) if (glob.matches(path)) found.push(path);
  return found;
}

function* filesWithin(files: readonly FilePath[], base: FilePath): Generator<FilePath> {
  if (base !== '' && hasFile(files, base)) yield base;
  const prefix = base === '' ? '' : `${base}/`;
  for (let i = lowerBound(files, prefix); i < files.length; i++) {
    const path = files[i] ?? '';
    if (!path.startsWith(prefix)) return;
    yield path;
  }
}

/** The same list sorted, itself when it is already. */
export function inOrder(files: readonly FilePath[]): readonly FilePath[] {
  for (let i = 1; i < files.length; i++) {
    if ((files[i - 1] ?? '') >= (files[i] ?? '')) return [...new Set(files)].sort(compareText);
  }
  return files;
}

/**
 * What came and went between two lists, the first of them sorted; `undefined` when the second is not. Unchanged files,
 * the same string objects in both, make this a walk of comparisons by identity.
 */
export function difference(
  before: readonly FilePath[],
  after: readonly FilePath[],
): { readonly added: readonly FilePath[]; readonly removed: readonly FilePath[] } | undefined {
  const added: FilePath[] = [];
  const removed: FilePath[] = [];
  let b = 0;
  let a = 0;
  while (b < before.length || a < after.length) {
    const old = before[b];
    const now = after[a];
    if (old === now) {
      b++;
      a++;
    } else if (now === undefined || (old !== undefined && old < now)) {
      removed.push(old ?? '');
      b++;
    } else {
      const next = after[a + 1];
      if ((after[a - 1] ?? '') > now || (next !== undefined && next <= now)) return undefined;
      added.push(now);
      a++;
    }
  }
  return { added, removed };
}
