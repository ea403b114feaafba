import { kindBit, mockBit } from './source-graph.js';

const anyKind = kindBit.eager | kindBit.deferred | kindBit.type | kindBit.resource;

/**
 * True when an edge of the given bits counts under a mask of `kindBit`s: one of its kinds is asked for, and it is no mock,
 * unless the mask has `mockBit`.
 */
export function countsUnder(bits: number, mask: number): boolean {
  return (bits & mask & anyKind) !== 0 && (bits & mockBit & ~mask) === 0;
}
