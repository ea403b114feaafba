import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProposedEdit } from '../engine.js';
import { isBelow } from '../is-below.js';
import { findRoot } from '../root.js';
import type { StatedEdit } from './stated-edits.js';

/** Edits with paths of the workspace. What lies outside the project is left out: it is neither read nor judged. */
export interface PlacedEdits {
  /** Absolute. */
  readonly root: string;
  readonly edits: readonly ProposedEdit[];
}

/**
 * Finds the root and where below it the edits lie. The project is the root around the first of the client's folders that
 * holds them (an agent may work in a worktree of its own); a policy deeper in it, around all edits, is a root of its own.
 * Folders without a policy, manifest of a workspace or repository are no project as long as another one is.
 */
export function placeEdits(folders: readonly string[], stated: readonly StatedEdit[]): PlacedEdits {
  const paths = stated.map(edit => withPaths(edit, path => realPath(absolutePath(path, folders[0] ?? '.'))));
  const roots = folders.map(folder => findRoot(folder));
  const projects = roots.filter(({ reason }) => reason !== 'current').map(({ path }) => path);
  const candidates = projects.length > 0 ? projects : roots.map(({ path }) => path);
  const holding = candidates.find(root => paths.some(of => of.every(path => isBelow(realPath(root), path))));
  const project = holding ?? candidates[0] ?? resolve('.');
  const inside = stated.flatMap((edit, i) => {
    const of = paths[i] ?? [];
    return of.every(path => isBelow(realPath(project), path)) ? [{ edit, of }] : [];
  });
  const root = rootOf(
    project,
    inside.flatMap(({ of }) => of),
  );
  const real = realPath(root);
  return {
    root,
    edits: inside.map(({ edit, of }) => {
      const [path = '', moveTo] = of.map(each => relative(real, each).split(sep).join('/'));
      return { ...edit, path, ...(moveTo !== undefined && { moveTo }) };
    }),
  };
}

function withPaths(edit: StatedEdit, resolved: (path: string) => string): string[] {
  const paths = edit.kind === 'patch' && edit.moveTo !== undefined ? [edit.path, edit.moveTo] : [edit.path];
  return paths.map(resolved);
}

/** The deepest folder with a policy that holds all paths, within the project. */
function rootOf(project: string, paths: readonly string[]): string {
  const [first, ...rest] = paths;
  if (first === undefined) return project;
  const found = findRoot(dirname(first));
  const holdsAll = found.reason === 'policy' && rest.every(path => isBelow(found.path, path));
  return holdsAll && isBelow(realPath(project), found.path) ? found.path : project;
}

/** Relative paths stand from the client's current folder; backslashes are understood where they are no part of a name. */
function absolutePath(written: string, base: string): string {
  const path = /^file:/i.test(written) ? fromUrl(written) : written;
  if (isAbsolute(path)) return resolve(path);
  const local = sep === '\\' ? path : path.replaceAll('\\', '/');
  return resolve(base, local);
}

function fromUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

/** Follows links of the deepest part that exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}
