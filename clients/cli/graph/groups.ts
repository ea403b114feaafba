import type { Diagram } from './diagram.js';

/** Node ids by group, groups by name, ungrouped nodes last. */
export function groupsOf({
  nodes,
}: Diagram): readonly (readonly [group: string | undefined, ids: readonly string[]])[] {
  const groups = new Map<string | undefined, string[]>();
  for (const { id, group } of nodes) {
    const ids = groups.get(group);
    if (ids) ids.push(id);
    else groups.set(group, [id]);
  }
  return [...groups].sort(([a], [b]) => (a === undefined ? 1 : b === undefined ? -1 : a < b ? -1 : 1));
}
