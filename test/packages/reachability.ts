/** Arcs by name. */
export type Arcs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The strongly connected components with more than one member or an arc to itself, each sorted, by definition: two nodes
 * belong together when each reaches the other. Shares no code and no idea with the engine's own.
 */
export function circles(arcs: Arcs): string[][] {
  const reached = new Map<string, ReadonlySet<string>>();
  const from = (start: string): ReadonlySet<string> => {
    const known = reached.get(start);
    if (known) return known;
    const seen = new Set<string>();
    const open = [...(arcs.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(arcs.get(next) ?? []));
    }
    reached.set(start, seen);
    return seen;
  };
  const done = new Set<string>();
  const found: string[][] = [];
  for (const node of [...arcs.keys()].sort()) {
    if (done.has(node) || !from(node).has(node)) continue;
    const members = [...from(node)].filter(other => from(other).has(node)).sort();
    for (const member of members) done.add(member);
    found.push(members);
  }
  return found;
}
