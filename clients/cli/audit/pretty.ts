import type { Palette } from '../color.js';
import type { AuditRow } from '../engine.js';
import { printable } from '../format/characters.js';
import { groupBy } from '../format/context.js';
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

/** From so many pairs on the end says them once more, in short: of a long list that is what is on the screen. */
const manyPairs = 3;

/** For people: pairs of modules with the commits that brought their imports, then all pairs in short and what was compared. */
export function prettyAudit(report: AuditReport, palette: Palette, quiet: boolean): string {
  const pairs = newFirst(pairsOf(report.audit));
  const blocks = pairs.map(({ from, to, isNew, rows }) =>
    [
      `${palette.bold(printable(`${from} → ${to}`))} ${palette.dim(`(${rows.length})`)}${isNew ? palette.yellow(' new pair of modules') : ''}`,
      ...[...groupBy(rows, introductionWords)].flatMap(([commit, of]) =>
        commitLines(commit, of, report.prefix, palette),
      ),
    ].join('\n'),
  );
  const overview = pairs.length >= manyPairs ? [pairs.map(inShort).join('\n')] : [];
  const notes = quiet ? [] : notesOf(report).map(note => palette.dim(printable(note)));
  return `${[...blocks, ...overview, [printable(headline(report)), ...notes].join('\n')].join('\n\n')}\n`;
}

function inShort({ from, to, isNew, rows }: Pair): string {
  const { assisted, unapproved } = standingOf(rows);
  const more = [
    ...(isNew ? ['new pair'] : []),
    ...(assisted > 0 ? [`${assisted} with an assistant`] : []),
    ...(unapproved > 0 ? [`${unapproved} not approved`] : []),
  ];
  return printable(
    `${String(rows.length).padStart(5)}  ${from} → ${to}${more.length > 0 ? ` (${more.join(', ')})` : ''}`,
  );
}

/** A commit with what it brought. */
function commitLines(commit: string, rows: readonly AuditRow[], prefix: string, palette: Palette): readonly string[] {
  const assistants = new Set(rows.flatMap(row => row.assistants));
  return [
    `  ${printable(commit)}`,
    ...[...assistants].map(assistant => `  ${palette.cyan(printable(assistant))}`),
    ...rows.map(row => rowLine(row, prefix, palette)),
  ];
}

function rowLine(row: AuditRow, prefix: string, palette: Palette): string {
  const { standing, kind, context } = row;
  const extra = [kind, ...(context === 'production' ? [] : [context])].join(', ');
  const words = printable(standingWords(row));
  const said =
    standing.by === 'no-policy' ? '' : ` ${standing.isApproved ? palette.green(words) : palette.yellow(words)}`;
  return `    ${printable(`${prefix}${row.path}:${row.line} imports ${symbolWords(row)} from ${row.target}`)} ${palette.dim(`(${extra})`)}${said}`;
}
