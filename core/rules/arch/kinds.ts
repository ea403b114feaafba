import type { Kind } from '../../graph/edge.js';
import { kindBit } from '../../graph/source-graph.js';

/** The mask of some kinds; of all where none are named. */
export function maskOf(kinds: readonly Kind[] | undefined): number {
  return (kinds ?? (['eager', 'deferred', 'type', 'resource'] as const)).reduce(
    (mask, kind) => mask | kindBit[kind],
    0,
  );
}
