import type { AuditRow } from '../engine.js';
import { cellCode, inline } from '../format/markdown-text.js';
import {
  type AuditReport,
  headline,
  introductionWords,
  newFirst,
  notesOf,
  type Pair,
  pairsOf,
  standingOf,
  standingWords,
  symbolWords,
} from './audit-report.js';

const mostRows = 200;

/** A page: the pairs of modules in one table, their imports folded below. */
export function markdownAudit(report: AuditReport): string {
  const pairs = newFirst(pairsOf(report.audit));
  let left = mostRows;
  const details = pairs.flatMap(pair => {
    const rows = pair.rows.slice(0, left);
    left -= rows.length;
    return rows.length === 0 ? [] : [detailsOf(pair, rows, report.prefix)];
  });
  const hidden = report.audit.rows.length - (mostRows - left);
  return `${[
    `**Lintel audit.** ${inline(headline(report))}.`,
    ...(pairs.length > 0 ? [tableOf(pairs)] : []),
    ...details,
    ...(hidden > 0 ? [`and ${hidden} more imports: \`--format json\` has them all`] : []),
    `<sub>${notesOf(report).map(inline).join(' ')}</sub>`,
  ].join('\n\n')}\n`;
}

function tableOf(pairs: readonly Pair[]): string {
  return [
    '| From | To | Imports | Assistant named | Not approved |',
    '| --- | --- | ---: | ---: | ---: |',
    ...pairs.map(({ from, to, isNew, rows }) => {
      const { assisted, unapproved } = standingOf(rows);
      return `| ${cellCode(from)} | ${cellCode(to)}${isNew ? ' (new)' : ''} | ${rows.length} | ${assisted} | ${unapproved} |`;
    }),
  ].join('\n');
}

function detailsOf({ from, to }: Pair, rows: readonly AuditRow[], prefix: string): string {
  return [
    `<details><summary>${inline(from)} → ${inline(to)} (${rows.length})</summary>`,
    '',
    '| Import | Names | First commit | Assistant | Standing |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(row =>
      [
        '',
        ` ${cellCode(`${prefix}${row.path}:${row.line}`)} → ${cellCode(row.target)} `,
        ` ${cellCode(symbolWords(row))} `,
        ` ${inline(introductionWords(row))} `,
        ` ${inline(row.assistants.join('; ')) || '–'} `,
        ` ${inline(standingWords(row))} `,
        '',
      ].join('|'),
    ),
    '',
    '</details>',
  ].join('\n');
}
