import type { FilePath } from '../files/paths.js';
import { rangeOf } from '../text/lines.js';
import type { Span } from '../text/span.js';
import type { FixEdit } from './fix-edits.js';
import type { Snapshot } from './snapshot.js';

/**
 * The edits that take a new import of a proposed text out again, with the new statements that are there for it alone:
 * the way back where there is no way on. `undefined` where more hangs on it. Loads ts-morph.
 */
export async function leavingOut(
  base: Snapshot,
  head: Snapshot,
  path: FilePath,
  specifier: Span,
): Promise<readonly FixEdit[] | undefined> {
  const text = head.text(path);
  if (text === undefined) return undefined;
  const { leaveOut } = await import('../fixes/leave-out.js');
  const starts = head.lineStarts(path);
  const edits = leaveOut(path, text, specifier, base.text(path) ?? '');
  return edits?.map(edit => ({ path, range: rangeOf(starts, edit.span), text: edit.text }));
}
