import { compareText } from '../../files/paths.js';
import type { NotChecked } from '../report.js';

/** How far the types of a snapshot are known: what `coverage.typed` says, and what is missing. */
export interface TypeCoverage {
  readonly mode: 'full' | 'partial' | 'off';
  readonly notChecked: readonly NotChecked[];
  /** Asked again about the same texts, nothing more would be known: two such snapshots can be compared. */
  readonly isLasting: boolean;
}

/** Of a snapshot whose types nobody asked for. */
export const notAsked: TypeCoverage = { mode: 'off', notChecked: [], isLasting: true };

/** Why the types of a file are not known, as `NotChecked.why`. */
export type TypeGap =
  /** No TypeScript project has the file. */
  | 'not-in-a-program'
  /** The checker ended, or is started again only after a while. */
  | 'checker-stopped'
  /** The time was up. */
  | 'timeout'
  /** The file changed under the checker; what follows asks again. */
  | 'changed-meanwhile'
  /** Its answers rest on files that changed, and are asked for again. */
  | 'being-refreshed';

/** Why nothing is known of types, as `NotChecked.why`. */
export type WhyUntyped =
  /** Nobody wants them (`--no-types`). */
  | 'off'
  /** Contracts with types are being made for the first time. */
  | 'not-ready'
  | TypeGap;

export function typesOff(why: WhyUntyped): TypeCoverage {
  return { mode: 'off', notChecked: [{ what: 'types', count: 1, why }], isLasting: why === 'off' };
}

/** The coverage from the files that lack types, each with its reason. `isFallback`: TypeScript 6 answered. */
export function typeCoverage(gaps: Iterable<TypeGap>, isFallback: boolean): TypeCoverage {
  const counts = new Map<TypeGap, number>();
  for (const gap of gaps) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  const notChecked: NotChecked[] = [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([why, count]) => ({ what: 'types of files', count, why }));
  if (isFallback) notChecked.push({ what: 'types by TypeScript 7', count: 1, why: 'fallback-to-typescript-6' });
  const isLasting = [...counts.keys()].every(gap => gap === 'not-in-a-program');
  return { mode: notChecked.length === 0 ? 'full' : 'partial', notChecked, isLasting };
}
