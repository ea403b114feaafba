import type { Snapshot } from '../engine.js';
import { targetId } from './file-graph.js';
import type { ModuleGraph } from './module-graph.js';
import { violationsOf } from './violations.js';

/** What diagrams and matrices draw: production dependencies, one line per pair. */
export interface Diagram {
  readonly nodes: readonly { readonly id: string; readonly group?: string }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly count: number;
    /** Only types travel: erased when the program runs. */
    readonly typeOnly: boolean;
    readonly violations: number;
  }[];
}

export function moduleDiagram({ nodes, edges }: ModuleGraph): Diagram {
  return {
    nodes: nodes.map(({ id, layers }) => ({ id, ...(layers[0] === undefined ? {} : { group: layers[0] }) })),
    edges: edges
      .filter(edge => edge.contexts.production > 0)
      .map(({ from, to, contexts, kinds, violations }) => ({
        from,
        to,
        count: contexts.production,
        typeOnly: kinds.eager + kinds.deferred + kinds.resource === 0,
        violations,
      })),
  };
}

/** Source files and what they import of each other; packages are left out. */
export function fileDiagram(snapshot: Snapshot): Diagram {
  const { graph, policy } = snapshot;
  const violations = violationsOf(snapshot);
  const pairs = new Map<string, { from: string; to: string; count: number; typeOnly: boolean; violations: number }>();
  for (const from of graph.files) {
    const imports = graph.facts(from)?.imports ?? [];
    for (const edge of graph.edges(from)) {
      const to = targetId(edge);
      if (edge.context !== 'production' || from === to || !graph.has(to)) continue;
      const pair = pairs.get(`${from}\0${to}`) ?? { from, to, count: 0, typeOnly: true, violations: 0 };
      pairs.set(`${from}\0${to}`, pair);
      pair.count++;
      pair.typeOnly &&= edge.kind === 'type';
      const fact = imports[edge.import];
      if (fact && violations.at(from, fact.span, fact.statement).length > 0) pair.violations++;
    }
  }
  const nodes = graph.files.map(id => {
    const group = policy.moduleOf(id)?.id;
    return { id, ...(group === undefined ? {} : { group }) };
  });
  return { nodes, edges: [...pairs.values()] };
}
