import type { FilePath } from '../../files/paths.js';
import type { Policy } from '../../policy/policy.js';
import type { Draft, Finding, Severity } from '../../rules/finding.js';
import { ruleById } from '../../rules/index.js';
import { type LineStarts, rangeOf } from '../../text/lines.js';
import { findingId } from '../identity.js';

/** Where lines start in each file a finding speaks of. */
export type LineStartsOf = (path: FilePath) => LineStarts;

/**
 * Drafts are made once and shared between snapshots, so their findings are too: everything that decides a finding (policy,
 * neighbours in the file, positions) makes new drafts when it changes.
 */
const made = new WeakMap<Draft, Finding>();

/** The findings of one file's drafts of one rule set: ids given out, severities settled, what is off left out. */
export function findingsOf(drafts: readonly Draft[], policy: Policy, lineStarts: LineStartsOf): readonly Finding[] {
  const known = drafts.map(draft => made.get(draft));
  if (known.every(finding => finding !== undefined)) return known;
  const ordinals = new Map<string, number>();
  const findings: Finding[] = [];
  for (const draft of [...drafts].sort(bySource)) {
    const key = `${draft.rule}\0${draft.path}\0${draft.symbol}\0${draft.site}`;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const severity = severityOf(draft, policy);
    if (severity === 'off') continue;
    const finding = makeFinding(draft, severity, ordinal, policy, lineStarts);
    made.set(draft, finding);
    findings.push(finding);
  }
  return findings;
}

function makeFinding(
  draft: Draft,
  severity: Severity,
  ordinal: number,
  policy: Policy,
  lineStarts: LineStartsOf,
): Finding {
  const module = policy.moduleOf(draft.path);
  return {
    id: findingId(draft, ordinal),
    rule: draft.rule,
    severity,
    path: draft.path,
    span: draft.span,
    range: rangeOf(lineStarts(draft.path), draft.span),
    message: draft.message,
    ...(module && { module: module.id }),
    symbol: draft.symbol,
    site: draft.site,
    related: (draft.related ?? []).map(related => ({
      ...related,
      range: rangeOf(lineStarts(related.path), related.span),
    })),
    fixes: draft.fixes ?? [],
    ...(draft.data && { data: draft.data }),
    ...(draft.dependency && { dependency: draft.dependency }),
  };
}

/** The policy's word, else the clause's own, else the rule's. */
function severityOf(draft: Draft, policy: Policy): Severity | 'off' {
  const context = draft.dependency?.context ?? (policy.isTest(draft.path) ? 'test' : 'production');
  return (
    policy.severityOf(draft.rule, draft.path, context as 'production' | 'test' | 'mock', draft.severity) ??
    draft.severity ??
    ruleById(draft.rule)?.severity ??
    'error'
  );
}

function bySource(a: Draft, b: Draft): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
