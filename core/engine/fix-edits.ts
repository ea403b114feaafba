import type { FilePath } from '../files/paths.js';
import type { Fix } from '../rules/finding.js';
import { rangeOf } from '../text/lines.js';
import type { Range } from '../text/span.js';
import type { Snapshot } from './snapshot.js';

/** One replacement of a fix; ranges refer to the text before any of its edits. */
export interface FixEdit {
  readonly path: FilePath;
  readonly range: Range;
  readonly text: string;
}

/** What applying a fix would change; `undefined` when the text is not what the fix was made for. Loads ts-morph. */
export async function fixEdits(snapshot: Snapshot, fix: Fix): Promise<readonly FixEdit[] | undefined> {
  const text = snapshot.text(fix.path);
  if (text === undefined) return undefined;
  const { editsFor } = await import('../fixes/edits-for.js');
  const starts = snapshot.lineStarts(fix.path);
  return editsFor(fix, text)?.map(edit => ({ path: fix.path, range: rangeOf(starts, edit.span), text: edit.text }));
}
