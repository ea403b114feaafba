import type { Snapshot } from './engine.js';
import { UsageError } from './exit.js';

/** Refuses to answer from a policy that does not parse or validate. */
export function refuseUnusable({ policy }: Snapshot): void {
  if (policy.usable) return;
  const problem = policy.problems.find(({ rule }) => rule.startsWith('config/'));
  const what = problem ? `: ${problem.message}` : '';
  throw new UsageError(`${policy.path} cannot be used${what} (lintel check shows where)`);
}
