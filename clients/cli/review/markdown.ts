import type { ChangedFunction, JudgedWidening, NewDependency } from '../engine.js';
import { groupBy } from '../format/context.js';
import { cellCode, inline } from '../format/markdown-text.js';
import {
  alike,
  approvalWords,
  byHarm,
  byUrgency,
  callersInShort,
  callerWords,
  comparedWords,
  countsOf,
  couplings,
  dependencyWords,
  knownPairs,
  likewise,
  ownerWords,
  type ReviewReport,
  saysOf,
} from './review-report.js';

const mostRows = 25;
const mostLines = 150;

/** A comment for a pull request: functions that harm callers and permissions in tables, the most harmful first, all else folded away. */
export function markdownReview(report: ReviewReport): string {
  const { review } = report;
  const { permissions, dependencies, requested, behaviour } = review;
  const { urgent, others } = byUrgency(behaviour.status === 'checked' ? behaviour.functions : []);
  const blocks = [
    `**Lintel review.** ${inline(countsOf(review))}.`,
    ...(review.report.status === 'not_checked' ? [`**Not checked:** ${inline(review.report.reason ?? '')}`] : []),
    ...behaviourBlocks(urgent, report.prefix),
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
    ...(others.length > 0 ? [othersDetails(others, report.prefix)] : []),
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
  const told = couplings(dependencies);
  const known = knownPairs(dependencies);
  const lines = [
    ...[...groupBy(told, ({ from, to }) => `${from} → ${to}`)].flatMap(([pair, of]) => [
      `- **${inline(pair)}**${of.some(({ isNewPair }) => isNewPair) ? ' (new pair of modules)' : ''}`,
      ...of.map(each => `  - ${inline(dependencyWords(each, prefix))}`),
    ]),
    ...(known === '' ? [] : [`- Where modules depend on each other already: ${inline(known)}`]),
  ];
  return folded(`New imports between modules (${dependencies.length})`, lines.slice(0, mostLines), lines.length);
}

function folded(summary: string, lines: readonly string[], total: number): string {
  const rest = total - lines.length;
  const more = rest > 0 ? [`- and ${rest} more lines`] : [];
  return `<details><summary>${summary}</summary>\n\n${[...lines, ...more].join('\n')}\n\n</details>`;
}

/** What harms nobody known, a function a line. */
function othersDetails(functions: readonly ChangedFunction[], prefix: string): string {
  const groups = alike(functions);
  const lines = groups.slice(0, mostRows).map(({ says, first, names }) => {
    const others = names.length === 0 ? '' : `; likewise ${likewise(names, cellCode)}`;
    return `- ${cellCode(first.symbol || '(module)')} ${inline(says)}, ${cellCode(`${prefix}${first.path}:${first.line}`)}, ${inline(callersInShort(first))}${others}`;
  });
  return folded(`Other behaviour that no caller is known to rely on (${functions.length})`, lines, groups.length);
}

/** The functions that behave otherwise in a table, their callers folded away. */
function behaviourBlocks(functions: readonly ChangedFunction[], prefix: string): readonly string[] {
  if (functions.length === 0) return [];
  const rows = functions.slice(0, mostRows).map(changed => {
    const { path, line, symbol, severity, callers } = changed;
    const says = saysOf(changed).map(inline);
    const broken = callers.filter(({ isBroken }) => isBroken).length;
    const who = callers.length === 0 ? 'none known' : `${callers.length}${broken > 0 ? `, ${broken} broken` : ''}`;
    return `| ${severity} | ${cellCode(symbol || path)} | ${says.join('; ')} | ${cellCode(`${prefix}${path}:${line}`)} | ${who} |`;
  });
  const rest = functions.length - rows.length;
  const table = [
    '| | Function | Under the same signature it | Where | Callers |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(rest > 0 ? [`| | and ${rest} more | | | |`] : []),
  ].join('\n');
  const lines = functions.flatMap(({ symbol, path, callers }) =>
    callers.map(each => `- **${inline(symbol || path)}**: ${inline(callerWords(each, prefix))}`),
  );
  if (lines.length === 0) return [table];
  return [table, folded(`Callers (${lines.length})`, lines.slice(0, mostLines), lines.length)];
}
