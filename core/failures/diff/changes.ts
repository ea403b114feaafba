import type { FilePath } from '../../files/paths.js';
import type { Place } from '../../syntax/ir/nodes.js';
import type { FailureClass } from '../classes.js';
import type { FunctionRef } from '../view.js';
import type { CallTrait, OptionFamily, Spot } from './behaviour.js';
import type { Effect } from './effects.js';

/** One difference in what a function does, under a signature that is the same or compatible. */
export type Change = {
  readonly spot: Spot | undefined;
  readonly was: Spot | undefined;
  /** Another function of the head that does now what this one lost. */
  readonly movedTo?: string;
  /** The file of the function that this one is a copy of: the change is told there, or was made before. */
  readonly copyOf?: FilePath;
  /** It stood in a function within this one that is gone; whoever called that is told of by itself. */
  readonly isOfRemoved?: true;
} & (
  | { readonly kind: 'throw-to-value'; readonly error: string; readonly value: string }
  | { readonly kind: 'value-to-throw'; readonly error: string; readonly value: string }
  | {
      readonly kind: 'failure-lost';
      /** What was thrown; `''`: it returned `value`, or threw what its own handler took. */
      readonly error: string;
      readonly value: string;
      readonly asksStatus: boolean;
      readonly condition: Place | undefined;
      /** The conditions as `Exit.guards` has them, in one. */
      readonly guard: string;
      /** As `Exit.detail` has it. */
      readonly detail: string;
      /** The same error, by its message, is thrown under another condition still. */
      readonly isThrownStill?: true;
    }
  | { readonly kind: 'failure-gained'; readonly classes: readonly FailureClass[]; readonly by: string }
  | { readonly kind: 'error-changed'; readonly from: string; readonly to: string }
  /** The same error under a condition that holds less often. */
  | { readonly kind: 'guard-weakened'; readonly error: string; readonly condition: Place | undefined }
  | { readonly kind: 'cause-dropped'; readonly error: string }
  | {
      readonly kind: 'swallowed';
      readonly calls: readonly string[];
      readonly to: string;
      readonly isWidened: boolean;
      /** Nothing shows that any of the calls can fail. */
      readonly isGuess: boolean;
    }
  | { readonly kind: 'handler-lost'; readonly calls: readonly string[]; readonly isGuess: boolean }
  | {
      readonly kind: 'await-lost';
      readonly call: string;
      /** A handler takes its failure. */
      readonly isHandled: boolean;
      /** Out of a `try`. */
      readonly isReturned: boolean;
      /** The call gives a promise, by how it is declared. */
      readonly isSure: boolean;
      /** Many functions of the change wait no longer for what nothing shows to be a promise. */
      readonly isOneOfMany?: true;
    }
  | { readonly kind: 'check-lost'; readonly call: string }
  | {
      readonly kind: 'loop-entered';
      readonly call: string;
      readonly effects: readonly Effect[];
      /** The code says how many rounds there are. */
      readonly isFixed: boolean;
    }
  | { readonly kind: 'retry-gained'; readonly call: string; readonly isUnsafe: boolean }
  | { readonly kind: 'transaction-left'; readonly call: string }
  | {
      readonly kind: 'protection-lost';
      readonly family: OptionFamily;
      readonly text: string;
      /** As `Protection.detail` has it. */
      readonly detail: string;
      /** Options that are spread from elsewhere may hold it now. */
      readonly mayBeSpread: boolean;
      /** The call that it stood in is gone, and nothing of the kind stands for it. */
      readonly isOfLostCall: boolean;
    }
  | { readonly kind: 'protection-gained'; readonly family: OptionFamily; readonly text: string }
  | { readonly kind: 'effect-gained' | 'effect-lost'; readonly effect: Effect; readonly call: string }
  | {
      readonly kind: 'conflated';
      readonly classes: readonly FailureClass[];
      readonly value: string;
      readonly isNew: boolean;
    }
);

export type ChangeKind = Change['kind'];

/** What is asked about a call when two sides are compared. */
export interface Judge {
  /** May end in a failure that is no bug. */
  canFail(call: CallTrait): boolean;
  /** Names of error types that leave it. */
  errorsOf(call: CallTrait): readonly string[];
  /** The name of the function around, callbacks left out. */
  ownerOf(spot: Spot): string;
}

/** A call and what became of it, of a function and a caller of it. */
export interface AffectedCaller {
  readonly caller: FunctionRef;
  /** Qualified name. */
  readonly symbol: string;
  /** The call, in the caller's file. */
  readonly start: number;
  readonly end: number;
  /** What it does about the function's failures. */
  readonly handling: 'catches' | 'tests' | 'uses' | 'ignores';
  /** The change breaks what it does. */
  readonly isBroken: boolean;
  /** Symbols from this caller outward to where nobody calls, itself first, at most six. */
  readonly path: readonly string[];
}
