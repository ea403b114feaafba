import { callEffectWords, failureClassWords } from '../policy/schema/failures.js';

/** What a caller can do about a failure; the vocabulary of every contract. */
export const failureClasses = failureClassWords;
export type FailureClass = (typeof failureClasses)[number];

/** How a failure reaches the caller; `hang` is the promise that never settles. */
export const failureChannels = ['throw', 'reject', 'return', 'callback', 'event', 'hang'] as const;
export type FailureChannel = (typeof failureChannels)[number];

/** Whether the same call may succeed a moment later. */
export type Retryable = 'yes' | 'no' | 'unknown';

/** What a call does to the world when it succeeds; `report` is logging and telemetry. */
export const callEffects = callEffectWords;
export type CallEffect = (typeof callEffects)[number];

/** What tells one mode from another at run time: `code: 'ENOENT'`, `status: 404`, `ok: false`, `value: 'null'`. */
export type Discriminants = Readonly<Record<string, string | number | boolean>>;

/** Failures that may pass by themselves. */
export function isTransient(failure: FailureClass): boolean {
  return failure === 'upstream' || failure === 'timeout' || failure === 'exhausted';
}
