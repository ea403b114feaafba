import type { Component } from './components.js';
import { cyclicOrder } from './feedback-order.js';
import { countsUnder } from './kind-mask.js';
import { shortestChain } from './paths.js';
import type { IndexedGraph } from './source-graph.js';
import { createTarjanScratch, tarjan } from './tarjan.js';

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

/** Edges whose effect is tried out, at most: each trial is one pass over the component. */
const maximalTrials = 48;

/**
 * The cheapest edge to cut. In this order: an edge that is a violation already, one that `import type` replaces, the
 * fewest symbols, the most members freed, the paths. How many members an edge frees is tried out for the cheapest group
 * alone; where that group is large, edges that point backwards in a near-acyclic order of the component (Eades, Lin and
 * Smyth 1993) come first, since some of them must go. O(trials × edges of the component); `undefined` for a component
 * without edges under the mask.
 */
export function cheapestCut(
  graph: IndexedGraph,
  component: Component,
  mask: number,
  costOf: (from: number, to: number) => CutCost,
): Cut | undefined {
  const inner = innerGraph(graph, component, mask);
  const edges: Candidate[] = [];
  for (const [from, targets] of inner.entries()) {
    for (const to of targets) {
      edges.push({ from, to, cost: costOf(component.files[from] as number, component.files[to] as number) });
    }
  }
  const cheapest = edges.reduce<Candidate | undefined>(
    (best, edge) => (best && compareCost(best.cost, edge.cost) <= 0 ? best : edge),
    undefined,
  );
  if (!cheapest) return undefined;
  let best: (Candidate & { readonly freed: number }) | undefined;
  for (const edge of shortList(inner, edges, cheapest.cost)) {
    const freed = inner.length - cyclicWithout(inner, edge);
    if (!best || freed > best.freed) best = { ...edge, freed };
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
interface Candidate {
  readonly from: number;
  readonly to: number;
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

function compareCost(a: CutCost, b: CutCost): number {
  return (
    Number(b.violates) - Number(a.violates) || Number(b.convertible) - Number(a.convertible) || a.symbols - b.symbols
  );
}

/** The edges as cheap as the cheapest, backward ones first where there are too many to try; in the order of paths. */
function shortList(inner: InnerGraph, edges: readonly Candidate[], cost: CutCost): readonly Candidate[] {
  const group = edges.filter(edge => compareCost(edge.cost, cost) === 0);
  if (group.length <= maximalTrials) return group;
  const place = cyclicOrder(inner);
  const backward = group.filter(edge => (place[edge.from] as number) >= (place[edge.to] as number));
  const forward = group.filter(edge => (place[edge.from] as number) < (place[edge.to] as number));
  return [...backward, ...forward].slice(0, maximalTrials);
}

/** How many members still lie on a cycle without the edge. */
function cyclicWithout(inner: InnerGraph, cut: Candidate): number {
  const targets = (node: number): readonly number[] =>
    node === cut.from
      ? (inner[node] as readonly number[]).filter(to => to !== cut.to)
      : (inner[node] as readonly number[]);
  let cyclic = 0;
  tarjan(
    { size: inner.length, targets },
    inner.keys(),
    () => true,
    createTarjanScratch(),
    members => {
      cyclic += members.length;
    },
  );
  return cyclic;
}
