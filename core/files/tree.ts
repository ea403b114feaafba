import type { DirectoryEntry } from './file-system.js';
import { compareText, type FilePath } from './paths.js';

/** The folders that a set of files implies, each with its entries sorted by name; the root `''` is always there. */
export type FolderTree = ReadonlyMap<FilePath, readonly DirectoryEntry[]>;

/** Builds the folders above some files. A path that is a file and a folder at once counts as a folder. */
export function folderTree(files: Iterable<readonly [path: FilePath, kind: 'file' | 'symlink']>): FolderTree {
  const folders = new Map<FilePath, Map<string, DirectoryEntry['kind']>>([['', new Map()]]);
  const folderOf = (path: FilePath): Map<string, DirectoryEntry['kind']> => {
    const known = folders.get(path);
    if (known) return known;
    const entries = new Map<string, DirectoryEntry['kind']>();
    folders.set(path, entries);
    const slash = path.lastIndexOf('/');
    folderOf(path.slice(0, Math.max(slash, 0))).set(path.slice(slash + 1), 'directory');
    return entries;
  };
  for (const [path, kind] of files) {
    const slash = path.lastIndexOf('/');
    const siblings = folderOf(path.slice(0, Math.max(slash, 0)));
    const name = path.slice(slash + 1);
    if (siblings.get(name) !== 'directory') siblings.set(name, kind);
  }
  return new Map([...folders].map(([path, entries]) => [path, sortedEntries(entries)]));
}

/** Entries in the order that `FileSystem.list` promises. */
export function sortedEntries(entries: ReadonlyMap<string, DirectoryEntry['kind']>): readonly DirectoryEntry[] {
  return [...entries].map(([name, kind]) => ({ name, kind })).sort((a, b) => compareText(a.name, b.name));
}
