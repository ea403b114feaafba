import { distance } from 'fastest-levenshtein';

/**
 * The candidate most like a mistyped word, or `undefined` when none is near: at most a third of the letters may differ
 * (Levenshtein), at least two. A candidate that contains the word's last segment wins over a merely similar one.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const allowed = Math.max(2, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  return best ?? candidates.find(candidate => wanted.length > 2 && candidate.toLowerCase().endsWith(`/${wanted}`));
}

/** `; did you mean x?` as the second half of a message, or nothing. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
