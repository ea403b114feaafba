import type { Outcome } from './outcomes.js';
import { parted, type RecipeCase } from './recipe.js';

/**
 * What a recipe says of a case, brought up to date: the same object where nothing changed. A new verdict that parts from the suite carries `?`
 * for the reason that somebody has to give.
 */
export function judged(old: RecipeCase | undefined, outcome: Outcome): RecipeCase {
  if (old?.hash === outcome.hash && holds(old, outcome)) return old;
  const { case: name, hash, lines, verdict } = outcome;
  return {
    case: name,
    hash,
    ...(lines.length > 0 && { lines: [...lines] }),
    verdict,
    ...(parted.has(verdict) && { why: '?' }),
  };
}

function holds({ verdict, at }: RecipeCase, outcome: Outcome): boolean {
  if (verdict === 'not ours') return outcome.verdict === 'missed' && (at ?? []).join() === outcome.found.join();
  if (verdict === 'found' && at !== undefined) return at.join() === outcome.found.join();
  return verdict === outcome.verdict;
}
