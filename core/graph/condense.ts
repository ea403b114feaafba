import { compareText, type FilePath } from '../files/paths.js';
import { countsUnder } from './kind-mask.js';
import { type IndexedGraph, kindBit, mockBit } from './source-graph.js';

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

/** How files are drawn together; the same object always answers the same. */
export interface Grouping {
  readonly size: number;
  /** A number from 0 to `size` − 1, `undefined` for files that are left out. */
  groupOf(path: FilePath): number | undefined;
  /** Pairs of groups between which edges do not count. */
  isFamily?(from: number, to: number): boolean;
}

/** Draws files together. Mocks are no edges of groups. */
export function condense(graph: IndexedGraph, grouping: Grouping): CondensedGraph {
  return createCondenser().latest(graph, grouping);
}

/** Condenses graphs that follow each other edit by edit at the cost of what changed. Holds memory; not for concurrent use. */
export interface Condenser {
  /** The condensed graph is valid until the next call. A new `grouping` object starts from the beginning. */
  latest(graph: IndexedGraph, grouping: Grouping): CondensedGraph;
}

/** The file edges between two groups, counted by kind. */
type LinkCounts = Map<number, Uint32Array>;
const kindBits = [kindBit.eager, kindBit.deferred, kindBit.type, kindBit.resource] as const;

interface Memory {
  readonly grouping: Grouping;
  graph: IndexedGraph;
  /** By file; -1: left out, -2: not asked yet. */
  groups: Int32Array;
  readonly links: readonly LinkCounts[];
  readonly rows: ({ readonly targets: Int32Array; readonly kinds: Uint8Array } | undefined)[];
  /** The files of each group in no order, made when first asked for, void when a file changes its group. */
  members: readonly (readonly number[])[] | undefined;
}

export function createCondenser(): Condenser {
  let memory: Memory | undefined;
  return {
    latest(graph, grouping) {
      const changed = memory?.grouping === grouping ? graph.changedSince?.(memory.graph) : undefined;
      if (memory && changed) update(memory, graph, changed);
      else memory = start(graph, grouping);
      return viewOf(memory);
    },
  };
}

function start(graph: IndexedGraph, grouping: Grouping): Memory {
  const links = Array.from({ length: grouping.size }, (): LinkCounts => new Map());
  const groups = new Int32Array(graph.size).fill(-2);
  const memory: Memory = { grouping, graph, groups, links, rows: [], members: undefined };
  for (let file = 0; file < graph.size; file++) count(memory, graph, file, 1);
  return memory;
}

function update(memory: Memory, graph: IndexedGraph, changed: readonly number[]): void {
  if (memory.groups.length < graph.size) {
    const groups = new Int32Array(graph.size + (graph.size >> 3)).fill(-2);
    groups.set(memory.groups);
    memory.groups = groups;
  }
  for (const file of changed) count(memory, memory.graph, file, -1);
  memory.graph = graph;
  for (const file of changed) {
    const before = memory.groups[file];
    // A file that went away or came back may be asked about again.
    memory.groups[file] = -2;
    count(memory, graph, file, 1);
    if (groupIn(memory, graph, file) !== before) memory.members = undefined;
  }
}

function groupIn(memory: Memory, graph: IndexedGraph, file: number): number {
  const known = memory.groups[file] as number;
  if (known !== -2) return known;
  const path = graph.path(file);
  const group = (path === undefined ? undefined : memory.grouping.groupOf(path)) ?? -1;
  memory.groups[file] = group;
  return group;
}

/** Counts the edges of one file in (`by` 1) or out (-1). */
function count(memory: Memory, graph: IndexedGraph, file: number, by: 1 | -1): void {
  const targets = graph.targets(file);
  if (targets.length === 0) return;
  const from = groupIn(memory, graph, file);
  const own = memory.links[from];
  if (!own) return;
  const kinds = graph.kinds(file);
  for (let i = 0; i < targets.length; i++) {
    const to = groupIn(memory, graph, targets[i] as number);
    const bits = kinds[i] as number;
    if (to < 0 || to === from || (bits & mockBit) !== 0) continue;
    let counts = own.get(to);
    if (!counts) {
      if (memory.grouping.isFamily?.(from, to)) continue;
      counts = new Uint32Array(kindBits.length);
      own.set(to, counts);
    }
    for (const [k, bit] of kindBits.entries()) if ((bits & bit) !== 0) counts[k] = (counts[k] as number) + by;
    if (counts.every(each => each === 0)) own.delete(to);
  }
  memory.rows[from] = undefined;
}

function rowOf(memory: Memory, group: number): { readonly targets: Int32Array; readonly kinds: Uint8Array } {
  let row = memory.rows[group];
  if (!row) {
    const own: LinkCounts = memory.links[group] ?? new Map();
    const targets = Int32Array.from(own.keys()).sort();
    row = { targets, kinds: Uint8Array.from(targets, to => bitsOf(own.get(to))) };
    memory.rows[group] = row;
  }
  return row;
}

function bitsOf(counts: Uint32Array | undefined): number {
  return kindBits.reduce((bits: number, bit, k) => ((counts?.[k] ?? 0) > 0 ? bits | bit : bits), 0);
}

function viewOf(memory: Memory): CondensedGraph {
  const { graph, grouping, links } = memory;
  return {
    size: grouping.size,
    targets: group => rowOf(memory, group).targets,
    kinds: group => rowOf(memory, group).kinds,
    count: (from, to) => links[from]?.get(to)?.reduce((sum, each) => sum + each, 0) ?? 0,
    edges: (from, to, mask) => {
      memory.members ??= membersByGroup(memory);
      const behind: [number, number][] = [];
      for (const file of memory.members[from] ?? []) {
        const own = graph.targets(file);
        const bits = graph.kinds(file);
        for (let i = 0; i < own.length; i++) {
          const target = own[i] as number;
          if (memory.groups[target] === to && countsUnder(bits[i] as number, mask)) behind.push([file, target]);
        }
      }
      // Stable: the sites of one file stay in order.
      return behind.sort(([a], [b]) => compareText(graph.path(a) ?? '', graph.path(b) ?? ''));
    },
  };
}

function membersByGroup({ graph, groups, grouping }: Memory): readonly (readonly number[])[] {
  const members: number[][] = Array.from({ length: grouping.size }, () => []);
  for (let file = 0; file < graph.size; file++) members[groups[file] as number]?.push(file);
  return members;
}
