import type { CallTrait, Exit, Spot } from './behaviour.js';
import type { Change, Judge } from './changes.js';
import type { Paired } from './pairing.js';
import { strength } from './shields.js';

/** Calls that one sentence is about. */
interface Told {
  readonly names: Set<string>;
  /** So far. */
  isGuess: boolean;
  readonly spot: Spot;
  readonly was: Spot;
}

interface Judges {
  readonly base: Judge;
  readonly head: Judge;
}

/** Failures that left and are now caught for good, by the handler that catches them. */
export function swallowsIn(
  exits: Paired<Exit>,
  calls: Paired<CallTrait>,
  judge: Judges,
): readonly (Change & { kind: 'swallowed' })[] {
  const byHandler = new Map<string, Told & { to: string; isWidened: boolean }>();
  const note = (name: string, was: Exit | CallTrait, now: Exit | CallTrait, isGuess: boolean): void => {
    const isWidened = was.shield.level === 'partly';
    const key = `${now.path} ${now.fn} ${now.shield.to} ${isWidened}`;
    const spot = { ...now, start: now.shield.at, end: now.shield.at + 'catch'.length };
    const found = byHandler.get(key) ?? {
      names: new Set<string>(),
      to: now.shield.to,
      isWidened,
      isGuess: true,
      spot,
      was,
    };
    found.names.add(name);
    found.isGuess &&= isGuess;
    byHandler.set(key, found);
  };
  for (const [was, now] of calls.pairs)
    if (
      isSameCall(was, now, judge, calls) &&
      now.shield.level === 'swallowed' &&
      strength[was.shield.level] < strength.swallowed &&
      judge.head.canFail(now)
    )
      note(now.text, was, now, now.isGuess);
  for (const [was, now] of exits.pairs)
    if (now.how === 'throw' && now.shield.level === 'swallowed' && was.shield.level !== 'swallowed')
      note(now.value, was, now, false);
  return [...byHandler.values()].map(({ names, ...rest }) => ({ kind: 'swallowed', calls: [...names], ...rest }));
}

/** Failures that ended in a handler and now leave. */
export function handlersLost(calls: Paired<CallTrait>, judge: Judges): readonly Change[] {
  const byFunction = new Map<string, Told>();
  for (const [was, now] of calls.pairs) {
    const ended = was.shield.level === 'swallowed' || was.shield.level === 'partly';
    if (!isSameCall(was, now, judge, calls) || !ended || now.shield.level !== 'open' || !judge.head.canFail(now))
      continue;
    const key = `${was.path} ${was.fn}`;
    const found = byFunction.get(key) ?? { names: new Set<string>(), isGuess: true, spot: now, was };
    found.names.add(now.text);
    found.isGuess &&= now.isGuess;
    byFunction.set(key, found);
  }
  return [...byFunction.values()].map(({ names, ...rest }) => ({ kind: 'handler-lost', calls: [...names], ...rest }));
}

/** Not another call of the same function that is handed other things elsewhere; the only one on both sides is the same. */
function isSameCall(
  was: CallTrait,
  now: CallTrait,
  { base, head }: Judges,
  { pairs, lost, gained }: Paired<CallTrait>,
): boolean {
  if (was.detail === now.detail || base.ownerOf(was) === head.ownerOf(now)) return true;
  const others = [...pairs.map(([each]) => each), ...lost, ...gained];
  return others.filter(each => each.callee === was.callee).length === 1;
}
