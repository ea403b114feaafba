import type { ContractReport, ReportedMode, ReportedPlace } from '../engine.js';
import { printable } from '../format/characters.js';
import type { Caller } from './callers.js';

const shownHoles = 8;

/** A contract for people: what leaves and where it starts, what is answered instead, what is hidden, who deals with it. */
export function contractText(report: ContractReport, callers: readonly Caller[] | undefined): string {
  const thrown = report.modes.filter(mode => mode.channel !== 'return');
  const returned = report.modes.filter(mode => mode.channel === 'return' && mode.class !== 'unknown');
  const sections = [
    thrown.length > 0 ? thrown.flatMap(thrownLines) : [nothingThrown(report, returned.length > 0)],
    returned.length > 0 ? ['answers instead of failing:', ...answerLines(returned)] : [],
    report.swallows.length > 0 ? ['hides:', ...hiddenLines(report)] : [],
    report.declared.length > 0 ? [`declares: ${report.declared.map(named).sort().join(', ')}`] : [],
    report.closed ? [] : ['The list may be incomplete. Not known is what these do:', ...holeLines(report)],
    callers ? callerLines(callers) : [],
  ];
  const title = `${printable(report.symbol)}${report.async ? ' (async)' : ''}`;
  const blocks = sections.filter(lines => lines.length > 0).map(lines => lines.join('\n'));
  return `${[title, ...blocks].join('\n\n')}\n`;
}

function nothingThrown({ closed, async: isAsync }: ContractReport, hasAnswers: boolean): string {
  const verb = isAsync ? 'Rejects with nothing' : 'Throws nothing';
  if (!closed) return `${verb} that is known.`;
  return hasAnswers ? `${verb}: failures leave as values.` : 'Nothing fails.';
}

function thrownLines(mode: ReportedMode): string[] {
  const tests = Object.entries(mode.discriminants).map(([name, value]) => `${name}=${String(value)}`);
  const words = [printable(mode.type.text || 'an unknown error'), ...tests, `(${mode.channel})`].join(' ');
  return [
    `${mode.class}  ${words}${mode.when === undefined ? '' : `  when ${printable(mode.when)}`}`,
    ...mode.origins.map(origin => {
      const via = origin.via.map(symbol => symbol.slice(symbol.lastIndexOf('#') + 1)).join(' → ');
      return `    ${placeText(origin)}  ${printable(origin.text)}${via === '' ? '' : `  through ${printable(via)}`}`;
    }),
  ];
}

/** One block for each value and place: the classes it stands for, then where those start. */
function answerLines(modes: readonly ReportedMode[]): string[] {
  const groups = groupBy(modes, mode => `${answer(mode)}  ${mode.returned ? placeText(mode.returned) : ''}`);
  return [...groups].flatMap(([, group]) => {
    const [first] = group as [ReportedMode];
    const starts = groupBy(
      group.flatMap(mode => mode.origins.map(origin => ({ origin, kind: mode.class }))),
      ({ origin }) => `${placeText(origin)}  ${printable(origin.text)}`,
    );
    return [
      `  ${answer(first)}  for ${classes(group)}  ${first.returned ? placeText(first.returned) : ''}`,
      ...[...starts].map(
        ([start, each]) => `      ${start}: ${[...new Set(each.map(one => one.kind))].sort().join(', ')}`,
      ),
    ];
  });
}

function answer({ type, discriminants }: ReportedMode): string {
  const tests = Object.entries(discriminants).filter(([name]) => name !== 'value');
  return [printable(type.text), ...tests.map(([name, value]) => `${name}=${String(value)}`)].join(' ');
}

function hiddenLines({ swallows, modes, hidden }: ContractReport): string[] {
  const known = new Map([...modes, ...hidden].map(mode => [mode.id, mode]));
  return swallows.map(swallow => {
    const caught = swallow.modes.flatMap(id => known.get(id) ?? []);
    return `  ${classes(caught) || 'what is not known'}  (${swallow.to})  ${placeText(swallow)}`;
  });
}

function holeLines({ holes }: ContractReport): string[] {
  if (holes.length === 0) return ['  functions that it calls'];
  const shown = holes
    .slice(0, shownHoles)
    .map(({ text, why, ...place }) => `  ${printable(text)}  (${why})  ${placeText(place)}`);
  return holes.length > shownHoles ? [...shown, `  and ${holes.length - shownHoles} more`] : shown;
}

function callerLines(callers: readonly Caller[]): string[] {
  if (callers.length === 0) return ['No caller in this workspace.'];
  return [
    'callers:',
    ...callers.flatMap(({ symbol, place, handles, passesOn, assumes }) => [
      `  ${printable(symbol)}  ${placeText(place)}  handles ${handles.join(', ') || 'nothing'}; passes on ${passesOn.join(', ') || 'nothing'}`,
      ...assumes.map(({ what, ...at }) => `      ${placeText(at)}  ${printable(what)}`),
    ]),
  ];
}

function classes(modes: readonly ReportedMode[]): string {
  return [...new Set(modes.map(mode => mode.class))]
    .filter(each => each !== 'unknown')
    .sort()
    .join(', ');
}

function named({ type, class: kind }: ReportedMode): string {
  return type.text === '' ? kind : type.text;
}

function placeText({ path, range }: ReportedPlace): string {
  return printable(`${path}:${range.start.line}:${range.start.column}`);
}

function groupBy<T>(list: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of list) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  return groups;
}
