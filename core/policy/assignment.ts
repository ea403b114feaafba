import type { FilePath } from '../files/paths.js';
import { compileGlob, expandBraces, type Glob } from './globs.js';
import { compareSpecificity, type Specificity, specificityOf } from './specificity.js';

/** A module path in use: which module claims what, and how exactly. */
export interface Claim {
  /** Index of the module. */
  readonly module: number;
  readonly glob: Glob;
  readonly specificity: Specificity;
}

/** The claims on a path that are the most specific; more than one module among them is a conflict. */
export interface Assignment {
  of(path: FilePath): number | undefined;
  /** Another module whose claim on the path is as specific as the one that `of` answers. */
  rivalOf(path: FilePath): number | undefined;
}

/** The claims of one module path; `written` is the path before its captures were filled in, and decides the specificity. */
export function claimsOf(module: number, filled: string, written: string): Claim[] {
  const writtenForms = expandBraces(written);
  return expandBraces(filled).map((text, i) => ({
    module,
    glob: compileGlob(text),
    specificity: specificityOf(trimmed(writtenForms[i] ?? text)),
  }));
}

/** Answers which module a path belongs to: the most specific claim, by the order of `specificity.ts`. Memoised per path. */
export function assignmentOf(claims: readonly Claim[]): Assignment {
  const byBase = new Map<FilePath, Claim[]>();
  for (const claim of claims) {
    const known = byBase.get(claim.glob.base);
    if (known) known.push(claim);
    else byBase.set(claim.glob.base, [claim]);
  }
  const memo = new Map<FilePath, number>();
  const rivals = new Map<FilePath, number>();
  const best = (path: FilePath): { winner: Claim | undefined; rival: Claim | undefined } => {
    let winner: Claim | undefined;
    let rival: Claim | undefined;
    for (let end = path.length; end >= 0; end = end === 0 ? -1 : Math.max(path.lastIndexOf('/', end - 1), 0)) {
      for (const claim of byBase.get(path.slice(0, end)) ?? []) {
        if (claim.module === winner?.module && compareSpecificity(claim.specificity, winner.specificity) <= 0) continue;
        const order = winner ? compareSpecificity(claim.specificity, winner.specificity) : 1;
        if (order < 0 || !claim.glob.matches(path)) continue;
        if (order > 0) {
          winner = claim;
          rival = undefined;
        } else if (claim.module !== winner?.module) rival ??= claim;
      }
    }
    return { winner, rival };
  };
  return {
    of(path) {
      const known = memo.get(path);
      if (known !== undefined) return known < 0 ? undefined : known;
      const { winner, rival } = best(path);
      memo.set(path, winner?.module ?? -1);
      if (rival) rivals.set(path, rival.module);
      return winner?.module;
    },
    rivalOf(path) {
      if (!memo.has(path)) this.of(path);
      return rivals.get(path);
    },
  };
}

function trimmed(path: string): string {
  return path.replace(/(?:\/\*\*)+\/?$/, '');
}
