import type { Diagram } from './diagram.js';
import { topToBottom } from './order.js';

/**
 * A dependency structure matrix: how often the row imports from the column. Rows run from dependents to foundations, so
 * that every number below the diagonal points backwards; `!` marks numbers with violations.
 */
export function formatDsm({ nodes, edges }: Diagram): string {
  const ids = topToBottom(
    nodes.map(node => node.id),
    edges,
  );
  const cells = new Map(
    edges.map(edge => [`${edge.from}\0${edge.to}`, `${edge.count}${edge.violations > 0 ? '!' : ''}`]),
  );
  const rows = ids.map((row, i) => ids.map((column, j) => (i === j ? '·' : (cells.get(`${row}\0${column}`) ?? ''))));
  const nameWidth = Math.max(0, ...ids.map(id => id.length));
  const numberWidth = String(ids.length).length;
  const widths = ids.map((_, j) => Math.max(String(j + 1).length, ...rows.map(row => (row[j] ?? '').length)));
  const line = (head: string, values: readonly string[]) =>
    `${head}  ${values.map((value, j) => value.padStart(widths[j] ?? 0)).join('  ')}`.trimEnd();
  const header = line(
    ' '.repeat(numberWidth + 1 + nameWidth),
    ids.map((_, j) => String(j + 1)),
  );
  const body = rows.map((row, i) =>
    line(`${String(i + 1).padStart(numberWidth)} ${(ids[i] ?? '').padEnd(nameWidth)}`, row),
  );
  const caption = 'Rows import from columns; numbers below the diagonal point backwards.';
  return `${[header, ...body, '', caption].join('\n')}\n`;
}
