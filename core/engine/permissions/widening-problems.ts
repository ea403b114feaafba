import type { PolicyProblem } from '../../policy/policy.js';
import type { JudgedWidening, PermissionDelta } from './permission-delta.js';

/**
 * `arch/permission-widened` for everything that nobody approved. An entry of the baseline that `arch/baseline-growth`
 * reports already is left to it.
 */
export function wideningProblems(delta: PermissionDelta, grown: readonly PolicyProblem[]): readonly PolicyProblem[] {
  const reported = new Set(grown.map(({ path, span }) => `${path}\0${span.start}`));
  return delta.widenings.flatMap(widening => {
    const { path, span, route, approvers, approval, legal, from, to } = widening;
    if (approval.status === 'approved' || reported.has(`${path}\0${span.start}`)) return [];
    return [
      {
        rule: 'arch/permission-widened',
        path,
        span,
        message: messageOf(widening, approval.why),
        data: { route, approvers, from, to, legalised: legal.length },
      },
    ];
  });
}

function messageOf({ what, legal, approvers }: JudgedWidening, why: string): string {
  const uses =
    legal.length === 0
      ? ''
      : `, and ${legal.length === 1 ? 'one finding' : `${legal.length} findings`} of this code became legal by it`;
  const who =
    approvers.length === 0 ? 'Nobody' : approvers.length === 1 ? approvers[0] : `None of ${approvers.join(', ')}`;
  const verb = approvers.length === 1 ? 'has not approved it on record' : 'has approved it on record';
  return `${what}: the rules at the base revision did not permit this${uses}. ${who} ${verb}: ${why}.`;
}
