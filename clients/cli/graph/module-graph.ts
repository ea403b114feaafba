import type { Context, Kind, Snapshot } from '../engine.js';
import { targetId } from './file-graph.js';
import { type Grouping, groupingOf } from './grouping.js';
import { violationsOf } from './violations.js';

export interface ModuleNode {
  readonly id: string;
  /** Source files in it. */
  readonly files: number;
  /** Layer by layer set, as `set:layer`. */
  readonly layers: readonly string[];
}

/** All import sites from one module to another. */
export interface ModuleEdge {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly contexts: Readonly<Record<Context, number>>;
  /** How many of these sites have findings. */
  readonly violations: number;
}

export interface ModuleGraph {
  readonly nodes: readonly ModuleNode[];
  readonly edges: readonly ModuleEdge[];
}

/** The file graph folded by module: edges within a module, to packages and to nowhere are left out. */
export function moduleGraphOf(snapshot: Snapshot): ModuleGraph {
  const group = groupingOf(snapshot);
  return { nodes: moduleNodes(snapshot, group), edges: moduleEdges(snapshot, group) };
}

function moduleNodes({ policy, graph }: Snapshot, group: Grouping): ModuleNode[] {
  const files = new Map<string, number>(policy.modules.map(module => [module.id, 0]));
  for (const path of graph.files) files.set(group(path), (files.get(group(path)) ?? 0) + 1);
  return [...files]
    .map(([id, count]) => ({
      id,
      files: count,
      layers: [...(policy.module(id)?.layers ?? [])].map(([set, layer]) => `${set}:${layer}`).sort(),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface Tally {
  readonly from: string;
  readonly to: string;
  count: number;
  readonly kinds: Record<Kind, number>;
  readonly contexts: Record<Context, number>;
  violations: number;
}

function moduleEdges(snapshot: Snapshot, group: Grouping): ModuleEdge[] {
  const { graph } = snapshot;
  const violations = violationsOf(snapshot);
  const tallies = new Map<string, Tally>();
  for (const path of graph.files) {
    const from = group(path);
    for (const edge of graph.edges(path)) {
      const target = targetId(edge);
      if (target === 'unknown' || target.startsWith('external:')) continue;
      const to = group(target);
      if (from === to) continue;
      const tally = tallies.get(`${from}\0${to}`) ?? emptyTally(from, to);
      tallies.set(`${from}\0${to}`, tally);
      tally.count++;
      tally.kinds[edge.kind]++;
      tally.contexts[edge.context]++;
      const fact = graph.facts(path)?.imports[edge.import];
      if (fact && violations.at(path, fact.span, fact.statement).length > 0) tally.violations++;
    }
  }
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
}

function emptyTally(from: string, to: string): Tally {
  return {
    from,
    to,
    count: 0,
    kinds: { eager: 0, deferred: 0, type: 0, resource: 0 },
    contexts: { production: 0, test: 0, mock: 0 },
    violations: 0,
  };
}
