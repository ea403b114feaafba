import type { BehaviourDelta } from '../engine.js';
import { reportAsJson } from '../format/json.js';
import { byHarm, type ReviewReport } from './review-report.js';

/** The review as one JSON object, keys in a fixed order; findings as `lintel check --format json` prints them. */
export function jsonReview(report: ReviewReport): string {
  const { review, base, head } = report;
  const { permissions, dependencies, modules, requested, behaviour } = review;
  const { status, reason, coverage, counts, findings } = reportAsJson(review.report, { edits: () => undefined });
  const body = {
    version: 1,
    status,
    ...(reason !== undefined && { reason }),
    base,
    head: head ?? null,
    permissions: {
      status: permissions.status,
      ...(permissions.reason !== undefined && { reason: permissions.reason }),
      widenings: byHarm(permissions.widenings).map(widening => {
        const { route, path, what, from, to, approvers, approval, legal } = widening;
        return { route, path, line: report.lineOf(widening), what, from, to, approvers, approval, legal };
      }),
    },
    modules,
    dependencies: dependencies.map(({ standing: { by, isApproved, detail }, ...dependency }) => ({
      ...dependency,
      approved: by === 'no-policy' ? null : isApproved,
      standing: by,
      ...(detail !== undefined && { detail }),
    })),
    requested: requested.map(({ id, rule, from, to, reason: why, requestedBy }) => ({
      id,
      rule,
      from,
      to,
      reason: why,
      ...(requestedBy !== undefined && { requestedBy }),
    })),
    behaviour: behaviourAsJson(behaviour),
    coverage,
    counts,
    findings,
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

/** The findings stand among the others; here is what each function does, and who calls it. */
function behaviourAsJson(behaviour: BehaviourDelta) {
  if (behaviour.status === 'not_checked') return behaviour;
  const { status, compared, otherSignature, functions } = behaviour;
  return { status, compared, otherSignature, functions };
}
