/** What a caller can do about a failure; the vocabulary of every contract. */
export const failureClasses = [
  'absent',
  'invalid',
  'conflict',
  'denied',
  'upstream',
  'timeout',
  'cancelled',
  'exhausted',
  'bug',
  'unknown',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** How a failure reaches the caller; `hang` is the promise that never settles. */
export const failureChannels = ['throw', 'reject', 'return', 'callback', 'event', 'hang'] as const;
export type FailureChannel = (typeof failureChannels)[number];

/** Whether the same call may succeed a moment later. */
export type Retryable = 'yes' | 'no' | 'unknown';

/** What a call does to the world when it succeeds; `report` is logging and telemetry. */
export const callEffects = ['pure', 'read', 'write-idempotent', 'write-non-idempotent', 'report'] as const;
export type CallEffect = (typeof callEffects)[number];

/** What tells one mode from another at run time: `code: 'ENOENT'`, `status: 404`, `ok: false`, `value: 'null'`. */
export type Discriminants = Readonly<Record<string, string | number | boolean>>;

/** Failures that may pass by themselves. */
export function isTransient(failure: FailureClass): boolean {
  return failure === 'upstream' || failure === 'timeout' || failure === 'exhausted';
}
