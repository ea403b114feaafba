import { createHash } from 'node:crypto';
import { type Draft, type Severity, severities } from '../rules/finding.js';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford's base 32: no i, l, o, u

/**
 * The id of a finding: `f-` and 10 base-32 characters of the SHA-256 of what it is about, never of where in the file it
 * stands, so that an edit above it keeps the id. `ordinal` tells equal ones in one file apart, counted from 0 in source order.
 */
export function findingId(draft: Pick<Draft, 'rule' | 'path' | 'symbol' | 'site'>, ordinal: number): string {
  const digest = createHash('sha256')
    .update(`${draft.rule}\0${draft.path}\0${draft.symbol}\0${draft.site}\0${ordinal}`)
    .digest();
  let id = 'f-';
  for (let i = 0; i < 10; i++) id += alphabet[(digest[i] ?? 0) & 31];
  return id;
}

/** Negative when `a` is the more severe. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
