import type { Place } from '../../syntax/ir/nodes.js';
import type { FailureView, FileView, FunctionRef } from '../view.js';
import type { Shield } from './behaviour.js';
import type { EffectIndex } from './effects.js';

/** A revision, as the comparison reads it. */
export interface Side {
  readonly view: FailureView;
  readonly effects: EffectIndex;
  /** What a function is called on both sides. */
  nameOf(ref: FunctionRef): string;
}

/** Which functions are read in the place of their calls instead of being named. */
export type ReadInPlace = (ref: FunctionRef) => boolean;

/** Where the reading of a function stands. */
export interface Context {
  readonly file: FileView;
  readonly fn: number;
  readonly isOwn: boolean;
  readonly isStored: boolean;
  readonly loops: number;
  /** Of those, over lists that are written out. */
  readonly fixedLoops: number;
  /** A `break` here ends the innermost of the loops. */
  readonly breaksLoop: boolean;
  readonly shield: Shield;
  readonly isRetried: boolean;
  readonly isTransactional: boolean;
  readonly guards: readonly string[];
  readonly asksStatus: boolean;
  readonly condition: Place | undefined;
  /** The name of the error in the handler around. */
  readonly caught: string | undefined;
  readonly inHandler: boolean;
  /** What the executors around call the function that rejects. */
  readonly rejects: readonly string[];
  /** In the block of a `try`, up to the next function. */
  readonly inTry: boolean;
  readonly isNested: boolean;
  readonly depth: number;
  /** Functions being read, to end circles. */
  readonly open: readonly string[];
}

/** What stands around the first statement of a function: nothing of its own yet. */
export const atItsBeginning = {
  guards: [],
  asksStatus: false,
  condition: undefined,
  caught: undefined,
  inHandler: false,
  rejects: [],
  inTry: false,
  breaksLoop: false,
} as const satisfies Partial<Context>;
