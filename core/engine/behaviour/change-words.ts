import type { Change } from '../../failures/diff/changes.js';
import type { Effect } from '../../failures/diff/effects.js';

/** Longest text of code that a sentence repeats, in UTF-16 units. */
const longest = 60;

const effectWords: Readonly<Record<Effect, string>> = {
  network: 'the network',
  file: 'the file system',
  database: 'a database',
  process: 'other processes',
  publish: 'a queue or mail server',
  clock: 'the clock',
  randomness: 'chance',
};

const lostWords = {
  timeout: 'has lost its timeout',
  signal: 'no longer passes the signal on, so a cancelled caller keeps waiting',
  limit: 'reads without a limit',
  idempotency: 'no longer sends its idempotency key',
  retry: 'no longer tries again',
  transaction: 'no longer works in a transaction',
  status: 'no longer asks for the status of the response',
} as const;

const gainedWords = {
  timeout: 'has a timeout now',
  signal: 'can be cancelled now',
  limit: 'reads with a limit now',
  idempotency: 'sends an idempotency key now',
  retry: 'tries again now',
  transaction: 'opens a transaction now',
  status: 'asks for the status of the response now',
} as const;

/** The text of a place: the condition that a change speaks of. */
export type TextOf = (side: 'base' | 'head', path: string, start: number, end: number) => string | undefined;

/** What a change says of its function: `returns null where it threw NotFoundError`. */
export function changeWords(change: Change, textOf: TextOf): string {
  const there = change.movedTo === undefined ? '' : `: ${change.movedTo} does now`;
  return wordsOf(change, textOf) + there;
}

function wordsOf(change: Change, textOf: TextOf): string {
  switch (change.kind) {
    case 'throw-to-value':
      return `returns ${value(change.value)} where it threw ${error(change.error)}`;
    case 'value-to-throw':
      return `throws ${error(change.error)} where it returned ${value(change.value)}`;
    case 'failure-lost':
      return lostFailure(change, textOf);
    case 'failure-gained':
      return change.classes.length > 0
        ? `can now fail with ${change.classes.join(', ')}, by ${short(change.by)}`
        : `can now throw ${error(change.by)}`;
    case 'error-changed':
      return `throws ${error(change.to)} where it threw ${error(change.from)}`;
    case 'guard-weakened':
      return `throws ${error(change.error)} in fewer cases than ${conditionOf(change, textOf) ?? 'before'}`;
    case 'cause-dropped':
      return `throws ${error(change.error)} without the error that caused it`;
    case 'swallowed': {
      const calls = change.calls.slice(0, 3).map(short).join(', ');
      const more = change.calls.length > 3 ? ` and ${change.calls.length - 3} more` : '';
      const instead = change.to === 'nothing' ? 'goes on' : `gives ${value(change.to)}`;
      return `${change.isWidened ? 'catches every failure' : 'swallows the failures'} of ${calls}${more} and ${instead} instead`;
    }
    case 'handler-lost': {
      const calls = change.calls.slice(0, 3).map(short).join(', ');
      const more = change.calls.length > 3 ? ` and ${change.calls.length - 3} more` : '';
      return `lets the failures of ${calls}${more} out, which it handled`;
    }
    case 'await-lost':
      if (change.isReturned)
        return `returns ${short(change.call)} without waiting, so the \`try\` around it ends first`;
      return `no longer waits for ${short(change.call)}${change.isHandled ? '' : ', so its failure reaches nobody'}`;
    case 'check-lost':
      return `no longer calls ${short(change.call)}`;
    case 'loop-entered':
      return `calls ${short(change.call)} once in every round of a loop${reaching(change.effects)}`;
    case 'retry-gained':
      return change.isUnsafe
        ? `repeats ${short(change.call)} after a failure, and every repetition may do it again`
        : `tries ${short(change.call)} again after a failure`;
    case 'transaction-left':
      return `runs ${short(change.call)} outside the transaction`;
    case 'protection-lost':
      return `${lostWords[change.family]}${change.text === '' ? '' : ` (${short(change.text)})`}`;
    case 'protection-gained':
      return gainedWords[change.family];
    case 'effect-gained':
      return `now reaches ${effectWords[change.effect]}, by ${short(change.call)}`;
    case 'effect-lost':
      return `no longer reaches ${effectWords[change.effect]} (it called ${short(change.call)})`;
    case 'conflated':
      return `gives ${value(change.value)} for ${change.classes.join(' and ') || 'failures'} alike`;
  }
}

function conditionOf(
  { condition: at, was }: Change & { kind: 'failure-lost' | 'guard-weakened' },
  textOf: TextOf,
): string | undefined {
  const text = at && was ? textOf('base', was.path, at.start, at.end)?.replace(/\s+/g, ' ') : undefined;
  return text === undefined ? undefined : `\`${short(text)}\``;
}

function lostFailure(change: Change & { kind: 'failure-lost' }, textOf: TextOf): string {
  const condition = conditionOf(change, textOf);
  const when = condition === undefined ? '' : ` on ${condition}`;
  if (change.asksStatus)
    return `no longer fails on the status of the response${condition === undefined ? '' : ` (${condition})`}`;
  if (change.error === '')
    return `${change.value === 'undefined' ? 'no longer stops' : `no longer returns ${value(change.value)}`}${when}`;
  if (change.error === 'caught')
    return change.guard === 'caught' ? 'no longer throws on what it caught' : `no longer throws what it caught${when}`;
  return `no longer throws ${error(change.error)}${when}`;
}

function reaching(effects: readonly Effect[]): string {
  return effects.length === 0 ? '' : `, each time reaching ${effects.map(effect => effectWords[effect]).join(' and ')}`;
}

function error(name: string): string {
  return name === '$' || name === 'member' || name === 'index'
    ? 'an error'
    : name === 'caught'
      ? 'what it caught'
      : short(name);
}

function value(name: string): string {
  if (name === 'empty') return 'an empty value';
  return name === 'object' || name === 'array' ? `an ${name}` : name;
}

function short(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
