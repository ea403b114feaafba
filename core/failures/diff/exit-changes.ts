import type { Behaviour, CallTrait, Exit } from './behaviour.js';
import type { Change, Judge } from './changes.js';
import { unsigned } from './conditions.js';
import type { Difference } from './difference.js';
import { hasMessage } from './error-facts.js';
import { contains } from './symbols.js';

/** What the comparison of ways out takes from the rest of it. */
export interface ExitSurroundings {
  readonly base: Behaviour;
  readonly head: Behaviour;
  /** Names a function at the base, callbacks left out. */
  readonly ownerOf: Judge['ownerOf'];
  /** New handlers that swallow stand in these functions. */
  readonly swallowOwners: ReadonlySet<string>;
  /** Errors that new calls throw. */
  readonly newErrors: ReadonlySet<string>;
  /** A new call refuses bad input. */
  readonly hasNewCheck: boolean;
  /** Ways out of the head that the base has too. */
  readonly kept: readonly Exit[];
  readonly lostCalls: readonly CallTrait[];
  /** A new call may fail, and its failure leaves. */
  readonly hasNewFailure: boolean;
}

/** Ways out that are gone, new, or lead to something else; `statusesTold` are the functions whose lost question for a status is told. */
export function exitChanges(
  lost: readonly Exit[],
  gained: readonly Exit[],
  around: ExitSurroundings,
): { readonly changes: readonly Change[]; readonly statusesTold: ReadonlySet<string> } {
  const statusesTold = new Set<string>();
  const thrown = lostThrows(lost, gained, around);
  const changes = [...thrown, ...gainedThrows(lost, gained, around)];
  changes.push(...lostValues(lost, gained, around, changes));
  for (const { kind, was } of changes) {
    const exit = kind === 'failure-lost' ? lost.find(each => each === was) : undefined;
    if (exit?.asksStatus) statusesTold.add(around.ownerOf(exit));
  }
  return { changes, statusesTold };
}

function lostThrows(lost: readonly Exit[], gained: readonly Exit[], around: ExitSurroundings): readonly Change[] {
  const changes: Change[] = [];
  const values = gained.filter(each => each.how === 'return');
  const moved = new Set<Exit>();
  for (const exit of lost) {
    if (exit.how !== 'throw') continue;
    const isKept = exit.shield.level === 'swallowed';
    if (isKept && (exit.cause !== undefined || isStillAsked(exit, around))) continue;
    const value = values.find(each => !moved.has(each) && isUnderSame(each, exit));
    if (value && exit.value === 'caught' && around.swallowOwners.size > 0) continue;
    if (value) {
      moved.add(value);
      changes.push({ kind: 'throw-to-value', error: exit.value, value: value.value, spot: value, was: exit });
      continue;
    }
    if (exit.cause !== undefined && around.swallowOwners.has(around.ownerOf(exit))) continue;
    if (leavesStill(exit, around)) continue;
    if (around.newErrors.has(exit.value) || around.hasNewCheck) continue;
    const told = failureLost(exit, isKept ? '' : exit.value, 'undefined');
    // The same error under another condition: two guards may have become one.
    const isThrownStill = around.kept.some(each => each.detail === exit.detail && hasMessage(each.detail));
    changes.push(isThrownStill ? { ...told, isThrownStill } : told);
  }
  return changes;
}

function gainedThrows(
  lost: readonly Exit[],
  gained: readonly Exit[],
  { base, head }: ExitSurroundings,
): readonly Change[] {
  const hasNewHandler = caughtIn(head) > caughtIn(base);
  return gained.flatMap((exit): readonly Change[] => {
    // Where a handler takes some of it, this may well be what it takes.
    if (exit.how !== 'throw' || exit.shield.level === 'swallowed' || exit.shield.level === 'partly') return [];
    // A handler that is new and throws again what it does not know lets out what left before.
    if (exit.value === 'caught' && hasNewHandler) return [];
    const value = lost.find(each => each.how === 'return' && isUnderSame(each, exit));
    if (value) return [{ kind: 'value-to-throw', error: exit.value, value: value.value, spot: exit, was: value }];
    return [{ kind: 'failure-gained', classes: [], by: exit.value, spot: exit, was: undefined }];
  });
}

/** Values that stood for "no result" and whose condition is asked no more. */
function lostValues(
  lost: readonly Exit[],
  gained: readonly Exit[],
  around: ExitSurroundings,
  told: readonly Change[],
): readonly Change[] {
  const changes: Change[] = [];
  for (const exit of lost) {
    if (exit.how !== 'return' || exit.guards.length === 0 || exit.cause !== undefined) continue;
    if (!exit.guards.some(isQuestion) || !exit.isOwn) continue;
    if (isStillAsked(exit, around)) continue;
    if (gained.some(each => each.how === 'return' && each.value === exit.value)) continue;
    if ([...told, ...changes].some(({ was }) => was?.start === exit.start)) continue;
    if (lost.some(each => each.how === 'throw' && each.fn === exit.fn && isUnderSame(each, exit))) continue;
    if (around.kept.some(each => each.how === 'throw' && isUnderSame(each, exit))) continue;
    changes.push(failureLost(exit, '', exit.value));
  }
  return changes;
}

function failureLost(exit: Exit, error: string, value: string): Change & { readonly kind: 'failure-lost' } {
  const { asksStatus, condition, detail } = exit;
  const guard = exit.guards.join('|');
  return { kind: 'failure-lost', error, value, asksStatus, condition, guard, detail, spot: undefined, was: exit };
}

/** Errors that lost their cause or became others, of ways out that both sides have. */
export function errorChanges({ exits, otherErrors }: Difference): readonly Change[] {
  const changes: Change[] = [];
  for (const [was, exit] of exits.pairs)
    if (exit.how === 'throw' && isWeaker(exit, was))
      changes.push({ kind: 'guard-weakened', error: exit.value, condition: was.condition, spot: exit, was });
  for (const [was, exit] of [...exits.pairs, ...otherErrors])
    if (was.cause === 'whole' && (exit.cause === 'none' || exit.cause === 'part'))
      changes.push({ kind: 'cause-dropped', error: exit.value, spot: exit, was });
  for (const [was, exit] of otherErrors)
    if (was.value !== '$' && exit.value !== '$' && was.value !== 'caught' && exit.value !== 'caught')
      changes.push({ kind: 'error-changed', from: was.value, to: exit.value, spot: exit, was });
  return changes;
}

/** `!a` asks for less than `!a.b`, and `a && b` holds less often than `a`. */
function isWeaker(now: Exit, was: Exit): boolean {
  const [asked, ...more] = was.guards;
  const [asks, ...others] = now.guards;
  if (asked === undefined || asks === undefined || more.length + others.length > 0) return false;
  return (asks.startsWith('!') && asked.startsWith(`${asks}.`)) || asks.startsWith(`${asked} && `);
}

/** A failure that was only passed on: of a call that leaves by itself now, or of one that another stands for. */
function leavesStill(exit: Exit, { base, head, lostCalls, hasNewFailure }: ExitSurroundings): boolean {
  const isAll = exit.cause === 'whole' && exit.guards.every(each => each === 'caught');
  if (isAll && exit.value === 'caught' && caughtIn(head) <= caughtIn(base)) return true;
  if (exit.value === 'caught' && head.calls.some(({ shield }) => shield.triesAgain)) return true;
  const isPassedOn = exit.value === 'caught' || exit.value === '$';
  return isPassedOn && hasNewFailure && lostCalls.some(call => contains(call, exit));
}

/** Calls whose failures end in a handler, some of them at least. */
function caughtIn({ calls }: Behaviour): number {
  return calls.filter(({ shield }) => shield.level === 'swallowed' || shield.level === 'partly').length;
}

function isUnderSame(a: Exit, b: Exit): boolean {
  return a.guards.length > 0 && a.guards.join('|') === b.guards.join('|');
}

/** Asked as often as before: what was a guard may stand around what it guarded now. */
function isStillAsked({ guards }: Exit, { base, head }: ExitSurroundings): boolean {
  return guards.some(guard => {
    const asked = unsigned(guard);
    return (head.conditions.get(asked) ?? 0) >= (base.conditions.get(asked) ?? 1);
  });
}

function isQuestion(guard: string): boolean {
  return guard !== 'caught' && guard !== 'default';
}
