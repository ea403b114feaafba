import type { Spread } from './figures.js';
import type { Figure, PartTaken } from './kept.js';

type Parts = ReadonlyMap<string, PartTaken>;

/** The tables of `RESULTS.md`, targets beside the figures; what was not taken stands as `–`, what misses its target is marked. */
export function tablesOf(parts: Parts): string {
  return [latencyTable(parts), peersTable(parts), memoryTable(parts), durations(parts)]
    .filter(table => table !== '')
    .join('\n\n');
}

const sizes = ['1k', 'checkout', '10k', '50k'] as const;

/** A row of the table of latencies; the target holds for the part that `judged` takes out. */
interface Row {
  readonly label: string;
  readonly figure: string;
  readonly unit: string;
  readonly targets?: Partial<Record<(typeof sizes)[number], Partial<Spread> | number>>;
}

const editTargets: Row['targets'] = { checkout: { p95: 30 }, '10k': { p95: 30 }, '50k': { p95: 50 } };

const rows: readonly Row[] = [
  { label: 'files', figure: 'files', unit: '' },
  { label: 'start: answer to `initialize`', figure: 'greeting', unit: 'ms' },
  { label: 'start to the first diagnostics, cold cache', figure: 'firstCold', unit: 'ms' },
  {
    label: 'start to the first diagnostics, warm cache',
    figure: 'firstWarm',
    unit: 'ms',
    targets: { checkout: 2_000, '10k': 2_000 },
  },
  {
    label: '`didChange` to the diagnostics of both files, the first complete analysis beside it, p50 / p95 / max',
    figure: 'edit',
    unit: 'ms',
    targets: editTargets,
  },
  {
    label: 'the same once the first complete analysis is over',
    figure: 'editLater',
    unit: 'ms',
    targets: editTargets,
  },
  {
    label: '`didChange` of a body to the diagnostics of the file',
    figure: 'body',
    unit: 'ms',
    targets: editTargets,
  },
  {
    label: '`didChange` to a new finding about failures, types asked',
    figure: 'typed',
    unit: 'ms',
    targets: {
      checkout: { p50: 100, p95: 300 },
      '10k': { p50: 100, p95: 300 },
      '50k': { p50: 100, p95: 300 },
    },
  },
  { label: 'processor an edit', figure: 'editProcessor', unit: 'ms' },
  { label: 'processor an edit of a body', figure: 'bodyProcessor', unit: 'ms' },
  { label: 'branch switch, there', figure: 'switchThere', unit: 'ms' },
  { label: 'branch switch, back', figure: 'switchBack', unit: 'ms' },
  {
    label: 'idle, processor in 10 s',
    figure: 'idle',
    unit: 'ms',
    targets: { checkout: 20, '10k': 20, '50k': 20 },
  },
  { label: 'resident after the edits', figure: 'resident', unit: 'MB' },
];

function latencyTable(parts: Parts): string {
  const shown = sizes.filter(size => parts.has(size));
  if (shown.length === 0) return '';
  const body = rows.map(({ label, figure, unit, targets = {} }) => {
    const cells = shown.map(size => cell(parts.get(size)?.figures[figure], unit, targets[size]));
    const target = [
      ...new Set(shown.flatMap(size => (targets[size] === undefined ? [] : [targetText(targets[size])]))),
    ];
    return [label, ...cells, target.join(' · ')];
  });
  const p50 = (size: string): number | undefined => (parts.get(size)?.figures.body as Spread | undefined)?.p50;
  const [small, large] = [p50('1k'), p50('50k')];
  const ratio = small === undefined || large === undefined ? undefined : large / small;
  const last = `Edit of a body at 50,000 ÷ at 1,000 files, p50: ${ratio === undefined ? '–' : `${ratio.toFixed(2)}${ratio > 1.5 ? ' (missed)' : ''}`}; target ≤ 1.5.`;
  return `${table(['', ...shown, 'target'], body)}\n\n${last}`;
}

function peersTable(parts: Parts): string {
  const shown = ['peers', '10k-peers', '50k-peers'].filter(name => parts.has(name));
  const body = shown.flatMap(name =>
    ['Lintel', 'Biome', 'Fallow'].map(server => {
      const figure = (what: string, unit: string) => cell(parts.get(name)?.figures[`${server} ${what}`], unit);
      return [name, server, figure('first', 'ms'), figure('edit', 'ms'), figure('memory', 'MB')];
    }),
  );
  const head = ['part', 'server', 'first diagnostics', 'a circle closed or opened, p50 / p95 / max', 'resident'];
  return body.length === 0 ? '' : table(head, body);
}

function memoryTable(parts: Parts): string {
  const figures = parts.get('memory')?.figures;
  const marks = figures?.memory;
  if (!Array.isArray(marks)) return '';
  const [first = 0] = marks;
  const last = marks.at(-1) ?? 0;
  const edits = Number(figures?.memoryEdits ?? 0);
  const flat = last <= first * 1.25 ? 'flat' : `grown to ${(last / first).toFixed(2)} times (missed: flat)`;
  return `Resident memory in MB at the start and after each tenth of ${edits} edits: ${marks.join(', ')}; ${flat}. At rest after them: ${figures?.resident ?? '–'} MB.`;
}

function durations(parts: Parts): string {
  return [...parts.values()]
    .map(({ part, seconds, failure }) => `${part}: ${seconds} s${failure === undefined ? '' : `, ${failure}`}`)
    .join('; ');
}

function cell(figure: Figure | undefined, unit: string, target?: Partial<Spread> | number): string {
  if (figure === undefined) return '–';
  if (typeof figure === 'number') {
    const text = `${Math.round(figure)}${unit === '' ? '' : ` ${unit}`}`;
    return typeof target === 'number' && figure > target ? `${text} (missed)` : text;
  }
  if (!('p50' in figure)) return figure.join(', ');
  const spread = figure;
  const parts = (['p50', 'p95', 'max'] as const).map(part => {
    const limit = typeof target === 'object' ? target[part] : undefined;
    const text = spread[part] < 10 ? spread[part].toFixed(1) : String(Math.round(spread[part]));
    return limit !== undefined && spread[part] > limit ? `${text} (missed)` : text;
  });
  return `${parts.join(' / ')} ${unit}`;
}

function targetText(target: Partial<Spread> | number | undefined): string {
  if (typeof target === 'number') return `≤ ${target}`;
  return Object.entries(target ?? {})
    .map(([part, limit]) => `${part} ≤ ${limit}`)
    .join(', ');
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
