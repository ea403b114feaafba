import { matchesWildcard } from './wildcard.js';

/** A test of packages; answers the pattern that matched. */
export type PackageMatcher = (name: string, subpath: string) => string | undefined;

/**
 * Compiles package patterns with groups already resolved. A name stands for the package and all its subpaths, `name/*` for
 * its subpaths alone, `@scope/*` and `node:*` for what they say, `*` for everything.
 */
export function compilePackages(patterns: readonly string[]): PackageMatcher {
  const exact = new Set(patterns.filter(pattern => !pattern.includes('*')));
  const wild = patterns.filter(pattern => pattern.includes('*'));
  return (name, subpath) => {
    if (exact.has(name)) return name;
    const full = subpath === '' ? name : `${name}/${subpath}`;
    for (let end = full.length; end > 0; end = full.lastIndexOf('/', end - 1)) {
      const part = full.slice(0, end);
      if (exact.has(part)) return part;
    }
    return wild.find(pattern => matchesWildcard(pattern, full));
  };
}

/** True for a word that can only be the name of a group: `vendor:http`, but not `node:fs`. */
export function looksLikeGroup(word: string): boolean {
  return word.includes(':') && !word.startsWith('node:');
}

/** The packages behind a list that may name groups (also within groups); unknown groups give nothing. */
export function resolveGroups(
  words: readonly string[],
  groups: ReadonlyMap<string, readonly string[]>,
  seen: ReadonlySet<string> = new Set(),
): string[] {
  return words.flatMap(word => {
    const group = groups.get(word);
    if (group) return seen.has(word) ? [] : resolveGroups(group, groups, new Set([...seen, word]));
    return looksLikeGroup(word) ? [] : [word];
  });
}
