import type { Policy, PolicyProblem } from '../../policy/policy.js';
import type { WorkspaceContext } from '../rule.js';

/** Reports the problems that the policy's reader found under this rule's id, where they stand. */
export function reportPolicyProblems({ policy, report }: WorkspaceContext, rule: string): void {
  for (const problem of policy.problems) {
    if (problem.rule !== rule) continue;
    report({
      path: problem.path,
      span: problem.span,
      message: problem.message,
      symbol: '',
      site: siteOf(policy, problem),
      ...(problem.severity === undefined ? {} : { severity: problem.severity }),
      ...(problem.data === undefined ? {} : { data: problem.data }),
    });
  }
}

/** The offending text, white space folded; the message where it stands in another file than the policy. */
function siteOf(policy: Policy, { path, span, message }: PolicyProblem): string {
  const text = path === policy.path ? policy.text.slice(span.start, span.end) : '';
  return (text === '' ? message : text).replace(/\s+/g, ' ').slice(0, 200);
}
