import type { Snapshot } from '../snapshot.js';
import { comparable } from '../typing/comparable.js';

/** A change as far as it can be told of now. */
export interface Answerable {
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** What is still being analysed and no part of the answer, in words. */
  readonly left?: string;
}

/**
 * A change as far as it can be answered without a long wait: with types where contracts with types were made before and the
 * checker answers within `waitMs`, else by what is written, else by imports alone. The coverage of the head says which.
 */
export async function answerable(base: Snapshot, head: Snapshot, waitMs: number): Promise<Answerable> {
  const alike = head.hasTypes ? await comparable(base, head, { waitMs }) : { base: base.untyped, head: head.asWritten };
  if (alike.head.types.mode !== 'off' || base.untyped.hasContracts) return alike;
  return { base: base.architecture, head: head.asWritten.architecture, left: 'how it fails' };
}
