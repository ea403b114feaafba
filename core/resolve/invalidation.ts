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

/** Prepares the test for a set of paths, relative to the root. The cost of a test does not grow with their number. */
export function changeTest(layout: Layout, changed: readonly FilePath[]): ChangeTest {
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

  return ({ from, specifier }, resolution) => {
    if (resolution.kind === 'external' && resolution.builtin) return false;
    const written = withoutBundlerSyntax(specifier);
    if (stems.has(stemOf(trimSlashes(written)))) return true;
    const target = resolution.kind === 'file' || resolution.kind === 'absent' ? resolution.path : undefined;
    if (target !== undefined && (touched.has(target) || stems.has(stemOf(target)))) return true;
    if (isRelative(written)) {
      const endsInFolder = /[./]$/.test(written);
      if (endsInFolder && stems.has('index')) return true;
      if (target !== undefined && !endsInFolder && stemOf(target) === stemOf(written)) return false;
      return layout.hasRootDirs ? changed.length > 0 : touched.has(join(dirname(from), written));
    }
    const isNowhere = resolution.kind === 'unresolved' || resolution.kind === 'unchecked';
    if (isNowhere || aliasTouched || written.startsWith('#')) return changed.length > 0;
    const name = splitPackage(written)?.name;
    if (name === undefined) return false;
    if (packages.has(name)) return true;
    if (target === undefined) return false;
    const owner = layout.scopeOf(dirname(target));
    return owner?.name === name && touched.has(owner.folder);
  };
}

function trimSlashes(specifier: string): string {
  return specifier.endsWith('/') ? specifier.replace(/\/+$/, '') : specifier;
}

function stemOf(path: string): string {
  const name = basename(path);
  const dot = name.indexOf('.', 1);
  return (dot < 0 ? name : name.slice(0, dot)).toLowerCase();
}
