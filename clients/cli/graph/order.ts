import type { ModuleEdge } from './module-graph.js';

/**
 * An order in which as few dependencies as possible point backwards: the greedy feedback arc heuristic of Eades, Lin and
 * Smyth (1993). Nobody's dependents first, foundations last; ties by name, so that the same graph gives the same order.
 */
export function topToBottom(
  ids: readonly string[],
  edges: readonly Pick<ModuleEdge, 'from' | 'to' | 'count'>[],
): string[] {
  const left = new Set([...ids].sort());
  const out = new Map<string, Map<string, number>>();
  const into = new Map<string, Map<string, number>>();
  for (const id of left) {
    out.set(id, new Map());
    into.set(id, new Map());
  }
  for (const { from, to, count } of edges) {
    if (from === to || !left.has(from) || !left.has(to)) continue;
    out.get(from)?.set(to, count);
    into.get(to)?.set(from, count);
  }
  const top: string[] = [];
  const bottom: string[] = [];
  const weight = (links: Map<string, number> | undefined) =>
    [...(links ?? [])].reduce((sum, [id, count]) => (left.has(id) ? sum + count : sum), 0);
  while (left.size > 0) {
    const ranked = [...left].map(id => ({ id, out: weight(out.get(id)), into: weight(into.get(id)) }));
    const source = ranked.find(node => node.into === 0);
    const sink = ranked.findLast(node => node.out === 0);
    const next =
      source ?? sink ?? ranked.reduce((best, node) => (node.out - node.into > best.out - best.into ? node : best));
    left.delete(next.id);
    if (source === undefined && sink !== undefined) bottom.unshift(next.id);
    else top.push(next.id);
  }
  return [...top, ...bottom];
}
