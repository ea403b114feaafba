import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Why a folder is the root. */
export type RootReason = 'flag' | 'policy' | 'workspace' | 'git' | 'current';

export interface Root {
  /** Absolute, in the platform's own spelling. */
  readonly path: string;
  readonly reason: RootReason;
}

export const policyFileName = 'architecture.jsonc';

/**
 * The workspace root for a start folder: the nearest ancestor with `architecture.jsonc`, else the nearest with a workspace
 * manifest, else the git root, else the folder itself. `start` is absolute and may not exist.
 */
export function findRoot(start: string): Root {
  const folders = ancestors(start);
  const first = (holds: (folder: string) => boolean) => folders.find(holds);
  const policy = first(folder => isFile(join(folder, policyFileName)));
  if (policy !== undefined) return { path: policy, reason: 'policy' };
  const workspace = first(isWorkspaceFolder);
  if (workspace !== undefined) return { path: workspace, reason: 'workspace' };
  const git = gitRootOf(start);
  if (git !== undefined) return { path: git, reason: 'git' };
  return { path: folders.find(isFolder) ?? resolve(start), reason: 'current' };
}

/** The folder with `.git` (a file in worktrees and submodules) at or above an absolute path. */
export function gitRootOf(start: string): string | undefined {
  return ancestors(start).find(folder => exists(join(folder, '.git')));
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

export function exists(path: string): boolean {
  return statOf(path) !== undefined;
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // A folder that may not be read holds no root of ours.
  }
}

function isWorkspaceFolder(folder: string): boolean {
  return isFile(join(folder, 'pnpm-workspace.yaml')) || declaresWorkspaces(join(folder, 'package.json'));
}

function declaresWorkspaces(manifest: string): boolean {
  if (!isFile(manifest)) return false;
  try {
    const { workspaces } = JSON.parse(readFileSync(manifest, 'utf8').replace(/^\uFEFF/, '')) as {
      workspaces?: unknown;
    };
    return Array.isArray(workspaces) || (typeof workspaces === 'object' && workspaces !== null);
  } catch {
    return false; // Unreadable or broken: the engine reports it, it just names no root.
  }
}

function ancestors(start: string): string[] {
  const folders = [resolve(start)];
  for (;;) {
    const last = folders.at(-1) ?? '';
    const up = dirname(last);
    if (up === last) return folders;
    folders.push(up);
  }
}
