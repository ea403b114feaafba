import type { FunctionFact } from '../syntax/facts.js';
import { estimatedSimilarity, type PlacedFunction } from './near-copies.js';

/** A function that resembles another one. `similarity` is 0 to 1; 1 stands for the same but for local names and literals. */
export interface Copy extends PlacedFunction {
  readonly similarity: number;
}

/** The functions that resemble a given one, the most similar first; of equals the first in the given order. */
export function copiesOf(
  fact: FunctionFact,
  functions: Iterable<PlacedFunction>,
  minimalSimilarity = 0.8,
): readonly Copy[] {
  if (fact.shape === '') return [];
  const copies: Copy[] = [];
  for (const placed of functions) {
    const similarity = similarityOf(fact, placed.fact);
    if (similarity >= minimalSimilarity) copies.push({ ...placed, similarity });
  }
  return copies.sort((a, b) => b.similarity - a.similarity);
}

function similarityOf(a: FunctionFact, b: FunctionFact): number {
  if (b.shape === '') return 0;
  if (a.shape === b.shape) return 1;
  let shared = 0;
  for (let band = 0; band < a.bands.length; band++) if (a.bands[band] === b.bands[band]) shared++;
  return shared === 0 ? 0 : Math.min(estimatedSimilarity(a, b, shared), 0.99);
}
