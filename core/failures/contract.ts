import type { FilePath } from '../files/paths.js';
import type { FailureClass } from './classes.js';

/** How a failure leaves a function. */
export type Channel = 'throw' | 'reject' | 'return' | 'callback' | 'event' | 'hang';

/** How sure the analysis is of a mode, strongest first. */
export type Confidence = 'proved' | 'declared' | 'modelled' | 'assumed';

/** What a returned value looks like to a caller. `none`: nothing is returned. */
export type AbstractValue = 'null' | 'undefined' | 'false' | 'true' | 'empty' | 'literal' | 'object' | 'other' | 'none';

/** Where a failure starts. Offsets are UTF-16 units of `path`. */
export interface Origin {
  readonly path: FilePath;
  readonly start: number;
  readonly end: number;
  readonly kind: 'throw' | 'reject' | 'model' | 'declared' | 'hole';
  /** What starts it, for people: `fetch`, `new NotFoundError`, `HTTP 404`. */
  readonly text: string;
  /** Symbols it passed on its way here, innermost first, at most eight. */
  readonly via: readonly string[];
  /** Inside the engine: what it is bound to. Readers of contracts never see it. */
  readonly anchor?: Anchor;
}

/** The function that an origin is bound to, where that started when this was made, and which of its places it is. */
export interface Anchor {
  readonly name: string;
  readonly start: number;
  /** Rank among the places in the function where failures of its contract start. */
  readonly nth: number;
}

/** One way in which a function fails. Two modes with equal `key` are one mode with the origins of both. */
export interface FailureMode {
  /** Class, channel, type and discriminants as one text: identity and order. */
  readonly key: string;
  readonly class: FailureClass;
  readonly channel: Channel;
  /** The runtime type: the name of the class, or what is known of it; `''` when nothing is. */
  readonly type: string;
  /** `path#name` of the class where the project declares it. */
  readonly typeSymbol?: string;
  /** All that the class extends, nearest first, where a type checker told: `package#name`, `path#name`, `lib#Error`. */
  readonly bases?: readonly string[];
  /** The package whose error it is: of a model, or of the class that is thrown. Built-in errors have none. */
  readonly package?: string;
  /** `code`, `status`, `name`, `ok`, `value`: what a caller can test. */
  readonly discriminants: Readonly<Record<string, string | number | boolean | null>>;
  /** The condition that guards it, as source text. */
  readonly when?: string;
  readonly retryable: 'yes' | 'no' | 'unknown';
  readonly confidence: Confidence;
  readonly origins: readonly Origin[];
}

/** Modes that enter a handler and do not leave it. */
export interface Swallow {
  readonly start: number;
  readonly end: number;
  readonly modes: readonly FailureMode[];
  readonly to: 'nothing' | 'log' | 'sentinel' | 'success' | 'other';
  readonly value?: AbstractValue;
  /** From a reason marker. */
  readonly reason?: string;
}

/** A call or expression about which nothing is known: the set of modes is open there. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly why: 'any' | 'external' | 'callback' | 'dynamic';
  readonly text: string;
}

/** A value that leaves the function, and the failures that lead to it; no modes: the normal result. */
export interface ReturnOutcome {
  readonly start: number;
  readonly end: number;
  readonly value: AbstractValue;
  /** For result objects: the properties with literal values, `{ ok: false }`. */
  readonly tags: Readonly<Record<string, string | number | boolean | null>>;
  readonly modes: readonly FailureMode[];
  /** Stands in a handler, or behind one on the path that it handled. */
  readonly handled: boolean;
  /** The object carries the error or its class with it. */
  readonly carriesError: boolean;
  readonly when?: string;
}

/** Two modes, or a mode and the normal result, of different class that a caller cannot tell apart. */
export interface Conflation {
  readonly value: AbstractValue;
  readonly modes: readonly FailureMode[];
  /** The same value is returned where nothing failed. */
  readonly withNormal: boolean;
  readonly start: number;
  readonly end: number;
}

/** What a function does about failures: the summary that callers see. */
export interface FailureContract {
  readonly symbol: string;
  readonly isAsync: boolean;
  /** Sorted by key. `bug` modes are listed apart: callers pass on those that code throws by hand, and rules leave them alone. */
  readonly modes: readonly FailureMode[];
  readonly bugs: readonly FailureMode[];
  readonly returns: readonly ReturnOutcome[];
  readonly swallows: readonly Swallow[];
  readonly conflations: readonly Conflation[];
  readonly declared: readonly FailureMode[];
  /** What the members declare that it implements or overrides: it may not fail otherwise. */
  readonly inherited: readonly FailureMode[];
  /** No hole: nothing but `modes` and `bugs` leaves. */
  readonly closed: boolean;
  /** Something unknown leaves that is not a function handed in. */
  readonly open: boolean;
  /** Functions handed in whose failures leave: a caller knows them. `channel` is how they come, `leaves` how they leave. */
  readonly handed: readonly {
    readonly parameter: number;
    readonly channel: 'throw' | 'reject';
    readonly leaves: 'throw' | 'reject';
  }[];
  readonly holes: readonly Hole[];
  /** Of the outgoing part only: unchanged means that no caller is affected. */
  readonly digest: string;
}
