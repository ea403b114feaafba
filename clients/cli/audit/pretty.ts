import type { Palette } from '../color.js';
import type { AuditRow } from '../engine.js';
import { printable } from '../format/characters.js';
import {
  type AuditReport,
  headline,
  introductionWords,
  notesOf,
  pairsOf,
  standingWords,
  symbolWords,
} from './audit-report.js';

/** For people: pairs of modules with their imports, then what was compared. */
export function prettyAudit(report: AuditReport, palette: Palette, quiet: boolean): string {
  const pairs = pairsOf(report.audit).map(({ from, to, rows }) =>
    [
      `${palette.bold(printable(`${from} → ${to}`))} ${palette.dim(`(${rows.length})`)}`,
      ...rows.flatMap(row => rowLines(row, report.prefix, palette)),
    ].join('\n'),
  );
  const notes = quiet ? [] : notesOf(report).map(note => palette.dim(printable(note)));
  return `${[...pairs, [printable(headline(report)), ...notes].join('\n')].join('\n\n')}\n`;
}

function rowLines(row: AuditRow, prefix: string, palette: Palette): readonly string[] {
  const extra = [row.kind, ...(row.context === 'production' ? [] : [row.context])].join(', ');
  const standing = standingWords(row);
  return [
    `  ${printable(`${prefix}${row.path}:${row.line} imports ${symbolWords(row)} from ${row.target}`)} ${palette.dim(`(${extra})`)}`,
    `    ${printable(introductionWords(row))}`,
    ...row.assistants.map(assistant => `    ${palette.cyan(printable(assistant))}`),
    `    ${row.standing.isApproved ? palette.green(standing) : palette.yellow(printable(standing))}`,
  ];
}
