import type { FilePath } from '../../files/paths.js';
import type { Location } from '../document.js';
import type { Policy, PolicySeverity } from '../policy.js';
import type { WideningRoute } from './widening.js';

const strongestFirst: readonly PolicySeverity[] = ['error', 'warning', 'information', 'hint', 'off'];

/** True when the first severity is weaker than the second. */
export function isWeaker(now: PolicySeverity, before: PolicySeverity): boolean {
  return strongestFirst.indexOf(now) > strongestFirst.indexOf(before);
}

/** One thing that was given up: named, placed, and recognised in another policy. */
export interface Loss {
  readonly route: WideningRoute;
  readonly what: string;
  /** The rule whose findings go with it. */
  readonly rule?: string;
  readonly at: readonly Location[];
  readonly owner?: string;
  isIn(policy: Policy): boolean;
  /** Findings that may go with it, where they are of more than one rule. */
  readonly concerns?: (rule: string, path: FilePath) => boolean;
}

/** True for rules about failures, which the section `failures` speaks of. */
export function isAboutFailures(rule: string): boolean {
  return !/^(arch|config|policy|review)\//.test(rule);
}
