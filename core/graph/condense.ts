import { compareText } from '../files/paths.js';
import { countsUnder } from './kind-mask.js';
import type { IndexedGraph } from './source-graph.js';

/** A graph of groups of files: modules, packages, folders. */
export interface CondensedGraph {
  readonly size: number;
  /** Groups that a group has edges to, ascending, each once; never itself. */
  targets(group: number): readonly number[];
  /** The files of a group, sorted by path. */
  files(group: number): readonly number[];
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
  const groups = new Int32Array(graph.size);
  for (let file = 0; file < graph.size; file++) groups[file] = groupOf(file) ?? -1;
  const links: Set<number>[] = Array.from({ length: size }, () => new Set());
  for (let file = 0; file < graph.size; file++) {
    const from = groups[file] as number;
    if (from < 0) continue;
    const own = links[from] as Set<number>;
    const targets = graph.targets(file);
    const kinds = graph.kinds(file);
    for (let i = 0; i < targets.length; i++) {
      const to = groups[targets[i] as number] as number;
      if (to >= 0 && to !== from && countsUnder(kinds[i] as number, mask)) own.add(to);
    }
  }
  const targets = links.map(own => [...own].sort((a, b) => a - b));
  let members: readonly (readonly number[])[] | undefined;
  const filesOf = (group: number): readonly number[] => {
    members ??= membersByGroup(graph, groups, size);
    return members[group] ?? [];
  };
  return {
    size,
    targets: group => targets[group] ?? [],
    files: filesOf,
    edges: (from, to) => {
      const behind: [number, number][] = [];
      for (const file of filesOf(from)) {
        const own = graph.targets(file);
        const kinds = graph.kinds(file);
        for (let i = 0; i < own.length; i++) {
          const target = own[i] as number;
          if (groups[target] === to && countsUnder(kinds[i] as number, mask)) behind.push([file, target]);
        }
      }
      return behind;
    },
  };
}

function membersByGroup(graph: IndexedGraph, groups: Int32Array, size: number): readonly (readonly number[])[] {
  const members: number[][] = Array.from({ length: size }, () => []);
  for (let file = 0; file < groups.length; file++) members[groups[file] as number]?.push(file);
  for (const files of members) files.sort((a, b) => compareText(graph.path(a) ?? '', graph.path(b) ?? ''));
  return members;
}
