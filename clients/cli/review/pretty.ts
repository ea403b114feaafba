import type { Palette } from '../color.js';
import type { ChangedFunction, JudgedWidening, NewDependency } from '../engine.js';
import { printable } from '../format/characters.js';
import { groupBy } from '../format/context.js';
import { plural } from '../format/words.js';
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
} from './review-report.js';

/** How many findings that became legal are listed under one permission. */
const mostLegal = 5;
/** Callers listed under one function. */
const mostCallers = 8;
/** Imports listed under one pair of modules. */
const mostImports = 8;
/** Functions listed that behave otherwise without harm to anybody known, those that say the same as one. */
const mostOthers = 12;

/** For people, the most urgent first: permissions by owner, functions that harm callers, modules newly coupled, then the rest in short. */
export function prettyReview(report: ReviewReport, palette: Palette): string {
  const { review } = report;
  const { permissions, dependencies, requested, behaviour } = review;
  const title = (text: string) => palette.bold(text);
  const blocks: string[] = [];
  if (permissions.status === 'not_checked')
    blocks.push(`${title('permissions')}: ${palette.yellow('not checked')}: ${printable(permissions.reason)}`);
  else if (permissions.reason !== undefined) blocks.push(`${title('permissions')}: ${printable(permissions.reason)}`);
  for (const [owner, of] of groupBy(byHarm(permissions.widenings), ownerWords))
    blocks.push(
      [
        title(`permitted besides (${printable(owner)})`),
        ...of.flatMap(each => wideningLines(each, report, palette)),
      ].join('\n'),
    );
  if (requested.length > 0)
    blocks.push(
      [
        title('exceptions asked for'),
        ...requested.map(
          ({ id, rule, from, to, reason }) => `  ${printable(`${id}: ${rule} from ${from} to ${to}: ${reason}`)}`,
        ),
      ].join('\n'),
    );
  const { urgent, others } = byUrgency(behaviour.status === 'checked' ? behaviour.functions : []);
  for (const changed of urgent) blocks.push(behaviourBlock(changed, report.prefix, palette));
  for (const [pair, of] of groupBy(couplings(dependencies), ({ from, to }) => `${from} → ${to}`))
    blocks.push(dependencyBlock(pair, of, report.prefix, palette));
  if (others.length > 0) blocks.push(othersBlock(others, report.prefix, palette));
  const known = knownPairs(dependencies);
  if (known !== '')
    blocks.push(`${title('more imports where modules depend on each other already')}: ${printable(known)}`);
  if (behaviour.status === 'not_checked')
    blocks.push(`${title('behaviour')}: ${palette.yellow('not checked')}: ${behaviour.reason}`);
  const reason =
    review.report.status === 'not_checked'
      ? [`${palette.red('not checked')}: ${printable(review.report.reason ?? '')}`]
      : [];
  blocks.push([...reason, countsOf(review), palette.dim(printable(comparedWords(report)))].join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function wideningLines(widening: JudgedWidening, report: ReviewReport, palette: Palette): readonly string[] {
  const { path, what, route, legal, approval } = widening;
  const words = printable(approvalWords(widening));
  const rest = legal.length - mostLegal;
  return [
    `  ${printable(what)} ${palette.dim(`(${route}, ${printable(report.prefix + path)}:${report.lineOf(widening)})`)}`,
    `    ${approval.status === 'approved' ? palette.green(words) : palette.red(words)}`,
    ...legal
      .slice(0, mostLegal)
      .map(
        each =>
          `    legal by it: ${printable(`${report.prefix}${each.path}:${each.line} ${each.rule}${each.to === undefined ? '' : ` to ${each.to}`}`)}`,
      ),
    ...(rest > 0 ? [`    and ${plural(rest, 'more finding')}`] : []),
  ];
}

function dependencyBlock(pair: string, of: readonly NewDependency[], prefix: string, palette: Palette): string {
  const rest = of.length - mostImports;
  const isNew = of.some(({ isNewPair }) => isNewPair) ? ` ${palette.yellow('new pair of modules')}` : '';
  return [
    `${palette.bold(`new dependency ${printable(pair)}`)}${isNew}`,
    ...of.slice(0, mostImports).map(each => `  ${printable(dependencyWords(each, prefix))}`),
    ...(rest > 0 ? [`  and ${plural(rest, 'more import')}`] : []),
  ].join('\n');
}

/** What harms nobody known, a function in two lines. */
function othersBlock(functions: readonly ChangedFunction[], prefix: string, palette: Palette): string {
  const groups = alike(functions);
  const rest = groups.slice(mostOthers).reduce((sum, { count }) => sum + count, 0);
  return [
    palette.bold('behaves otherwise, and no caller is known to rely on how it was'),
    ...groups
      .slice(0, mostOthers)
      .flatMap(({ says, first, names }) => [
        `  ${printable(first.symbol || '(module)')} ${palette.dim(printable(`${prefix}${first.path}:${first.line}, ${callersInShort(first)}`))}`,
        `    ${printable(says)}`,
        ...(names.length > 0 ? [`    likewise ${likewise(names, printable)}`] : []),
      ]),
    ...(rest > 0 ? [`  and ${plural(rest, 'more function')} (--format json lists all)`] : []),
  ].join('\n');
}

function behaviourBlock(changed: ChangedFunction, prefix: string, palette: Palette): string {
  const { path, line, symbol, severity, changes, callers } = changed;
  const paint = severity === 'error' ? palette.red : severity === 'warning' ? palette.yellow : palette.dim;
  const rest = callers.length - mostCallers;
  return [
    `${palette.bold(printable(symbol || path))} ${paint(severity)} ${palette.dim(printable(`${prefix}${path}:${line}`))}`,
    ...changes
      .filter(each => each.severity !== 'hint')
      .map(({ says, line: at }) => `  ${printable(says)}${at === undefined ? '' : palette.dim(` (line ${at})`)}`),
    ...(callers.length === 0 ? ['    no caller is known'] : []),
    ...callers.slice(0, mostCallers).map(each => `    ${printable(callerWords(each, prefix))}`),
    ...(rest > 0 ? [`    and ${plural(rest, 'more caller')}`] : []),
  ].join('\n');
}
