import type { Behaviour, CallTrait } from './behaviour.js';
import type { Change } from './changes.js';

/** What is reached outside on one side only. */
export function effectChanges(
  base: Behaviour,
  head: Behaviour,
  lost: readonly CallTrait[],
  gained: readonly CallTrait[],
): readonly Change[] {
  const all = ({ calls }: Behaviour) => new Set(calls.flatMap(call => [...call.effects]));
  const [before, now] = [all(base), all(head)];
  const changes: Change[] = [];
  for (const effect of now) {
    const call = before.has(effect) ? undefined : gained.find(each => each.effects.has(effect));
    if (call) changes.push({ kind: 'effect-gained', effect, call: call.text, spot: call, was: undefined });
  }
  for (const effect of before) {
    const call = now.has(effect) ? undefined : lost.find(each => each.effects.has(effect));
    if (call) changes.push({ kind: 'effect-lost', effect, call: call.text, spot: undefined, was: call });
  }
  return changes;
}
