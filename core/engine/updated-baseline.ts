import { type BaselineUpdate, updateBaseline } from '../policy/baseline.js';
import { approverOf } from '../policy/exceptions.js';
import type { Finding } from '../rules/finding.js';
import type { Snapshot } from './snapshot.js';

/** Who answers for violations that join the baseline; without it the baseline only shrinks. */
export interface GrowthApproval {
  readonly approvedBy: string;
}

/**
 * The baseline file after a run: stale entries gone, moved ones rewritten, new findings only with an approval (each by the
 * owner of its target, others are refused). `undefined` when the policy declares no baseline.
 */
export function updatedBaseline(snapshot: Snapshot, approval?: GrowthApproval): BaselineUpdate<Finding> | undefined {
  const { policy, settled } = snapshot;
  if (!policy.baseline) return undefined;
  const baseline = snapshot.state.setting.baseline ?? { path: policy.baseline.file, entries: [] };
  const growth = approval && {
    accept: (finding: Finding) => {
      const owner = approverOf(finding, policy);
      return owner === undefined || owner === approval.approvedBy ? { approvedBy: approval.approvedBy } : undefined;
    },
  };
  return updateBaseline(baseline, settled.baseline, growth);
}
