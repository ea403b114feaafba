import type { FailureContract, FailureMode, FilePath, Snapshot, Swallow } from '../../core/index.js';

/** How places are told: by line, with the path where it is another file's. */
export interface Telling {
  readonly snapshot: Snapshot;
  /** The file that is read. */
  readonly path: FilePath;
  /** The file of the function. */
  readonly own: FilePath;
}

/** More than this of one kind nobody reads in a hover. */
const most = 8;

/** A contract as Markdown: how the function fails and where that starts, what it answers instead, what it hides. */
export function contractText(name: string, contract: FailureContract, telling: Telling): string {
  const { closed, returns, swallows, holes } = contract;
  const instead = returns.flatMap(({ value, modes, start }) => {
    const classes = classesOf(modes);
    return classes.length > 0 ? [`- ${classes.join(', ')} → returns \`${answer(value)}\`${at(start, telling)}`] : [];
  });
  const failing = contract.modes
    .filter(({ channel }) => channel !== 'return')
    .map(mode => `- ${modeWords(mode)}${originWords(mode, telling)}`);
  const hidden = swallows.map(({ modes, start, to, reason }) => {
    const what = classesOf(modes).join(', ') || 'what is not known';
    const how = [...(endings[to] ?? []), ...(reason === undefined ? [] : [reason])].map(each => `, ${each}`).join('');
    return `- swallows ${what}${how}${at(start, telling)}`;
  });
  const lines = [...cut(failing), ...cut([...new Set(instead)]), ...cut(hidden)];
  const head =
    lines.length > 0 ? `**${name}** fails with` : `**${name}** ${closed ? 'does not fail' : 'is not known to fail'}`;
  const known = new Set(holes.map(({ text }) => text));
  const blind = closed ? [] : [`The list may be incomplete: ${blindness([...known])}`];
  return [head + (lines.length > 0 ? `\n${lines.join('\n')}` : '.'), ...blind].join('\n\n');
}

/** `upstream → rejects with UpstreamError when !response.ok`. */
export function modeWords({ class: failure, channel, type, when, discriminants, confidence }: FailureMode): string {
  const tests = Object.entries(discriminants).map(([name, value]) => ` ${name}=${String(value)}`);
  const what = type === '' ? 'an unknown error' : `\`${type}${tests.join('')}\``;
  // What guards a throw is code; models and documentation say it in words.
  const guard = when === undefined || confidence !== 'proved' ? when && code(when) : `\`${code(when)}\``;
  const condition = guard === undefined ? '' : ` when ${guard.replace(/^when /, '')}`;
  return `${failure} → ${verbs[channel]} ${what}${condition}`;
}

/** The classes of modes, each once, what is known first. */
export function classesOf(modes: readonly FailureMode[]): readonly string[] {
  return [...new Set(modes.map(mode => mode.class))].filter(each => each !== 'unknown' && each !== 'bug');
}

const verbs: Readonly<Record<FailureMode['channel'], string>> = {
  throw: 'throws',
  reject: 'rejects with',
  return: 'returns',
  callback: 'calls back with',
  event: 'emits',
  hang: 'never settles on',
};

const endings: Readonly<Partial<Record<Swallow['to'], readonly string[]>>> = {
  nothing: ['says nothing'],
  log: ['only logs it'],
  sentinel: ['answers a value'],
  success: ['reports success'],
};

function originWords({ origins }: FailureMode, { snapshot, path }: Telling): string {
  const words = origins.slice(0, 3).map(origin => {
    const where = placeWords(origin.path, origin.start, { snapshot, path });
    const via = origin.via.map(symbol => symbol.slice(symbol.lastIndexOf('#') + 1));
    const through = [...via].reverse().concat(code(origin.text));
    return `via ${through.join(' → ')}, ${where}`;
  });
  const more = origins.length > 3 ? `; ${origins.length - 3} more` : '';
  return words.length === 0 ? '' : ` (${words.join('; ')}${more})`;
}

function at(start: number, telling: Telling): string {
  return ` (${placeWords(telling.own, start, telling)})`;
}

function placeWords(place: FilePath, offset: number, { snapshot, path }: Omit<Telling, 'own'>): string {
  const line = snapshot.lineStarts(place).findLastIndex(start => start <= offset) + 1;
  return place === path ? `line ${line}` : `${place}:${line}`;
}

function answer(value: string): string {
  return value === 'none' ? 'undefined' : value === 'other' ? 'a value' : value === 'empty' ? 'something empty' : value;
}

function blindness(holes: readonly string[]): string {
  if (holes.length === 0) return 'something that it calls is not known.';
  const shown = holes.slice(0, 3).map(text => `\`${code(text)}\``);
  return `not known is what ${shown.join(', ')}${holes.length > 3 ? ` and ${holes.length - 3} more` : ''} can do.`;
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length > most ? [...lines.slice(0, most), `- and ${lines.length - most} more`] : lines;
}

/** Source text for between backticks: one line, no backtick that would end it, not endless. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
