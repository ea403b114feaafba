import { compareText, type FilePath } from '../files/paths.js';
import { countsUnder } from './kind-mask.js';
import type { IndexedGraph } from './source-graph.js';
import { createTarjanScratch, tarjan } from './tarjan.js';

/** A cycle of files: a strongly connected component with more than one member, or a file that imports itself. */
export interface Component {
  /** Sorted. */
  readonly paths: readonly FilePath[];
  /** The numbers of `paths`, in the same order. */
  readonly files: readonly number[];
}

/** The cycles of one graph under one mask: what the next snapshot starts from. Components are sorted by first path. */
export interface Components {
  readonly graph: IndexedGraph;
  readonly mask: number;
  readonly list: readonly Component[];
}

/** Finds cycles; holds working memory, so that repeated runs on large graphs allocate little. Not for concurrent use. */
export interface CycleFinder {
  /** All components under a mask of `kindBit`s. O(files + edges): 50,000 files and 300,000 edges in about 15 ms. */
  components(graph: IndexedGraph, mask: number): Components;
  /**
   * The components after an edit. `changed` must hold every file whose targets, kinds or path differ from
   * `previous.graph`; more does no harm. Answers `previous.list` itself where no edge that counts has changed in effect.
   */
  componentsAfter(previous: Components, graph: IndexedGraph, changed: Iterable<number>): Components;
  /**
   * `components`, by way of the last answer for the mask where the graph can tell what changed since. For graphs that
   * follow each other edit by edit.
   */
  latest(graph: IndexedGraph, mask: number): Components;
}

export function createCycleFinder(): CycleFinder {
  const scratch = createTarjanScratch();

  function find(graph: IndexedGraph, mask: number, roots: Iterable<number>): Component[] {
    const found: Component[] = [];
    const counts = (bits: number): boolean => countsUnder(bits, mask);
    tarjan(graph, roots, counts, scratch, members => found.push(componentOf(graph, members)));
    return found;
  }

  const last = new Map<number, Components>();
  const finder: CycleFinder = {
    components: (graph, mask) => ({ graph, mask, list: find(graph, mask, allFiles(graph.size)).sort(byFirstPath) }),

    latest: (graph, mask) => {
      const previous = last.get(mask);
      const changed = previous && graph.changedSince?.(previous.graph);
      const found = changed ? finder.componentsAfter(previous, graph, changed) : finder.components(graph, mask);
      last.set(mask, found);
      return found;
    },

    componentsAfter: (previous, graph, changed) => {
      const { mask } = previous;
      const changes = effectiveChanges(previous, graph, changed);
      if (changes.broken.size === 0 && changes.added.length === 0) return { graph, mask, list: previous.list };
      const merging = changes.added.filter(([from, to]) => reaches(graph, mask, to, from));
      if (changes.broken.size === 0 && merging.length === 0) return { graph, mask, list: previous.list };
      if (merging.length === 0) {
        // Edges were only lost within components: each falls apart by itself.
        const kept = previous.list.filter(component => !changes.broken.has(component));
        const parts = [...changes.broken].flatMap(({ files }) => find(inducedBy(graph, files), mask, files));
        return { graph, mask, list: [...kept, ...parts].sort(byFirstPath) };
      }
      // What is reachable from a set of files holds every component it touches as a whole.
      const roots = [...[...changes.broken].flatMap(({ files }) => files), ...merging.map(([, to]) => to)];
      const found = find(graph, mask, roots);
      const seen = scratch.order;
      const kept = previous.list.filter(({ files }) => files.every(file => seen[file] === 0));
      return { graph, mask, list: [...kept, ...found].sort(byFirstPath) };
    },
  };
  return finder;
}

interface EffectiveChanges {
  /** Previous components that lost an edge between two members, or a member. */
  readonly broken: ReadonlySet<Component>;
  /** New edges that lie in no unbroken component. */
  readonly added: readonly (readonly [from: number, to: number])[];
}

function effectiveChanges(previous: Components, graph: IndexedGraph, changed: Iterable<number>): EffectiveChanges {
  const componentOf = new Map<number, Component>();
  for (const component of previous.list) for (const file of component.files) componentOf.set(file, component);
  const broken = new Set<Component>();
  const added: (readonly [number, number])[] = [];
  for (const file of new Set(changed)) {
    const own = componentOf.get(file);
    if (own && previous.graph.path(file) !== graph.path(file)) broken.add(own);
    const before = countedTargets(previous.graph, previous.mask, file);
    const after = countedTargets(graph, previous.mask, file);
    for (const target of before) {
      if (own && !after.has(target) && componentOf.get(target) === own) broken.add(own);
    }
    for (const target of after) if (!before.has(target)) added.push([file, target]);
  }
  const matters = added.filter(([from, to]) => {
    const own = componentOf.get(from);
    return !own || own !== componentOf.get(to) || broken.has(own);
  });
  return { broken, added: matters };
}

function countedTargets(graph: IndexedGraph, mask: number, file: number): ReadonlySet<number> {
  const counted = new Set<number>();
  if (file >= graph.size) return counted;
  const targets = graph.targets(file);
  const kinds = graph.kinds(file);
  for (let i = 0; i < targets.length; i++) {
    if (countsUnder(kinds[i] as number, mask)) counted.add(targets[i] as number);
  }
  return counted;
}

/** Depth-first search with an early end. */
function reaches(graph: IndexedGraph, mask: number, from: number, to: number): boolean {
  if (from === to) return true;
  const seen = new Uint8Array(graph.size);
  const pending = [from];
  seen[from] = 1;
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const targets = graph.targets(file);
    const kinds = graph.kinds(file);
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i] as number;
      if (seen[target] === 1 || !countsUnder(kinds[i] as number, mask)) continue;
      if (target === to) return true;
      seen[target] = 1;
      pending.push(target);
    }
  }
  return false;
}

/** The graph with only the edges between the given files. */
function inducedBy(graph: IndexedGraph, files: readonly number[]): IndexedGraph {
  const inside = new Set(files);
  return {
    size: graph.size,
    path: file => graph.path(file),
    targets: file => graph.targets(file),
    kinds: file => {
      const targets = graph.targets(file);
      return graph.kinds(file).map((bits, i) => (inside.has(targets[i] as number) ? bits : 0));
    },
  };
}

function componentOf(graph: IndexedGraph, members: Int32Array): Component {
  const named = Array.from(members, file => ({ file, path: graph.path(file) ?? '' }));
  named.sort((a, b) => compareText(a.path, b.path));
  return { paths: named.map(each => each.path), files: named.map(each => each.file) };
}

function byFirstPath(a: Component, b: Component): number {
  return compareText(a.paths[0] as string, b.paths[0] as string);
}

function* allFiles(size: number): Iterable<number> {
  for (let file = 0; file < size; file++) yield file;
}
