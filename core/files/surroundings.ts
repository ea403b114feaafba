import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { decode } from './decode.js';

/** An ignore file outside the tree of the workspace. */
export interface OuterIgnoreFile {
  readonly text: string;
  /** The way from the folder it applies to down to the workspace root, with a final slash; `''` when that is the root. */
  readonly above: string;
}

/** The git repository that an absolute folder lies in. All paths are absolute. */
export interface GitLocation {
  /** The top folder of the working tree. */
  readonly top: string;
  /** Where `HEAD` and the index lie: in a linked worktree or submodule not `top/.git`. */
  readonly gitFolder: string;
  /** Where `info/exclude` and the refs lie: shared by all worktrees. */
  readonly commonFolder: string;
}

/** Finds the repository without running git; `undefined` outside of one. */
export function locateGit(folder: string): GitLocation | undefined {
  for (let top = resolve(folder); ; top = dirname(top)) {
    const gitFolder = gitFolderIn(top);
    if (gitFolder) return { top, gitFolder, commonFolder: commonFolderOf(gitFolder) };
    if (dirname(top) === top) return undefined;
  }
}

/** What lies around the root and concerns it. */
export interface Surroundings {
  readonly inRepository: boolean;
  /** Nearest first. */
  readonly ignoreFiles: readonly OuterIgnoreFile[];
}

/**
 * The repository around an absolute root, and the ignore files outside the root that apply inside it: each `.gitignore`
 * from the folder above the root up to the top of the repository, then `.git/info/exclude`, as git reads them.
 */
export function surroundings(root: string): Surroundings {
  const git = locateGit(root);
  if (!git) return { inRepository: false, ignoreFiles: [] };
  const ignoreFiles = outerIgnorePaths(root, git).flatMap(({ file, appliesTo }) => {
    const text = readText(file);
    return text === undefined ? [] : [{ text, above: wayDown(appliesTo, resolve(root)) }];
  });
  return { inRepository: true, ignoreFiles };
}

/** The absolute paths that `surroundings` looks at, whether or not they exist. */
export function outerIgnorePaths(
  root: string,
  git: GitLocation,
): readonly { readonly file: string; readonly appliesTo: string }[] {
  const paths: { file: string; appliesTo: string }[] = [];
  for (let folder = resolve(root); folder !== git.top; ) {
    folder = dirname(folder);
    paths.push({ file: join(folder, '.gitignore'), appliesTo: folder });
  }
  paths.push({ file: join(git.commonFolder, 'info', 'exclude'), appliesTo: git.top });
  return paths;
}

function wayDown(from: string, to: string): string {
  const way = relative(from, to).replaceAll('\\', '/');
  return way === '' ? '' : `${way}/`;
}

function gitFolderIn(top: string): string | undefined {
  const path = join(top, '.git');
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return path;
    if (!stat?.isFile()) return undefined;
  } catch {
    return undefined;
  }
  const target = /^gitdir: (.+)/.exec(readText(path) ?? '')?.[1]?.trim();
  return target === undefined ? undefined : resolve(top, target);
}

function commonFolderOf(gitFolder: string): string {
  const common = readText(join(gitFolder, 'commondir'))?.trim();
  return common ? resolve(gitFolder, common) : gitFolder;
}

function readText(path: string): string | undefined {
  try {
    return lstatSync(path).isDirectory() ? undefined : decode(readFileSync(path)).text;
  } catch {
    return undefined;
  }
}
