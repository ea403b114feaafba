import {
  differenceBetween,
  type FilePath,
  type Finding,
  lineStartsOf,
  rangeOf,
  type Snapshot,
  type Span,
} from '../core/index.js';

type Findings = ReadonlyMap<FilePath, readonly Finding[]>;

/**
 * The findings to show while those about failures are still being made: the new ones of the first wave, and of the earlier
 * complete ones those that only the second wave can renew, moved along with the text. What the edit touches is left out.
 * So a finding does not go and come again because somebody typed beside it.
 */
export function firstWave(
  snapshot: Snapshot,
  before: { readonly snapshot: Snapshot; readonly findings: Findings } | undefined,
): Findings {
  const first = snapshot.firstFindings;
  if (!before) return byPath(first);
  const told = new Set(before.snapshot.firstFindings.map(({ id }) => id));
  const known = new Set(first.map(({ id }) => id));
  const carried = [...before.findings].flatMap(([path, findings]) => {
    const later = findings.filter(({ id }) => !told.has(id) && !known.has(id));
    if (later.length === 0 || snapshot.hasSameText(path, before.snapshot)) return later;
    return moved(later, before.snapshot.text(path), snapshot.text(path));
  });
  return byPath([...first, ...carried].sort(inOrder));
}

export function byPath(findings: readonly Finding[]): Findings {
  const found = new Map<FilePath, Finding[]>();
  for (const finding of findings) {
    const known = found.get(finding.path);
    if (known) known.push(finding);
    else found.set(finding.path, [finding]);
  }
  return found;
}

/** Findings of one text in another that was made from it by one edit: what stands before and behind it. */
function moved(
  findings: readonly Finding[],
  before: string | undefined,
  after: string | undefined,
): readonly Finding[] {
  if (before === after) return findings;
  if (before === undefined || after === undefined) return [];
  const difference = differenceBetween(before, after);
  const by = after.length - before.length;
  const starts = lineStartsOf(after);
  return findings.flatMap(finding => {
    const span = finding.span;
    if (span.end <= difference.before.start) return [finding];
    if (span.start < difference.before.end) return [];
    const at: Span = { start: span.start + by, end: span.end + by };
    // Its fixes and related places are about the text as it was.
    return [{ ...finding, span: at, range: rangeOf(starts, at), fixes: [], related: [] }];
  });
}

function inOrder(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
