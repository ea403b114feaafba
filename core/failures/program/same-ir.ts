/** Members of the IR that say where something stands. */
const places: ReadonlySet<string> = new Set(['start', 'end', 'nameStart', 'nameEnd']);

/** Whether two parts of the IR are the same, all places later by so much; `undefined`: wherever they stand. */
export function isSameIr(a: unknown, b: unknown, by: number | undefined): boolean {
  if (a === b && (by === 0 || by === undefined)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!isSameIr(a[i], b[i], by)) return false;
    return true;
  }
  const [was, is] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(was);
  if (keys.length !== Object.keys(is).length) return false;
  for (const key of keys) {
    const [before, now] = [was[key], is[key]];
    if (!places.has(key)) {
      if (!isSameIr(before, now, by)) return false;
    } else if (by !== undefined && typeof before === 'number' && now !== before + by) return false;
  }
  return true;
}
