import type { Edge } from '../../graph/edge.js';

/** True when two edge lists mean the same to everything that reads them: sites, targets, kinds, contexts and symbols. */
export function sameEdges(a: readonly Edge[], b: readonly Edge[]): boolean {
  return a === b || (a.length === b.length && a.every((edge, i) => sameEdge(edge, b[i]!)));
}

function sameEdge(a: Edge, b: Edge): boolean {
  return (
    a.import === b.import &&
    a.kind === b.kind &&
    a.context === b.context &&
    sameTarget(a, b) &&
    a.symbols.length === b.symbols.length &&
    a.symbols.every((symbol, i) => {
      const other = b.symbols[i]!;
      return symbol.name === other.name && symbol.local === other.local && symbol.kind === other.kind;
    })
  );
}

function sameTarget({ target: a }: Edge, { target: b }: Edge): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
