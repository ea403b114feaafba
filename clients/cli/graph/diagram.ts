import type { FileGraph } from './file-graph.js';
import type { ModuleGraph } from './module-graph.js';

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
export function fileDiagram({ nodes, edges }: FileGraph): Diagram {
  const files = nodes.filter(node => node.kind === 'file');
  const known = new Set(files.map(node => node.id));
  const pairs = new Map<string, { from: string; to: string; count: number; typeOnly: boolean; violations: number }>();
  for (const { from, to, kind, context } of edges) {
    if (context !== 'production' || from === to || !known.has(to)) continue;
    const pair = pairs.get(`${from}\0${to}`);
    if (pair) {
      pair.count++;
      pair.typeOnly &&= kind === 'type';
    } else pairs.set(`${from}\0${to}`, { from, to, count: 1, typeOnly: kind === 'type', violations: 0 });
  }
  return {
    nodes: files.map(({ id, module }) => ({ id, ...(module === undefined ? {} : { group: module }) })),
    edges: [...pairs.values()],
  };
}
