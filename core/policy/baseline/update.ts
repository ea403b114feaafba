import { type Baseline, type BaselineEntry, entryOf } from './entry.js';
import { formatBaseline } from './format.js';
import type { BaselineOutcome } from './match.js';
import { isGrandfatherable, type Subject } from './subject.js';

export interface BaselineUpdate<F> {
  /** The new text of the baseline file. */
  readonly text: string;
  readonly removed: readonly BaselineEntry[];
  /** Entries rewritten because the finding moved or shrank. */
  readonly rewritten: readonly BaselineEntry[];
  readonly added: readonly F[];
  /** New findings that were not added: the baseline may only shrink, or the rule cannot be grandfathered. */
  readonly refused: readonly F[];
}

/** Decides about each new finding: who accepted it (nobody has to with the ratchet off), or undefined to refuse it. */
export interface Growth<F> {
  accept(finding: F): { readonly approvedBy?: string } | undefined;
}

/**
 * The baseline after a run: stale entries go, moved and shrunk ones say what is there now. New findings are added only
 * where `growth` accepts them.
 */
export function updateBaseline<F extends Subject>(
  baseline: Baseline,
  outcome: BaselineOutcome<F>,
  growth?: Growth<F>,
): BaselineUpdate<F> {
  const stale = new Set(outcome.stale);
  const outdated = new Map<BaselineEntry, BaselineEntry[]>();
  for (const { entry, finding, outdated: rewrite } of outcome.matched) {
    if (!rewrite) continue;
    const { status, question, approvedBy } = entry;
    const now = entryOf(finding, {
      status,
      ...(question !== undefined && { question }),
      ...(approvedBy !== undefined && { approvedBy }),
    });
    outdated.set(entry, [...(outdated.get(entry) ?? []), now]);
  }
  const added: F[] = [];
  const refused: F[] = [];
  const replaced = new Map(outcome.outgrown.map(({ finding, entries }) => [finding, entries]));
  let entries: readonly BaselineEntry[] = baseline.entries.flatMap(entry =>
    stale.has(entry) ? [] : (outdated.get(entry) ?? [entry]),
  );
  for (const finding of outcome.fresh) {
    const accepted = isGrandfatherable(finding) ? growth?.accept(finding) : undefined;
    if (accepted) {
      added.push(finding);
      const outgrown = replaced.get(finding) ?? [];
      entries = [...entries.filter(entry => !outgrown.includes(entry)), entryOf(finding, accepted)];
    } else refused.push(finding);
  }
  return {
    text: formatBaseline(entries),
    removed: outcome.stale,
    rewritten: [...outdated.keys()],
    added,
    refused,
  };
}

/**
 * The first baseline of a repository: every finding that can be grandfathered, unreviewed where `questionFor` has a
 * question, so that nobody mistakes what was found for what was decided.
 */
export function initialBaseline<F extends Subject>(
  findings: readonly F[],
  questionFor: (finding: F) => string | undefined,
): string {
  const entries = findings
    .filter(finding => isGrandfatherable(finding))
    .map(finding => {
      const question = questionFor(finding);
      return entryOf(finding, { status: 'unreviewed', ...(question !== undefined && { question }) });
    });
  return formatBaseline(entries);
}
