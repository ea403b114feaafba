import type { NotChecked, Snapshot } from '../../core/index.js';

/** What was not checked, one line each. */
export function notCheckedWords(notChecked: readonly NotChecked[]): readonly string[] {
  return notChecked.map(({ what, count, why }) => `${count} ${what}: ${why}`);
}

/** What an answer about failures misses for want of types. */
export function missingTypes({ types }: Snapshot): readonly string[] {
  return notCheckedWords(types.notChecked);
}
