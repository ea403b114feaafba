import {
  asReplacements,
  type FilePath,
  type Finding,
  leavingOut,
  replacementsFor,
  type Snapshot,
  type Span,
  type TextReplacement,
} from '../../core/index.js';
import type { ShortFinding } from './schemas.js';

/** Longer remedies are asked for with `get_fix`, in characters. */
const longestEdits = 1_200;

/** The remedy of a finding as edits of the proposed text, where it touches that file alone. */
export async function shortEdits(head: Snapshot, finding: Finding): Promise<ShortFinding['edits']> {
  return short(await replacementsFor(head, finding), finding.path);
}

/** The edits that take a new import out again, with what is new and there for it alone. */
export async function leftOut(
  base: Snapshot,
  head: Snapshot,
  path: FilePath,
  specifier: Span,
): Promise<ShortFinding['edits']> {
  const made = await leavingOut(base, head, path, specifier);
  return made && short(asReplacements(made, head), path);
}

function short(made: readonly TextReplacement[] | undefined, file: FilePath): ShortFinding['edits'] {
  if (!made?.every(({ path }) => path === file)) return undefined;
  const size = made.reduce((sum, edit) => sum + edit.old.length + edit.new.length, 0);
  return size > longestEdits ? undefined : made.map(edit => ({ old: edit.old, new: edit.new }));
}
