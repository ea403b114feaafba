import { distance } from 'fastest-levenshtein';
import { compareText } from '../files/paths.js';

const longestWord = 80;

/**
 * The candidate that a misspelt word most likely means, `undefined` when none is near: at most two fifths of the letters
 * differ, case aside, or one contains the other. Ties go to the first in code unit order.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate.length > longestWord) continue;
    const other = candidate.toLowerCase();
    let apart = distance(lower, other);
    const longer = Math.max(word.length, candidate.length);
    if (apart > Math.max(1, Math.ceil(longer * 0.4))) {
      if (lower.length < 3 || other.length < 3 || !(other.includes(lower) || lower.includes(other))) continue;
      apart = longer;
    }
    if (apart < bestDistance || (apart === bestDistance && best !== undefined && compareText(candidate, best) < 0)) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return best;
}

/** ` Did you mean "x"?`, or what there is to choose from, or nothing. */
export function suggestion(word: string, candidates: Iterable<string>, limit = 12): string {
  const all = [...candidates];
  const best = nearest(word, all);
  if (best !== undefined) return ` Did you mean "${best}"?`;
  if (all.length === 0 || all.length > limit) return '';
  return ` Known here: ${all.map(each => `"${each}"`).join(', ')}.`;
}
