import type { FilePath } from '../../files/paths.js';
import type { Place } from '../../syntax/ir/nodes.js';
import type { FunctionRef } from '../view.js';
import type { Effect } from './effects.js';

/** Where a trait of a function stands. Offsets are UTF-16 units of `path`; `fn` is the innermost function around it. */
export interface Spot {
  readonly path: FilePath;
  readonly fn: number;
  readonly start: number;
  readonly end: number;
  /** The function that was asked about, not one that was read in its place. */
  readonly isOwn: boolean;
  /** In a function that is kept in a member for later: it runs when somebody calls that. */
  readonly isStored: boolean;
}

/** What becomes of a failure on its way out of a function, by the handlers around it. */
export type ShieldLevel =
  /** Nothing catches it, or what catches it throws again. */
  | 'open'
  /** It goes on as a value or to a callback. */
  | 'carried'
  /** Some of it is thrown again, by a test on it. */
  | 'partly'
  /** It ends here. */
  | 'swallowed';

export interface Shield {
  readonly level: ShieldLevel;
  /** What the caller gets instead: `null`, `undefined`, `empty`, `nothing`, …; `''` where it leaves. */
  readonly to: string;
  /** The handler tries the same call otherwise: what that fails with leaves. */
  readonly triesAgain?: true;
  /** Offset of the handler; -1 for none. */
  readonly at: number;
}

/**
 * What happens to the promise of a call. `kept`: held under a name that nobody waits for; `left`: its failures are handled,
 * and nobody waits for it.
 */
export type Use = 'awaited' | 'returned' | 'handed' | 'kept' | 'left' | 'floating' | 'value';

/** A way out of a function that is no plain result. */
export interface Exit extends Spot {
  readonly how: 'throw' | 'return';
  /** The error as a caller can tell it (`NotFoundError`, `HttpError 404`, `caught`), or the value (`null`, `empty`). */
  readonly value: string;
  /** How the error is made, as a text in which local names do not count. */
  readonly detail: string;
  /** The conditions that lead here, as texts in which local names do not count. */
  readonly guards: readonly string[];
  /** The condition asks for the status of a response. */
  readonly asksStatus: boolean;
  /** In a handler: whether the caught error travels on as a whole, in parts, or not. */
  readonly cause: 'whole' | 'part' | 'none' | undefined;
  readonly shield: Shield;
  /** Ends a function inside the one asked about. */
  readonly isNested: boolean;
  /** Where the condition stands; `undefined` where there is none. */
  readonly condition: Place | undefined;
}

/** A call that was not read in place. */
export interface CallTrait extends Spot {
  /** The same on both sides of a comparison: `src/a.ts#f`, `node:fs#readFile`, `.save`. */
  readonly callee: string;
  /** Its arguments, as a text in which local names do not count. */
  readonly detail: string;
  /** Functions of the workspace that it calls. */
  readonly targets: readonly FunctionRef[];
  /** For people. */
  readonly text: string;
  readonly use: Use;
  /** `false`: it gives no promise. */
  readonly mayBeAsync: boolean;
  /** It gives a promise, by how it is declared. */
  readonly isSurelyAsync: boolean;
  /** Loops around it, callbacks of array methods counted. */
  readonly loops: number;
  /** Of those, over lists that are written out. */
  readonly fixedLoops: number;
  readonly shield: Shield;
  readonly isRetried: boolean;
  readonly isTransactional: boolean;
  /** A second time does more than the first. */
  readonly isUnsafeToRepeat: boolean;
  readonly effects: ReadonlySet<Effect>;
  /** Nothing but a bug makes it fail. */
  readonly isTotal: boolean;
  /** Nothing is known of it, not even that it is waited for: whether it can fail is a guess. */
  readonly isGuess: boolean;
  /** It is returned out of a `try`, which ends before the promise does. */
  readonly leavesTry: boolean;
  /** Its options are spread from elsewhere: what they hold is not known. */
  readonly hasOpenOptions: boolean;
  /** Its value is not used. */
  readonly isStatement: boolean;
  /** It checks its input, by its name or by how it fails. */
  readonly isCheck: boolean;
}

export type OptionFamily = 'timeout' | 'signal' | 'limit' | 'idempotency' | 'retry' | 'transaction' | 'status';

/** An option, wrapper or test that protects calls. */
export interface Protection extends Spot {
  readonly family: OptionFamily;
  readonly text: string;
  /** Of a test: what it asks for. */
  readonly detail: string;
}

/** What a function does besides its result. */
export interface Behaviour {
  readonly exits: readonly Exit[];
  readonly calls: readonly CallTrait[];
  readonly protections: readonly Protection[];
  /** Conditions that are asked anywhere, without their sign, and how often. */
  readonly conditions: ReadonlyMap<string, number>;
}
