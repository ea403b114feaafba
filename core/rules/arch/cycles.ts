import type { Component } from '../../graph/components.js';
import { createCycleFinder } from '../../graph/components.js';
import { type CutCost, cheapestCut, shortestCycleThrough, type TrialMemory } from '../../graph/cuts.js';
import type { Kind } from '../../graph/edge.js';
import { kindBit } from '../../graph/source-graph.js';
import type { CycleRule } from '../../policy/policy.js';
import type { WorkspaceContext } from '../rule.js';
import { type FileLink, type ScopeGraph, scopeGraph } from './cycle-scopes.js';
import { maskOf } from './kinds.js';

export interface FoundCycle {
  readonly scope: CycleRule['scope'];
  /** The weakest kind that the cycle needs: `eager` closes on loading, `type` only for the checker. */
  readonly kind: Kind;
  readonly severity: CycleRule['severity'];
  /** Paths, module ids or package names, sorted. */
  readonly members: readonly string[];
  readonly cutFrom: string;
  readonly cutTo: string;
  readonly cost: CutCost;
  /** All imports behind the suggested cut, in the order of paths and sites. */
  readonly cut: readonly FileLink[];
  /** Distinct names that travel over the cut. */
  readonly names: readonly string[];
  /** A shortest cycle through the cut: an import for each step, the cut first, and the members passed. */
  readonly way: readonly FileLink[];
  readonly wayNames: readonly string[];
}

const strength: readonly Kind[] = ['eager', 'deferred', 'type', 'resource'];

/**
 * The cycles that `cycles[]` asks for. A rule for some kinds also follows stronger ones (a deferred cycle is closed by
 * one deferred import among eager ones) and leaves out what a cycle of stronger kinds alone has told already.
 */
export function* findCycles(context: WorkspaceContext): Generator<FoundCycle> {
  const told = new Set<string>();
  const look = scopesOf(context);
  for (const rule of context.policy.cycles) {
    const mask = widened(rule.kinds);
    const key = `${rule.scope} ${mask}`;
    if (rule.severity === 'off' || told.has(key)) continue;
    told.add(key);
    const { graph, components, groups } = look(rule.scope);
    const narrower = components(mask).length === 0 ? [] : narrowerMasks(context, rule, mask).map(groups);
    for (const component of components(mask)) {
      if (narrower.some(known => isOneGroup(known, component))) continue;
      const found = cycleOf(rule, kindNeeded(component, mask, groups), graph, component, mask, narrower);
      if (found !== undefined) yield found;
    }
  }
}

/** Remembers the cycles of files between runs: an edit rarely makes or breaks one. */
const finder = createCycleFinder();
const trials: Readonly<Record<CycleRule['scope'], TrialMemory>> = {
  file: new Map(),
  module: new Map(),
  package: new Map(),
};

interface Scope {
  readonly graph: ScopeGraph;
  components(mask: number): readonly Component[];
  /** Which nodes lie in one cycle. */
  groups(mask: number): Groups;
}

/** The graphs of this check and what was found in them, each worked out once. */
function scopesOf(context: WorkspaceContext): (scope: CycleRule['scope']) => Scope {
  return memoized((scope: CycleRule['scope']) => {
    const graph = scopeGraph(context, scope);
    const components = memoized((mask: number): readonly Component[] => {
      if (mask === 0) return [];
      return scope === 'file' ? finder.latest(graph.graph, mask).list : finder.components(graph.graph, mask).list;
    });
    const groups = memoized(
      (mask: number): Groups =>
        new Map(components(mask).flatMap(({ files }, group) => files.map(file => [file, group] as const))),
    );
    return { graph, components, groups };
  });
}

function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return key => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** The kinds and all stronger ones: resources are no stronger than anything but themselves. */
function widened(kinds: readonly Kind[]): number {
  const weakest = Math.max(-1, ...kinds.filter(kind => kind !== 'resource').map(kind => strength.indexOf(kind)));
  return maskOf(kinds) | maskOf(strength.slice(0, weakest + 1));
}

/** Masks under which a component is told by another rule, or needs none of the kinds that this rule is about. */
function narrowerMasks({ policy }: WorkspaceContext, rule: CycleRule, mask: number): readonly number[] {
  const masks = new Set([mask & ~maskOf(rule.kinds)]);
  for (const other of policy.cycles) {
    const its = widened(other.kinds);
    if (other.scope === rule.scope && other.severity !== 'off' && its !== mask && (its & mask) === its) masks.add(its);
  }
  return [...masks];
}

type Groups = ReadonlyMap<number, number>;

/** True when the same members already form one cycle. */
function isOneGroup(groups: Groups, { files }: Component): boolean {
  const group = groups.get(files[0] ?? -1);
  return group !== undefined && files.every(file => groups.get(file) === group);
}

function cycleOf(
  rule: CycleRule,
  kind: Kind,
  scope: ScopeGraph,
  component: Component,
  mask: number,
  narrower: readonly Groups[],
): FoundCycle | undefined {
  const cut = cheapestCut(
    scope.graph,
    component,
    mask,
    (from, to) => {
      const cost = scope.costOf(from, to, mask);
      // An edge inside a cycle that is told by itself would be cut there; this cycle needs one of the edges between.
      const isToldElsewhere = narrower.some(groups => groups.has(from) && groups.get(from) === groups.get(to));
      return isToldElsewhere ? { symbols: cost.symbols + costly, convertible: false, violates: false } : cost;
    },
    scope.weightOf,
    trials[rule.scope],
  );
  if (cut === undefined) return undefined;
  const around = shortestCycleThrough(scope.graph, component, mask, cut.from, cut.to) ?? [cut.from, cut.to];
  const way = around.flatMap((from, i) => scope.links(from, around[(i + 1) % around.length]!, mask).slice(0, 1));
  const links = scope.links(cut.from, cut.to, mask);
  return {
    scope: rule.scope,
    kind,
    severity: rule.severity,
    members: component.paths,
    cutFrom: scope.graph.path(cut.from) ?? '',
    cutTo: scope.graph.path(cut.to) ?? '',
    cost: scope.costOf(cut.from, cut.to, mask),
    cut: links,
    names: [...new Set(links.flatMap(({ edge }) => edge.symbols.map(({ name }) => name)))],
    way,
    wayNames: around.map(number => scope.graph.path(number) ?? ''),
  };
}

const costly = 1_000_000;

/** The first kind, from the strongest on, with which the members already form one cycle. */
function kindNeeded(component: Component, mask: number, groupsUnder: (mask: number) => Groups): Kind {
  let tried = 0;
  for (const kind of strength) {
    if ((mask & kindBit[kind]) === 0) continue;
    tried |= kindBit[kind];
    if (tried === mask || isOneGroup(groupsUnder(tried), component)) return kind;
  }
  return 'eager';
}
