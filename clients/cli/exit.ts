/** What the process answers: no violations, violations, or nothing can be said (bad usage, bad policy, internal error). */
export const exitStatus = { ok: 0, violations: 1, notChecked: 2, interrupted: 130 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A mistake in how the command was called. Its message is one sentence for the person; exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
