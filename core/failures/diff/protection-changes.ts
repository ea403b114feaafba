import type { Protection, Spot } from './behaviour.js';
import type { Change, Judge } from './changes.js';
import type { Paired } from './pairing.js';

/** Timeouts, signals, limits and the like that are gone or new. */
export function protectionChanges(
  { lost, gained }: Paired<Protection>,
  hasNewSpread: boolean,
  isStill: (spot: Spot) => boolean,
  statusesTold: ReadonlySet<string>,
  judge: Judge,
): readonly Change[] {
  const changes: Change[] = [];
  const told = new Set<string>();
  const once = (key: string): boolean => !told.has(key) && told.add(key) !== undefined;
  for (const each of lost) {
    const owner = judge.ownerOf(each);
    if (!isStill(each) || (each.family === 'status' && statusesTold.has(owner)) || !once(`- ${each.family} ${owner}`))
      continue;
    const { family, text, detail } = each;
    const mayBeSpread = hasNewSpread && family !== 'status';
    changes.push({ kind: 'protection-lost', family, text, detail, mayBeSpread, spot: undefined, was: each });
  }
  for (const each of gained)
    if (isStill(each) && once(`+ ${each.family}`))
      changes.push({ kind: 'protection-gained', family: each.family, text: each.text, spot: each, was: undefined });
  return changes;
}
