import { z } from 'zod';
import { replacementsFor, type TextReplacement } from '../../core/index.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

const edit = z.strictObject({ path: z.string(), old: z.string(), new: z.string() });

export const getFix = defineTool({
  name: 'get_fix',
  description: 'Edits (old and new text, old occurs once) that fix findings of verify_changes. Writes nothing.',
  set: 'all',
  needsContracts: true,
  input: z.strictObject({ findings: z.array(z.string().max(40)).min(1).max(10).describe('ids') }),
  output: z.strictObject({
    ...common,
    edits: z.array(edit).optional(),
    no_fix: z.record(z.string(), z.string()).optional(),
  }),
  lists: ['edits'],
  async run({ findings: ids }, { snapshot }) {
    const edits: TextReplacement[] = [];
    const without: Record<string, string> = {};
    for (const id of new Set(ids)) {
      const finding = snapshot.findings.find(each => each.id === id);
      if (!finding)
        throw new Refusal(
          `findings: ${id} is not in the workspace as it is now. It is solved, or it was about text that is not written: those carry their remedy in fix.`,
        );
      const made = await replacementsFor(snapshot, finding);
      if (made) edits.push(...made);
      else without[id] = finding.message;
    }
    return {
      status: 'ok',
      ...(edits.length > 0 && { edits: apart(edits) }),
      ...(Object.keys(without).length > 0 && { no_fix: without }),
    };
  },
});

/** Edits of the same lines cannot both be applied by their old text: the first stands. */
function apart(edits: readonly TextReplacement[]): readonly TextReplacement[] {
  return edits.filter((each, i) => edits.findIndex(other => other.path === each.path && other.old === each.old) === i);
}
