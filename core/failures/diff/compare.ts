import type { Behaviour, CallTrait, Spot } from './behaviour.js';
import { callChanges } from './call-changes.js';
import type { Change, Judge } from './changes.js';
import type { Difference } from './difference.js';
import { effectChanges } from './effect-changes.js';
import { errorChanges, exitChanges } from './exit-changes.js';
import { handlersLost, swallowsIn } from './handler-changes.js';
import { protectionChanges } from './protection-changes.js';
import { contains } from './symbols.js';

/** What to tell of a difference. `isStill` leaves out what is only at another place once changed callees are read too. */
export function changesIn(
  difference: Difference,
  base: Behaviour,
  head: Behaviour,
  judge: { base: Judge; head: Judge },
  isStill: (spot: Spot) => boolean,
): readonly Change[] {
  const { exits, calls, protections } = difference;
  const lostCalls = calls.lost.filter(isStill);
  const gainedCalls = calls.gained.filter(isStill);
  const hasNewCheck = gainedCalls.some(call => call.isCheck);
  const swallows = swallowsIn(exits, calls, judge);
  const ways = exitChanges(exits.lost.filter(isStill), exits.gained.filter(isStill), {
    base,
    head,
    ownerOf: judge.base.ownerOf,
    swallowOwners: new Set(swallows.flatMap(({ spot }) => (spot ? [judge.head.ownerOf(spot)] : []))),
    kept: exits.pairs.map(([, now]) => now),
    lostCalls,
    hasNewFailure: gainedCalls.some(call => call.shield.level !== 'swallowed' && judge.head.canFail(call)),
    newErrors: new Set(gainedCalls.flatMap(call => judge.head.errorsOf(call))),
    hasNewCheck,
  });
  const unhandled = handlersLost(calls, judge);
  // That a handler is gone says already that what it caught leaves.
  const isToldByHandler = (change: Change): boolean =>
    unhandled.length > 0 && change.kind === 'failure-gained' && change.by === 'caught';
  return [
    ...swallows,
    ...unhandled,
    ...ways.changes.filter(each => !isToldByHandler(each)),
    ...errorChanges(difference),
    ...callChanges(calls),
    ...(hasNewCheck ? [] : checksLost(lostCalls, exits.lost.filter(isStill))),
    ...effectChanges(base, head, lostCalls, gainedCalls),
    ...protectionChanges(
      protections,
      { lost: lostCalls, gained: gainedCalls },
      spreads(head) > spreads(base),
      isStill,
      ways.statusesTold,
      judge.base,
    ),
  ];
}

/** Calls whose options are spread from elsewhere. */
function spreads({ calls }: Behaviour): number {
  return calls.filter(each => each.hasOpenOptions).length;
}

/** Calls that refused bad input and are gone; those whose failures are told already left out. */
function checksLost(calls: readonly CallTrait[], told: readonly Spot[]): readonly Change[] {
  return calls
    .filter(call => call.isCheck && call.isStatement && !told.some(each => contains(call, each)))
    .map(call => ({ kind: 'check-lost', call: call.text, spot: undefined, was: call }));
}
