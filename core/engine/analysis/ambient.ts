import type { ChunkedArray } from '../../graph/chunked.js';
import type { FileRecord } from './state.js';

/** The modules that `declare module "x"` makes resolvable anywhere in the workspace. */
export interface AmbientModules {
  /** The declared names and patterns, sorted: equal digests declare the same. */
  readonly digest: string;
  has(specifier: string): boolean;
}

/** Collects the ambient modules of the given files. */
export function ambientModulesOf(records: ChunkedArray<FileRecord>): AmbientModules {
  const names = new Set<string>();
  for (let i = 0; i < records.length; i++)
    for (const name of records.get(i)?.facts.ambientModules ?? []) names.add(name);
  const patterns = [...names].filter(name => name.includes('*')).map(name => name.split('*', 2) as [string, string]);
  return {
    digest: [...names].sort().join('\0'),
    has: specifier =>
      names.has(specifier) ||
      patterns.some(
        ([head, tail]) =>
          specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail),
      ),
  };
}
