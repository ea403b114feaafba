import type { AbstractValue, FailureMode, ReturnOutcome } from '../contract.js';
import type { Modes } from './modes.js';

/** Groups of HTTP statuses that have a class of their own. */
export type StatusGroup = 'ok' | '2xx' | '404' | '401' | '429' | '4xx' | '5xx';
/** `ok` is 200 alone: `status !== 200` leaves the other answers of success. */
export const allStatuses: ReadonlySet<StatusGroup> = new Set(['ok', '2xx', '404', '401', '429', '4xx', '5xx']);

/** What is known of a value while a function is evaluated. */
export type Val =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'literal'; readonly abstract: AbstractValue; readonly value?: string | number | boolean | null }
  /** What a handler caught, as far as tests have narrowed it; `member` where a part of it was taken out: `const { code } = err`. */
  | { readonly kind: 'error'; readonly modes: Modes; readonly member?: string }
  /** An error that was made and not thrown yet. */
  | { readonly kind: 'made-error'; readonly modes: Modes }
  /** An HTTP answer. */
  | {
      readonly kind: 'response';
      readonly status: ReadonlySet<StatusGroup>;
      readonly start: number;
      readonly end: number;
      readonly text: string;
      /** A member of it that was taken out of it by destructuring: `ok`, `status`. */
      readonly member?: string;
      /** How the signal of the request may end it, and the reading of its body with it; missing: not known. */
      readonly ends?: Readonly<Record<'cancelled' | 'timeout', boolean>>;
      /** What stands in its place where the request failed: `fetch(url).catch(() => null)`. */
      readonly instead?: readonly ReturnOutcome[];
    }
  | { readonly kind: 'promise'; readonly rejects: Modes; readonly value: Val }
  /** Promises in a list, as `map` makes them. */
  | { readonly kind: 'promises'; readonly rejects: Modes; readonly value: Val }
  /** The value of a call whose outcomes are known; `isHere` where their places are those of this function. */
  | {
      readonly kind: 'outcomes';
      readonly outcomes: readonly ReturnOutcome[];
      readonly start: number;
      readonly isHere?: true;
    }
  /** `resolve` or `reject` of a promise that is being made: what they are given ends up in `into`. */
  | { readonly kind: 'settler'; readonly rejects: boolean; readonly into: Settled }
  /** Nothing failed, but there may be nothing: `map.get`, `find`. */
  | {
      readonly kind: 'lookup';
      readonly missing: 'null' | 'undefined';
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }
  | {
      readonly kind: 'object';
      readonly tags: ReturnOutcome['tags'];
      readonly carriesError: boolean;
      readonly isEmpty: boolean;
    };

/** How a promise that is being made ends. */
export interface Settled {
  modes: Modes;
  /** What it resolves with. */
  readonly outcomes: ReturnOutcome[];
}

export const unknownVal: Val = { kind: 'unknown' };

/** One way through a function up to some statement. */
export interface Path {
  readonly vars: ReadonlyMap<string, Val>;
  /** Failures that were caught on this way and have not left; `undefined` outside handlers and what follows them. */
  readonly handled: Modes | undefined;
  /** The variable of the innermost handler: narrowing it narrows `handled`. */
  readonly caught: string | undefined;
  /** Failures that a test showed: a status, a lookup that missed, a result that says so. */
  readonly shown: readonly FailureMode[];
  /** Those of `shown` whose condition is behind the way: what is done then is done either way. */
  readonly over: readonly FailureMode[];
  /** The innermost condition that holds, as text. */
  readonly when: string | undefined;
}

export const startPath: Path = {
  vars: new Map(),
  handled: undefined,
  caught: undefined,
  shown: [],
  over: [],
  when: undefined,
};

export function withVar(path: Path, name: string, value: Val): Path {
  const known = path.vars.get(name);
  if (known === value || (known === undefined && value.kind === 'unknown')) return path;
  const vars = new Map(path.vars);
  if (value.kind === 'unknown') vars.delete(name);
  else vars.set(name, value);
  return { ...path, vars };
}

/** Ways kept apart; beyond that they are joined, and what differs is forgotten. */
const PATHS = 12;

export function limited(paths: readonly Path[], join: (a: Modes, b: Modes) => Modes): readonly Path[] {
  const apart = distinct(paths);
  if (apart.length <= PATHS) return apart;
  // Ways on which nothing failed stay apart from those on which something did: joined, all would look failed.
  const handled = apart.filter(path => path.handled !== undefined);
  const rest = apart.filter(path => path.handled === undefined);
  const shown = rest.filter(path => path.shown.length > 0);
  const plain = rest.filter(path => path.shown.length === 0);
  return [plain, shown, handled]
    .filter(group => group.length > 0)
    .map(group => group.reduce((a, b) => joinTwo(a, b, join)));
}

/** Ways on which the same is known are one: what follows is looked at once. */
function distinct(paths: readonly Path[]): readonly Path[] {
  if (paths.length < 2) return paths;
  const found: Path[] = [];
  for (const path of paths) if (!found.some(each => isSame(each, path))) found.push(path);
  return found.length === paths.length ? paths : found;
}

function isSame(a: Path, b: Path): boolean {
  if (a === b) return true;
  if (a.when !== b.when || a.caught !== b.caught || a.handled !== b.handled) return false;
  if (!isSameList(a.shown, b.shown) || !isSameList(a.over, b.over)) return false;
  if (a.vars === b.vars) return true;
  if (a.vars.size !== b.vars.size) return false;
  for (const [name, value] of a.vars) {
    if (!isSameVal(value, b.vars.get(name))) return false;
  }
  return true;
}

function isSameList(a: readonly FailureMode[], b: readonly FailureMode[]): boolean {
  return a === b || (a.length === b.length && a.every((each, i) => each === b[i]));
}

/** Whether two values are known to be one, or are equal constants. */
export function isSameVal(a: Val | undefined, b: Val | undefined): boolean {
  if (a === b) return true;
  return a?.kind === 'literal' && b?.kind === 'literal' && a.abstract === b.abstract && a.value === b.value;
}

function joinTwo(a: Path, b: Path, join: (a: Modes, b: Modes) => Modes): Path {
  const vars = new Map([...a.vars].filter(([name, value]) => b.vars.get(name) === value));
  const handled = a.handled && b.handled ? join(a.handled, b.handled) : (a.handled ?? b.handled);
  return {
    vars,
    handled,
    caught: a.caught === b.caught ? a.caught : undefined,
    shown: [...new Set([...a.shown, ...b.shown])].slice(0, 8),
    over: [...new Set([...a.over, ...b.over])].slice(0, 8),
    when: a.when === b.when ? a.when : undefined,
  };
}

/** How a value looks from outside. */
export function abstractOf(value: Val): AbstractValue {
  switch (value.kind) {
    case 'literal':
      return value.abstract;
    case 'object':
      return value.isEmpty ? 'empty' : 'object';
    default:
      return 'other';
  }
}
