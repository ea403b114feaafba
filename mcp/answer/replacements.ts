import { type Finding, type FixEdit, fixEdits, type Snapshot } from '../../core/index.js';

/** An edit as old and new text; `old` occurs once in the file. */
export interface TextReplacement {
  readonly path: string;
  readonly old: string;
  readonly new: string;
}

/** The edits of a finding's first fix; `undefined` where it has none. */
export async function replacementsFor(
  snapshot: Snapshot,
  { fixes }: Finding,
): Promise<readonly TextReplacement[] | undefined> {
  const [fix] = fixes;
  const made = fix && (await fixEdits(snapshot, fix));
  return made && made.length > 0 ? apart(made.map(each => asReplacement(each, snapshot))) : undefined;
}

/** An edit as old and new text, with as many whole lines around it as make the old text occur once. */
function asReplacement({ path, range, text }: FixEdit, snapshot: Snapshot): TextReplacement {
  const whole = snapshot.text(path) ?? '';
  const starts = snapshot.lineStarts(path);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? whole.length) + column - 1;
  const start = offset(range.start.line, range.start.column);
  const end = offset(range.end.line, range.end.column);
  let first = range.start.line;
  let last = range.end.line;
  for (;;) {
    const from = offset(first, 1);
    const to = last < starts.length ? (starts[last] ?? whole.length) : whole.length;
    const old = whole.slice(from, to);
    const isWhole = first === 1 && last >= starts.length;
    if (isWhole || whole.indexOf(old) === whole.lastIndexOf(old))
      return { path, old, new: whole.slice(from, start) + text + whole.slice(end, to) };
    if (first > 1) first--;
    if (last < starts.length) last++;
  }
}

/** Edits of the same lines cannot both be applied by their old text: the first stands. */
export function apart(edits: readonly TextReplacement[]): readonly TextReplacement[] {
  return edits.filter((each, i) => edits.findIndex(other => other.path === each.path && other.old === each.old) === i);
}
