import type { FilePath } from '../files/paths.js';
import type { Dialect, Extraction } from './facts.js';

/**
 * Port to a front end: source text in, facts out. Never throws for the user's text; what it could not read stands in
 * `facts.problems`. The same text and dialect always give the same record.
 */
export interface Parser {
  extract(text: string, dialect: Dialect): Extraction;
}

const dialects: readonly (readonly [suffix: string, dialect: Dialect])[] = [
  ['.d.ts', 'dts'],
  ['.d.mts', 'dts'],
  ['.d.cts', 'dts'],
  ['.tsx', 'tsx'],
  ['.ts', 'ts'],
  ['.mts', 'ts'],
  ['.cts', 'ts'],
  ['.jsx', 'jsx'],
  ['.js', 'js'],
  ['.mjs', 'js'],
  ['.cjs', 'js'],
  ['.vue', 'vue'],
  ['.svelte', 'svelte'],
  ['.astro', 'astro'],
];

/** The dialect of a source file by its name, `undefined` for anything that is not source (JSON is a resource, not source). */
export function dialectOf(path: FilePath): Dialect | undefined {
  return dialects.find(([suffix]) => path.endsWith(suffix))?.[1];
}
