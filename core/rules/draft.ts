import { printExpr } from '../failures/print.js';
import type { FileView } from '../failures/view.js';
import type { Expr, Place } from '../syntax/ir/nodes.js';
import type { Span } from '../text/span.js';
import type { Draft, Fix, Placement, Related } from './finding.js';

/** The draft of a finding at an expression of a function: its identity is what the expression says. */
export function draftAt(
  file: FileView,
  fn: number,
  at: Expr,
  message: string,
  more: Partial<Pick<Draft, 'severity' | 'related' | 'fixes' | 'data' | 'span'>> = {},
): Omit<Draft, 'rule'> {
  return { path: file.path, span: spanOf(at), message, symbol: file.symbolOf(fn), site: printExpr(at), ...more };
}

/** A place as a span. */
export function spanOf({ start, end }: Place): Span {
  return { start, end };
}

/** Another place of the same file. */
export function relatedAt(file: FileView, at: Place, message: string): Related {
  return { path: file.path, span: spanOf(at), message };
}

/** A fix that puts text in place of a span; `start === end` inserts. */
export function replacing(file: FileView, at: Place, title: string, text: string, placed?: Placement): Fix {
  const span = spanOf(at);
  const intent = { kind: 'replace' as const, span, text, ...(placed && { placed }) };
  return { title, safe: false, path: file.path, at: span, intent };
}
