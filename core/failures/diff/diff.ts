import type { FilePath } from '../../files/paths.js';
import type { FailureView, FunctionRef } from '../view.js';
import { arrivalsOf, type Gained, withMove } from './arrivals.js';
import type { Behaviour, Spot } from './behaviour.js';
import { byFunction } from './by-function.js';
import { affectedCallers } from './callers.js';
import type { AffectedCaller, Change, Judge } from './changes.js';
import { classChanges } from './class-changes.js';
import { behaviourOf } from './collect.js';
import { changesIn } from './compare.js';
import type { Side } from './context.js';
import { copyFinder } from './copies.js';
import { type Difference, differenceOf } from './difference.js';
import { judgeOf } from './judges.js';
import { type ChangedFile, type MatchedFunction, type Matching, matchFunctions, refKey } from './match.js';
import { sidesOf } from './sides.js';
import { isCompatible } from './signatures.js';
import { namedAround } from './symbols.js';

/** What became of one function. */
export interface FunctionChange {
  /** At the head. */
  readonly ref: FunctionRef;
  /** Qualified name of the innermost function with a name. */
  readonly symbol: string;
  /** At the base. */
  readonly base: FunctionRef;
  readonly changes: readonly Change[];
  readonly callers: readonly AffectedCaller[];
}

export interface ContractDiff {
  readonly functions: readonly FunctionChange[];
  /** Functions of changed files that were compared. */
  readonly compared: number;
  /** Functions whose signature is another: their callers hear of it from the type checker. */
  readonly otherSignature: number;
}

/** So many functions lose waits for what may be no promise where somebody clears up waits that did nothing. */
const manyWaits = 4;

/** Compares what functions do at two revisions. `files` are those whose text or path is another, `paths` all of the head. */
export function diffContracts(
  base: FailureView,
  head: FailureView,
  files: readonly ChangedFile[],
  paths: readonly FilePath[] = [],
): ContractDiff {
  const matching = matchFunctions(base, head, files);
  const sides = sidesOf(base, head, files, matching);
  const changed = matching.pairs.filter(pair => !pair.isSame);
  const isChanged = {
    base: new Set(changed.map(pair => refKey(pair.base))),
    head: new Set(changed.map(pair => refKey(pair.head))),
  };
  const comparing = { sides, matching, isChanged, judges: { base: judgeOf(base), head: judgeOf(head) } };
  const told: { pair: MatchedFunction; changes: readonly Change[] }[] = [];
  const gains: { path: FilePath; symbol: string; gained: Gained }[] = [];
  let compared = 0;
  let otherSignature = 0;
  for (const pair of changed) {
    const [before, now] = [base.file(pair.base.path), head.file(pair.head.path)];
    const [irBefore, irNow] = [before?.ir.functions[pair.base.index], now?.ir.functions[pair.head.index]];
    if (!before || !now || !irBefore || !irNow || now.isTest || before.isTest) continue;
    const pairOf = behavioursOf(pair, comparing);
    gains.push({
      path: now.path,
      symbol: namedAround(now.symbolOf(pair.head.index)),
      gained: gainedIn(pairOf.difference),
    });
    if (!isCompatible(irBefore, irNow)) {
      otherSignature++;
      continue;
    }
    if (pair.head.index > 0) compared++;
    told.push({ pair, changes: compareOne(pair, pairOf, comparing) });
  }
  for (const ref of matching.addedRefs) {
    const file = head.file(ref.path);
    if (file && !file.isTest)
      gains.push({
        path: file.path,
        symbol: namedAround(file.symbolOf(ref.index)),
        gained: behaviourOf(sides.head, ref, () => false),
      });
  }
  const arrivals = arrivalsOf(gains);
  const cleanedUp = told.filter(({ changes }) => changes.some(isUnsureWait)).length >= manyWaits;
  const originalOf = copyFinder(head, paths, ref => isChanged.head.has(refKey(ref)) || matching.added.has(refKey(ref)));
  const functions = told.flatMap(({ pair, changes }) =>
    [...byFunction(changes, pair, base, head)].map(([ref, own]): FunctionChange => {
      const symbol = namedAround(head.file(ref.path)!.symbolOf(ref.index));
      const moved = own.map(each =>
        cleanedUp && isUnsureWait(each)
          ? { ...each, isOneOfMany: true as const }
          : withMove(each, { path: ref.path, symbol }, arrivals),
      );
      const copyOf = moved.length > 0 ? originalOf(ref) : undefined;
      const changes = copyOf === undefined ? moved : moved.map(each => ({ ...each, copyOf }));
      return { ref, symbol, base: pair.base, changes, callers: affectedCallers(head, ref, changes) };
    }),
  );
  return { functions, compared, otherSignature };
}

function isUnsureWait(change: Change): change is Change & { readonly kind: 'await-lost' } {
  return change.kind === 'await-lost' && !change.isSure;
}

interface Comparing {
  readonly sides: { readonly base: Side; readonly head: Side };
  readonly matching: Matching;
  readonly isChanged: { readonly base: ReadonlySet<string>; readonly head: ReadonlySet<string> };
  readonly judges: { readonly base: Judge; readonly head: Judge };
}

interface Behaviours {
  readonly before: Behaviour;
  readonly now: Behaviour;
  readonly difference: Difference;
}

/** What a function did and does; new and removed functions are read in the place of their calls. */
function behavioursOf({ base, head }: MatchedFunction, { sides, matching, judges }: Comparing): Behaviours {
  const before = behaviourOf(sides.base, base, ref => matching.removed.has(refKey(ref)));
  const now = behaviourOf(sides.head, head, ref => matching.added.has(refKey(ref)));
  return { before, now, difference: differenceOf(before, now, judges) };
}

function gainedIn({ exits, calls, protections }: Difference): Gained {
  return { exits: exits.gained, calls: calls.gained, protections: protections.gained };
}

function compareOne(
  { base, head }: MatchedFunction,
  { before, now, difference }: Behaviours,
  { sides, matching, isChanged, judges }: Comparing,
): readonly Change[] {
  const { added, removed } = matching;
  // What moved between this function and another one that changed is found there.
  const deepBefore = behaviourOf(sides.base, base, ref => removed.has(refKey(ref)) || isChanged.base.has(refKey(ref)));
  const deepNow = behaviourOf(sides.head, head, ref => added.has(refKey(ref)) || isChanged.head.has(refKey(ref)));
  const deep = differenceOf(deepBefore, deepNow, judges);
  const still = new Set(
    [deep.exits, deep.calls, deep.protections].flatMap(({ lost, gained }) => [
      ...lost.map(each => spotKey(each, 'base')),
      ...gained.map(each => spotKey(each, 'head')),
    ]),
  );
  for (const each of deep.otherErrors) still.add(spotKey(each[0], 'base')).add(spotKey(each[1], 'head'));
  const isStill = (spot: Spot): boolean => still.has(spotKey(spot, 'base')) || still.has(spotKey(spot, 'head'));
  const found = changesIn(difference, before, now, judges, isStill);
  return [...found, ...classChanges(found, { base, head }, difference.calls.gained, sides)];
}

function spotKey({ path, start, end }: Spot, side: 'base' | 'head'): string {
  return `${side} ${path} ${start} ${end}`;
}
