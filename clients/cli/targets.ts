import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep, win32 } from 'node:path';
import type { FilePath } from './engine.js';
import { UsageError } from './exit.js';
import { isBelow } from './is-below.js';
import { nearest } from './nearest.js';
import { exists, findRoot, isFolder } from './root.js';

/** The root of a command and the paths it is about, relative to the root. The root itself is no path: it is everything. */
export interface Target {
  /** Absolute. */
  readonly root: string;
  readonly paths: readonly FilePath[];
}

/**
 * Finds the root and reads the path arguments, relative to the current folder, else to the root that `--root` names.
 * Without it the search for the root starts at the deepest folder that holds all paths, else at the current folder.
 */
export function findTarget(cwd: string, rootFlag: string | undefined, args: readonly string[]): Target {
  const named = rootFlag === undefined ? undefined : rootOf(cwd, rootFlag);
  const isOfRoot = (path: string) => !exists(absolutePath(cwd, path)) && named && exists(absolutePath(named, path));
  const absolute = args.map(argument => existing(named && isOfRoot(argument) ? named : cwd, argument));
  const root = named ?? findRoot(startFolder(cwd, absolute)).path;
  const paths = absolute.map((path, i) => pathBelow(root, path, args[i] ?? ''));
  return { root, paths: paths.includes('') ? [] : paths };
}

/** The target of text that need not be on the disk yet (`--stdin-path`). */
export function findNewFile(cwd: string, rootFlag: string | undefined, argument: string): Target & { file: FilePath } {
  const absolute = absolutePath(cwd, argument);
  if (isFolder(absolute)) throw new UsageError(`--stdin-path ${argument} is a folder; name the file the text is for`);
  const root = rootFlag === undefined ? findRoot(dirname(absolute)).path : rootOf(cwd, rootFlag);
  const file = pathBelow(root, absolute, argument);
  return { root, paths: [file], file };
}

function rootOf(cwd: string, flag: string): string {
  const root = existing(cwd, flag);
  if (!isFolder(root)) throw new UsageError(`--root ${flag} is a file; name the folder of the workspace`);
  return root;
}

function startFolder(cwd: string, paths: readonly string[]): string {
  const [first, ...rest] = paths.map(path => (isFolder(path) ? path : dirname(path)));
  if (first === undefined) return cwd;
  const common = rest.reduce((shared, path) => {
    let folder = shared;
    while (!isBelow(folder, path) && dirname(folder) !== folder) folder = dirname(folder);
    return folder;
  }, first);
  // Below the current folder its ancestors decide alike, but where none does the current folder is the root.
  return isBelow(cwd, common) && findRoot(common).reason === 'current' ? cwd : common;
}

/** An argument as an absolute path; backslashes and drive letters are understood on every platform. */
function absolutePath(cwd: string, argument: string): string {
  if (argument === '') throw new UsageError('a path is empty; name a file or folder');
  if (isAbsolute(argument)) return resolve(argument);
  const literal = resolve(cwd, argument);
  if (sep === '\\' || !argument.includes('\\') || exists(literal)) return literal;
  if (win32.isAbsolute(argument) && /^[a-z]:/i.test(argument))
    return resolve('/', argument.slice(2).replaceAll('\\', '/'));
  return resolve(cwd, argument.replaceAll('\\', '/'));
}

function existing(cwd: string, argument: string): string {
  const path = absolutePath(cwd, argument);
  if (exists(path)) return path;
  const near = nearestExisting(path);
  // Results hold no absolute paths, and a reason is part of the result.
  const hint = isBelow(cwd, near) ? `; the nearest path that does is ${relative(cwd, near) || '.'}` : '';
  throw new UsageError(`${argument} does not exist${hint}`);
}

/** What exists and is most like a path that does not: the deepest folder, then a name like the missing one, as deep as it goes. */
function nearestExisting(path: string): string {
  const missing: string[] = [];
  let folder = path;
  while (!exists(folder) && dirname(folder) !== folder) {
    missing.unshift(basename(folder));
    folder = dirname(folder);
  }
  for (const name of missing) {
    const names = namesIn(folder);
    const like = names.includes(name) ? name : nearest(name, names);
    if (like === undefined) break;
    folder = join(folder, like);
  }
  return folder;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function pathBelow(root: string, path: string, argument: string): FilePath {
  for (const [from, to] of [
    [root, path],
    [realPath(root), realPath(path)],
  ] as const) {
    if (isBelow(from, to)) return relative(from, to).split(sep).join('/');
  }
  throw new UsageError(`${argument} lies outside the root; --root names another one`);
}

/** Follows links of the deepest part that exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}
