import { z } from 'zod';
import {
  exportedName,
  type FilePath,
  importRoute,
  movedFile,
  type PlannedImport,
  type ProposedFile,
  plannedText,
  propose,
  readPlannedImport,
  reusableExports,
  type Snapshot,
} from '../../core/index.js';
import { failuresOfImports } from '../answer/callee-failures.js';
import { brokenByWriting, statusOf, unassignedNote, worthTelling } from '../answer/introduced.js';
import { common, findingSchema, reuseSchema } from '../answer/schemas.js';
import { toldAll } from '../answer/told.js';
import { Refusal } from '../refusal.js';
import { defineTool, type ToolCall } from '../tool.js';

const list = (most: number) => z.array(z.string().min(1).max(300)).max(most).optional();

const change = z.strictObject({
  path: z.string().max(4096),
  imports: list(100).describe('import statements, or specifiers as you will write them'),
  exports: list(100).describe('names or signatures'),
  fails_with: list(20).describe('failures it will let out'),
  delete: z.boolean().optional(),
  renamed_from: z.string().max(4096).optional(),
});

type Change = z.output<typeof change>;

/** A planned file with what the plan does to others. */
interface Planned {
  readonly files: readonly ProposedFile[];
  readonly path: FilePath;
}

const mostFindings = 50;

export const checkPlan = defineTool({
  name: 'check_plan',
  description:
    'Before writing: what a planned change would break (new, changed, deleted, renamed files together), the permitted import for each, code that exists already, how what it imports fails.',
  set: 'default',
  input: z.strictObject({ changes: z.array(change).min(1).max(20) }),
  output: z.strictObject({
    ...common,
    findings: z.array(findingSchema).optional(),
    reuse: z.array(reuseSchema).optional(),
    callees: z.array(z.string()).optional(),
    assumed: z.array(z.string()).optional(),
    note: z.string().optional(),
  }),
  lists: ['assumed', 'callees', 'reuse', 'findings'],
  async run({ changes }, call) {
    // A plan has no bodies that could fail: contracts need not be waited for.
    const snapshot = call.snapshot.architecture;
    const planned = changes.map((each, i) => plan(each, `changes[${i}]`, call));
    const { head, introduced, assumed } = await propose(snapshot, merged(planned), 'assume');
    const changed = planned.map(({ path }) => path);
    const worst = worthTelling(brokenByWriting(introduced), changed, snapshot.policy.path);
    const findings = await toldAll(snapshot, head, worst.slice(0, mostFindings), call.signal, changed);
    const reuse = await reuseFor(changes, planned, snapshot);
    const note = unassignedNote(
      head,
      planned.filter(({ files }) => files[0]?.text !== undefined).map(({ path }) => path),
    );
    const asksFailures = changes.some(each => (each.fails_with?.length ?? 0) > 0);
    const status = statusOf(worst);
    // Told where they are known already; a plan does not wait for them.
    const known = await call.known(0);
    const callees = known.tellsFailures ? planned.flatMap(({ path }) => failuresOfImports(known, head, path)) : [];
    return {
      status: asksFailures && status === 'ok' ? 'not_checked' : status,
      ...(asksFailures && {
        reason: 'fails_with was not checked: how code fails is judged on its text, by check_content or verify_changes.',
      }),
      ...(findings.length > 0 && { findings }),
      ...(reuse.length > 0 && { reuse }),
      ...(callees.length > 0 && { callees }),
      ...(assumed.length > 0 && { assumed }),
      ...(note !== undefined && { note }),
    };
  },
});

function plan(each: Change, key: string, { snapshot, paths }: ToolCall): Planned {
  if (each.delete && (each.imports || each.exports || each.renamed_from !== undefined))
    throw new Refusal(`${key}: delete goes with path alone.`);
  if (each.delete) {
    const path = paths.existing(each.path, `${key}.path`);
    const inside = snapshot.graph.files.filter(file => file === path || path === '' || file.startsWith(`${path}/`));
    return { path, files: inside.map(file => ({ path: file, text: undefined })) };
  }
  const path = paths.file(each.path, `${key}.path`);
  const from = each.renamed_from === undefined ? undefined : paths.existing(each.renamed_from, `${key}.renamed_from`);
  if (from !== undefined && !snapshot.graph.has(from))
    throw new Refusal(`${key}.renamed_from: ${from || 'the root'} is a folder; list its files one by one.`);
  const imports = (each.imports ?? []).map((text, i) => readImport(text, `${key}.imports[${i}]`));
  const moved = from === undefined ? [] : movedFile(snapshot, from, path);
  const current = from === undefined ? snapshot.text(path) : moved[0]?.text;
  const { text } = plannedText(current, { path, imports, exports: each.exports ?? [] });
  const own = { path, text, ...(from !== undefined && { from }) };
  return { path, files: [own, ...moved.slice(1)] };
}

function readImport(text: string, key: string): PlannedImport {
  const read = readPlannedImport(text);
  if (read) return read;
  throw new Refusal(
    `${key}: ${JSON.stringify(text.slice(0, 80))} is no import. Write import { name } from "specifier", or the specifier alone.`,
  );
}

/** Several changes may touch one file: what the plan says of the file itself wins over what a rename does to it. */
function merged(planned: readonly Planned[]): readonly ProposedFile[] {
  const files = new Map<FilePath, ProposedFile>();
  for (const { files: own } of planned) for (const file of own.slice(1)) files.set(file.path, file);
  for (const { files: own } of planned) if (own[0]) files.set(own[0].path, own[0]);
  return [...files.values()];
}

/** Planned exports whose name exists already elsewhere. */
async function reuseFor(changes: readonly Change[], planned: readonly Planned[], snapshot: Snapshot) {
  const found = [];
  for (const [i, each] of changes.entries()) {
    const path = planned[i]?.path ?? '';
    for (const written of each.exports ?? []) {
      const name = exportedName(written);
      if (name === '' || name === 'default' || found.length >= 5) continue;
      const [same] = reusableExports(snapshot, name, 5).filter(
        hit =>
          hit.entry.name.toLowerCase() === name.toLowerCase() && hit.path !== path && !changesPath(planned, hit.path),
      );
      if (!same || snapshot.graph.exportNames(path).names.includes(name)) continue;
      const route = await importRoute(snapshot, path, { path: same.path, name: same.entry.name });
      found.push({
        symbol: `${same.path}#${same.entry.name}`,
        why: same.entry.summary || 'the same name exists',
        ...(route.ok && { import: route.statement }),
      });
    }
  }
  return found;
}

function changesPath(planned: readonly Planned[], path: FilePath): boolean {
  return planned.some(({ files }) => files.some(file => file.path === path || file.from === path));
}
