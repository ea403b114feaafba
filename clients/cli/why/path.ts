import type { Edge, FilePath, Snapshot } from '../engine.js';
import { targetId } from '../graph/file-graph.js';
import type { Place } from './places.js';

/** One import on the way. */
export interface Step {
  readonly from: FilePath;
  readonly edge: Edge;
  /** A path or `external:<package>`. */
  readonly to: string;
}

/**
 * The shortest chain of imports from a place to another, `undefined` when there is none. Breadth first over files from
 * all files of the start at once; among equally short chains the first by path and site. Files that lie in both places
 * are passed over as targets when the start holds them, so that `why orders orders/core` still answers.
 */
export function shortestPath({ graph }: Pick<Snapshot, 'graph'>, from: Place, to: Place): readonly Step[] | undefined {
  const starts = graph.files.filter(path => from.holds(path) && !(to.holds(path) && from.kind !== 'file'));
  const reachedBy = new Map<string, Step | undefined>(starts.map(path => [path, undefined]));
  const queue: FilePath[] = [...starts];
  for (let at = 0; at < queue.length; at++) {
    const file = queue[at] ?? '';
    for (const edge of graph.edges(file)) {
      const target = targetId(edge);
      const step = { from: file, edge, to: target };
      if (to.holds(target)) return [...stepsTo(file, reachedBy), step];
      if (reachedBy.has(target) || !graph.has(target)) continue;
      reachedBy.set(target, step);
      queue.push(target);
    }
  }
  return undefined;
}

function stepsTo(file: FilePath, reachedBy: ReadonlyMap<string, Step | undefined>): Step[] {
  const steps: Step[] = [];
  for (let step = reachedBy.get(file); step; step = reachedBy.get(step.from)) steps.unshift(step);
  return steps;
}
