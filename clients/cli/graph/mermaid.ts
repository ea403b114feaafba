import type { Diagram } from './diagram.js';
import { groupsOf } from './groups.js';

/** A Mermaid flowchart: layers (or modules, for files) as subgraphs, type-only dependencies dotted, violations red. */
export function formatMermaid(diagram: Diagram): string {
  const names = new Map(diagram.nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = ['flowchart TD'];
  groupsOf(diagram).forEach(([group, ids], i) => {
    const nodes = ids.map(id => `${names.get(id)}["${escaped(id)}"]`);
    if (group === undefined) lines.push(...nodes.map(node => `  ${node}`));
    else lines.push(`  subgraph g${i}["${escaped(group)}"]`, ...nodes.map(node => `    ${node}`), '  end');
  });
  const red: number[] = [];
  diagram.edges.forEach(({ from, to, count, typeOnly, violations }, i) => {
    lines.push(`  ${names.get(from)} ${typeOnly ? '-.->' : '-->'}|${count}| ${names.get(to)}`);
    if (violations > 0) red.push(i);
  });
  if (red.length > 0) lines.push(`  linkStyle ${red.join(',')} stroke:#d33,color:#d33`);
  return `${lines.join('\n')}\n`;
}

/** Mermaid reads entities in quoted labels; `#` starts one. */
function escaped(text: string): string {
  return text.replace(/[#"<>&`]/g, character => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');
}
