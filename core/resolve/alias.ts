import { type FilePath, isWithin, join } from '../files/paths.js';
import { type LookupFiles, type LookupRules, lookupPath } from './lookup.js';
import type { CompilerOptions, PathAlias } from './tsconfig-options.js';

/** What `paths` says about a specifier. */
export interface AliasMatch {
  readonly pattern: string;
  /** Where it leads, in the order of trying; not looked up yet. `exact` when the entry itself gives the ending. */
  readonly targets: readonly { readonly path: FilePath; readonly exact: boolean }[];
}

/** The `paths` entry for a specifier, as TypeScript chooses it: an exact key, else the longest prefix before a `*`. */
export function matchAlias(paths: readonly PathAlias[], specifier: string): AliasMatch | undefined {
  let best: { entry: PathAlias; prefix: number; star: string } | undefined;
  for (const entry of paths) {
    const star = entry.pattern.indexOf('*');
    if (star < 0) {
      if (entry.pattern === specifier) return matchOf(entry, '');
      continue;
    }
    const before = entry.pattern.slice(0, star);
    const after = entry.pattern.slice(star + 1);
    const matches =
      specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
    if (matches && (best === undefined || star > best.prefix)) {
      best = { entry, prefix: star, star: specifier.slice(star, specifier.length - after.length) };
    }
  }
  if (best === undefined) return undefined;
  return matchOf(best.entry, best.star);
}

function matchOf({ pattern, targets }: PathAlias, star: string): AliasMatch {
  return {
    pattern,
    // Targets are paths already, so a `../` in the star has to be worked in.
    targets: targets.map(target => ({
      path: join(
        '',
        target.replace('*', () => star),
      ),
      exact: /\.[cm]?[jt]sx?$|\.json$/.test(target),
    })),
  };
}

/** True when an alias says that names like this are files: `*` alone is said of everything and so tells nothing. */
export function isSpecific(match: AliasMatch): boolean {
  return match.pattern !== '*';
}

/** The file an alias target means. A target written with its ending is taken as it is. */
export function lookupAlias(files: LookupFiles, match: AliasMatch, rules: LookupRules): FilePath | undefined {
  for (const { path, exact } of match.targets) {
    if (exact && files.tree.isFile(path)) return path;
    const found = lookupPath(files, path, false, rules);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Places that a relative path stands for under `rootDirs`: the same path below each other root, in order. */
export function rootDirCandidates(options: CompilerOptions, candidate: FilePath): readonly FilePath[] {
  const { rootDirs } = options;
  if (rootDirs.length === 0) return [];
  let longest: FilePath | undefined;
  for (const root of rootDirs) {
    if (candidate !== root && isWithin(candidate, root) && (longest === undefined || root.length > longest.length)) {
      longest = root;
    }
  }
  if (longest === undefined) return [];
  const rest = longest === '' ? candidate : candidate.slice(longest.length + 1);
  return rootDirs.filter(root => root !== longest).map(root => join(root, rest));
}
