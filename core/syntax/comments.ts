import { type TypeScript, typescript6 } from '../typescript6.js';

/** A comment, delimiters included. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/**
 * The comment that covers an offset, `undefined` where the offset lies in code, a string, a template or markup text.
 * Looks up the gap between syntax nodes that holds the offset and scans that gap alone.
 */
export function commentAt(source: TypeScript.SourceFile, offset: number): Comment | undefined {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  let node: TypeScript.Node = source;
  for (;;) {
    // Where scanning may start: the end of the last child before the offset.
    let gapStart = node.pos;
    let gapEnd = node.end;
    let inside: TypeScript.Node | undefined;
    ts.forEachChild(node, child => {
      if (child.end <= offset) {
        if (child.end > gapStart) gapStart = child.end;
      } else if (child.pos <= offset) inside = child;
      else if (child.pos < gapEnd) gapEnd = child.pos;
      return inside !== undefined;
    });
    if (inside) {
      if (inside.kind === K.JsxText) return undefined;
      node = inside;
      continue;
    }
    const isLeaf = node.kind <= K.LastToken || node.kind === K.JsxText;
    if (isLeaf && node.getStart(source) <= offset) return undefined;
    return scanGap(source, gapStart, Math.max(gapEnd, offset + 1), offset);
  }
}

function scanGap(source: TypeScript.SourceFile, start: number, end: number, offset: number): Comment | undefined {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    source.languageVariant,
    source.text,
    undefined,
    start,
  );
  for (;;) {
    const kind = scanner.scan();
    const from = scanner.getTokenStart();
    const to = scanner.getTokenEnd();
    if (kind === K.EndOfFileToken || from > offset || from >= end) return undefined;
    if (to > offset) {
      const isComment = kind === K.SingleLineCommentTrivia || kind === K.MultiLineCommentTrivia;
      return isComment ? { start: from, end: to } : undefined;
    }
  }
}

/** The comments that hold a text, each once, in order. */
export function commentsWith(source: TypeScript.SourceFile, needle: string): Comment[] {
  const { text } = source;
  const found: Comment[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const comment = commentAt(source, at);
    if (!comment) continue;
    found.push(comment);
    at = comment.end - needle.length;
  }
  return found;
}
