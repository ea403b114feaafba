import type { FilePath } from '../files/paths.js';
import { initialBaseline } from '../policy/baseline.js';
import { inferPolicy } from '../policy/inference/infer.js';
import type { Policy } from '../policy/policy.js';
import type { Finding } from '../rules/finding.js';
import { youngerThan } from './audit/added-imports.js';
import { POLICY_FILE } from './situation.js';
import type { Snapshot } from './snapshot.js';

/** Where `lintel init` puts the baseline, as the inferred policy names it. */
export const BASELINE_FILE: FilePath = 'architecture/baseline.json';

/** A first policy with the baseline that makes it pass. */
export interface InitialPolicy {
  readonly policyText: string;
  readonly baselineText: string;
  /** What a person should look at first, a sentence each. */
  readonly notes: readonly string[];
  /** What was found under the inferred policy and grandfathered, with the question each raises. */
  readonly refused: readonly { readonly finding: Finding; readonly question: string | undefined }[];
  /** The workspace under the new policy and baseline. */
  readonly snapshot: Snapshot;
}

/**
 * Infers a policy from a snapshot and holds the code against it, without touching the disk. Inference looks at the code
 * alone: a policy or baseline that is there already plays no part. With `asOf` (`undefined` in it: the history begins later)
 * what is younger than that revision is not permitted, but asked about.
 */
export async function initialPolicy(
  current: Snapshot,
  asOf?: { readonly snapshot: Snapshot | undefined },
): Promise<InitialPolicy> {
  const { inferred, strict } = await inferredFrom(current, asOf);
  const questionFor = (finding: Finding) => inferred.questionFor(finding);
  const baselineText = initialBaseline(strict.findings, questionFor);
  const snapshot = await strict.with([{ path: BASELINE_FILE, text: baselineText }]);
  return {
    policyText: inferred.text,
    baselineText,
    notes: inferred.notes,
    refused: strict.findings.map(finding => ({ finding, question: questionFor(finding) })),
    snapshot,
  };
}

/** The modules that inference finds, as a policy; nothing is held against it. */
export async function inferredModules(current: Snapshot): Promise<Policy> {
  return (await inferredFrom(current)).strict.policy;
}

async function inferredFrom(current: Snapshot, asOf?: { readonly snapshot: Snapshot | undefined }) {
  const bare = await current.with([
    { path: POLICY_FILE, text: undefined },
    { path: BASELINE_FILE, text: undefined },
  ]);
  const isYoung = asOf && youngerThan(asOf.snapshot, bare);
  const inferred = inferPolicy({
    ...(isYoung && { isYoung }),
    files: bare.graph.files,
    edges: path => bare.graph.edges(path),
    manifests: bare.layout.manifests,
    workspacePackages: bare.layout.workspacePackages,
    tooLarge: bare.state.setting.skipped.flatMap(({ path, why }) => (why === 'too-large' ? [path] : [])),
  });
  const strict = await bare.with([{ path: POLICY_FILE, text: inferred.text }]);
  return { inferred, strict };
}
