import { typescript6 } from '../typescript6.js';
import type { Walk } from './drafts.js';
import { digest } from './strings.js';

/** Begins the digest of a file that declares things for every other file, imported or not. */
export const globalMark = 'global:';

/**
 * Digest of the text without the bodies that decide no type: those of functions whose result is annotated. Everything
 * else may be inferred from, by anybody. White space does not count, comments between declarations do.
 */
export function typeDigest({ source, functions }: Walk): string {
  const K = typescript6().SyntaxKind;
  const { text } = source;
  const parts: string[] = [];
  let at = 0;
  const cuts = functions
    // What a constructor assigns gives fields their types.
    .flatMap(({ node }) => (node.body && node.type && node.kind !== K.Constructor ? [node.body] : []))
    .sort((a, b) => a.pos - b.pos);
  for (const { pos, end } of cuts) {
    if (pos < at) continue;
    parts.push(text.slice(at, pos));
    at = end;
  }
  parts.push(text.slice(at));
  const mark = /\bdeclare\s+global\b/.test(text) ? globalMark : '';
  return mark + digest(parts.join('{}').replace(/\s+/g, ' '));
}
