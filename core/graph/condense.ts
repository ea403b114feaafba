import { compareText } from '../files/paths.js';
import { countsUnder } from './kind-mask.js';
import { type IndexedGraph, mockBit } from './source-graph.js';

/** A graph of groups of files (modules, packages), small enough to be looked at edge by edge. */
export interface CondensedGraph {
  readonly size: number;
  /** Groups that a group has edges to, ascending, each once; never itself. */
  targets(group: number): Int32Array;
  /** For each target the bits of all kinds among the file edges behind it. */
  kinds(group: number): Uint8Array;
  /** How many file edges stand behind an edge between groups. */
  count(from: number, to: number): number;
  /** The file edges behind it that count under a mask, sorted by the paths of the importers, then in the order of sites. */
  edges(from: number, to: number, mask: number): readonly (readonly [from: number, to: number])[];
}

interface Link {
  bits: number;
  count: number;
}

/**
 * Draws files together: `groupOf` answers a number from 0 to `size` − 1, or `undefined` for files that are left out. Mocks
 * are no edges of groups.
 */
export function condense(
  graph: IndexedGraph,
  size: number,
  groupOf: (file: number) => number | undefined,
): CondensedGraph {
  const groups = new Int32Array(graph.size);
  for (let file = 0; file < graph.size; file++) groups[file] = groupOf(file) ?? -1;
  const links: Map<number, Link>[] = Array.from({ length: size }, () => new Map());
  for (let file = 0; file < graph.size; file++) {
    const from = groups[file] as number;
    if (from >= 0) addLinks(graph, groups, file, from, links[from] as Map<number, Link>);
  }
  const targets = links.map(own => Int32Array.from(own.keys()).sort());
  const kinds = links.map((own, group) => Uint8Array.from(targets[group] ?? [], to => own.get(to)?.bits ?? 0));
  let members: readonly (readonly number[])[] | undefined;
  return {
    size,
    targets: group => targets[group] ?? noTargets,
    kinds: group => kinds[group] ?? noKinds,
    count: (from, to) => links[from]?.get(to)?.count ?? 0,
    edges: (from, to, mask) => {
      members ??= membersByGroup(graph, groups, size);
      const behind: [number, number][] = [];
      for (const file of members[from] ?? []) {
        const own = graph.targets(file);
        const bits = graph.kinds(file);
        for (let i = 0; i < own.length; i++) {
          const target = own[i] as number;
          if (groups[target] === to && countsUnder(bits[i] as number, mask)) behind.push([file, target]);
        }
      }
      return behind;
    },
  };
}

const noTargets = new Int32Array(0);
const noKinds = new Uint8Array(0);

function addLinks(graph: IndexedGraph, groups: Int32Array, file: number, from: number, own: Map<number, Link>): void {
  const targets = graph.targets(file);
  const kinds = graph.kinds(file);
  for (let i = 0; i < targets.length; i++) {
    const to = groups[targets[i] as number] as number;
    const bits = kinds[i] as number;
    if (to < 0 || to === from || (bits & mockBit) !== 0) continue;
    const link = own.get(to);
    if (link) {
      link.bits |= bits;
      link.count++;
    } else own.set(to, { bits, count: 1 });
  }
}

function membersByGroup(graph: IndexedGraph, groups: Int32Array, size: number): readonly (readonly number[])[] {
  const members: number[][] = Array.from({ length: size }, () => []);
  for (let file = 0; file < groups.length; file++) members[groups[file] as number]?.push(file);
  for (const files of members) files.sort((a, b) => compareText(graph.path(a) ?? '', graph.path(b) ?? ''));
  return members;
}
