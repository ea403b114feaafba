import picomatch from 'picomatch';
import { globProblem } from '../files/globs.js';
import { dirname, type FilePath, join } from '../files/paths.js';

/** A glob of an import site, compiled once. */
export interface ImportGlob {
  /** The constant start of the path: every match begins with it. */
  readonly prefix: string;
  matches(path: FilePath): boolean;
}

/**
 * Compiles the pattern of `import.meta.glob` or of a template import (`./locale/*`) as written in the file `from`.
 * Relative patterns start at its folder, those with a leading slash at the root of the workspace; what starts with an
 * alias, or would match for minutes, cannot be told and gives `undefined`. Dot files and `node_modules` match only where the pattern names them, and
 * the file itself never matches, as in Vite. `except` takes matches out again.
 */
export function compileImportGlob(
  from: FilePath,
  pattern: string,
  except: readonly string[] = [],
): ImportGlob | undefined {
  const glob = rootedGlob(from, pattern);
  if (glob === undefined) return undefined;
  const taken = except.flatMap(each => rootedGlob(from, each) ?? []);
  if ([glob, ...taken].some(each => globProblem(each) !== undefined)) return undefined;
  const isTaken = taken.length > 0 ? picomatch(taken) : () => false;
  const { base, isGlob } = picomatch.scan(glob);
  const isMatch = picomatch(glob);
  const reachesPackages = glob.includes('node_modules');
  return {
    prefix: isGlob ? (base === '' ? '' : `${base}/`) : glob,
    matches: path => path !== from && (reachesPackages || !isInPackages(path)) && isMatch(path) && !isTaken(path),
  };
}

/**
 * The files a glob of an import site stands for, of a sorted list; `undefined` when that cannot be told. `except` holds the
 * negative patterns beside it, without their exclamation marks.
 */
export function expandGlob(
  from: FilePath,
  pattern: string,
  files: readonly FilePath[],
  except?: readonly string[],
): readonly FilePath[] | undefined {
  const glob = compileImportGlob(from, pattern, except);
  if (!glob) return undefined;
  const matching: FilePath[] = [];
  for (let i = firstAtOrAfter(files, glob.prefix); i < files.length; i++) {
    const path = files[i] as FilePath;
    if (!path.startsWith(glob.prefix)) break;
    if (glob.matches(path)) matching.push(path);
  }
  return matching;
}

function rootedGlob(from: FilePath, pattern: string): string | undefined {
  if (pattern.startsWith('/')) return join('', pattern);
  if (!pattern.startsWith('./') && !pattern.startsWith('../')) return undefined;
  const glob = join(dirname(from), pattern);
  return glob.startsWith('../') ? undefined : glob;
}

function isInPackages(path: FilePath): boolean {
  return path.startsWith('node_modules/') || path.includes('/node_modules/');
}

/** Binary search: the index of the first path that is not before `prefix`. */
function firstAtOrAfter(files: readonly FilePath[], prefix: string): number {
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle] as FilePath) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
