import {
  asReplacements,
  type Edge,
  type FilePath,
  type Finding,
  type FixEdit,
  fixEdits,
  type ImportFact,
  importRoute,
  importStatement,
  positionAt,
  type Snapshot,
} from '../../core/index.js';
import { leftOut, shortEdits } from './edits.js';
import type { ShortFinding } from './schemas.js';

/**
 * A circle that a change closes, told at the import that closes it, which need not be the one that is cheapest to cut: as a
 * type import where it takes types alone, else from the file that declares what it takes, else left out.
 */
export async function circleRemedy(
  base: Snapshot,
  head: Snapshot,
  finding: Finding,
  short: ShortFinding,
  planned: readonly FilePath[],
): Promise<ShortFinding> {
  const closing = closingImport(base, head, finding);
  if (!closing) {
    const edits = planned.includes(finding.path) ? undefined : await shortEdits(head, finding);
    return edits ? { ...short, edits } : short;
  }
  const { path, fact, edge } = closing;
  const line = positionAt(head.lineStarts(path), fact.span.start).line;
  const message = short.message.replace(/ (?:Cheapest to cut is|Cut) .*$/, '');
  const isPlanned = planned.includes(path);
  const here: ShortFinding = { ...short, at: isPlanned ? path : `${path}:${line}`, message };
  const asType = isPlanned ? undefined : await typeEdits(head, closing);
  if (asType) return { ...here, edits: asType, message: `${message} This import takes types alone.` };
  const direct = await fromDeclaration(base, head, path, fact, edge);
  if (direct !== undefined) return { ...here, fix: direct, message: `${message} This import closes it.` };
  const out = isPlanned ? undefined : await leftOut(base, head, path, fact.span);
  const cure = 'move what both need to where both can import it, or pass it in';
  return {
    ...here,
    message: `${message} This import closes it: ${cure}.${out ? ' The edits leave it out.' : ''}`,
    ...(out && { edits: out }),
  };
}

interface Closing {
  readonly path: FilePath;
  readonly fact: ImportFact;
  readonly edge: Edge;
}

/** The one import on the circle that the base does not have. */
function closingImport(base: Snapshot, head: Snapshot, { data }: Finding): Closing | undefined {
  const { scope, members } = data as { scope: string; members: readonly string[] };
  const inside = new Set(members);
  const memberOf = (snapshot: Snapshot, path: FilePath) =>
    scope === 'file' ? path : scope === 'module' ? snapshot.policy.moduleOf(path)?.id : undefined;
  const found: Closing[] = [];
  for (const path of head.graph.files) {
    const own = memberOf(head, path);
    const facts = head.graph.facts(path);
    if (own === undefined || !inside.has(own) || !facts || facts === base.graph.facts(path)) continue;
    const before = new Set(base.graph.edges(path).map(edge => keyOf(edge)));
    for (const edge of head.graph.edges(path)) {
      const fact = facts.imports[edge.import];
      const to = edge.target.kind === 'file' ? memberOf(head, edge.target.path) : undefined;
      if (fact && to !== undefined && to !== own && inside.has(to) && !before.has(keyOf(edge)))
        found.push({ path, fact, edge });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

function keyOf({ target, kind }: Edge): string {
  return `${kind} ${target.kind === 'file' ? target.path : target.kind}`;
}

async function typeEdits(head: Snapshot, { path, fact }: Closing): Promise<ShortFinding['edits']> {
  const takesTypes = fact.form === 'import' && fact.names.length > 0 && fact.names.every(({ use }) => use === 'type');
  if (!takesTypes || fact.typeOnly) return undefined;
  const intent = { kind: 'import-type' } as const;
  const made: readonly FixEdit[] | undefined = await fixEdits(head, {
    title: 'Convert to import type',
    safe: true,
    path,
    at: fact.span,
    intent,
  });
  return made && asReplacements(made, head)?.map(edit => ({ old: edit.old, new: edit.new }));
}

/** The import past the file that passes its names on, where that closes no circle. */
async function fromDeclaration(
  base: Snapshot,
  head: Snapshot,
  path: FilePath,
  { form, names }: ImportFact,
  { target }: Edge,
): Promise<string | undefined> {
  if (form !== 'import' || target.kind !== 'file' || names.length === 0) return undefined;
  const origins = names.map(({ imported }) => head.graph.origin(target.path, imported));
  const [first] = origins;
  if (typeof first !== 'object' || first.path === target.path || first.name === '*') return undefined;
  if (!origins.every(each => typeof each === 'object' && each.path === first.path)) return undefined;
  const route = await importRoute(base, path, { path: first.path, name: first.name });
  if (!route.ok || route.path !== first.path) return undefined;
  const renamed = names.map(({ local, typeOnly }, i) => {
    const origin = origins[i];
    return { imported: typeof origin === 'object' ? origin.name : '', local, typeOnly };
  });
  return importStatement(route.specifier, renamed);
}
