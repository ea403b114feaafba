import type { FilePath } from '../../files/paths.js';
import type { FunctionSelector } from '../failures/failure-policy.js';
import { compileGlob } from '../globs.js';

/** Code that a selector of functions has: a whole file, or a name in it (`name`, as the policy writes it). */
export interface Selected {
  readonly path: FilePath;
  readonly name?: string;
}

/** What the second selector has beyond the first, over the files that exist; the way either is written plays no part. */
export function joined(
  before: FunctionSelector,
  now: FunctionSelector,
  files: readonly FilePath[],
): readonly Selected[] {
  const whole = files.filter(path => now.has(path, []) && !before.has(path, [])).map(path => ({ path }));
  const named = now.words.flatMap((word): readonly Selected[] => {
    const hash = word.indexOf('#');
    if (hash < 0 || before.words.includes(word)) return [];
    const glob = compileGlob(word.slice(0, hash));
    const name = word.slice(hash + 1);
    // A pattern of names is one that is wider than itself: what takes its letters takes all it stands for.
    return files
      .filter(path => glob.matches(path) && now.has(path, [name]) && !before.has(path, [name]) && !now.has(path, []))
      .map(path => ({ path, name }));
  });
  return [...whole, ...named];
}

export function hasAll(selector: FunctionSelector, all: readonly Selected[]): boolean {
  return all.every(({ path, name }) => selector.has(path, name === undefined ? [] : [name]));
}

/** `src/a.ts#warm`, `3 files (src/a.ts, …)`. */
export function selectedWords(all: readonly Selected[]): string {
  const [first] = all;
  if (!first) return '';
  const word = first.name === undefined ? first.path : `${first.path}#${first.name}`;
  return all.length === 1 ? word : `${word} and ${all.length - 1} more`;
}
