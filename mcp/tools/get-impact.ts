import { z } from 'zod';
import type { FilePath, FunctionRef, Module, Snapshot } from '../../core/index.js';
import { functionNamed } from '../answer/callee-failures.js';
import { contractImpact, type ImpactTarget } from '../answer/contract-impact.js';
import { pageOf } from '../answer/cursor.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

const usualLimit = 20;

/** The longest wait for contracts, in milliseconds: who imports what is answered without them. */
const longestWaitMs = 1_500;

/** Modules that are counted apart; what more there are is seen in `files`. */
const modulesShown = 40;

export const getImpact = defineTool({
  name: 'get_impact',
  description:
    'Who depends on a file, an export (path#name) or a module: files by module with counts; callers that rely on how it fails.',
  set: 'all',
  input: z.strictObject({
    target: z.string().min(1).max(4096).describe('path, path#name or module'),
    detail: z.boolean().optional().describe('name the files'),
    limit: z.number().int().min(1).max(100).optional(),
    cursor: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    ...common,
    files: z.number().optional(),
    indirect: z.number().optional(),
    by_module: z.record(z.string(), z.number()).optional(),
    dependents: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
    contracts: z
      .strictObject({
        fails_with: z.array(z.string()).optional(),
        relies: z.array(z.string()).optional(),
        changed: z.array(z.string()).optional(),
        breaks: z.array(z.string()).optional(),
      })
      .optional(),
    not_checked: z.array(z.string()).optional(),
  }),
  lists: ['dependents'],
  async run({ target, detail = false, limit = usualLimit, cursor }, call) {
    const { snapshot, paths } = call;
    const { policy, graph } = snapshot;
    const page = pageOf(cursor, snapshot.revision, { target, detail });
    const hash = target.lastIndexOf('#');
    const name = hash < 0 ? undefined : target.slice(hash + 1);
    const place = hash < 0 ? target : target.slice(0, hash);
    const module = policy.module(place);
    const path = module ? undefined : paths.existing(place, 'target');
    const inside = graph.files.filter(file =>
      module ? policy.moduleOf(file) === module : file === path || path === '' || file.startsWith(`${path}/`),
    );
    if (name !== undefined && (path === undefined || !graph.has(path)))
      throw new Refusal('target: a name goes with a file: path#name.');
    const direct =
      name === undefined ? dependentsOf(inside, snapshot) : await usersOf(path as FilePath, name, snapshot);
    const known = cursor === undefined ? await call.known(longestWaitMs) : undefined;
    const impact = known
      ? await contractImpact(targetOf(module, path, name, inside, known), known, call.workspace)
      : {};
    const byModule = new Map<string, number>();
    for (const file of direct) {
      const id = policy.moduleOf(file)?.id ?? '(no module)';
      byModule.set(id, (byModule.get(id) ?? 0) + 1);
    }
    const shown = detail || cursor !== undefined ? direct.slice(page.offset, page.offset + limit) : [];
    const next = page.offset + shown.length;
    return {
      status: 'ok',
      files: direct.length,
      indirect: reachedFrom(direct, snapshot) - direct.length,
      by_module: Object.fromEntries(
        [...byModule].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, modulesShown),
      ),
      ...(shown.length > 0 && { dependents: shown }),
      ...(shown.length > 0 && next < direct.length && { next_cursor: page.cursorAt(next) }),
      ...impact,
    };
  },
});

/** The functions of a target: the one that is named, or what a file exports; of a module only what changed counts. */
function targetOf(
  module: Module | undefined,
  path: FilePath | undefined,
  name: string | undefined,
  inside: readonly FilePath[],
  snapshot: Snapshot,
): ImpactTarget {
  const files = new Set(inside);
  const isFile = module === undefined && path !== undefined && snapshot.graph.has(path);
  if (!isFile) return { functions: [], isMeant: file => files.has(file) };
  const names = name === undefined ? snapshot.graph.exportNames(path).names : [name];
  const functions = names.flatMap((each): readonly FunctionRef[] => {
    const ref = snapshot.tellsFailures ? functionNamed(snapshot, path, each) : undefined;
    return ref ? [ref] : [];
  });
  if (name === undefined) return { functions, isMeant: file => files.has(file) };
  const origin = snapshot.graph.origin(path, name);
  const at = typeof origin === 'object' ? origin : { path, name };
  return { functions, isMeant: (file, symbol) => file === at.path && symbol === at.name };
}

/** Files outside of a set that import one of it. */
function dependentsOf(inside: readonly FilePath[], { graph }: Snapshot): readonly FilePath[] {
  const own = new Set(inside);
  const found = new Set<FilePath>();
  for (const file of inside) for (const importer of graph.dependents(file)) if (!own.has(importer)) found.add(importer);
  return [...found].sort();
}

/** Files that use the declaration behind an export, through whatever re-exports. */
async function usersOf(path: FilePath, name: string, { graph }: Snapshot): Promise<readonly FilePath[]> {
  const origin = graph.origin(path, name);
  if (origin === undefined) throw new Refusal(`target: ${path} exports no ${name}.`);
  const declared = typeof origin === 'object' ? origin : { path, name };
  const users = new Set<FilePath>();
  for (const file of graph.files) {
    if (file === declared.path) continue;
    for (const { target, symbols } of graph.edges(file)) {
      if (target.kind !== 'file') continue;
      const takes = symbols.some(symbol => {
        if (symbol.name === '*') return target.path === declared.path;
        const found = graph.origin(target.path, symbol.name);
        return typeof found === 'object' && found.path === declared.path && found.name === declared.name;
      });
      if (takes) users.add(file);
    }
  }
  return [...users].sort();
}

function reachedFrom(files: readonly FilePath[], { graph }: Snapshot): number {
  const reached = new Set(files);
  for (const file of reached) for (const importer of graph.dependents(file)) reached.add(importer);
  return reached.size;
}
