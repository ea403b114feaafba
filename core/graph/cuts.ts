import type { Component } from './components.js';
import { cyclicOrder } from './feedback-order.js';
import { countsUnder } from './kind-mask.js';
import { shortestChain } from './paths.js';
import type { IndexedGraph } from './source-graph.js';
import { createTarjanScratch, type TarjanScratch, tarjan } from './tarjan.js';

/** What giving up all imports from one file to another costs. */
export interface CutCost {
  /** Distinct symbols that travel over the edge; a whole namespace counts as one. */
  readonly symbols: number;
  /** True when every symbol is used as a type alone, so that `import type` is enough. */
  readonly convertible: boolean;
  /** True when the policy forbids the edge anyway. */
  readonly violates: boolean;
}

/** The edge of a cycle to give up first. */
export interface Cut {
  readonly from: number;
  readonly to: number;
  readonly cost: CutCost;
  /** How many members lie on no cycle any more once the edge is gone. */
  readonly freed: number;
}

/** Edges looked at by all trials together: a trial is one pass over the component. A few milliseconds. */
const workLimit = 150_000;
const minimalTrials = 6;

/** Components with more edges have only the likeliest priced: looking at what travels over thousands would outlast any edit. */
const allPriced = 256;
const likeliest = 64;

/** What was tried in cycles of one shape. */
interface Trials {
  /** For each member how many members it imports, and which. */
  readonly shape: Int32Array;
  /** By number of the edge: how many members it frees. */
  readonly freed: Map<number, number>;
}

/** What was tried in the cycles of a graph, from one edit to the next: few edits change the shape of a tangle. Holds memory. */
export type TrialMemory = Map<string, Trials>;

/** More cycles than this are not remembered. */
const mostRemembered = 500;

/**
 * The edge to cut first, in this order: one that is a violation already; one that frees a member at all; one that
 * `import type` replaces; the most members freed per symbol given up, so that a ring is cut where the fewest symbols
 * travel and a tangle where it comes apart; the fewest symbols; the paths. Which members an edge frees is tried out. In a
 * component too large to try every edge, the cheap ones go first that point backwards in a near-acyclic order of it (see
 * `cyclicOrder`), since some of those must go; in one with thousands of edges only those with the least `weightOf` among
 * them are priced at all. `undefined` for a component without edges under the mask.
 */
export function cheapestCut(
  graph: IndexedGraph,
  component: Component,
  mask: number,
  costOf: (from: number, to: number) => CutCost,
  weightOf: (from: number, to: number) => number = () => 1,
  memory: TrialMemory = new Map(),
): Cut | undefined {
  const inner = innerGraph(graph, component, mask);
  const fileAt = (position: number): number => component.files[position] as number;
  const edges = worthPricing(inner, ({ from, to }) => weightOf(fileAt(from), fileAt(to))).map(
    (edge): Candidate => ({ ...edge, cost: costOf(fileAt(edge.from), fileAt(edge.to)) }),
  );
  const freedBy = trialsIn(inner, `${mask} ${component.paths.length} ${component.paths[0]}`, memory);
  let best: Tried | undefined;
  for (const edge of worthTrying(inner, edges)) {
    const tried = { ...edge, freed: freedBy(edge) };
    if (!best || compareTried(tried, best) < 0) best = tried;
  }
  if (!best) return undefined;
  const { from, to, cost, freed } = best;
  return { from: component.files[from] as number, to: component.files[to] as number, cost, freed };
}

/**
 * The shortest cycle that uses the edge `from` → `to`, within the component: file numbers from `from` on, each once. A file
 * that imports itself gives itself alone; `undefined` when the edge lies on no cycle.
 */
export function shortestCycleThrough(
  graph: IndexedGraph,
  component: Component,
  mask: number,
  from: number,
  to: number,
): readonly number[] | undefined {
  if (from === to) return [from];
  const inside = new Set(component.files);
  const isExcluded = (file: number): boolean => !inside.has(file);
  const back = shortestChain(graph, { from: [to], isTarget: file => file === from, mask, isExcluded });
  return back && [from, ...back.slice(0, -1)];
}

/** An edge by positions in the component, whose order is that of the paths. */
interface InnerEdge {
  readonly from: number;
  readonly to: number;
}

interface Candidate extends InnerEdge {
  readonly cost: CutCost;
}

type InnerGraph = readonly (readonly number[])[];

/** The edges between members, by position, ascending, each once. */
function innerGraph(graph: IndexedGraph, component: Component, mask: number): InnerGraph {
  const positions = new Map(component.files.map((file, position) => [file, position]));
  return component.files.map(file => {
    const targets = graph.targets(file);
    const kinds = graph.kinds(file);
    const inner = new Set<number>();
    for (let i = 0; i < targets.length; i++) {
      const position = positions.get(targets[i] as number);
      if (position !== undefined && countsUnder(kinds[i] as number, mask)) inner.add(position);
    }
    return [...inner].sort((a, b) => a - b);
  });
}

type Tried = Candidate & { readonly freed: number };

/** Negative where `a` is the better cut; 0 leaves the choice to the order of paths. */
function compareTried(a: Tried, b: Tried): number {
  return (
    Number(b.cost.violates) - Number(a.cost.violates) ||
    Number(b.freed > 0) - Number(a.freed > 0) ||
    Number(b.cost.convertible) - Number(a.cost.convertible) ||
    b.freed * priceOf(a.cost) - a.freed * priceOf(b.cost) ||
    a.cost.symbols - b.cost.symbols
  );
}

/** A side-effect import names nothing and is still something to give up. */
function priceOf(cost: CutCost): number {
  return Math.max(1, cost.symbols);
}

/** All edges in the order of paths, or those of a large component that point backwards and have the least weight. */
function worthPricing(inner: InnerGraph, weightOf: (edge: InnerEdge) => number): readonly InnerEdge[] {
  const edges = inner.flatMap((targets, from) => targets.map(to => ({ from, to })));
  if (edges.length <= allPriced) return edges;
  const place = cyclicOrder(inner);
  const backward = edges.filter(({ from, to }) => (place[from] as number) >= (place[to] as number));
  const weighed = backward.map(edge => ({ edge, weight: weightOf(edge) }));
  return weighed
    .sort((a, b) => a.weight - b.weight)
    .slice(0, likeliest)
    .map(({ edge }) => edge);
}

/** All edges in the order of paths, or the most promising ones as far as the work limit goes. */
function worthTrying(inner: InnerGraph, edges: readonly Candidate[]): readonly Candidate[] {
  const trials = Math.max(minimalTrials, Math.floor(workLimit / (inner.length + edges.length)));
  if (edges.length <= trials) return edges;
  const place = cyclicOrder(inner);
  const isForward = ({ from, to }: Candidate): boolean => (place[from] as number) < (place[to] as number);
  const promising = [...edges].sort(
    (a, b) =>
      Number(b.cost.violates) - Number(a.cost.violates) ||
      Number(b.cost.convertible) - Number(a.cost.convertible) ||
      Number(isForward(a)) - Number(isForward(b)) ||
      a.cost.symbols - b.cost.symbols,
  );
  return promising.slice(0, trials);
}

/** How many members an edge frees: tried out once for a shape. */
function trialsIn(inner: InnerGraph, key: string, memory: TrialMemory): (edge: Candidate) => number {
  const shape = Int32Array.from(inner.flatMap(targets => [targets.length, ...targets]));
  let trials = memory.get(key);
  if (!trials || !isSame(trials.shape, shape)) {
    trials = { shape, freed: new Map() };
    if (memory.size >= mostRemembered) memory.clear();
    memory.set(key, trials);
  }
  const { freed } = trials;
  let scratch: TarjanScratch | undefined;
  return edge => {
    const number = edge.from * inner.length + edge.to;
    let known = freed.get(number);
    if (known === undefined) {
      scratch ??= createTarjanScratch();
      known = inner.length - cyclicWithout(inner, edge, scratch);
      freed.set(number, known);
    }
    return known;
  };
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

const everyEdge = (): boolean => true;

/** How many members still lie on a cycle without the edge. */
function cyclicWithout(inner: InnerGraph, cut: Candidate, scratch: TarjanScratch): number {
  const targetsOf = (node: number): readonly number[] => inner[node] as readonly number[];
  const left = targetsOf(cut.from).filter(to => to !== cut.to);
  const targets = (node: number): readonly number[] => (node === cut.from ? left : targetsOf(node));
  let cyclic = 0;
  tarjan({ size: inner.length, targets }, inner.keys(), everyEdge, scratch, members => {
    cyclic += members.length;
  });
  return cyclic;
}
