import { compareText } from '../files/paths.js';
import { countsUnder } from './kind-mask.js';
import type { IndexedGraph } from './source-graph.js';

/** A graph of groups of files: modules, packages, folders. */
export interface CondensedGraph {
  readonly size: number;
  /** Groups that a group has edges to, ascending, each once; never itself. */
  targets(group: number): readonly number[];
  /** The file edges behind an edge between groups, sorted by the paths of the importers, then in the order of sites. */
  edges(from: number, to: number): readonly (readonly [from: number, to: number])[];
}

/** Draws files together: `groupOf` answers a number from 0 to `size` − 1, or `undefined` for files that are left out. */
export function condense(
  graph: IndexedGraph,
  mask: number,
  size: number,
  groupOf: (file: number) => number | undefined,
): CondensedGraph {
  const links: Map<number, [number, number][]>[] = Array.from({ length: size }, () => new Map());
  for (let file = 0; file < graph.size; file++) {
    const from = groupOf(file);
    const own = from === undefined ? undefined : links[from];
    if (!own) continue;
    const targets = graph.targets(file);
    const kinds = graph.kinds(file);
    for (let i = 0; i < targets.length; i++) {
      if (!countsUnder(kinds[i] as number, mask)) continue;
      const target = targets[i] as number;
      const to = groupOf(target);
      if (to === undefined || to === from) continue;
      const behind = own.get(to);
      if (behind) behind.push([file, target]);
      else own.set(to, [[file, target]]);
    }
  }
  const targets = links.map(own => [...own.keys()].sort((a, b) => a - b));
  return {
    size,
    targets: group => targets[group] ?? [],
    edges: (from, to) =>
      [...(links[from]?.get(to) ?? [])].sort(([a], [b]) => compareText(graph.path(a) ?? '', graph.path(b) ?? '')),
  };
}
