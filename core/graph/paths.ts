import { compareText } from '../files/paths.js';
import { countsUnder } from './kind-mask.js';
import type { IndexedGraph } from './source-graph.js';

/** A question about chains of imports between files, by file number. */
export interface ChainQuery {
  /** Where chains start; order and repetition play no part. */
  readonly from: Iterable<number>;
  /** Where they end. A start is never an end: a chain has one step at least and no cycle. */
  isTarget(file: number): boolean;
  /** Mask of `kindBit`s that a chain may use. */
  readonly mask: number;
  /** Files that no chain may touch. */
  isExcluded?(file: number): boolean;
}

/**
 * The shortest chain of imports as file numbers, the starting file first; `undefined` when there is none. Of several equally
 * short ones the first by path of the start, then by the order of import sites: it does not depend on file numbers.
 */
export function shortestChain(graph: IndexedGraph, query: ChainQuery): readonly number[] | undefined {
  const { mask, isExcluded } = query;
  const cameFrom = new Int32Array(graph.size).fill(unseen);
  const queue: number[] = [];
  const starts = new Set<number>();
  for (const file of query.from) if (!isExcluded?.(file) && graph.path(file) !== undefined) starts.add(file);
  for (const start of inPathOrder(graph, starts)) {
    cameFrom[start] = start;
    queue.push(start);
  }
  for (let head = 0; head < queue.length; head++) {
    const file = queue[head] as number;
    const targets = graph.targets(file);
    const kinds = graph.kinds(file);
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i] as number;
      if (cameFrom[target] !== unseen || !countsUnder(kinds[i] as number, mask) || isExcluded?.(target)) continue;
      if (query.isTarget(target)) return [...chainTo(cameFrom, file), target];
      cameFrom[target] = file;
      queue.push(target);
    }
  }
  return undefined;
}

/**
 * All files that can be reached from some files, these included (excluded ones left out): a byte per file number, 1 where
 * reachable.
 */
export function reachableFrom(
  graph: IndexedGraph,
  from: Iterable<number>,
  mask: number,
  isExcluded: (file: number) => boolean = () => false,
): Uint8Array {
  const reached = new Uint8Array(graph.size);
  const pending: number[] = [];
  const reach = (file: number): void => {
    if (reached[file] === 1 || isExcluded(file)) return;
    reached[file] = 1;
    pending.push(file);
  };
  for (const file of from) reach(file);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const targets = graph.targets(file);
    const kinds = graph.kinds(file);
    for (let i = 0; i < targets.length; i++) if (countsUnder(kinds[i] as number, mask)) reach(targets[i] as number);
  }
  return reached;
}

const unseen = -1;

function inPathOrder(graph: IndexedGraph, files: ReadonlySet<number>): readonly number[] {
  return [...files].sort((a, b) => compareText(graph.path(a) ?? '', graph.path(b) ?? ''));
}

/** Follows the recorded steps back to a start, which came from itself. */
function chainTo(cameFrom: Int32Array, file: number): readonly number[] {
  const chain = [file];
  for (let at = file; cameFrom[at] !== at; ) {
    at = cameFrom[at] as number;
    chain.push(at);
  }
  return chain.reverse();
}
