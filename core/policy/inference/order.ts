import { compareText } from '../../files/paths.js';
import { stronglyConnected } from '../../graph/tarjan.js';

/** A weighted arc between two nodes by name. */
export interface Arc {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/**
 * An order, importers first, in which little weight points backwards: the greedy heuristic of Eades, Lin and Smyth for the
 * feedback arc set, then moves of single nodes while they help. Deterministic: ties go by name.
 */
export function dependencyOrder(nodes: readonly string[], arcs: readonly Arc[]): readonly string[] {
  const out = weights(arcs, arc => [arc.from, arc.to]);
  const into = weights(arcs, arc => [arc.to, arc.from]);
  const left = new Set([...nodes].sort(compareText));
  const first: string[] = [];
  const last: string[] = [];
  const open = (sides: ReadonlyMap<string, number> | undefined) => {
    let sum = 0;
    for (const [other, weight] of sides ?? []) if (left.has(other)) sum += weight;
    return sum;
  };
  const take = (node: string, side: string[]) => {
    left.delete(node);
    side.push(node);
  };
  while (left.size > 0) {
    const sinks = [...left].filter(node => open(out.get(node)) === 0);
    for (const sink of sinks) take(sink, last);
    if (sinks.length > 0) continue;
    const sources = [...left].filter(node => open(into.get(node)) === 0);
    for (const source of sources) take(source, first);
    if (sources.length > 0) continue;
    let best = '';
    let most = Number.NEGATIVE_INFINITY;
    for (const node of left) {
      const lead = open(out.get(node)) - open(into.get(node));
      if (lead > most) [best, most] = [node, lead];
    }
    take(best, first);
  }
  return improved([...first, ...last.reverse()], out);
}

/** Moves each node to where the least weight points backwards, until a round changes nothing. */
function improved(order: string[], out: ReadonlyMap<string, ReadonlyMap<string, number>>): string[] {
  const weight = (from: string, to: string) => out.get(from)?.get(to) ?? 0;
  for (let round = 0; round < 10; round++) {
    let moved = false;
    for (const node of [...order]) {
      const from = order.indexOf(node);
      let best = from;
      let least = 0;
      for (const step of [-1, 1]) {
        let change = 0;
        for (let at = from + step; at >= 0 && at < order.length; at += step) {
          const passed = order[at] ?? '';
          change += step * (weight(node, passed) - weight(passed, node));
          if (change < least) [best, least] = [at, change];
        }
      }
      if (best === from) continue;
      order.splice(from, 1);
      order.splice(best, 0, node);
      moved = true;
    }
    if (!moved) break;
  }
  return order;
}

function weights(
  arcs: readonly Arc[],
  ends: (arc: Arc) => readonly [string, string],
): Map<string, Map<string, number>> {
  const result = new Map<string, Map<string, number>>();
  for (const arc of arcs) {
    const [from, to] = ends(arc);
    const row = result.get(from) ?? new Map<string, number>();
    row.set(to, (row.get(to) ?? 0) + arc.weight);
    result.set(from, row);
  }
  return result;
}

/** The nodes that lie in a cycle with others, each with the number of its knot. */
export function tangles(
  nodes: readonly string[],
  successors: (node: string) => readonly string[],
): ReadonlyMap<string, number> {
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const knots = stronglyConnected(nodes.length, i =>
    successors(nodes[i]!).flatMap(successor => numbers.get(successor) ?? []),
  );
  const result = new Map<string, number>();
  for (const [knot, members] of knots.entries()) {
    if (members.length > 1) for (const member of members) result.set(nodes[member]!, knot);
  }
  return result;
}
