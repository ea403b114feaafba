import type { Span } from './span.js';

/** What was replaced, in both texts. */
export interface Difference {
  readonly before: Span;
  readonly now: Span;
}

/** The smallest single edit that makes one text of the other. */
export function differenceBetween(earlier: string, later: string): Difference {
  const most = Math.min(earlier.length, later.length);
  let start = 0;
  while (start < most && earlier.charCodeAt(start) === later.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    earlier.charCodeAt(earlier.length - 1 - same) === later.charCodeAt(later.length - 1 - same)
  )
    same++;
  return { before: { start, end: earlier.length - same }, now: { start, end: later.length - same } };
}
