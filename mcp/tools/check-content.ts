import { z } from 'zod';
import { type FilePath, type ProposedFile, placeAt, propose, type Snapshot } from '../../core/index.js';
import { copies } from '../answer/copies.js';
import { brokenByWriting, statusOf, unassignedNote, worthTelling } from '../answer/introduced.js';
import { missingTypes } from '../answer/not-checked.js';
import { common, findingSchema, reuseSchema } from '../answer/schemas.js';
import { toldAll } from '../answer/told.js';
import { Refusal } from '../refusal.js';
import { defineTool, type ToolCall } from '../tool.js';

const edit = z.strictObject({ old: z.string().min(1), new: z.string() });
const fileKeys = {
  path: z.string().max(4096),
  content: z.string().optional().describe('whole new text'),
  edits: z.array(edit).min(1).max(100).optional().describe('old must occur once'),
  delete: z.boolean().optional(),
  renamed_from: z.string().max(4096).optional(),
};
const file = z.strictObject(fileKeys);

type ContentChange = z.output<typeof file>;

const mostFindings = 50;

/** The longest wait for contracts, and again for the types of the text, in milliseconds: what imports break is answered without them. */
const longestWaitMs = 1_500;
const notYet =
  'How this code fails was not checked: contracts are still being made. Imports and exports were. Call again.';

export const checkContent = defineTool({
  name: 'check_content',
  description: 'What exact text would break if written: findings it adds, and functions it copies. Writes nothing.',
  set: 'default',
  input: z.strictObject({
    ...fileKeys,
    also: z.array(file).max(20).optional().describe('other files of the same change'),
  }),
  output: z.strictObject({
    ...common,
    findings: z.array(findingSchema).optional(),
    reuse: z.array(reuseSchema).optional(),
    note: z.string().optional(),
    coverage: z.array(z.string()).optional(),
  }),
  lists: ['coverage', 'reuse', 'findings'],
  async run({ also = [], ...first }, call) {
    const snapshot = await call.known(longestWaitMs);
    const isWhole = snapshot.tellsFailures;
    const files = [proposed(first, '', call), ...also.map((each, i) => proposed(each, `also[${i}].`, call))];
    const twice = files.find((each, i) => files.findIndex(({ path }) => path === each.path) !== i);
    if (twice) throw new Refusal(`also: ${twice.path} is there twice.`);
    const { head, introduced } = await propose(snapshot, files, 'report', { waitMs: longestWaitMs });
    const written = files.filter(({ text }) => text !== undefined).map(({ path }) => path);
    const left = written.find(path => !head.graph.has(path));
    if (left !== undefined) throw new Refusal(`path: ${whyNot(head, left)}`);
    const worst = worthTelling(brokenByWriting(introduced), written, snapshot.policy.path);
    const findings = await toldAll(snapshot, head, worst.slice(0, mostFindings), call.signal);
    const reuse = await copies(snapshot, head, written);
    const note = unassignedNote(head, written);
    const status = statusOf(worst);
    const coverage = isWhole ? missingTypes(head) : [];
    return {
      status: status === 'ok' && !isWhole ? 'not_checked' : status,
      ...(!isWhole && { reason: notYet }),
      ...(findings.length > 0 && { findings }),
      ...(reuse.length > 0 && { reuse }),
      ...(note !== undefined && { note }),
      ...(coverage.length > 0 && { coverage }),
    };
  },
});

function proposed(change: ContentChange, prefix: string, { snapshot, paths }: ToolCall): ProposedFile {
  const { content, edits, renamed_from: renamedFrom } = change;
  const given = [content !== undefined, edits !== undefined, change.delete === true].filter(Boolean).length;
  if (given > 1) throw new Refusal(`${prefix}content, edits and delete exclude one another.`);
  if (change.delete) {
    const path = paths.existing(change.path, `${prefix}path`);
    if (!snapshot.graph.has(path)) throw new Refusal(`${prefix}path: ${path || 'the root'} is no source file.`);
    return { path, text: undefined };
  }
  if (given === 0 && renamedFrom === undefined) throw new Refusal(`${prefix}content or ${prefix}edits is missing.`);
  const path = paths.file(change.path, `${prefix}path`);
  const from = renamedFrom === undefined ? undefined : paths.existing(renamedFrom, `${prefix}renamed_from`);
  const rename = from === undefined ? {} : { from };
  if (content !== undefined) return { path, text: content, ...rename };
  const current = snapshot.text(from ?? path);
  if (current === undefined)
    throw new Refusal(`${prefix}edits: ${from ?? path} does not exist, so there is nothing to edit; pass content.`);
  return { path, text: edited(current, edits ?? [], `${prefix}edits`), ...rename };
}

function edited(text: string, edits: readonly { readonly old: string; readonly new: string }[], key: string): string {
  let result = text;
  for (const [i, { old, new: replacement }] of edits.entries()) {
    // An edit written with the other kind of line ends means the same lines.
    const wanted = result.includes(old) || !result.includes('\r\n') ? old : old.replace(/\r?\n/g, '\r\n');
    const at = result.indexOf(wanted);
    if (at < 0)
      throw new Refusal(`${key}[${i}].old does not occur in the file. Read the file again and copy it exactly.`);
    if (result.indexOf(wanted, at + 1) >= 0)
      throw new Refusal(`${key}[${i}].old occurs more than once. Take more lines around it.`);
    result = result.slice(0, at) + replacement + result.slice(at + wanted.length);
  }
  return result;
}

function whyNot(head: Snapshot, path: FilePath): string {
  const place = placeAt(head, path);
  return 'reason' in place ? place.reason : `${path} is not analysed.`;
}
