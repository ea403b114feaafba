import { type TypeScript, typescript6 } from '../typescript6.js';
import type { Walk } from './drafts.js';
import { digest } from './strings.js';

/** Begins the digest of a file that declares things for every other file, imported or not. */
export const globalMark = 'global:';

/**
 * Digest of the text without the bodies that decide no type: those of functions whose result is annotated. Everything
 * else may be inferred from, by anybody. White space does not count, nor do comments, but for JavaScript, where they declare types.
 */
export function typeDigest({ source, functions, dialect }: Walk): string {
  const K = typescript6().SyntaxKind;
  const { text } = source;
  const left = new Set<TypeScript.Node>();
  // What a constructor assigns gives fields their types.
  for (const { node } of functions) if (node.body && node.type && node.kind !== K.Constructor) left.add(node.body);
  const mark = /\bdeclare\s+global\b/.test(text) ? globalMark : '';
  const isTyped = dialect !== 'js' && dialect !== 'jsx';
  return (
    mark +
    digest(
      wordsOf(source, left, isTyped ? withoutComments : gap => gap)
        .replace(/\s+/g, ' ')
        .trim(),
    )
  );
}

/** The text without some bodies. `between` is given what stands between the leaves of the tree: punctuation, white space and comments. */
function wordsOf(
  source: TypeScript.SourceFile,
  left: ReadonlySet<TypeScript.Node>,
  between: (text: string) => string,
): string {
  const { forEachChild } = typescript6();
  const { text } = source;
  const parts: string[] = [];
  let at = 0;
  const takeUpTo = (end: number): void => {
    if (at < end) parts.push(between(text.slice(at, end)));
    at = Math.max(at, end);
  };
  const visit = (node: TypeScript.Node): void => {
    if (left.has(node)) {
      takeUpTo(node.pos);
      parts.push('{}');
      at = node.end;
      return;
    }
    let isLeaf = true;
    forEachChild(node, child => {
      isLeaf = false;
      visit(child);
    });
    if (!isLeaf || node.end <= at) return;
    takeUpTo(node.getStart(source));
    parts.push(text.slice(at, node.end));
    at = node.end;
  };
  try {
    visit(source);
  } catch (error) {
    // Nested deeper than the stack: all of the text may decide.
    if (!(error instanceof RangeError)) throw error;
    return text;
  }
  takeUpTo(text.length);
  return parts.join('');
}

/** Comments that the checker reads are kept: `/// <reference …>`, `@jsx h`. */
function withoutComments(gap: string): string {
  if (!gap.includes('/')) return gap;
  return gap.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, comment =>
    comment.startsWith('///') || comment.includes('@jsx') ? comment : '',
  );
}
