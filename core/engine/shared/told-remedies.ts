import type { Finding } from '../../rules/finding.js';
import { replacementsFor, shortIn } from '../replacements.js';
import type { Snapshot } from '../snapshot.js';
import type { ToldFinding } from './engine.js';

const mostFindings = 4;
/** Old and new lines together, in characters: a reason is read in full up to 1,200. */
const longest = 500;

/** The first findings of a proposed text with the edits that mend it, where those are plain text and short. */
export async function withRemedies(
  head: Snapshot,
  introduced: readonly Finding[],
  told: readonly ToldFinding[],
): Promise<readonly ToldFinding[]> {
  if (told.length === 0) return told;
  const findings = new Map(introduced.map(finding => [finding.id, finding]));
  const result: ToldFinding[] = [];
  for (const [i, each] of told.entries()) {
    const finding = findings.get(each.id);
    const edits = finding && i < mostFindings ? await shortRemedy(head, finding) : undefined;
    result.push(edits ? { ...each, edits } : each);
  }
  return result;
}

async function shortRemedy(head: Snapshot, finding: Finding): Promise<ToldFinding['edits']> {
  const kind = finding.fixes[0]?.intent.kind;
  if (kind !== 'edits' && kind !== 'replace') return undefined;
  return shortIn(finding.path, await replacementsFor(head, finding), longest);
}
