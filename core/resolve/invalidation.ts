import { basename, dirname, type FilePath, isWithin } from '../files/paths.js';
import type { Layout } from './layout.js';
import type { Resolution, ResolutionRequest } from './resolution.js';
import { isRelative, splitPackage, withoutBundlerSyntax } from './specifier.js';

/**
 * Tells whether an answer may differ once paths appeared or vanished. Errs towards yes, yet says no for nearly all:
 *
 * - a target that is one of the paths, or lies below one: yes;
 * - a specifier or target whose last name, cut at its first dot and case aside, is that of a path: yes, for a file can
 *   take the place of `x.js`, `x/index.ts` (then the folder's name counts) or of build output `dist/x.js`;
 * - a package of the workspace: yes for any path in its folder, since its `exports` may lead anywhere;
 * - an installed or missing package: only for paths in a `node_modules` that name it;
 * - Node built-ins, URLs: never.
 *
 * Changed texts of source files never matter. Manifests and tsconfigs change the layout, which `Resolver.after` judges.
 */
export type ChangeTest = (request: Pick<ResolutionRequest, 'from' | 'specifier'>, resolution: Resolution) => boolean;

/** Prepares the test for a set of paths, relative to the root. */
export function changeTest(layout: Layout, changed: readonly FilePath[]): ChangeTest {
  const paths = new Set(changed);
  const stems = new Set<string>();
  const packages = new Set<string>();
  for (const path of changed) {
    const stem = stemOf(basename(path));
    stems.add(stem);
    if (stem === 'index' || stem === 'package' || stem === 'main') stems.add(stemOf(basename(dirname(path))));
    const installed = path.lastIndexOf('node_modules/');
    if (installed >= 0) packages.add(splitPackage(path.slice(installed + 'node_modules/'.length))?.name ?? '');
  }
  const touchesFolder = (folder: FilePath) => changed.some(path => isWithin(path, folder));

  return ({ from, specifier }, resolution) => {
    if (resolution.kind === 'external' && resolution.builtin) return false;
    const written = withoutBundlerSyntax(specifier);
    const last = lastName(written, from);
    if (last === '' || stems.has(stemOf(last))) return true;
    if (resolution.kind === 'file' || resolution.kind === 'absent') {
      if (paths.has(resolution.path) || stems.has(stemOf(basename(resolution.path)))) return true;
      if (isRelative(written)) return false;
    } else if (isRelative(written)) {
      return false;
    }
    const name = splitPackage(written)?.name;
    if (name !== undefined && packages.has(name)) return true;
    const own = name === undefined ? undefined : layout.packages.get(name);
    return own !== undefined && resolution.kind !== 'external' && own.some(({ folder }) => touchesFolder(folder));
  };
}

/** `../..` and `.` end in no name: they mean the folder they lead to, whose name the `index` rule would give. */
function lastName(specifier: string, from: FilePath): string {
  const name = basename(specifier.replace(/\/+$/, ''));
  if (name !== '.' && name !== '..' && name !== '') return name;
  let folder = dirname(from);
  for (const segment of specifier.split('/')) if (segment === '..') folder = dirname(folder);
  return basename(folder) || 'index';
}

function stemOf(name: string): string {
  const dot = name.indexOf('.', 1);
  return (dot < 0 ? name : name.slice(0, dot)).toLowerCase();
}
