import type { ModeModel } from '../../../../core/failures/model-pack/pack.js';
import type { Observed } from './case.js';

/** The modes that a failure is, those with most discriminants alone: `NotFound` with its status, not any error. */
export function modesOf(modes: readonly ModeModel[], observed: Observed): readonly ModeModel[] {
  const fitting = modes.filter(
    mode => mode.channel === observed.channel && hasType(mode, observed) && hasMembers(mode, observed),
  );
  const most = Math.max(...fitting.map(weight));
  return fitting.filter(mode => weight(mode) === most);
}

/** A value fits better than a hundred of statuses, and that better than nothing. */
function weight(mode: ModeModel): number {
  const values = Object.values(mode.discriminants);
  const named = mode.type === 'Error' ? 0 : 0.5;
  return named + values.reduce<number>((sum, value) => sum + (value === '4xx' || value === '5xx' ? 1 : 2), 0);
}

function hasType(mode: ModeModel, { channel, failure }: Observed): boolean {
  if (channel === 'return') return true;
  return classNames(failure).includes(mode.type) || member(failure, 'name') === mode.type;
}

function hasMembers(mode: ModeModel, { channel, failure }: Observed): boolean {
  return Object.entries(mode.discriminants).every(([path, wanted]) => {
    if (channel === 'return' && path === 'value') return String(failure) === wanted;
    const value = member(failure, path);
    if (wanted === '4xx' || wanted === '5xx') return Math.floor(Number(value) / 100) === Number(wanted[0]);
    return value === wanted;
  });
}

/** The value at a path with dots. */
export function member(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}

/** The class of a value and those it extends. Errors of another realm count by their names. */
export function classNames(value: unknown): string[] {
  const names: string[] = [];
  for (let at: unknown = value; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const name: unknown = Object.hasOwn(at, 'constructor')
      ? (at as { constructor: { name: unknown } }).constructor.name
      : undefined;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

/** For messages: what was met. */
export function shown({ channel, failure }: Observed): string {
  const members = [
    'name',
    'code',
    'status',
    'statusCode',
    'type',
    'response.status',
    'response.statusCode',
    '$metadata.httpStatusCode',
    'killed',
    'error.code',
  ];
  const known = members.flatMap(path =>
    member(failure, path) === undefined ? [] : [`${path}=${String(member(failure, path))}`],
  );
  return `${channel} of ${classNames(failure).join(' < ') || String(failure)} (${known.join(', ')}): ${String(member(failure, 'message'))}`;
}
