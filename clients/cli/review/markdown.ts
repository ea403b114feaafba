import type { JudgedWidening, NewDependency } from '../engine.js';
import { groupBy } from '../format/context.js';
import { cellCode, inline } from '../format/markdown-text.js';
import {
  approvalWords,
  byHarm,
  comparedWords,
  countsOf,
  dependencyWords,
  ownerWords,
  type ReviewReport,
} from './review-report.js';

const mostRows = 25;
const mostLines = 150;

/** A comment for a pull request: the permissions in a table, the most harmful first, all details folded away. */
export function markdownReview(report: ReviewReport): string {
  const { review } = report;
  const { permissions, dependencies, requested, behaviour } = review;
  const blocks = [
    `**Lintel review.** ${inline(countsOf(review))}.`,
    ...(review.report.status === 'not_checked' ? [`**Not checked:** ${inline(review.report.reason ?? '')}`] : []),
    ...(permissions.widenings.length > 0 ? [wideningTable(byHarm(permissions.widenings), report)] : []),
    ...(permissions.widenings.some(({ legal }) => legal.length > 0)
      ? [legalDetails(permissions.widenings, report.prefix)]
      : []),
    ...(requested.length > 0
      ? [
          [
            'Exceptions asked for:',
            ...requested.map(
              ({ id, rule, from, to, reason }) => `- ${inline(`${id}: ${rule} from ${from} to ${to}: ${reason}`)}`,
            ),
          ].join('\n'),
        ]
      : []),
    ...(dependencies.length > 0 ? [dependencyDetails(dependencies, report.prefix)] : []),
    `<sub>${[
      comparedWords(report),
      ...(permissions.reason === undefined ? [] : [permissions.reason]),
      ...(behaviour.status === 'not_checked' ? [`behaviour not checked: ${behaviour.reason}`] : []),
    ]
      .map(inline)
      .join('; ')}</sub>`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function wideningTable(widenings: readonly JudgedWidening[], report: ReviewReport): string {
  const rows = widenings.slice(0, mostRows).map(widening => {
    const { path, what, legal } = widening;
    const place = cellCode(`${report.prefix}${path}:${report.lineOf(widening)}`);
    return `| ${inline(what)} | ${place} | ${legal.length} | ${inline(ownerWords(widening))} | ${inline(approvalWords(widening))} |`;
  });
  const rest = widenings.length - rows.length;
  return [
    '| Permitted besides | Where | Legal by it | Owner | Approval |',
    '| --- | --- | ---: | --- | --- |',
    ...rows,
    ...(rest > 0 ? [`| and ${rest} more | | | | |`] : []),
  ].join('\n');
}

function legalDetails(widenings: readonly JudgedWidening[], prefix: string): string {
  const all = widenings.flatMap(({ what, legal }) => legal.map(each => ({ what, each })));
  const lines = all
    .slice(0, mostLines)
    .map(
      ({ what, each }) =>
        `- ${cellCode(`${prefix}${each.path}:${each.line}`)} ${inline(`${each.rule}, legal by: ${what}`)}`,
    );
  return folded(`What became legal (${all.length})`, lines, all.length);
}

function dependencyDetails(dependencies: readonly NewDependency[], prefix: string): string {
  const lines = [...groupBy(dependencies, ({ from, to }) => `${from} → ${to}`)].flatMap(([pair, of]) => [
    `- **${inline(pair)}**${of.some(({ isNewPair }) => isNewPair) ? ' (new pair of modules)' : ''}`,
    ...of.map(each => `  - ${inline(dependencyWords(each, prefix))}`),
  ]);
  return folded(`New imports between modules (${dependencies.length})`, lines.slice(0, mostLines), lines.length);
}

function folded(summary: string, lines: readonly string[], total: number): string {
  const rest = total - lines.length;
  const more = rest > 0 ? [`- and ${rest} more lines`] : [];
  return `<details><summary>${summary}</summary>\n\n${[...lines, ...more].join('\n')}\n\n</details>`;
}
