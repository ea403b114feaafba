import type { FailureClass } from '../classes.js';
import type { Channel, Confidence, FailureMode, Origin } from '../contract.js';
import { isSameOrigin } from './anchors.js';

/** A set of modes by key. */
export type Modes = ReadonlyMap<string, FailureMode>;

export const noModes: Modes = new Map();

/** The key of the mode that stands for "something unknown": a set that holds it is open. */
export const HOLE = 'hole';

/** Whether a mode stands for "something unknown": the hole, or what a function handed in throws. */
export function isHole({ key }: Pick<FailureMode, 'key'>): boolean {
  return key === HOLE || key.startsWith(HANDED);
}

/** Holes of parameters as plain holes: seen from outside the function whose parameters they are. */
export function withoutHanded(modes: Modes): Modes {
  const all = [...modes.values()];
  if (!all.some(each => handedBy(each))) return modes;
  return modesOf(all.map(each => (handedBy(each) ? { ...each, key: HOLE } : each)));
}

/** The key of "what the function handed in as parameter n throws" begins so; a caller that knows the function puts its modes there. */
const HANDED = 'hole of parameter ';

/** What calling a parameter throws, or what the promise that it gives rejects with. */
export function handedHole(parameter: number, channel: 'throw' | 'reject', origin: Origin): FailureMode {
  return { ...hole(origin), key: `${HANDED}${parameter} ${channel}` };
}

/** The parameter that a hole stands for, and how its failures come; `undefined` for other modes. */
export function handedBy({ key }: FailureMode): { parameter: number; channel: 'throw' | 'reject' } | undefined {
  if (!key.startsWith(HANDED)) return undefined;
  const [parameter = '', channel] = key.slice(HANDED.length).split(' ');
  return { parameter: Number(parameter), channel: channel === 'reject' ? 'reject' : 'throw' };
}

/** At most this many origins are kept of one mode, and symbols of one way. */
const ORIGINS = 4;
const VIA = 8;

/** More modes of one class than this become one, without what told them apart (§4.4 of the contract design). */
const WIDEN = 8;

export interface ModeParts {
  readonly class: FailureClass;
  readonly channel?: Channel;
  readonly type: string;
  readonly typeSymbol?: string | undefined;
  readonly package?: string | undefined;
  readonly bases?: readonly string[] | undefined;
  readonly discriminants?: FailureMode['discriminants'];
  readonly when?: string | undefined;
  readonly retryable?: FailureMode['retryable'];
  readonly confidence: Confidence;
  readonly origins: readonly Origin[];
}

export function mode(parts: ModeParts): FailureMode {
  const { class: failure, channel = 'throw', type, typeSymbol, discriminants = {}, when, confidence, origins } = parts;
  return {
    key: keyOf(failure, channel, typeSymbol ?? type, discriminants),
    class: failure,
    channel,
    type,
    ...(typeSymbol === undefined ? {} : { typeSymbol }),
    ...(parts.package === undefined ? {} : { package: parts.package }),
    ...(parts.bases === undefined ? {} : { bases: parts.bases }),
    discriminants,
    ...(when === undefined ? {} : { when }),
    retryable:
      parts.retryable ??
      (failure === 'upstream' || failure === 'timeout' || failure === 'exhausted'
        ? 'yes'
        : failure === 'unknown'
          ? 'unknown'
          : 'no'),
    confidence,
    origins,
  };
}

/** What is thrown by something that is not known. */
export function hole(origin: Origin): FailureMode {
  return {
    key: HOLE,
    class: 'unknown',
    channel: 'throw',
    type: '',
    discriminants: {},
    retryable: 'unknown',
    confidence: 'assumed',
    origins: [origin],
  };
}

export function keyOf(
  failure: FailureClass,
  channel: Channel,
  type: string,
  discriminants: FailureMode['discriminants'],
): string {
  const tests = Object.entries(discriminants)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .sort();
  return [failure, channel, type, ...tests].join('|');
}

export function modesOf(list: Iterable<FailureMode>): Modes {
  const found = new Map<string, FailureMode>();
  for (const each of list) add(found, each);
  return found.size === 0 ? noModes : widened(found);
}

export function union(a: Modes, b: Modes): Modes {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  let isWithin = true;
  for (const [key, each] of b) isWithin &&= a.get(key) === each;
  if (isWithin) return a;
  const both = new Map(a);
  for (const each of b.values()) add(both, each);
  return widened(both);
}

function add(into: Map<string, FailureMode>, each: FailureMode): void {
  const known = into.get(each.key);
  into.set(each.key, known ? joined(known, each) : each);
}

function joined(a: FailureMode, b: FailureMode): FailureMode {
  if (a === b) return a;
  const origins = [...a.origins];
  for (const origin of b.origins)
    if (origins.length < ORIGINS && !origins.some(each => isSameOrigin(each, origin))) origins.push(origin);
  const when = a.when === b.when ? a.when : undefined;
  const { when: _, ...rest } = a;
  return { ...rest, origins, ...(when === undefined ? {} : { when }) };
}

function widened(modes: Map<string, FailureMode>): Modes {
  if (modes.size <= WIDEN) return modes;
  const counts = new Map<string, number>();
  for (const { key, class: failure, channel } of modes.values())
    if (!isHole({ key })) counts.set(`${failure} ${channel}`, (counts.get(`${failure} ${channel}`) ?? 0) + 1);
  if ([...counts.values()].every(count => count <= WIDEN)) return modes;
  const next = new Map<string, FailureMode>();
  for (const each of modes.values()) {
    const isMany = (counts.get(`${each.class} ${each.channel}`) ?? 0) > WIDEN && !isHole(each);
    const { typeSymbol: _, when: __, ...rest } = each;
    add(
      next,
      isMany ? { ...rest, key: keyOf(each.class, each.channel, 'Error', {}), type: 'Error', discriminants: {} } : each,
    );
  }
  return next;
}

/** The same modes on another channel. */
export function onChannel(modes: Modes, channel: Channel): Modes {
  if ([...modes.values()].every(each => each.channel === channel || isHole(each))) return modes;
  return modesOf(
    [...modes.values()].map(each =>
      isHole(each) || each.channel === channel
        ? each
        : { ...each, channel, key: keyOf(each.class, channel, each.typeSymbol ?? each.type, each.discriminants) },
    ),
  );
}

/** The modes as seen from a caller: the symbol they came through joins their way. */
export function through(modes: Modes, symbol: string): Modes {
  return new Map([...modes].map(([key, each]) => [key, throughOne(each, symbol)]));
}

/** As `through`, for one mode. */
export function throughOne(mode: FailureMode, symbol: string): FailureMode {
  const origins = mode.origins.map(origin =>
    origin.via.length >= VIA || origin.via.at(-1) === symbol ? origin : { ...origin, via: [...origin.via, symbol] },
  );
  return { ...mode, origins };
}

export function filtered(modes: Modes, keep: (each: FailureMode) => boolean): Modes {
  const kept = [...modes].filter(([, each]) => keep(each));
  return kept.length === modes.size ? modes : new Map(kept);
}

export function isOpen(modes: Modes): boolean {
  if (modes.has(HOLE)) return true;
  for (const each of modes.values()) if (isHole(each)) return true;
  return false;
}

/** Sorted by key, without the hole. */
export function known(modes: Modes): FailureMode[] {
  return [...modes.values()].filter(each => !isHole(each)).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
