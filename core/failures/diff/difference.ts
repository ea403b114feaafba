import type { Behaviour, CallTrait, Exit, Protection, Spot } from './behaviour.js';
import type { Judge } from './changes.js';
import { hasMessage } from './error-facts.js';
import { type Paired, pairUp } from './pairing.js';

/** What two behaviours have in common and what each has alone. */
export interface Difference {
  readonly exits: Paired<Exit>;
  /** Ways out under the same condition that give another error. */
  readonly otherErrors: readonly (readonly [Exit, Exit])[];
  readonly calls: Paired<CallTrait>;
  readonly protections: Paired<Protection>;
}

export function differenceOf(base: Behaviour, head: Behaviour, judge: { base: Judge; head: Judge }): Difference {
  const owner = new Map<Spot, string>();
  for (const [side, { exits, calls, protections }] of [
    [judge.base, base],
    [judge.head, head],
  ] as const)
    for (const each of [...exits, ...calls, ...protections]) owner.set(each, side.ownerOf(each));
  const of = (each: Spot): string => owner.get(each) ?? '';
  // Each alternative of a condition by itself: one that is gone is told, the others pair up.
  const whole = new Map<Exit, Exit>();
  const split = (exits: readonly Exit[]): Exit[] =>
    exits.flatMap(exit => {
      if (exit.guards.length < 2) return [exit];
      return exit.guards.map(guard => {
        const one = { ...exit, guards: [guard] };
        owner.set(one, of(exit));
        whole.set(one, exit);
        return one;
      });
    });
  const guards = (exit: Exit): string => exit.guards.join('|');
  const exact = (each: Exit): string =>
    `${each.how} ${each.value} ${guards(each)} ${of(each)} ${each.shield.level} ${each.detail}`;
  const exits = pairUp(split(base.exits), split(head.exits), [
    exact,
    // A message of its own says more than the condition, which may be written otherwise now.
    each => (hasMessage(each.detail) ? `${each.value} ${each.detail} ${of(each)}` : exact(each)),
    each => `${each.how} ${each.value} ${guards(each)} ${of(each)} ${each.shield.level}`,
    each => `${each.how} ${each.value} ${guards(each)} ${of(each)}`,
    each => `${each.how} ${each.value} ${guards(each)}`,
    each => `${each.how} ${each.value} ${of(each)} ${each.isNested}`,
    each => `${each.how} ${each.value}`,
  ]);
  const byGuard = pairUp(exits.lost.filter(isThrow), exits.gained.filter(isThrow), [
    each => `${guards(each)} ${of(each)}`,
    each => guards(each) || '-',
    each => of(each),
  ]);
  const settled = new Set(byGuard.pairs.flat());
  // An alternative that found a partner under another condition: the condition is written otherwise, so none of it is gone.
  const rewritten = new Set(
    exits.pairs.flatMap(([was, now]) => (guards(was) === guards(now) ? [] : [whole.get(was), whole.get(now)])),
  );
  const rest = (all: readonly Exit[]) =>
    all.filter(each => !settled.has(each) && !(whole.has(each) && rewritten.has(whole.get(each))));
  return {
    exits: { pairs: exits.pairs, lost: rest(exits.lost), gained: rest(exits.gained) },
    otherErrors: byGuard.pairs,
    calls: pairUp(base.calls, head.calls, [
      each => `${each.callee} ${of(each)} ${each.detail} ${traits(each)}`,
      each =>
        says(each.detail) ? `${each.callee} ${of(each)} ${each.detail}` : `${each.callee} ${of(each)} ${traits(each)}`,
      each => `${each.callee} ${of(each)} ${traits(each)}`,
      each => `${each.callee} ${traits(each)}`,
      each => `${each.callee} ${of(each)}`,
      each => each.callee,
    ]),
    protections: pairUp(base.protections, head.protections, [
      each => `${each.family} ${each.text} ${of(each)}`,
      each => `${each.family} ${each.text}`,
      each => each.family,
    ]),
  };
}

/** Arguments that tell one call from another: not only locals and functions. */
function says(detail: string): boolean {
  return /\w{3}/.test(detail.replace(/\$\w*|<\w+>/g, ''));
}

function traits({ use, loops, shield, isRetried, isTransactional }: CallTrait): string {
  return `${use} ${loops} ${shield.level} ${isRetried} ${isTransactional}`;
}

function isThrow({ how }: Exit): boolean {
  return how === 'throw';
}
