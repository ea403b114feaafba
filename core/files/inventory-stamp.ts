import { type Stats, statSync } from 'node:fs';
import type { Inventory } from './inventory.js';
import { locateGit, outerIgnorePaths } from './surroundings.js';

/**
 * What to look at to know that an inventory still holds: plain data, made to be kept on disk beside the results. Arrays
 * run in parallel. Times in milliseconds; a size of -1 stands for folders and -2 for what was not there.
 */
export interface InventoryStamp {
  /** Relative to the root, except for those outside of it. */
  readonly paths: readonly string[];
  readonly sizes: readonly number[];
  readonly mtimes: readonly number[];
  /** The top of the repository around the root, `''` for none. */
  readonly repository: string;
  /** Taken before the inventory. */
  readonly takenAtMs: number;
}

/** A file changed so shortly before it was looked at may change again and keep its time, on file systems with coarse clocks. */
const racyMs = 2_000;

/**
 * True when an equal `mtimeMs` proves nothing: the file changed within two seconds before (or after) it was looked at.
 * Such files must be compared by content.
 */
export function isRacy(mtimeMs: number, takenAtMs: number): boolean {
  return mtimeMs > takenAtMs - racyMs;
}

/** Makes the stamp of an inventory of the disk; `takenAtMs` is the time just before it was taken. */
export function stampOf(root: string, inventory: Inventory, takenAtMs: number): InventoryStamp {
  const paths: string[] = [];
  const sizes: number[] = [];
  const mtimes: number[] = [];
  const add = (path: string, size: number, mtimeMs: number): void => {
    paths.push(path);
    sizes.push(size);
    mtimes.push(mtimeMs);
  };
  for (const folder of inventory.folders) add(folder.path, -1, folder.mtimeMs);
  const seen = new Set<string>();
  const { files, manifests, configs, gitignores, extras } = inventory;
  for (const list of [files, manifests, configs, gitignores, extras]) {
    for (const file of list) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      add(file.path, file.size, file.mtimeMs);
    }
  }
  for (const { path, why, size, mtimeMs } of inventory.skipped) {
    if (size !== undefined && mtimeMs !== undefined) add(path, size, mtimeMs);
    else if (why === 'unreadable') add(path, -2, 0);
  }
  const git = locateGit(root);
  for (const { file } of git ? outerIgnorePaths(root, git) : []) {
    const stat = statOf(file);
    add(file, stat?.isFile() ? stat.size : -2, stat?.isFile() ? stat.ctimeMs : 0);
  }
  return { paths, sizes, mtimes, repository: git?.top ?? '', takenAtMs };
}

/**
 * True when every folder and file of the stamp is as it was, so that nothing was added, removed or edited. False also
 * where that cannot be proven: then take a new inventory and compare the files of equal size and time that `isRacy` by
 * content. Costs one `stat` for each path.
 */
export function inventoryUnchanged(root: string, stamp: InventoryStamp): boolean {
  const { paths, sizes, mtimes, takenAtMs } = stamp;
  if ((locateGit(root)?.top ?? '') !== stamp.repository) return false;
  // Proof that needs no look at the disk first.
  if (mtimes.some(mtimeMs => isRacy(mtimeMs, takenAtMs))) return false;
  for (let i = 0; i < paths.length; i++) {
    const path = paths[i] ?? '';
    const stat = statOf(isOutside(path) ? path : `${root}/${path}`);
    const size = sizes[i];
    if (size === -2) {
      if (stat?.isFile()) return false;
    } else if (!stat || stat.ctimeMs !== mtimes[i]) return false;
    else if (size === -1 ? !stat.isDirectory() : stat.size !== size || !stat.isFile()) return false;
  }
  return true;
}

/** Anything that cannot be looked at, a circle of links included, counts as not there. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isOutside(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:|^\\\\/.test(path);
}
