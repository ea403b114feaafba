import { compareText, type FilePath } from '../files/paths.js';
import type { FunctionFact } from '../syntax/facts.js';

/** A function and where it stands. */
export interface PlacedFunction {
  readonly path: FilePath;
  readonly fact: FunctionFact;
}

/** A function with those that resemble it. */
export interface CopyCluster {
  /** By path, then place in the file; two at least. */
  readonly members: readonly PlacedFunction[];
  /** The lowest estimated similarity of a member to the one the cluster grew around, 0 to 1. */
  readonly similarity: number;
  /** All members are the same but for local names and literals. */
  readonly exact: boolean;
}

export interface CopyOptions {
  /** Estimated Jaccard similarity of token 5-grams from which two functions count as near-copies. Default 0.8. */
  readonly similarity?: number;
  /** Shorter functions are left out. Default 40, below which there are no fingerprints anyway. */
  readonly minimalTokens?: number;
}

/**
 * Distinct functions that share one band value are candidates, unless more than this many do: such a value stands for
 * boilerplate, and all pairs of it would be quadratic.
 */
const maximalBucket = 50;
const rowsPerBand = 4;

/**
 * Clusters of near-copies, by first member. Equal shapes are copies for certain; the rest is estimated from the bands two
 * functions share: a band of four MinHash rows agrees with probability s⁴, so s ≈ (shared ÷ bands)^¼. Each cluster grows
 * around the function with the most near-copies, so that a chain of small differences does not join what is unlike.
 */
export function nearCopies(functions: readonly PlacedFunction[], options: CopyOptions = {}): readonly CopyCluster[] {
  const { similarity = 0.8, minimalTokens = 40 } = options;
  const shapes = byShape(functions.filter(({ fact }) => fact.shape !== '' && fact.tokens >= minimalTokens));
  const neighbours = similarShapes(shapes, similarity);
  const order = [...shapes.keys()].sort(
    (a, b) => (neighbours[b]?.size ?? 0) - (neighbours[a]?.size ?? 0) || a - b, // `shapes` are in order of place
  );
  const taken = new Set<number>();
  const clusters: CopyCluster[] = [];
  for (const leader of order) {
    if (taken.has(leader)) continue;
    taken.add(leader);
    const members = [...(shapes[leader] as readonly PlacedFunction[])];
    let lowest = 1;
    let exact = true;
    for (const [neighbour, estimate] of neighbours[leader] ?? []) {
      if (taken.has(neighbour)) continue;
      taken.add(neighbour);
      members.push(...(shapes[neighbour] as readonly PlacedFunction[]));
      lowest = Math.min(lowest, estimate);
      exact = false;
    }
    if (members.length > 1) clusters.push({ members: members.sort(byPlace), similarity: lowest, exact });
  }
  return clusters.sort((a, b) => byPlace(a.members[0] as PlacedFunction, b.members[0] as PlacedFunction));
}

/** Functions of equal shape together, in order of the first of each; members in order of place. */
function byShape(functions: readonly PlacedFunction[]): readonly (readonly PlacedFunction[])[] {
  const shapes = new Map<string, PlacedFunction[]>();
  for (const placed of [...functions].sort(byPlace)) {
    const same = shapes.get(placed.fact.shape);
    if (same) same.push(placed);
    else shapes.set(placed.fact.shape, [placed]);
  }
  return [...shapes.values()];
}

/** For each shape the shapes at least as similar as asked, with the estimate. */
function similarShapes(
  shapes: readonly (readonly PlacedFunction[])[],
  threshold: number,
): readonly ReadonlyMap<number, number>[] {
  const facts = shapes.map(shape => (shape[0] as PlacedFunction).fact);
  const sharedBands = new Map<number, number>();
  for (const bucket of bandBuckets(facts)) {
    for (let i = 0; i < bucket.length; i++) {
      for (let j = i + 1; j < bucket.length; j++) {
        const pair = (bucket[i] as number) * facts.length + (bucket[j] as number);
        sharedBands.set(pair, (sharedBands.get(pair) ?? 0) + 1);
      }
    }
  }
  const neighbours: Map<number, number>[] = facts.map(() => new Map());
  for (const [pair, shared] of sharedBands) {
    const a = Math.floor(pair / facts.length);
    const b = pair % facts.length;
    const estimate = estimatedSimilarity(facts[a] as FunctionFact, facts[b] as FunctionFact, shared);
    if (estimate < threshold) continue;
    neighbours[a]?.set(b, estimate);
    neighbours[b]?.set(a, estimate);
  }
  return neighbours;
}

/** From the bands that two functions share, see `nearCopies`. */
export function estimatedSimilarity(a: FunctionFact, b: FunctionFact, sharedBands: number): number {
  const estimate = (sharedBands / Math.max(a.bands.length, b.bands.length)) ** (1 / rowsPerBand);
  // No two sets are more alike than their sizes are.
  return Math.min(estimate, Math.min(a.tokens, b.tokens) / Math.max(a.tokens, b.tokens));
}

/** Shapes that share the value of one band, buckets of one and overfull ones left out. */
function bandBuckets(facts: readonly FunctionFact[]): readonly (readonly number[])[] {
  const buckets = new Map<number, number[]>();
  for (const [shape, fact] of facts.entries()) {
    for (const [band, value] of fact.bands.entries()) {
      const key = band * 2 ** 32 + (value >>> 0);
      const bucket = buckets.get(key);
      if (bucket) bucket.push(shape);
      else buckets.set(key, [shape]);
    }
  }
  return [...buckets.values()].filter(bucket => bucket.length > 1 && bucket.length <= maximalBucket);
}

function byPlace(a: PlacedFunction, b: PlacedFunction): number {
  return compareText(a.path, b.path) || a.fact.span.start - b.fact.span.start || compareText(a.fact.name, b.fact.name);
}
