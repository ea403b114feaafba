import type { FilePath } from '../../files/paths.js';
import { type LinterVerdict, linterVerdicts } from '../../resolve/linters/verdicts.js';
import { rules } from '../../rules/index.js';
import type { FailureRule } from '../../rules/rule.js';
import type { Setting, State } from './state.js';

/** What the linters of a project report already. */
export interface Linters {
  /** `silent`: the rule runs. */
  verdict(rule: FailureRule, path: FilePath): LinterVerdict;
}

const known = new WeakMap<Setting['failureInputs'], Linters>();

/** The verdicts of a setting; those of the configurations are made once. */
export function lintersOf({ policy, failureInputs }: Pick<Setting, 'policy' | 'failureInputs'>): Linters {
  const { delegated } = policy.failures;
  if (delegated === 'on') return { verdict: () => 'silent' };
  if (delegated === 'off') return { verdict: () => 'enables' };
  const found = known.get(failureInputs) ?? configured(failureInputs);
  known.set(failureInputs, found);
  return found;
}

function configured({ linters }: Setting['failureInputs']): Linters {
  const byRule = new Map<FailureRule, ReturnType<typeof linterVerdicts>>();
  return {
    verdict(rule, path) {
      if (!rule.delegated) return 'silent';
      const answer = byRule.get(rule) ?? linterVerdicts(linters, rule.delegated);
      byRule.set(rule, answer);
      return answer(path);
    },
  };
}

/** Rules that do not run in files whose linter may or may not have them, with the number of those files. */
export function undecidedByLinters({ setting, files }: State): readonly (readonly [rule: string, files: number])[] {
  const linters = lintersOf(setting);
  return rules.flatMap(rule => {
    if (rule.scope !== 'failure' || !rule.delegated || setting.failureInputs.linters.length === 0) return [];
    const count = files.filter(
      path => !setting.policy.isTest(path) && linters.verdict(rule, path) === 'undecidable',
    ).length;
    return count === 0 ? [] : [[rule.id, count] as const];
  });
}
