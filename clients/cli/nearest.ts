import { distance } from 'fastest-levenshtein';

/**
 * The candidate most like a mistyped word, or `undefined` when none is near: at most a third of the letters may differ
 * (Levenshtein), of longer words at least two; swapped letters are near in any word. Failing that the first candidate that the word begins, or that ends in it
 * after a slash.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const allowed = Math.max(wanted.length < 6 ? 1 : 2, Math.floor(wanted.length / 3));
  const letters = sorted(wanted);
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    const steps = sorted(lower) === letters ? 1 : distance(wanted, lower);
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  if (best !== undefined || wanted.length < 3) return best;
  const names = candidates.map(candidate => candidate.toLowerCase());
  const found = names.findIndex(name => name.startsWith(wanted) || name.endsWith(`/${wanted}`));
  return candidates[found];
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

/** `; did you mean x?` as the second half of a message, or nothing. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
