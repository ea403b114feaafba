import type { Snapshot, TypesOptions } from '../snapshot.js';
import type { TypeCoverage, WhyUntyped } from './type-coverage.js';

/** Two snapshots of which neither knows more than the other for having types. */
export interface Comparable {
  readonly base: Snapshot;
  readonly head: Snapshot;
}

/**
 * Two snapshots whose failure findings can be compared: both with types, or, where the types of one are not to be had in
 * the time given, both without, and the coverage of the head says why. A finding that only one of them could make would
 * otherwise look as if the change had brought it.
 */
export async function comparable(base: Snapshot, head: Snapshot, options: TypesOptions = {}): Promise<Comparable> {
  if (!base.tellsFailures || !head.tellsFailures) return { base, head };
  const until = options.waitMs === undefined ? undefined : performance.now() + options.waitMs;
  const typed: Snapshot[] = [];
  // The head last: the checker is left with the texts that are asked about next.
  for (const side of [base, head]) {
    const waitMs = until === undefined ? undefined : Math.max(0, until - performance.now());
    const { first: _, ...rest } = options;
    const { snapshot } = await side.withTypes({ ...rest, ...(waitMs !== undefined && { waitMs }) });
    const why = whyMissing(snapshot.types);
    if (why === 'nobody-has-them') return { base: base.untyped, head: head.untyped };
    if (why !== undefined) return { base: base.untyped, head: head.withoutTypes(why) };
    typed.push(snapshot);
  }
  return { base: typed[0] ?? base, head: typed[1] ?? head };
}

/** Why types are not all they could be; `undefined` where they are. */
function whyMissing({ mode, isLasting, notChecked }: TypeCoverage): WhyUntyped | 'nobody-has-them' | undefined {
  if (mode !== 'off' && isLasting) return undefined;
  const [first] = notChecked.filter(({ why }) => why !== 'not-in-a-program');
  return (first?.why as WhyUntyped | undefined) ?? 'nobody-has-them';
}
