import { basename, dirname, type FilePath, join } from '../files/paths.js';
import type { PackageJson } from './package-json.js';
import type { Names, Tree } from './tree.js';

/** How candidates are tried: TypeScript's rules as far as they differ between projects and files. */
export interface LookupRules {
  /** An ES module under `node16` or `nodenext`: no extension is added and no folder is entered. */
  readonly strict: boolean;
  /** `node10` looks everywhere for TypeScript before it looks for JavaScript. */
  readonly typesFirst: boolean;
  readonly json: boolean;
  readonly suffixes: readonly string[];
}

/** What lookups need to know of the files. */
export interface LookupFiles {
  readonly tree: Tree;
  packageJson(path: FilePath): PackageJson | undefined;
}

// TypeScript's `Extensions`.
const ts = 1;
const js = 2;
const dts = 4;
const json = 8;

const tries: Readonly<Record<string, readonly (readonly [ending: string, group: number])[]>> = {
  '.mjs': [['.mts', ts], ['.d.mts', dts], ['.mjs', js]], // biome-ignore format: a table
  '.cjs': [['.cts', ts], ['.d.cts', dts], ['.cjs', js]], // biome-ignore format: a table
  '.json': [['.d.json.ts', dts], ['.json', json]], // biome-ignore format: a table
  '.jsx': [['.tsx', ts], ['.ts', ts], ['.d.ts', dts], ['.jsx', js], ['.js', js]], // biome-ignore format: a table
  '.js': [['.ts', ts], ['.tsx', ts], ['.d.ts', dts], ['.js', js], ['.jsx', js]], // biome-ignore format: a table
};
const sameAs: Readonly<Record<string, string>> = {
  '.mts': '.mjs',
  '.d.mts': '.mjs',
  '.cts': '.cjs',
  '.d.cts': '.cjs',
  '.tsx': '.jsx',
  '.ts': '.js',
  '.d.ts': '.js',
};
const knownEnding = /(?:\.d)?\.[cm]?ts$|\.[cm]?js$|\.[jt]sx$|\.json$/;
const nothing: readonly (readonly [string, number])[] = [];

/**
 * The file that a path without package semantics means (TypeScript's `nodeLoadModuleByRelativeName`): with another
 * ending, with one added, or as a folder with a manifest or an `index`. `onlyFolder` for a path that ended in a slash.
 */
export function lookupPath(
  files: LookupFiles,
  path: FilePath,
  onlyFolder: boolean,
  rules: LookupRules,
): FilePath | undefined {
  const all = ts | dts | js | (rules.json ? json : 0);
  if (!rules.typesFirst) return lookupGroups(files, path, onlyFolder, rules, all);
  return (
    lookupGroups(files, path, onlyFolder, rules, ts | dts) ??
    lookupGroups(files, path, onlyFolder, rules, all & ~(ts | dts))
  );
}

/** The file that a target of `exports` or `imports` means: the ending may change, none is added. */
export function lookupTarget(files: LookupFiles, path: FilePath, rules: LookupRules): FilePath | undefined {
  const { tree } = files;
  const names = tree.names(dirname(path));
  if (/\.[cm]?tsx?$/.test(path) && has(tree, names, path, rules.suffixes) !== undefined) return path;
  return withOtherEnding(tree, path, rules, ts | dts | js | json) ?? (tree.isFile(path) ? path : undefined);
}

function lookupGroups(
  files: LookupFiles,
  path: FilePath,
  onlyFolder: boolean,
  rules: LookupRules,
  groups: number,
): FilePath | undefined {
  const file = onlyFolder ? undefined : lookupFile(files.tree, path, rules, groups);
  if (file !== undefined || rules.strict || !files.tree.isFolder(path)) return file;
  return lookupFolder(files, path, rules, groups);
}

function lookupFile(tree: Tree, path: FilePath, rules: LookupRules, groups: number): FilePath | undefined {
  const found = withOtherEnding(tree, path, rules, groups);
  if (found !== undefined || rules.strict) return found;
  return tryEndings(tree, path, tries['.js'] ?? nothing, rules, groups);
}

/** `x.js` may be written for `x.ts`, and `x.css` be described by `x.d.css.ts`. */
function withOtherEnding(tree: Tree, path: FilePath, rules: LookupRules, groups: number): FilePath | undefined {
  const name = basename(path);
  if (!name.includes('.')) return undefined;
  const ending = knownEnding.exec(name)?.[0] ?? name.slice(name.lastIndexOf('.'));
  const stem = path.slice(0, path.length - ending.length);
  const endings = tries[sameAs[ending] ?? ending];
  if (endings !== undefined) return tryEndings(tree, stem, endings, rules, groups);
  return tryEndings(tree, stem, [[`.d${ending}.ts`, dts]], rules, groups);
}

function tryEndings(
  tree: Tree,
  stem: FilePath,
  endings: readonly (readonly [string, number])[],
  rules: LookupRules,
  groups: number,
): FilePath | undefined {
  const folder = dirname(stem);
  const names = tree.names(folder);
  if (names.size === 0) return undefined;
  for (const [ending, group] of endings) {
    if ((group & groups) === 0) continue;
    const found = has(tree, names, stem + ending, rules.suffixes);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The path itself, or with a `moduleSuffixes` entry before its ending, if it is a file. */
function has(tree: Tree, names: Names, path: FilePath, suffixes: readonly string[]): FilePath | undefined {
  if (suffixes.length === 0) return isFileIn(tree, names, path) ? path : undefined;
  const ending = knownEnding.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - ending.length);
  return suffixes.map(suffix => stem + suffix + ending).find(candidate => isFileIn(tree, names, candidate));
}

function isFileIn(tree: Tree, names: Names, path: FilePath): boolean {
  const kind = names.get(basename(path));
  return kind === 'file' || (kind === 'symlink' && tree.isFile(path));
}

function lookupFolder(files: LookupFiles, folder: FilePath, rules: LookupRules, groups: number): FilePath | undefined {
  const manifest = files.tree.names(folder).has('package.json')
    ? files.packageJson(join(folder, 'package.json'))
    : undefined;
  const field = manifest && ((groups & dts) !== 0 ? (manifest.types ?? manifest.main) : manifest.main);
  if (manifest !== undefined && field !== undefined) {
    const found = lookupField(files, join(folder, field), manifest, rules, groups);
    if (found !== undefined) return found;
  }
  return lookupFile(files.tree, join(folder, 'index'), rules, groups);
}

/** `main` and `types` may leave out the ending and name a folder, unless the package is an ES module. */
function lookupField(
  files: LookupFiles,
  path: FilePath,
  manifest: PackageJson,
  rules: LookupRules,
  groups: number,
): FilePath | undefined {
  const exact = withOtherEnding(files.tree, path, rules, groups);
  if (exact !== undefined) return exact;
  const inner = { ...rules, strict: rules.strict && manifest.isModule };
  const file = lookupFile(files.tree, path, inner, groups);
  if (file !== undefined || inner.strict || !files.tree.isFolder(path)) return file;
  return lookupFile(files.tree, join(path, 'index'), inner, groups);
}
