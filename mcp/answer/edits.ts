import {
  asReplacements,
  type FilePath,
  type Finding,
  leavingOut,
  replacementsFor,
  type Snapshot,
  type Span,
  shortIn,
} from '../../core/index.js';
import type { ShortFinding } from './schemas.js';

/** Longer remedies are asked for with `get_fix`, in characters. */
const longestEdits = 1_200;

/** The remedy of a finding as edits of the proposed text, where it touches that file alone. */
export async function shortEdits(head: Snapshot, finding: Finding): Promise<ShortFinding['edits']> {
  return shortIn(finding.path, await replacementsFor(head, finding), longestEdits);
}

/** The edits that take a new import out again, with what is new and there for it alone. */
export async function leftOut(
  base: Snapshot,
  head: Snapshot,
  path: FilePath,
  specifier: Span,
): Promise<ShortFinding['edits']> {
  const made = await leavingOut(base, head, path, specifier);
  return made && shortIn(path, asReplacements(made, head), longestEdits);
}
