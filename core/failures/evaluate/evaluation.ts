import type { Expr, FunctionIr } from '../../syntax/ir/nodes.js';
import type { FailureContract, Hole, Origin, ReturnOutcome, Swallow } from '../contract.js';
import type { Linker, Unit } from '../link/linker.js';
import type { FunctionRef } from '../view.js';
import type { ClassMap } from './errors.js';
import { hole, type Modes, modesOf, noModes, union } from './modes.js';
import type { Evaluated } from './once.js';
import type { Path, Val } from './values.js';

/** What a try statement catches: for rules that ask about handlers. */
export interface CaughtFacts {
  /** Offset of the handler. */
  readonly start: number;
  readonly modes: Modes;
  /** What of it leaves the handler again, thrown on or translated, by key of what was caught. */
  readonly leaves: ReadonlySet<string>;
}

/** Collects what is thrown in a region. */
export interface Sink {
  modes: Modes;
}

/** The evaluation of one function. */
export interface Evaluation {
  readonly unit: Unit;
  readonly index: number;
  readonly ir: FunctionIr;
  readonly linker: Linker;
  readonly classes: ClassMap;
  /** The contract of another function; `undefined` while it is being made (recursion): nothing is known to fail yet. */
  contractOf(ref: FunctionRef): FailureContract | undefined;
  /** Evaluates a function expression as a handler of failures: what it throws and returns when given them. */
  readonly returns: ReturnOutcome[];
  readonly swallows: Swallow[];
  readonly holes: Hole[];
  readonly caught: CaughtFacts[];
  /** The innermost region first. */
  readonly sinks: Sink[];
  /** What rejects without passing the sinks: promises that are returned without `await`. */
  readonly outside: Sink;
  /** Where `break` and `continue` of the enclosing loops and switches end up. */
  readonly jumps: Path[][];
  /** What calls of functions of the workspace came to: the same on every way. */
  readonly called: Map<object, { readonly thrown: Modes; readonly value: Val }>;
  /** What expressions in statements came to, by what they read. */
  readonly evaluated: Map<Expr, readonly Evaluated[]>;
  /** The interpreter itself, so that its parts need not import one another in a circle. */
  readonly evaluate: (expr: Expr, path: Path, run: Evaluation) => { value: Val; path: Path };
  readonly evaluateBody: (run: Evaluation, start: Path) => void;
  /** Calls being followed into handlers: bounds recursion. */
  depth: number;
}

/** Throws modes in the current region. */
export function raise(evaluation: Evaluation, modes: Modes): void {
  const sink = evaluation.sinks[0];
  if (sink && modes.size > 0) sink.modes = union(sink.modes, modes);
}

/** A failure that starts at a place of the function's file; `text` says what starts it. */
export function originAt(
  { unit }: Pick<Evaluation, 'unit'>,
  { start, end }: { readonly start: number; readonly end: number },
  kind: Origin['kind'],
  text: string,
  via: readonly string[] = [],
): Origin {
  return { path: unit.path, start, end, kind, text, via };
}

/** The set that says that something unknown may be thrown at a place. */
export function holeAt(
  run: Pick<Evaluation, 'unit'>,
  at: { readonly start: number; readonly end: number },
  text: string,
  via?: readonly string[],
): Modes {
  return modesOf([hole(originAt(run, at, 'hole', text, via))]);
}

/** The evaluation of another function within one: of a handler, an executor, the function around it. */
export function within(run: Evaluation, unit: Unit, index: number): Evaluation {
  return { ...run, unit, index, ir: unit.ir.functions[index]!, ...nothingYet(), depth: run.depth + 1 };
}

/** What an evaluation collects, empty. */
export function nothingYet(): Pick<
  Evaluation,
  'returns' | 'swallows' | 'holes' | 'caught' | 'sinks' | 'outside' | 'jumps' | 'evaluated'
> {
  return {
    returns: [],
    swallows: [],
    holes: [],
    caught: [],
    sinks: [{ modes: noModes }],
    outside: { modes: noModes },
    jumps: [],
    evaluated: new Map(),
  };
}
