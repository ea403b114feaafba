import type { DirectoryEntry, FileSystem } from './file-system.js';
import { compileGlobs, folderOrGlob, type GlobMatcher } from './globs.js';
import { type FolderRules, type IgnoreRules, ignoreRules, isIgnoredIn } from './ignore-rules.js';
import { isCompilerConfig, isMinified, isVendored, maxSourceSize, type SkipReason } from './inventory-classes.js';
import { compareText, type FilePath } from './paths.js';
import type { Surroundings } from './surroundings.js';

/** A file as the inventory saw it. `size` in bytes, `mtimeMs` in milliseconds since the epoch (0 where none is kept). */
export interface InventoryFile {
  readonly path: FilePath;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What was left out. `size` and `mtimeMs` only where the reason may go away when the file changes. */
export interface SkippedFile {
  readonly path: FilePath;
  readonly why: SkipReason;
  readonly size?: number;
  readonly mtimeMs?: number;
}

/** The files of a workspace at one moment; all lists sorted by path. */
export interface Inventory {
  /** Source files to analyse: included, not excluded, not ignored, not skipped. */
  readonly files: readonly InventoryFile[];
  readonly skipped: readonly SkippedFile[];
  /** Every `package.json`; like the next four lists whatever `include` and `exclude` say. */
  readonly manifests: readonly InventoryFile[];
  /** Every `tsconfig*.json` and `jsconfig*.json`. */
  readonly configs: readonly InventoryFile[];
  readonly gitignores: readonly InventoryFile[];
  /** What `isExtra` asked for. */
  readonly extras: readonly InventoryFile[];
  /** Every folder walked, the root `''` first: an entry added to one or removed from it changes its `mtimeMs`. */
  readonly folders: readonly { readonly path: FilePath; readonly mtimeMs: number }[];
}

/** Globs or plain folders, relative to the root. */
export interface InventorySettings {
  /** Empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface InventoryOptions {
  /** True for names that the front end reads; decides by the name alone. */
  readonly isSource: (path: FilePath) => boolean;
  /** Other files whose change concerns the engine (the policy, `pnpm-workspace.yaml`). */
  readonly isExtra?: (path: FilePath) => boolean;
  /** The repository around the root and its ignore files, see `surroundings`. Default: none. */
  readonly surroundings?: Surroundings;
  /** The rules where the caller keeps them; they must have been read from the same file system. */
  readonly rules?: IgnoreRules;
  /** Walk into repositories inside this one. Default: only where the root itself is no repository. */
  readonly walkNestedRepositories?: boolean;
}

/**
 * Lists what there is to analyse. Ignored folders are not entered, symbolic links not followed: what they point to is
 * walked under its real path or left out for a reason, so nothing is listed twice and no cycle can form. Nested
 * repositories (submodules, worktrees) have rules, history and owners of their own and are not in this one's commits,
 * so they are reported and left out. A glob of `include` that itself names a vendor folder brings it back.
 */
export function takeInventory(fs: FileSystem, settings: InventorySettings, options: InventoryOptions): Inventory {
  const rules = options.rules ?? ignoreRules(fs, options.surroundings?.ignoreFiles);
  const isWanted = wantedBy(settings);
  const vendorIncluded = matcherOf(settings.include.filter(glob => isVendored(`${glob}/`)));
  const found: Mutable<Inventory> = {
    files: [],
    skipped: [],
    manifests: [],
    configs: [],
    gitignores: [],
    extras: [],
    folders: [],
  };
  let skipRepositories = false;

  function walk(folder: FilePath): void {
    // Before listing: an entry that arrives in between then shows as a later change of the folder.
    const mtimeMs = fs.stat(folder)?.mtimeMs ?? 0;
    const entries = fs.list(folder);
    const isRepository = entries.some(entry => entry.name === '.git');
    if (folder === '') skipRepositories = isInRepository(isRepository, options);
    else if (isRepository && skipRepositories) {
      found.skipped.push({ path: folder, why: 'nested-repository' });
      return;
    }
    found.folders.push({ path: folder, mtimeMs });
    const current = rules.rulesIn(folder, entries.some(isGitignore));
    for (const entry of entries) visit(folder === '' ? entry.name : `${folder}/${entry.name}`, entry, current);
  }

  function visit(path: FilePath, entry: DirectoryEntry, current: FolderRules): void {
    const { name, kind } = entry;
    const isFolder = kind === 'directory';
    if (!isFolder && kind !== 'symlink' && !isOfInterest(path, name)) return;
    if (isIgnoredIn(current, path, name, isFolder)) return;
    if (isFolder) walk(path);
    else if (kind === 'symlink') judgeLink(path);
    else record(path, name, kind);
  }

  function isOfInterest(path: FilePath, name: string): boolean {
    return options.isSource(path) || isProjectFile(name) || options.isExtra?.(path) === true;
  }

  function record(path: FilePath, name: string, kind: DirectoryEntry['kind']): void {
    const isSource = options.isSource(path);
    const wanted = isSource && isWanted(path);
    const reason = wanted ? leftOutByName(path, name) : undefined;
    if (reason) found.skipped.push({ path, why: reason });
    const lists = listsFor(path, name, wanted && !reason);
    if (lists.length === 0) return;
    const stat = kind === 'file' ? fs.stat(path) : undefined;
    if (stat?.kind !== 'file') {
      found.skipped.push({ path, why: 'unreadable' });
      return;
    }
    const file = { path, size: stat.size, mtimeMs: stat.mtimeMs };
    for (const list of lists) {
      if (list === found.files && stat.size > maxSourceSize) found.skipped.push({ ...file, why: 'too-large' });
      else list.push(file);
    }
  }

  function listsFor(path: FilePath, name: string, isFile: boolean): InventoryFile[][] {
    const lists: InventoryFile[][] = [];
    if (isFile) lists.push(found.files);
    if (name === 'package.json') lists.push(found.manifests);
    else if (name === '.gitignore') lists.push(found.gitignores);
    else if (isCompilerConfig(name)) lists.push(found.configs);
    if (options.isExtra?.(path)) lists.push(found.extras);
    return lists;
  }

  function leftOutByName(path: FilePath, name: string): SkipReason | undefined {
    if (isMinified(name)) return 'minified';
    return isVendored(path) && !vendorIncluded.matches(path) ? 'vendored' : undefined;
  }

  /** A link inside the root needs no word; one that leaves it hides what somebody may believe is checked. */
  function judgeLink(path: FilePath): void {
    if (fs.realPath(path) !== undefined) return;
    const target = fs.stat(path);
    const concerns = target?.kind === 'directory' || (options.isSource(path) && isWanted(path));
    if (concerns) found.skipped.push({ path, why: target ? 'symlink-outside' : 'unreadable' });
  }

  walk('');
  for (const list of Object.values(found)) list.sort((a, b) => compareText(a.path, b.path));
  return found;
}

type Mutable<T> = { [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Without a repository around it, a folder of several repositories is one workspace. */
function isInRepository(rootHasGit: boolean, options: InventoryOptions): boolean {
  if (options.walkNestedRepositories !== undefined) return !options.walkNestedRepositories;
  return rootHasGit || options.surroundings?.inRepository === true;
}

/** Git follows no link to an ignore file either. */
function isGitignore(entry: DirectoryEntry): boolean {
  return entry.name === '.gitignore' && entry.kind === 'file';
}

function isProjectFile(name: string): boolean {
  return name === 'package.json' || name === '.gitignore' || isCompilerConfig(name);
}

/** The test of `include` and `exclude` for source files, where the engine must judge one path without walking. */
export function wantedBy(settings: InventorySettings): (path: FilePath) => boolean {
  const excluded = matcherOf(settings.exclude);
  if (settings.include.length === 0) return path => !excluded.matches(path);
  const included = matcherOf(settings.include);
  return path => included.matches(path) && !excluded.matches(path);
}

function matcherOf(globs: readonly string[]): GlobMatcher {
  return compileGlobs(globs.flatMap(folderOrGlob));
}
