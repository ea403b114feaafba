import type { FilePath } from '../../files/paths.js';
import type { FailureView, FunctionRef } from '../view.js';
import { likeness, shapeOf, wordsOf } from './shape.js';

/** A file that the change touches: its path on each side; `undefined` where it is not. */
export interface ChangedFile {
  readonly base: FilePath | undefined;
  readonly head: FilePath | undefined;
}

export interface MatchedFunction {
  readonly base: FunctionRef;
  readonly head: FunctionRef;
  /** Nothing about it is different, comments aside. */
  readonly isSame: boolean;
}

/** Which function of the base is which of the head, for all functions of the files that changed. */
export interface Matching {
  readonly pairs: readonly MatchedFunction[];
  /** Functions of the head, by `path#index`, that the base has not. */
  readonly added: ReadonlySet<string>;
  readonly addedRefs: readonly FunctionRef[];
  readonly removed: ReadonlySet<string>;
}

/** Likeness from which on a function that goes by another name or lives elsewhere counts as the same. */
const alike = { sameName: 0.5, otherName: 0.75 };
/** Below so many words likeness says nothing. */
const fewestWords = 8;
/** Comparisons of functions without a partner; a change that moves more is not followed function by function. */
const mostComparisons = 250_000;

interface Candidate {
  readonly ref: FunctionRef;
  readonly symbol: string;
  readonly shape: string;
  readonly words: () => ReadonlyMap<string, number>;
}

/**
 * Matches the functions of changed files: by name in the file or what became of it, then, wherever they went, by equal bodies,
 * then by likeness.
 */
export function matchFunctions(base: FailureView, head: FailureView, files: readonly ChangedFile[]): Matching {
  const pairs: MatchedFunction[] = [];
  const left: { base: Candidate[]; head: Candidate[] } = { base: [], head: [] };
  const take = (b: Candidate, h: Candidate): void => {
    pairs.push({ base: b.ref, head: h.ref, isSame: b.shape === h.shape });
  };
  for (const file of files) {
    const before = candidatesIn(base, file.base);
    const now = candidatesIn(head, file.head);
    const bySymbol = new Map(now.map(each => [each.symbol, each]));
    for (const each of before) {
      const found = bySymbol.get(each.symbol);
      if (!found) {
        left.base.push(each);
        continue;
      }
      bySymbol.delete(each.symbol);
      take(each, found);
    }
    left.head.push(...bySymbol.values());
  }
  matchMoved(left, take);
  return {
    pairs,
    added: new Set(left.head.map(({ ref }) => refKey(ref))),
    addedRefs: left.head.map(({ ref }) => ref),
    removed: new Set(left.base.map(({ ref }) => refKey(ref))),
  };
}

export function refKey({ path, index }: FunctionRef): string {
  return `${path}#${index}`;
}

/** Whether a function stands for itself: declarations and members do, callbacks are part of what they stand in. */
export function isUnit(view: FailureView, { path, index }: FunctionRef): boolean {
  const file = view.file(path);
  const fn = file?.ir.functions[index];
  if (!file || !fn?.hasBody) return false;
  if (index === 0) return true;
  if (lastPart(fn.name).startsWith('~')) return false;
  return fn.parent <= 0 || fn.owner >= 0;
}

function candidatesIn(view: FailureView, path: FilePath | undefined): readonly Candidate[] {
  const file = path === undefined ? undefined : view.file(path);
  if (!file) return [];
  return file.ir.functions.flatMap((fn, index) => {
    const ref = { path: file.path, index };
    if (!isUnit(view, ref)) return [];
    let words: ReadonlyMap<string, number> | undefined;
    const made: Candidate = {
      ref,
      symbol: fn.form === 'getter' || fn.form === 'setter' ? `${fn.form} ${fn.name}` : fn.name,
      shape: shapeOf(file.ir, index),
      words: () => {
        words ??= wordsOf(file.ir, index);
        return words;
      },
    };
    return [made];
  });
}

function matchMoved(
  left: { base: Candidate[]; head: Candidate[] },
  take: (base: Candidate, head: Candidate) => void,
): void {
  const isModule = ({ ref }: Candidate): boolean => ref.index === 0;
  const settle = (pairs: readonly (readonly [Candidate, Candidate])[]): void => {
    const taken = new Set<Candidate>();
    for (const [b, h] of pairs) {
      if (taken.has(b) || taken.has(h)) continue;
      taken.add(b).add(h);
      take(b, h);
    }
    left.base = left.base.filter(each => !taken.has(each));
    left.head = left.head.filter(each => !taken.has(each));
  };
  const byShape = new Map<string, Candidate[]>();
  for (const each of left.head)
    if (!isModule(each)) byShape.set(each.shape, [...(byShape.get(each.shape) ?? []), each]);
  settle(
    left.base.flatMap(b => {
      const found = byShape.get(b.shape) ?? [];
      const named = found.find(h => lastPart(h.symbol) === lastPart(b.symbol));
      const only = found.length === 1 && size(b.words()) >= fewestWords ? found[0] : undefined;
      const h = named ?? only;
      return h ? [[b, h] as const] : [];
    }),
  );
  if (left.base.length * left.head.length > mostComparisons) return;
  const scored: { b: Candidate; h: Candidate; score: number }[] = [];
  for (const b of left.base) {
    for (const h of left.head) {
      if (isModule(b) || isModule(h)) continue;
      const isNamed = lastPart(b.symbol) === lastPart(h.symbol) && lastPart(b.symbol) !== 'constructor';
      if (!isNamed && Math.min(size(b.words()), size(h.words())) < fewestWords) continue;
      const score = likeness(b.words(), h.words());
      if (score >= (isNamed ? alike.sameName : alike.otherName))
        scored.push({ b, h, score: score + (isNamed ? 1 : 0) });
    }
  }
  settle(scored.sort((x, y) => y.score - x.score).map(({ b, h }) => [b, h] as const));
}

function size(words: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of words.values()) total += count;
  return total;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
