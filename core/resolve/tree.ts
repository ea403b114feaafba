import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { entryKind } from '../files/disk.js';
import type { DirectoryEntry, FileSystem } from '../files/file-system.js';
import { basename, dirname, type FilePath, join } from '../files/paths.js';

type EntryKind = DirectoryEntry['kind'];
/** The names in one folder. */
export type Names = ReadonlyMap<string, EntryKind>;

/**
 * A file system seen folder by folder: each folder is listed once, so that the many candidates of a lookup cost a map
 * access instead of a system call, and names match exactly as written on every platform.
 *
 * `node_modules` folders that the file system lacks (a git revision has none) are taken from the disk: what is installed
 * belongs to the machine, not to a revision.
 */
export interface Tree {
  readonly fs: FileSystem;
  /** Empty for a folder that is not there. */
  names(folder: FilePath): Names;
  isFile(path: FilePath): boolean;
  isFolder(path: FilePath): boolean;
  /** The text without its byte order mark; `undefined` when not there or not readable. */
  text(path: FilePath): string | undefined;
  /** Symbolic links followed; `undefined` when that leads out of the root. */
  realPath(path: FilePath): FilePath | undefined;
  /** The tree after paths appeared or vanished: only the listings above those paths are read again. */
  after(fs: FileSystem, changed: readonly FilePath[]): Tree;
}

const noNames: Names = new Map();
const decoder = new TextDecoder();

/** Creates a tree that has listed nothing yet. */
export function createTree(fs: FileSystem): Tree {
  return treeOver(fs, new Map());
}

function treeOver(fs: FileSystem, listings: Map<FilePath, Names>): Tree {
  const realFolders = new Map<FilePath, FilePath | undefined>([['', '']]);
  const followed = new Map<FilePath, EntryKind | undefined>();
  const absolute = (path: FilePath) => (path === '' ? fs.root : `${fs.root}/${path}`);

  const names = (folder: FilePath): Names => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const listed = list(folder);
    listings.set(folder, listed);
    return listed;
  };

  const list = (folder: FilePath): Names => {
    if (folder.startsWith('../') || folder === '..') return noNames;
    const entries = fs.list(folder);
    if (entries.length > 0) {
      const result = new Map<string, EntryKind>();
      for (const entry of entries) result.set(entry.name, entry.kind);
      // Package managers put it beside a manifest; asking the disk about every folder would cost more than it finds.
      const mayLack = !result.has('node_modules') && (folder === '' || result.has('package.json'));
      if (mayLack && !isInstalled(folder) && existsSync(`${absolute(folder)}/node_modules`)) {
        result.set('node_modules', 'directory');
      }
      return result;
    }
    return isInstalled(folder) ? listDisk(absolute(folder)) : noNames;
  };

  const kindOf = (path: FilePath): EntryKind | undefined => {
    if (path === '') return 'directory';
    const kind = names(dirname(path)).get(basename(path));
    if (kind !== 'symlink') return kind;
    if (followed.has(path)) return followed.get(path);
    const target = fs.realPath(path) ?? path;
    const found = fs.stat(target)?.kind ?? (isInstalled(path) ? diskKind(absolute(path)) : undefined);
    followed.set(path, found);
    return found;
  };

  const realFolder = (folder: FilePath): FilePath | undefined => {
    if (realFolders.has(folder)) return realFolders.get(folder);
    const parent = realFolder(dirname(folder));
    const real = parent === undefined ? undefined : realEntry(folder, parent);
    realFolders.set(folder, real);
    return real;
  };

  const realEntry = (path: FilePath, realParent: FilePath): FilePath | undefined => {
    const name = basename(path);
    if (names(dirname(path)).get(name) !== 'symlink') return realParent === '' ? name : `${realParent}/${name}`;
    return fs.realPath(path) ?? (isInstalled(path) ? diskRealPath(fs.root, absolute(path)) : undefined);
  };

  return {
    fs,
    names,
    isFile: path => kindOf(path) === 'file',
    isFolder: path => kindOf(path) === 'directory',
    text: path => {
      const bytes = fs.readBytes(path) ?? (isInstalled(path) ? readDisk(absolute(path)) : undefined);
      return bytes === undefined ? undefined : decoder.decode(bytes);
    },
    realPath: path => {
      const parent = realFolder(dirname(path));
      return parent === undefined ? undefined : realEntry(path, parent);
    },
    after: (next, changed) => {
      const kept = new Map(listings);
      for (const path of changed) {
        for (let folder = path; ; folder = dirname(folder)) {
          kept.delete(folder);
          if (folder === '') break;
        }
      }
      return treeOver(next, kept);
    },
  };
}

/** True for what package managers write: the paths that are read from the disk whatever the file system is. */
export function isInstalled(path: FilePath): boolean {
  return path.startsWith('node_modules/') || path === 'node_modules' || /\/node_modules(?:\/|$)/.test(path);
}

function listDisk(folder: string): Names {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return new Map(entries.map(entry => [entry.name, entryKind(entry)]));
  } catch {
    return noNames;
  }
}

function diskKind(path: string): EntryKind | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'directory' : undefined;
}

function diskRealPath(root: string, path: string): FilePath | undefined {
  try {
    const real = realpathSync(path).replaceAll('\\', '/');
    return real.startsWith(`${root}/`) ? join('', real.slice(root.length + 1)) : undefined;
  } catch {
    return undefined;
  }
}

function readDisk(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
