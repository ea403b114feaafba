import type { FailureClass } from '../classes.js';
import type { FailureContract } from '../contract.js';
import type { FailureView, FunctionRef } from '../view.js';
import { arrivalsOf, type Gained, withMove } from './arrivals.js';
import type { Behaviour, CallTrait, Spot } from './behaviour.js';
import { affectedCallers } from './callers.js';
import type { AffectedCaller, Change, Judge } from './changes.js';
import { behaviourOf } from './collect.js';
import { changesIn } from './compare.js';
import type { Side } from './context.js';
import { type Difference, differenceOf } from './difference.js';
import { effectIndex } from './effects.js';
import { type ChangedFile, type MatchedFunction, type Matching, matchFunctions, refKey } from './match.js';
import { isCompatible } from './signatures.js';

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

/** Compares what functions do at two revisions. `files` are those whose text or path is another. */
export function diffContracts(base: FailureView, head: FailureView, files: readonly ChangedFile[]): ContractDiff {
  const matching = matchFunctions(base, head, files);
  const sides = sidesOf(base, head, files, matching);
  const changed = matching.pairs.filter(pair => !pair.isSame);
  const isChanged = {
    base: new Set(changed.map(pair => refKey(pair.base))),
    head: new Set(changed.map(pair => refKey(pair.head))),
  };
  const comparing = { sides, matching, isChanged, judges: { base: judgeOf(base), head: judgeOf(head) } };
  const told: { pair: MatchedFunction; changes: readonly Change[] }[] = [];
  const gains: { symbol: string; gained: Gained }[] = [];
  let compared = 0;
  let otherSignature = 0;
  for (const pair of changed) {
    const [before, now] = [base.file(pair.base.path), head.file(pair.head.path)];
    const [irBefore, irNow] = [before?.ir.functions[pair.base.index], now?.ir.functions[pair.head.index]];
    if (!before || !now || !irBefore || !irNow || now.isTest || before.isTest) continue;
    const pairOf = behavioursOf(pair, comparing);
    gains.push({ symbol: namedAround(now.symbolOf(pair.head.index)), gained: gainedIn(pairOf.difference) });
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
      gains.push({ symbol: namedAround(file.symbolOf(ref.index)), gained: behaviourOf(sides.head, ref, () => false) });
  }
  const arrivals = arrivalsOf(gains);
  const functions = told.flatMap(({ pair, changes }) =>
    [...byFunction(changes, pair, base, head)].map(([ref, own]): FunctionChange => {
      const symbol = namedAround(head.file(ref.path)!.symbolOf(ref.index));
      const moved = own.map(each => withMove(each, symbol, arrivals));
      return { ref, symbol, base: pair.base, changes: moved, callers: affectedCallers(head, ref, moved) };
    }),
  );
  return { functions, compared, otherSignature };
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

/** Failure classes that a new call brings, and values that stand for more failures than before. */
function classChanges(
  told: readonly Change[],
  pair: { readonly base: FunctionRef; readonly head: FunctionRef },
  gained: readonly CallTrait[],
  { base, head }: { readonly base: Side; readonly head: Side },
): readonly Change[] {
  const [before, now] = [base.view.contractOf(pair.base), head.view.contractOf(pair.head)];
  if (!before || !now) return [];
  const known = thrownClasses(before);
  const fresh = [...thrownClasses(now)].filter(each => !known.has(each) && each !== 'unknown');
  const changes: Change[] = [];
  const by = gained.find(call => call.isOwn && !call.isTotal && call.shield.level !== 'swallowed');
  if (fresh.length > 0 && by && !told.some(({ kind }) => kind === 'value-to-throw' || kind === 'failure-gained'))
    changes.push({ kind: 'failure-gained', classes: fresh, by: by.text, spot: by, was: undefined });
  const isTold = told.some(({ kind }) => kind === 'swallowed' || kind === 'throw-to-value');
  if (!isTold && now.conflations.length > before.conflations.length && told.length > 0) {
    const last = now.conflations.at(-1)!;
    const spot: Spot = { path: pair.head.path, fn: pair.head.index, start: last.start, end: last.end, isOwn: true };
    const classes = [...new Set(last.modes.map(each => each.class))].sort();
    changes.push({ kind: 'conflated', classes, value: last.value, spot, was: undefined });
  }
  return changes;
}

function thrownClasses({ modes }: FailureContract): ReadonlySet<FailureClass> {
  return new Set(modes.filter(({ channel }) => channel !== 'return').map(each => each.class));
}

function sidesOf(base: FailureView, head: FailureView, files: readonly ChangedFile[], { pairs }: Matching) {
  const names = new Map(pairs.map(pair => [refKey(pair.base), refKey(pair.head)]));
  const moved = new Map(files.flatMap(file => (file.base && file.head ? [[file.base, file.head] as const] : [])));
  const plain = (view: FailureView, { path, index }: FunctionRef, now = path) =>
    `${now}#${view.file(path)?.symbolOf(index) ?? index}`;
  const headOf = new Map(pairs.map(pair => [refKey(pair.head), plain(head, pair.head)]));
  return {
    base: {
      view: base,
      effects: effectIndex(base),
      nameOf: (ref: FunctionRef) => {
        const matched = names.get(refKey(ref));
        const name = matched === undefined ? undefined : headOf.get(matched);
        return name ?? plain(base, ref, moved.get(ref.path) ?? ref.path);
      },
    },
    head: { view: head, effects: effectIndex(head), nameOf: (ref: FunctionRef) => plain(head, ref) },
  };
}

function judgeOf(view: FailureView): Judge {
  return {
    canFail: call => {
      // What it waits for may fail, though the combinator itself does not.
      if (/^Promise\.(all|any|race)$/.test(call.text)) return true;
      if (call.isTotal || /(^|\.)(console|log|logger|Logger)\./.test(call.text)) return false;
      if (call.targets.length === 0) return true;
      return call.targets.some(target => {
        const contract = view.contractOf(target);
        return !contract?.closed || contract.modes.length > 0;
      });
    },
    errorsOf: call =>
      call.targets.flatMap(target => (view.contractOf(target)?.modes ?? []).map(mode => mode.type)).filter(Boolean),
    ownerOf: ({ path, fn }) => {
      const symbol = namedAround(view.file(path)?.symbolOf(fn) ?? '');
      return symbol.slice(symbol.lastIndexOf('.') + 1);
    },
  };
}

/** A qualified name without the callbacks at its end. */
function namedAround(symbol: string): string {
  return symbol.replace(/(\.?~\d+)+$/, '');
}

/** A function that stands in another, or is it. */
function isWithin(symbol: string, unit: string): boolean {
  return unit === '' || symbol === unit || symbol.startsWith(`${unit}.`);
}

/** The changes by the innermost function with a name that they stand in, as the head has it. */
function byFunction(
  changes: readonly Change[],
  pair: MatchedFunction,
  base: FailureView,
  head: FailureView,
): ReadonlyMap<FunctionRef, readonly Change[]> {
  const file = head.file(pair.head.path)!;
  const unit = namedAround(file.symbolOf(pair.head.index));
  const found = new Map<string, { ref: FunctionRef; changes: Change[] }>();
  for (const change of changes) {
    const { spot, was } = change;
    const symbol =
      spot && spot.path === file.path
        ? namedAround(file.symbolOf(spot.fn))
        : was && was.path === pair.base.path
          ? namedAround(base.file(was.path)?.symbolOf(was.fn) ?? '')
          : unit;
    const inner = isWithin(symbol, unit) ? file.ir.functions.findIndex(fn => fn.name === symbol) : -1;
    const ref = inner > 0 ? { path: file.path, index: inner } : pair.head;
    const entry = found.get(refKey(ref)) ?? { ref, changes: [] };
    entry.changes.push(change);
    found.set(refKey(ref), entry);
  }
  return new Map([...found.values()].map(entry => [entry.ref, entry.changes]));
}
