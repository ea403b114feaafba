import type { CallTrait, Protection, Spot } from './behaviour.js';
import type { Change, Judge } from './changes.js';
import type { Paired } from './pairing.js';
import { contains } from './symbols.js';

/** Timeouts, signals, limits and the like that are gone or new. */
export function protectionChanges(
  { lost, gained }: Paired<Protection>,
  calls: { readonly lost: readonly CallTrait[]; readonly gained: readonly CallTrait[] },
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
    const around = calls.lost.filter(call => contains(call, each));
    const isOfLostCall =
      family !== 'status' && around.length > 0 && !around.some(call => calls.gained.some(now => standsFor(now, call)));
    changes.push({
      kind: 'protection-lost',
      family,
      text,
      detail,
      mayBeSpread,
      isOfLostCall,
      spot: undefined,
      was: each,
    });
  }
  for (const each of gained)
    if (isStill(each) && once(`+ ${each.family}`))
      changes.push({ kind: 'protection-gained', family: each.family, text: each.text, spot: each, was: undefined });
  return changes;
}

/** A new call that may do what one that is gone did: by what it reaches, by its name, or both unknown and waited for. */
function standsFor(now: CallTrait, was: CallTrait): boolean {
  if ([...was.effects].some(effect => now.effects.has(effect)) || lastName(now) === lastName(was)) return true;
  return was.effects.size === 0 && now.effects.size === 0 && was.use === now.use && now.use !== 'floating';
}

function lastName({ text }: CallTrait): string {
  return text.slice(text.lastIndexOf('.') + 1);
}
