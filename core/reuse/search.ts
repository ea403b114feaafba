import { compareText, type FilePath } from '../files/paths.js';
import type { SearchEntry } from '../syntax/facts.js';
import { wordsOf } from './words.js';

/** An exported symbol and where it stands. */
export interface PlacedExport {
  readonly path: FilePath;
  readonly entry: SearchEntry;
}

export interface SearchHit extends PlacedExport {
  /** Higher is better; comparable within one search only. */
  readonly score: number;
}

/** Exported symbols ready to be searched. */
export interface ExportSearch {
  /** The best hits, the best first; ties by path, then place. */
  search(query: string, limit?: number): readonly SearchHit[];
}

/** Finds exports by words of their name, summary, signature and path, ranked. Build the index once for several queries. */
export function searchExports(entries: readonly PlacedExport[], query: string, limit = 20): readonly SearchHit[] {
  return exportSearch(entries).search(query, limit);
}

/** How much a word weighs by where it stands; only the best place of a word counts. */
const weights = { name: 5, summary: 2, signature: 1.5, path: 1 } as const;
/** A query word that only begins a word of the entry (`auth` for `authentication`) counts for this share. */
const prefixShare = 0.6;
const shortestPrefix = 3;

/** Indexes exported symbols by word. */
export function exportSearch(entries: readonly PlacedExport[]): ExportSearch {
  /** By word: the entries that have it, with its weight there. */
  const postings = new Map<string, Map<number, number>>();
  for (const [i, { path, entry }] of entries.entries()) {
    const add = (text: string, weight: number): void => {
      for (const word of wordsOf(text)) {
        const posting = postings.get(word) ?? new Map<number, number>();
        postings.set(word, posting);
        posting.set(i, Math.max(posting.get(i) ?? 0, weight));
      }
    };
    add(entry.name, weights.name);
    add(entry.summary, weights.summary);
    add(entry.signature, weights.signature);
    add(path.replace(/\.[^/]*$/, ''), weights.path);
  }
  const vocabulary = [...postings.keys()].sort(compareText);

  /** For each entry the weight of the query word there. */
  const weightsOf = (queried: string): ReadonlyMap<number, number> => {
    const found = new Map(postings.get(queried) ?? []);
    if (queried.length < shortestPrefix) return found;
    for (const word of wordsWithPrefix(vocabulary, queried)) {
      for (const [i, weight] of postings.get(word) ?? []) {
        found.set(i, Math.max(found.get(i) ?? 0, weight * prefixShare));
      }
    }
    return found;
  };

  return {
    search: (query, limit = 20) => {
      const queried = [...new Set(wordsOf(query))];
      const scores = new Map<number, { sum: number; matched: number }>();
      for (const word of queried) {
        const found = weightsOf(word);
        const rarity = Math.log(1 + entries.length / (1 + found.size));
        for (const [i, weight] of found) {
          const score = scores.get(i) ?? { sum: 0, matched: 0 };
          score.sum += weight * rarity;
          score.matched++;
          scores.set(i, score);
        }
      }
      const hits = [...scores].map(([i, { sum, matched }]): SearchHit => {
        const { path, entry } = entries[i] as PlacedExport;
        // A hit on every word beats many hits on one; a name that is the query beats names that contain it.
        const coverage = (matched / queried.length) ** 2;
        const extra = Math.max(0, wordsOf(entry.name).length - matched);
        return { path, entry, score: (sum * coverage) / (1 + extra / 10) };
      });
      return hits.sort(byRank).slice(0, limit);
    },
  };
}

function byRank(a: SearchHit, b: SearchHit): number {
  return (
    b.score - a.score ||
    compareText(a.path, b.path) ||
    a.entry.span.start - b.entry.span.start ||
    compareText(a.entry.name, b.entry.name)
  );
}

/** The longer words of a sorted vocabulary that begin with a prefix. */
function* wordsWithPrefix(vocabulary: readonly string[], prefix: string): Iterable<string> {
  let low = 0;
  let high = vocabulary.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((vocabulary[middle] as string) <= prefix) low = middle + 1;
    else high = middle;
  }
  for (let i = low; vocabulary[i]?.startsWith(prefix); i++) yield vocabulary[i] as string;
}
