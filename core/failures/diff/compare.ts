import type { Behaviour, CallTrait, Exit, Protection, Spot } from './behaviour.js';
import type { Change, Judge } from './changes.js';
import { unsigned } from './conditions.js';
import type { Effect } from './effects.js';
import { type Paired, pairUp } from './pairing.js';
import { strength } from './shields.js';

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
  const split = (exits: readonly Exit[]): Exit[] =>
    exits.flatMap(exit => {
      if (exit.guards.length < 2) return [exit];
      return exit.guards.map(guard => {
        const one = { ...exit, guards: [guard] };
        owner.set(one, of(exit));
        return one;
      });
    });
  const guards = (exit: Exit): string => exit.guards.join('|');
  const exits = pairUp(split(base.exits), split(head.exits), [
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
  const rest = (all: readonly Exit[]) => all.filter(each => !settled.has(each));
  return {
    exits: { pairs: exits.pairs, lost: rest(exits.lost), gained: rest(exits.gained) },
    otherErrors: byGuard.pairs,
    calls: pairUp(base.calls, head.calls, [
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

function traits({ use, loops, shield, isRetried, isTransactional }: CallTrait): string {
  return `${use} ${loops} ${shield.level} ${isRetried} ${isTransactional}`;
}

function isThrow({ how }: Exit): boolean {
  return how === 'throw';
}

/** What to tell of a difference. `isStill` leaves out what is only at another place once changed callees are read too. */
export function changesIn(
  { exits, otherErrors, calls, protections }: Difference,
  base: Behaviour,
  head: Behaviour,
  judge: { base: Judge; head: Judge },
  isStill: (spot: Spot) => boolean,
): readonly Change[] {
  const changes: Change[] = [];
  // Asked as often as before: what was a guard may stand around what it guarded now.
  const isStillAsked = ({ guards }: Exit): boolean =>
    guards.some(guard => {
      const asked = unsigned(guard);
      return (head.conditions.get(asked) ?? 0) >= (base.conditions.get(asked) ?? 1);
    });
  const lostExits = exits.lost.filter(isStill);
  const gainedExits = exits.gained.filter(isStill);
  const lostCalls = calls.lost.filter(isStill);
  const gainedCalls = calls.gained.filter(isStill);

  const swallows = swallowsIn(exits, calls, judge.head);
  changes.push(...swallows, ...handlersLost(calls, judge.head));
  const swallowOwners = new Set(swallows.flatMap(({ spot }) => (spot ? [judge.head.ownerOf(spot)] : [])));

  const values = gainedExits.filter(each => each.how === 'return');
  const newErrors = new Set(gainedCalls.flatMap(call => judge.head.errorsOf(call)));
  const hasNewCheck = gainedCalls.some(call => call.isCheck);
  const statusesTold = new Set<string>();
  const moved = new Set<Exit>();
  for (const exit of lostExits) {
    if (exit.how !== 'throw') continue;
    const isKept = exit.shield.level === 'swallowed';
    if (isKept && (exit.cause !== undefined || isStillAsked(exit))) continue;
    const value = values.find(
      each => !moved.has(each) && each.guards.join('|') === exit.guards.join('|') && exit.guards.length > 0,
    );
    if (value && exit.value === 'caught' && swallows.length > 0) continue;
    if (value) {
      moved.add(value);
      changes.push({ kind: 'throw-to-value', error: exit.value, value: value.value, spot: value, was: exit });
      continue;
    }
    const isHandlers = exit.cause !== undefined;
    if (isHandlers && swallowOwners.has(judge.base.ownerOf(exit))) continue;
    if (newErrors.has(exit.value) || hasNewCheck) continue;
    if (exit.asksStatus) statusesTold.add(judge.base.ownerOf(exit));
    changes.push({
      kind: 'failure-lost',
      error: isKept ? '' : exit.value,
      value: 'undefined',
      asksStatus: exit.asksStatus,
      condition: exit.condition,
      spot: undefined,
      was: exit,
    });
  }
  for (const exit of gainedExits) {
    if (exit.how !== 'throw' || exit.shield.level === 'swallowed') continue;
    const value = lostExits.find(
      each => each.how === 'return' && each.guards.length > 0 && each.guards.join('|') === exit.guards.join('|'),
    );
    if (value) changes.push({ kind: 'value-to-throw', error: exit.value, value: value.value, spot: exit, was: value });
    else changes.push({ kind: 'failure-gained', classes: [], by: exit.value, spot: exit, was: undefined });
  }
  for (const exit of lostExits) {
    if (exit.how !== 'return' || exit.guards.length === 0 || exit.cause !== undefined) continue;
    if (!exit.guards.some(isQuestion) || !exit.isOwn) continue;
    if (isStillAsked(exit)) continue;
    if (gainedExits.some(each => each.how === 'return' && each.value === exit.value)) continue;
    if (changes.some(({ was }) => was?.start === exit.start)) continue;
    changes.push({
      kind: 'failure-lost',
      error: '',
      value: exit.value,
      asksStatus: exit.asksStatus,
      condition: exit.condition,
      spot: undefined,
      was: exit,
    });
    if (exit.asksStatus) statusesTold.add(judge.base.ownerOf(exit));
  }
  for (const [was, exit] of [...exits.pairs, ...otherErrors])
    if (was.cause === 'whole' && (exit.cause === 'none' || exit.cause === 'part'))
      changes.push({ kind: 'cause-dropped', error: exit.value, spot: exit, was });
  for (const [was, exit] of otherErrors)
    if (was.value !== '$' && exit.value !== '$' && was.value !== 'caught' && exit.value !== 'caught')
      changes.push({ kind: 'error-changed', from: was.value, to: exit.value, spot: exit, was });

  changes.push(...callChanges(calls));
  for (const call of lostCalls)
    if (call.isCheck && call.isStatement && !hasNewCheck && !lostExits.some(each => contains(call, each)))
      changes.push({ kind: 'check-lost', call: call.text, spot: undefined, was: call });
  changes.push(...effectChanges(base, head, lostCalls, gainedCalls));
  changes.push(...protectionChanges(protections, isStill, statusesTold, judge.base));
  return changes;
}

function contains(outer: Spot, inner: Spot): boolean {
  return outer.path === inner.path && outer.start <= inner.start && inner.end <= outer.end;
}

function isQuestion(guard: string): boolean {
  return guard !== 'caught' && guard !== 'default';
}

/** Failures that left and are now caught for good, by the handler that catches them. */
function swallowsIn(
  exits: Paired<Exit>,
  calls: Paired<CallTrait>,
  judge: Judge,
): readonly (Change & { kind: 'swallowed' })[] {
  const byHandler = new Map<string, { names: Set<string>; to: string; isWidened: boolean; spot: Spot; was: Spot }>();
  const note = (name: string, was: Exit | CallTrait, now: Exit | CallTrait): void => {
    const key = `${now.path} ${now.shield.at}`;
    const found = byHandler.get(key) ?? {
      names: new Set<string>(),
      to: now.shield.to,
      isWidened: was.shield.level === 'partly',
      spot: { ...now, start: now.shield.at, end: now.shield.at + 'catch'.length },
      was,
    };
    found.names.add(name);
    byHandler.set(key, found);
  };
  for (const [was, now] of calls.pairs)
    if (now.shield.level === 'swallowed' && strength[was.shield.level] < strength.swallowed && judge.canFail(now))
      note(now.text, was, now);
  for (const [was, now] of exits.pairs)
    if (now.how === 'throw' && now.shield.level === 'swallowed' && was.shield.level !== 'swallowed')
      note(now.value, was, now);
  return [...byHandler.values()].map(({ names, ...rest }) => ({ kind: 'swallowed', calls: [...names], ...rest }));
}

/** Failures that ended in a handler and now leave. */
function handlersLost({ pairs }: Paired<CallTrait>, judge: Judge): readonly Change[] {
  const byHandler = new Map<string, { names: Set<string>; instead: string; spot: Spot; was: Spot }>();
  for (const [was, now] of pairs) {
    const ended = was.shield.level === 'swallowed' || was.shield.level === 'partly';
    if (!ended || now.shield.level !== 'open' || !judge.canFail(now)) continue;
    const key = `${was.path} ${was.shield.at}`;
    const found = byHandler.get(key) ?? { names: new Set<string>(), instead: was.shield.to, spot: now, was };
    found.names.add(now.text);
    byHandler.set(key, found);
  }
  return [...byHandler.values()].map(({ names, ...rest }) => ({ kind: 'handler-lost', calls: [...names], ...rest }));
}

const slow: ReadonlySet<Effect> = new Set(['network', 'database', 'file', 'process', 'publish']);

function callChanges({ pairs }: Paired<CallTrait>): readonly Change[] {
  const changes: Change[] = [];
  for (const [was, now] of pairs) {
    const at = { spot: now, was };
    const call = now.text;
    const isLeft = now.use === 'floating' || now.use === 'kept';
    if (was.use === 'awaited' && isLeft && now.mayBeAsync) changes.push({ kind: 'await-lost', call, ...at });
    const isNewRetry = now.isRetried && !was.isRetried;
    if (isNewRetry) changes.push({ kind: 'retry-gained', call, isUnsafe: now.isUnsafeToRepeat, ...at });
    const reaches = [...now.effects].filter(effect => slow.has(effect));
    const isWaitedFor = now.use === 'awaited' && was.use === 'awaited' && !now.isTotal;
    if (now.loops > was.loops && !isNewRetry && (reaches.length > 0 || isWaitedFor))
      changes.push({ kind: 'loop-entered', call, effects: reaches, ...at });
    if (was.isTransactional && !now.isTransactional) changes.push({ kind: 'transaction-left', call, ...at });
  }
  return changes;
}

function effectChanges(
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

function protectionChanges(
  { lost, gained }: Paired<Protection>,
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
    changes.push({ kind: 'protection-lost', family: each.family, text: each.text, spot: undefined, was: each });
  }
  for (const each of gained)
    if (isStill(each) && once(`+ ${each.family}`))
      changes.push({ kind: 'protection-gained', family: each.family, text: each.text, spot: each, was: undefined });
  return changes;
}
