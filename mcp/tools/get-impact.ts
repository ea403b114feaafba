import { z } from 'zod';
import type { FilePath, Snapshot } from '../../core/index.js';
import { pageOf } from '../answer/cursor.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

const usualLimit = 20;

/** Modules that are counted apart; what more there are is seen in `files`. */
const modulesShown = 40;

export const getImpact = defineTool({
  name: 'get_impact',
  description: 'Who depends on a file, an export (path#name) or a module: files by module with counts.',
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
    contracts: z.string().optional(),
  }),
  lists: ['dependents'],
  async run({ target, detail = false, limit = usualLimit, cursor }, { snapshot, paths }) {
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
      contracts: 'not_checked: who relies on how it fails, get_failures with callers tells',
    };
  },
});

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
