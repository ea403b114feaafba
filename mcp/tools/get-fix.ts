import { z } from 'zod';
import { type FixEdit, fixEdits, type Snapshot } from '../../core/index.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

const edit = z.strictObject({ path: z.string(), old: z.string(), new: z.string() });
type Edit = z.output<typeof edit>;

export const getFix = defineTool({
  name: 'get_fix',
  description: 'Edits (old and new text, old occurs once) that fix findings of verify_changes. Writes nothing.',
  set: 'all',
  input: z.strictObject({ findings: z.array(z.string().max(40)).min(1).max(10).describe('ids') }),
  output: z.strictObject({
    ...common,
    edits: z.array(edit).optional(),
    no_fix: z.record(z.string(), z.string()).optional(),
  }),
  lists: ['edits'],
  async run({ findings: ids }, { snapshot }) {
    const edits: Edit[] = [];
    const without: Record<string, string> = {};
    for (const id of new Set(ids)) {
      const finding = snapshot.findings.find(each => each.id === id);
      if (!finding)
        throw new Refusal(
          `findings: ${id} is not in the workspace as it is now. It is solved, or it was about text that is not written: those carry their remedy in fix.`,
        );
      const [fix] = finding.fixes;
      const made = fix && (await fixEdits(snapshot, fix));
      if (made && made.length > 0) edits.push(...made.map(each => asReplacement(each, snapshot)));
      else without[id] = finding.message;
    }
    return {
      status: 'ok',
      ...(edits.length > 0 && { edits: merged(edits) }),
      ...(Object.keys(without).length > 0 && { no_fix: without }),
    };
  },
});

/** An edit as old and new text, with as many whole lines around it as make the old text occur once. */
function asReplacement({ path, range, text }: FixEdit, snapshot: Snapshot): Edit {
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
function merged(edits: readonly Edit[]): readonly Edit[] {
  return edits.filter((each, i) => edits.findIndex(other => other.path === each.path && other.old === each.old) === i);
}
