import type { Snapshot } from '../snapshot.js';
import { comparable } from '../typing/comparable.js';
import { changedRecords } from './changed-records.js';

/** A change as far as it can be told of now. */
export interface Answerable {
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** What is still being analysed and no part of the answer, in words. */
  readonly left?: string;
  /** Set where it is left out for the size of the change: it will not be there later either. */
  readonly isTooLarge?: true;
}

/** Of so many changed files it is told how they fail: it takes some milliseconds for each, and nobody else is answered. */
const longestChange = 1_000;

/**
 * A change as far as it can be answered without a long wait: with types where contracts with types were made before and the
 * checker answers within `waitMs`, else by what is written, else by imports alone. The coverage of the head says which.
 */
export async function answerable(
  base: Snapshot,
  head: Snapshot,
  waitMs: number,
  mostFiles = longestChange,
): Promise<Answerable> {
  const count = changedRecords(base, head).length;
  if (count > mostFiles) {
    const left = `how ${count} changed files fail and behave, more than ${mostFiles},`;
    return { base: base.architecture, head: head.asWritten.architecture, left, isTooLarge: true };
  }
  const alike = head.hasTypes ? await comparable(base, head, { waitMs }) : { base: base.untyped, head: head.asWritten };
  if (alike.head.types.mode !== 'off' || base.untyped.hasContracts) return alike;
  return { base: base.architecture, head: head.asWritten.architecture, left: 'how it fails' };
}
