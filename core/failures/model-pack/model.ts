import type { CallEffect, Discriminants, FailureChannel, FailureClass, Retryable } from '../classes.js';

/** A type, function or error of a package; `lib` is the package of what needs no import. */
export interface ModelName {
  readonly package: string;
  readonly name: string;
}

/** One way in which a call fails. */
export interface ModeModel {
  readonly class: FailureClass;
  readonly channel: FailureChannel;
  /** The class of the error at run time; `Error` where it is a plain one. */
  readonly type: string;
  /** Paths into the error and their values. `'4xx'` and `'5xx'` stand for every status of that hundred not named. */
  readonly discriminants: Discriminants;
  readonly retryable: Retryable;
  /** The condition, in words. */
  readonly when?: string;
}

/** A member of an argument: `{ argument: 1, path: 'signal' }` is `f(_, { signal })`. An empty path is the argument itself. */
export interface ArgumentPath {
  /** 0-based. */
  readonly argument: number;
  readonly path: string;
}

/** What decides the effect of a call whose name does not: a method name, a query's first word, a command's class. */
export interface EffectBy extends ArgumentPath {
  readonly kind: 'http-method' | 'sql' | 'command';
  /** What is meant when the argument is missing. */
  readonly default?: string;
}

/** How long a call waits before it gives up by itself. */
export interface TimeoutModel {
  /** `none`: for ever. `default`: it has a limit of its own. */
  readonly initially: 'none' | 'default';
  /** The limit it has of its own, in milliseconds, where known. */
  readonly milliseconds?: number;
  /** Options that set it. On a factory or constructor they hold for every call on what it returns. */
  readonly options: readonly ArgumentPath[];
}

/** What happens to a failure of a function that was handed over. */
export interface InvokeModel {
  /** 0-based; `last`; or `functions`, every argument that is a function. */
  readonly argument: number | 'last' | 'functions';
  /** Member of that argument which is the function; empty for the argument itself. */
  readonly path: string;
  readonly how: 'sync' | 'async' | 'awaited' | 'discarded';
  /** Where a throw of it goes: out of the call, into the returned promise, to a handler that exists, or nowhere. */
  readonly thrown: 'caller' | 'returned' | 'handled' | 'uncaught';
  /** Where a rejection of the promise it returns goes; `returned` also when the promise itself is part of the result. */
  readonly rejected: 'returned' | 'handled' | 'unhandled';
}

/** What one exported function, method or constructor does. All lists may be empty. */
export interface CallModel extends ModelName {
  /** True for `new X()`. */
  readonly constructs: boolean;
  /** True when it gives a promise. */
  readonly async: boolean;
  /** How most of its failures arrive; each mode says its own. */
  readonly channel: FailureChannel;
  readonly modes: readonly ModeModel[];
  /** `undefined`: not known; a call with `effectBy` has the effect that this gives. */
  readonly effect: CallEffect | undefined;
  readonly effectBy: EffectBy | undefined;
  /** It crosses the network. */
  readonly remote: boolean;
  readonly timeout: TimeoutModel | undefined;
  /** Where it takes an AbortSignal. */
  readonly abortable: ArgumentPath | undefined;
  /** The type of its value, or of what its promise gives. */
  readonly returns: ModelName | undefined;
  /** What it gives where there is nothing to be found. */
  readonly missing: 'null' | 'undefined' | undefined;
  /** Events by which what it returns tells of failures; unheard, `error` ends the process where the type says so. */
  readonly emits: readonly string[];
  readonly resource: ResourceModel | undefined;
  readonly invokes: readonly InvokeModel[];
  /** HTTP clients: whether an answer of 4xx or 5xx is a value or a failure. */
  readonly httpStatus: 'resolves' | 'rejects' | undefined;
  /** Attempts it repeats by itself, and the option that says how many. */
  readonly retries: { readonly initially: number; readonly option: ArgumentPath | undefined } | undefined;
  /** An option that makes a repeated write harmless. */
  readonly idempotencyKey: ArgumentPath | undefined;
  /** How the combinators of Promise settle. */
  readonly combinator: 'all' | 'allSettled' | 'any' | 'race' | undefined;
  readonly marks: readonly CallMark[];
}

/** Roles that rules ask for. */
export const callMarks = [
  'limiter',
  'retry',
  'timer',
  'timeout-signal',
  'transaction',
  'pipe',
  'observes-errors',
] as const;
export type CallMark = (typeof callMarks)[number];

/** Something that has to be given back. */
export interface ResourceModel {
  /** Methods of it that give it back. */
  readonly release: readonly string[];
  /** Whether `using` or `await using` gives it back. */
  readonly autoDispose: boolean;
}

/** A type whose members are modelled. */
export interface TypeModel extends ModelName {
  readonly extends: readonly ModelName[];
  /** Failures it tells by events, by event name. */
  readonly emits: Readonly<Record<string, readonly ModeModel[]>>;
  /** What becomes of an `error` event that nobody listens to. */
  readonly unheard: 'crash' | 'reported' | 'silent' | undefined;
  readonly resource: ResourceModel | undefined;
  /** Answers that have to be asked for their status: members that tell it, members that use the body. */
  readonly status: { readonly checks: readonly string[]; readonly consumes: readonly string[] } | undefined;
}

/** An error class of a package. */
export interface ErrorModel extends ModelName {
  readonly extends: string;
  /** The class where no discriminant says more. */
  readonly class: FailureClass;
  readonly by: readonly ErrorDiscriminant[];
}

/** A member of an error that decides its class. */
export interface ErrorDiscriminant {
  readonly path: string;
  readonly table: 'errno' | 'httpStatus' | 'sqlState' | undefined;
  /** Before the table: single values. */
  readonly classes: Readonly<Record<string, FailureClass>>;
}
