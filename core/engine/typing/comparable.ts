import type { Snapshot, TypesOptions } from '../snapshot.js';

/**
 * Two snapshots whose failure findings can be compared: both with types, or, where the types of one are not to be had,
 * both without. A finding that only one of them could make would otherwise look as if the change had brought it.
 */
export async function comparable(
  base: Snapshot,
  head: Snapshot,
  options: TypesOptions = {},
): Promise<{ readonly base: Snapshot; readonly head: Snapshot }> {
  if (!head.types.isLasting || head.types.mode === 'off') return { base, head: head.untyped };
  const { snapshot } = await base.withTypes(options);
  return snapshot.types.isLasting ? { base: snapshot, head } : { base, head: head.untyped };
}
