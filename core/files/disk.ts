import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import type { DirectoryEntry, FileStat, FileSystem } from './file-system.js';
import { compareText, type FilePath } from './paths.js';

/**
 * The files below an absolute path, as they are on disk at the moment of each call; nothing is kept. Reading follows
 * symbolic links; who must not leave the root asks `realPath` first.
 */
export function diskFileSystem(root: string): FileSystem {
  const base = trimEndSlashes(root.replaceAll('\\', pathSeparatorOf(root)));
  const absolute = (path: FilePath): string => (path === '' ? base || '/' : `${base}/${path}`);
  let realRoot: string | undefined;
  return {
    root: base || '/',
    readBytes: path => readRegularFile(absolute(path)),
    stat: path => statOf(absolute(path)),
    list: folder => entriesOf(absolute(folder)),
    realPath(path) {
      realRoot ??= realPathOf(absolute(''));
      const real = realPathOf(absolute(path));
      if (realRoot === undefined || real === undefined) return undefined;
      if (real === realRoot) return '';
      const prefix = realRoot.endsWith('/') ? realRoot : `${realRoot}/`;
      return real.startsWith(prefix) ? real.slice(prefix.length) : undefined;
    },
  };
}

/** A Windows root (`C:\work`, `\\server\share`) may use backslashes; on POSIX one is part of a name. */
function pathSeparatorOf(root: string): string {
  return /^([A-Za-z]:|\\\\)/.test(root) ? '/' : '\\';
}

function trimEndSlashes(path: string): string {
  return path.replace(/\/+$/, '');
}

/** Opens without blocking and looks before it reads: a named pipe called `x.ts` must not hang the run. */
function readRegularFile(path: string): Uint8Array | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile()) return undefined;
    return readFully(file, stat.size);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readFully(file: number, size: number): Uint8Array {
  // One byte more than expected, so that one read tells that the file has not grown.
  let buffer = Buffer.allocUnsafeSlow(size + 1);
  let filled = 0;
  while (true) {
    const read = readSync(file, buffer, filled, buffer.length - filled, null);
    filled += read;
    if (read === 0) return buffer.subarray(0, filled);
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(buffer.length)]);
  }
}

function statOf(path: string): FileStat | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return undefined;
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
    // Unlike the modification time, no tool can set this one back.
    return { kind, size: stat.size, mtimeMs: stat.ctimeMs };
  } catch {
    return undefined;
  }
}

/** What Node's listing of a folder says an entry is; links are not followed. */
export function entryKind(entry: Dirent): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

function entriesOf(path: string): readonly DirectoryEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .map((entry): DirectoryEntry => ({ name: entry.name, kind: entryKind(entry) }))
      .sort((a, b) => compareText(a.name, b.name));
  } catch {
    return [];
  }
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync.native(path).replaceAll('\\', pathSeparatorOf(path));
  } catch {
    return undefined;
  }
}
