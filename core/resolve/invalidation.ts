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

/** The two tests for a set of paths. */
export interface ChangeTests {
  /** False: `couldChange` says no for every import of the file. */
  readonly reaches: (reach: Reach) => boolean;
  readonly couldChange: ChangeTest;
}

/** All that could redirect some import of a file, as names to be looked up: most files are passed over by it. */
export interface Reach {
  /** Last names as `stemOf` cuts them. */
  readonly stems: readonly string[];
  /** Paths that matter when something came or went at them or below them. */
  readonly places: readonly FilePath[];
  readonly packages: readonly string[];
  /** Whatever comes or goes may matter. */
  readonly any: boolean;
}

/** What could redirect these imports of a file. It holds as long as the layout does. */
export function reachOf(
  layout: Layout,
  imports: readonly { readonly from: FilePath; readonly specifier: string; readonly resolution: Resolution }[],
): Reach {
  const stems = new Set<string>();
  const places = new Set<FilePath>();
  const packages = new Set<string>();
  let any = false;
  for (const { from, specifier, resolution } of imports) {
    if (resolution.kind === 'external' && resolution.builtin) continue;
    const written = withoutBundlerSyntax(specifier);
    stems.add(stemOf(trimSlashes(written)));
    const target = targetOf(resolution);
    if (target !== undefined) {
      places.add(target);
      stems.add(stemOf(target));
    }
    if (isRelative(written)) {
      if (/[./]$/.test(written)) stems.add('index');
      places.add(join(dirname(from), written));
      any ||= layout.hasRootDirs;
      continue;
    }
    any ||= isNowhere(resolution) || written.startsWith('#');
    const name = splitPackage(written)?.name;
    if (name !== undefined) packages.add(name);
    const owner = target === undefined ? undefined : layout.scopeOf(dirname(target));
    if (owner && owner.name === name) places.add(owner.folder);
  }
  return { stems: [...stems], places: [...places], packages: [...packages], any };
}

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

  const reaches = (reach: Reach): boolean =>
    ((reach.any || aliasTouched) && changed.length > 0) ||
    reach.stems.some(stem => stems.has(stem)) ||
    reach.places.some(place => touched.has(place)) ||
    (packages.size > 0 && reach.packages.some(name => packages.has(name)));

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
  return { reaches, couldChange };
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
