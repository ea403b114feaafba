/**
 * A copy of `text` that does not keep a longer string alive: V8 represents a substring of 13 units and more as a
 * slice that holds its whole parent, here the source text of a file.
 */
export function flat(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

/** The text with every run of white space folded to one space, ends trimmed, cut after `limit` UTF-16 units. */
export function folded(text: string, limit = 200): string {
  const start = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  const one = start.replace(/\s+/g, ' ').trim();
  return flat(one.length > limit ? one.slice(0, limit) : one);
}

/** A 64-bit digest of a text as 16 hexadecimal digits, for equality only (two multiplicative hashes with mixing, after cyrb53). */
export function digest(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return hex64(a, b);
}

/** Mixes two 32-bit halves and prints them as 16 hexadecimal digits. */
export function hex64(first: number, second: number): string {
  let a = Math.imul(first ^ (first >>> 16), 2246822507);
  a ^= Math.imul(second ^ (second >>> 13), 3266489909);
  let b = Math.imul(second ^ (second >>> 16), 2246822507);
  b ^= Math.imul(a ^ (a >>> 13), 3266489909);
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
