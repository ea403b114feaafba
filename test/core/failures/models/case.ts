import type { FailureClass } from '../../../../core/failures/classes.js';

/** A failure as it was met. */
export interface Observed {
  readonly channel: 'throw' | 'reject' | 'callback' | 'event' | 'return';
  /** The error, or the value that stands for it. */
  readonly failure: unknown;
}

interface Concerned {
  /** As imported. */
  readonly package: string;
  /** Names of entries that behave alike. */
  readonly names: readonly string[];
  /** Of the package; missing: the newest model. */
  readonly version?: string;
}

/** Something real that makes the entries fail. */
export interface FailureCase extends Concerned {
  readonly class: FailureClass;
  /** What is done, for the title of the test. */
  readonly when: string;
  provoke(name: string): Observed | Promise<Observed>;
}

/** A real call that hands a function over; where its failures go is compared with `invokes`. */
export interface InvokeCase extends Concerned {
  /** Gives the value of the call; where a framework handles failures, resolves once it has. */
  readonly hand: (name: string, callback: (...args: unknown[]) => unknown) => unknown;
}

/** A real call that does not fail. */
export interface QuietCase extends Concerned {
  run(name: string): unknown;
}

/** A failure of a type that nobody listens to; what becomes of it is compared with `unheard`. */
export interface UnheardCase {
  readonly package: string;
  readonly type: string;
  /** Makes it fail, and resolves once it has. */
  run(): unknown;
}

/** Entries that nothing here can run, and why. */
export interface NotRunnable extends Concerned {
  readonly because: string;
}

/** What one file of cases has. */
export interface Cases {
  readonly failures?: readonly FailureCase[];
  readonly invokes?: readonly InvokeCase[];
  readonly quiet?: readonly QuietCase[];
  readonly unheard?: readonly UnheardCase[];
  readonly notRunnable?: readonly NotRunnable[];
}
