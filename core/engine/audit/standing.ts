import type { FilePath } from '../../files/paths.js';
import type { Finding } from '../../rules/finding.js';
import type { Snapshot } from '../snapshot.js';

/** What the rules say about an import today. */
export interface Standing {
  readonly by: 'policy' | 'exception' | 'baseline' | 'suppression' | 'nothing' | 'no-policy';
  /** Whether somebody decided on it: the policy permits it, or a person accepted it. */
  readonly isApproved: boolean;
  /** The rule it breaks, who accepted it, or which exception does. */
  readonly detail?: string;
}

/** Answers how an import stands, by the place of its specifier. */
export type StandingOf = (path: FilePath, start: number, target: FilePath) => Standing;

/** Looks through what a snapshot found and accepted. */
export function standings({ findings, settled, policy }: Snapshot): StandingOf {
  if (!policy.declared || policy.modules.length === 0) return () => ({ by: 'no-policy', isApproved: false });
  const byPlace = new Map<string, Standing>();
  const put = (finding: Finding, standing: Standing) => {
    const { path, span, dependency } = finding;
    if (dependency) byPlace.set(`${path}\0${span.start}\0${dependency.to}`, standing);
  };
  for (const { finding, entry } of settled.baseline.matched) {
    const { status, approvedBy } = entry;
    put(finding, {
      by: 'baseline',
      isApproved: approvedBy !== undefined || status === 'reviewed',
      detail: approvedBy ?? status,
    });
  }
  for (const { finding, exceptions } of settled.accepted)
    put(
      finding,
      exceptions
        ? { by: 'exception', isApproved: true, detail: exceptions.join(', ') }
        : { by: 'suppression', isApproved: false, detail: finding.rule },
    );
  for (const finding of findings) put(finding, { by: 'nothing', isApproved: false, detail: finding.rule });
  return (path, start, target) => byPlace.get(`${path}\0${start}\0${target}`) ?? { by: 'policy', isApproved: true };
}
