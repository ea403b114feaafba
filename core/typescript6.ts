import { createRequire } from 'node:module';
import type * as TypeScript from 'typescript6';

/**
 * TypeScript 6, the error-tolerant JavaScript parser and resolver.
 *
 * Loaded through `require` on first use: `import()` of the 9 MB CommonJS file costs 400 ms and more because
 * Node lexes it for named exports, `require` costs 170 ms, and a warm run never needs it.
 */
export type TypeScript6 = typeof TypeScript;
export type { TypeScript };

let loaded: TypeScript6 | undefined;

/** The TypeScript 6 namespace; the first call loads it (about 170 ms). */
export function typescript6(): TypeScript6 {
  loaded ??= createRequire(import.meta.url)('typescript6') as TypeScript6;
  return loaded;
}
