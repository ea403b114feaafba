import { basename, dirname, type FilePath, join } from '../files/paths.js';
import type { Layout } from './layout.js';
import type { Resolution, ResolutionRequest } from './resolution.js';
import { isRelative, splitPackage, withoutBundlerSyntax } from './specifier.js';

/**
 * Tells whether an answer may differ, its reason included, once paths appeared or vanished. Errs towards yes, yet says no
 * for nearly all. Yes when
 *
 * - the target is one of the paths or a folder above one;
 * - the last name of the specifier or of the target, cut at its first dot and case aside, is that of a path: a file can
 *   take the place of `x.js`, of `x/index.ts` (then the folder's name counts) or of build output `dist/x.js`;
 * - the specifier led into a folder or nowhere, and a path lies in that folder;
 * - it is a package of the workspace with a path in its folder, since `exports` may lead anywhere in it;
 * - it is bare and unresolved, a `#import`, or one of the paths is what an alias of fixed name leads to;
 * - it is a package from outside and a path in a `node_modules` names it.
 *
 * Changed texts of source files never matter. Changed manifests and tsconfigs need a new layout, after which all answers
 * are to be asked for again.
 */
export type ChangeTest = (request: Pick<ResolutionRequest, 'from' | 'specifier'>, resolution: Resolution) => boolean;

/** What a set of paths means for answers. */
export interface ChangeTests {
  /** What an index of files by the keys of their imports (`reachOf`) is asked; all others have no import that `couldChange` says yes of. */
  readonly reached: Reached;
  readonly couldChange: ChangeTest;
}

/** Files by the keys of their imports; `'all'`: every file. */
export type Reached = readonly string[] | 'all';

/**
 * All that could redirect some of these imports of a file, as keys to be looked up: last names as `stemOf` cuts them, paths
 * that matter when something came or went at them or below them, packages, and a key for those to whom anything may
 * matter. They hold as long as the layout does.
 */
export function reachOf(
  layout: Layout,
  imports: readonly { readonly from: FilePath; readonly specifier: string; readonly resolution: Resolution }[],
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { from, specifier, resolution } of imports) {
    if (resolution.kind === 'external' && resolution.builtin) continue;
    const written = withoutBundlerSyntax(specifier);
    keys.add(stemKey(stemOf(trimSlashes(written))));
    const target = targetOf(resolution);
    if (target !== undefined) {
      keys.add(placeKey(target));
      keys.add(stemKey(stemOf(target)));
    }
    if (isRelative(written)) {
      if (/[./]$/.test(written)) keys.add(stemKey('index'));
      keys.add(placeKey(join(dirname(from), written)));
      if (layout.hasRootDirs) keys.add(anyKey);
      continue;
    }
    if (isNowhere(resolution) || written.startsWith('#')) keys.add(anyKey);
    const name = splitPackage(written)?.name;
    if (name !== undefined) keys.add(packageKey(name));
    const owner = target === undefined ? undefined : layout.scopeOf(dirname(target));
    if (owner && owner.name === name) keys.add(placeKey(owner.folder));
  }
  return keys;
}

const anyKey = 'any';
const stemKey = (stem: string) => `stem ${stem}`;
const placeKey = (path: FilePath) => `place ${path}`;
const packageKey = (name: string) => `package ${name}`;

/** Prepares the tests for a set of paths, relative to the root. The cost of a test does not grow with their number. */
export function changeTests(layout: Layout, changed: readonly FilePath[]): ChangeTests {
  const touched = new Set<FilePath>();
  const stems = new Set<string>();
  const packages = new Set<string>();
  for (const path of changed) {
    for (let at = path; at !== '' && !touched.has(at); at = dirname(at)) touched.add(at);
    const stem = stemOf(path);
    stems.add(stem);
    if (stem === 'index') stems.add(stemOf(dirname(path)));
    const installed = path.lastIndexOf('node_modules/');
    if (installed >= 0) packages.add(splitPackage(path.slice(installed + 'node_modules/'.length))?.name ?? '');
  }
  if (changed.length > 0) touched.add('');
  const aliasTouched = layout.aliasNames.some(name => stems.has(stemOf(name)));

  const reached: Reached =
    aliasTouched && changed.length > 0
      ? 'all'
      : [
          ...(changed.length > 0 ? [anyKey] : []),
          ...[...stems].map(stemKey),
          ...[...touched].map(placeKey),
          ...[...packages].map(packageKey),
        ];

  const couldChange: ChangeTest = ({ from, specifier }, resolution) => {
    if (resolution.kind === 'external' && resolution.builtin) return false;
    const written = withoutBundlerSyntax(specifier);
    if (stems.has(stemOf(trimSlashes(written)))) return true;
    const target = targetOf(resolution);
    if (target !== undefined && (touched.has(target) || stems.has(stemOf(target)))) return true;
    if (isRelative(written)) {
      const endsInFolder = /[./]$/.test(written);
      if (endsInFolder && stems.has('index')) return true;
      if (target !== undefined && !endsInFolder && stemOf(target) === stemOf(written)) return false;
      return layout.hasRootDirs ? changed.length > 0 : touched.has(join(dirname(from), written));
    }
    if (isNowhere(resolution) || aliasTouched || written.startsWith('#')) return changed.length > 0;
    const name = splitPackage(written)?.name;
    if (name === undefined) return false;
    if (packages.has(name)) return true;
    if (target === undefined) return false;
    const owner = layout.scopeOf(dirname(target));
    return owner?.name === name && touched.has(owner.folder);
  };
  return { reached, couldChange };
}

function targetOf(resolution: Resolution): FilePath | undefined {
  return resolution.kind === 'file' || resolution.kind === 'absent' ? resolution.path : undefined;
}

function isNowhere({ kind }: Resolution): boolean {
  return kind === 'unresolved' || kind === 'unchecked';
}

function trimSlashes(specifier: string): string {
  return specifier.endsWith('/') ? specifier.replace(/\/+$/, '') : specifier;
}

function stemOf(path: string): string {
  const name = basename(path);
  const dot = name.indexOf('.', 1);
  return (dot < 0 ? name : name.slice(0, dot)).toLowerCase();
}
