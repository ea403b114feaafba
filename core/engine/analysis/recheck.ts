import { noNumbers, reverseAfter, sortedUnique } from '../../graph/number-lists.js';
import { type CheckSetting, checkFile } from './check-file.js';
import type { FileCheck, State } from './state.js';

/** The outcome of the fourth step: what the file rules say. */
export type Rechecked = Pick<State, 'checks' | 'speaking' | 'surfaceReaders' | 'wholeReaders' | 'usedPermissions'>;

export interface RecheckInput extends CheckSetting {
  readonly records: State['records'];
  readonly links: State['links'];
  /** Numbers of the files to check; gone ones are dropped. */
  readonly files: Iterable<number>;
}

/** Runs the file rules over the given files and keeps the indexes of who read what. */
export function recheck(before: State, input: RecheckInput): Rechecked {
  const entries: [number, FileCheck | undefined][] = [];
  const surfaces: { value: number; before: Int32Array; after: Int32Array }[] = [];
  const whole: { value: number; before: Int32Array; after: Int32Array }[] = [];
  const used = new Map<string, number>();
  const speaking = new Set(before.speaking);
  const count = (check: FileCheck | undefined, by: number): void => {
    for (const permission of check?.used ?? []) used.set(permission, (used.get(permission) ?? 0) + by);
  };
  for (const number of input.files) {
    const record = input.records.get(number);
    const old = before.checks.get(number);
    const check = record && checkFile(record, input);
    entries.push([number, check]);
    if (check && (check.drafts.length > 0 || record.facts.suppressions.length > 0 || record.unreadable))
      speaking.add(number);
    else speaking.delete(number);
    count(old, -1);
    count(check, 1);
    surfaces.push({
      value: number,
      before: union(before.links.get(number)?.reads, old?.surfaces),
      after: union(input.links.get(number)?.reads, check?.surfaces),
    });
    whole.push({ value: number, before: old?.whole ?? noNumbers, after: check?.whole ?? noNumbers });
  }
  return {
    checks: before.checks.withAll(entries),
    speaking,
    surfaceReaders: reverseAfter(before.surfaceReaders, surfaces),
    wholeReaders: reverseAfter(before.wholeReaders, whole),
    usedPermissions: counted(before.usedPermissions, used),
  };
}

function counted(
  before: ReadonlyMap<string, number>,
  differences: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const next = new Map(before);
  let changed = false;
  for (const [permission, difference] of differences) {
    if (difference === 0) continue;
    const count = (before.get(permission) ?? 0) + difference;
    if (count > 0) next.set(permission, count);
    else next.delete(permission);
    changed = true;
  }
  return changed ? next : before;
}

function union(a: Int32Array | undefined, b: Int32Array | undefined): Int32Array {
  if (!a?.length) return b ?? noNumbers;
  if (!b?.length) return a;
  return sortedUnique([...a, ...b]);
}
