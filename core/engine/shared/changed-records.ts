import type { Snapshot } from '../snapshot.js';

/** The numbers of source files whose text is another one, found by what two snapshots of a workspace do not share. */
export function changedRecords({ state: base }: Snapshot, { state: head }: Snapshot): readonly number[] {
  return head.records
    .differences(base.records)
    .filter(number => base.records.get(number)?.hash !== head.records.get(number)?.hash);
}
