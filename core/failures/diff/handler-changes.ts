import type { CallTrait, Exit, Spot } from './behaviour.js';
import type { Change, Judge } from './changes.js';
import type { Paired } from './pairing.js';
import { strength } from './shields.js';

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
    if (
      isSameCall(was, now, judge, calls) &&
      now.shield.level === 'swallowed' &&
      strength[was.shield.level] < strength.swallowed &&
      judge.head.canFail(now)
    )
      note(now.text, was, now);
  for (const [was, now] of exits.pairs)
    if (now.how === 'throw' && now.shield.level === 'swallowed' && was.shield.level !== 'swallowed')
      note(now.value, was, now);
  return [...byHandler.values()].map(({ names, ...rest }) => ({ kind: 'swallowed', calls: [...names], ...rest }));
}

/** Failures that ended in a handler and now leave. */
export function handlersLost(calls: Paired<CallTrait>, judge: Judges): readonly Change[] {
  const byHandler = new Map<string, { names: Set<string>; instead: string; spot: Spot; was: Spot }>();
  for (const [was, now] of calls.pairs) {
    const ended = was.shield.level === 'swallowed' || was.shield.level === 'partly';
    if (!isSameCall(was, now, judge, calls) || !ended || now.shield.level !== 'open' || !judge.head.canFail(now))
      continue;
    const key = `${was.path} ${was.shield.at}`;
    const found = byHandler.get(key) ?? { names: new Set<string>(), instead: was.shield.to, spot: now, was };
    found.names.add(now.text);
    byHandler.set(key, found);
  }
  return [...byHandler.values()].map(({ names, ...rest }) => ({ kind: 'handler-lost', calls: [...names], ...rest }));
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
