/**
 * True when `text` matches `pattern`, in which `*` stands for any text (`/` too) and, with `one`, `?` for one character.
 * Greedy with one point of return: linear in text times pattern at worst, whatever the pattern.
 */
export function matchesWildcard(pattern: string, text: string, one = false): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const unit = pattern.charCodeAt(p);
    if (p < pattern.length && unit === 42) {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (unit === text.charCodeAt(t) || (one && unit === 63))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === 42) p++;
  return p === pattern.length;
}

/** What the `*` of a pattern stand for in a text, joined by NUL; `undefined` when it does not match. Stars are lazy. */
export function wildcardValue(pattern: string, text: string): string | undefined {
  if (!pattern.includes('*')) return pattern === text ? '' : undefined;
  if (!matchesWildcard(pattern, text)) return undefined;
  const parts = pattern.split('*');
  const values: string[] = [];
  let at = parts[0]?.length ?? 0;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const end = i === parts.length - 1 ? text.length - part.length : text.indexOf(part, at);
    values.push(text.slice(at, end));
    at = end + part.length;
  }
  return values.join('\u0000');
}
