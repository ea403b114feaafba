import type { Diagram } from './diagram.js';
import { groupsOf } from './groups.js';

/** Graphviz: layers (or modules, for files) as clusters, type-only dependencies dashed, violations red. */
export function formatDot(diagram: Diagram): string {
  const lines = ['digraph lintel {', '  rankdir=TB;', '  node [shape=box, fontname="sans-serif"];'];
  groupsOf(diagram).forEach(([group, ids], i) => {
    const nodes = ids.map(id => `${quoted(id)};`);
    if (group === undefined) lines.push(...nodes.map(node => `  ${node}`));
    else
      lines.push(
        `  subgraph cluster_${i} {`,
        `    label=${quoted(group)};`,
        ...nodes.map(node => `    ${node}`),
        '  }',
      );
  });
  for (const { from, to, count, typeOnly, violations } of diagram.edges) {
    const attributes = [
      `label="${count}"`,
      ...(typeOnly ? ['style=dashed'] : []),
      ...(violations > 0 ? ['color=red', 'fontcolor=red'] : []),
    ];
    lines.push(`  ${quoted(from)} -> ${quoted(to)} [${attributes.join(', ')}];`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\s+/g, ' ')}"`;
}
