import { z } from 'zod';
import {
  explainPermission,
  type FilePath,
  type Lifecycle,
  type Module,
  type Policy,
  type Snapshot,
  specifiersTo,
} from '../../core/index.js';
import { common } from '../answer/schemas.js';
import { defineTool } from '../tool.js';

const concise = 12;
const shownCommits = 3;
const longestSubject = 60;

function shortened(text: string): string {
  return text.length <= longestSubject ? text : `${text.slice(0, longestSubject - 1)}…`;
}

export const getRules = defineTool({
  name: 'get_rules',
  description:
    'Before working in a file or folder (it may not exist yet): its module, what it may and may not import and how, who imports it, special rules, what changed in it lately.',
  set: 'default',
  input: z.strictObject({
    path: z.string().max(4096),
    detail: z.boolean().optional().describe('reasons, all modules'),
  }),
  output: z.strictObject({
    ...common,
    module: z.string().optional(),
    owner: z.string().optional(),
    layer: z.string().optional(),
    lifecycle: z.record(z.string(), z.string()).optional(),
    because: z.string().optional(),
    entry: z.array(z.string()).optional(),
    may_import: z.array(z.string()).optional(),
    may_not_import: z.array(z.string()).optional(),
    packages: z.array(z.string()).optional(),
    imported_by: z.array(z.string()).optional(),
    rules: z.array(z.string()).optional(),
    modules: z.array(z.string()).optional(),
    lately: z.array(z.string()).optional(),
  }),
  lists: ['lately', 'modules', 'imported_by', 'may_not_import', 'rules', 'packages', 'entry', 'may_import'],
  async run({ path: input, detail = false }, { snapshot, workspace, paths }) {
    const path = paths.any(input, 'path');
    const { policy } = snapshot;
    if (!policy.usable)
      return { status: 'not_checked', reason: `${policy.path} cannot be used; lintel check says why.` };
    if (!policy.declared)
      return {
        status: 'ok',
        rules: [
          'There is no architecture file: only cycles, unresolved imports, undeclared packages and what packages do not export are checked.',
        ],
      };
    const module = policy.moduleOf(path);
    if (!module) {
      const inside = policy.modules.filter(
        ({ folder }) => path === '' || folder === path || folder.startsWith(`${path}/`),
      );
      const rules =
        inside.length > 0
          ? []
          : [`${path} belongs to no module of ${policy.path}: add it to one there, or write elsewhere.`];
      return { status: 'ok', modules: inside.map(({ id, folder }) => `${id}: ${folder || '.'}`), rules };
    }
    const lately = workspace
      .lately(module.folder, shownCommits)
      .map(({ date, subject }) => `${date} ${shortened(subject)}`);
    return { status: 'ok', ...about(module, path, snapshot, detail), ...(lately.length > 0 && { lately }) };
  },
});

function about(module: Module, path: FilePath, snapshot: Snapshot, detail: boolean) {
  const { policy } = snapshot;
  const others = policy.modules.filter(other => other !== module);
  const judged = others.map(other => ({ other, permissions: explainPermission(policy, module, other) }));
  const may = judged.filter(({ permissions }) => permissions.permitted);
  const mayNot = judged.filter(({ permissions }) => !permissions.permitted);
  const limit = detail ? Number.POSITIVE_INFINITY : concise;
  const sample = /\.\w+$/.test(path) ? path : `${path}/x.ts`;
  return {
    module: module.id,
    ...(module.owner !== undefined && { owner: module.owner }),
    ...(module.layers.size > 0 && { layer: [...module.layers.values()].join(', ') }),
    ...(module.lifecycle && module.lifecycle.state !== 'active' && { lifecycle: lifecycleOf(module.lifecycle) }),
    ...(module.because !== undefined && { because: module.because }),
    ...(module.entryPoints && { entry: entryOf(module) }),
    may_import: listed(
      may.map(({ other, permissions }) => wayTo(other, permissions.ways[0]?.to, sample, snapshot)),
      limit,
    ),
    may_not_import: listed(
      mayNot.map(({ other, permissions }) => {
        const why = permissions.ways[0]?.clauses[0]?.why;
        return detail && why !== undefined ? `${other.id}: ${why}` : other.id;
      }),
      limit,
    ),
    ...packagesOf(module, policy),
    imported_by: listed(importersOf(module, snapshot), limit),
    ...rulesFor(module, policy),
  };
}

/** `orders from "../orders"`, with the entry point as seen from the file asked about. */
function wayTo(other: Module, gate: string | undefined, from: FilePath, snapshot: Snapshot): string {
  const state = other.lifecycle && other.lifecycle.state !== 'active' ? ` (${other.lifecycle.state})` : '';
  const [entry] = entryOf(other);
  const specifier = entry === undefined ? undefined : specifiersTo(snapshot, from, entry)[0];
  return `${gate ?? other.id}${specifier === undefined ? '' : ` from "${specifier}"`}${state}`;
}

const shownEntries = 4;

function entryOf(module: Module): readonly string[] {
  const globs = module.entryPoints?.expose.map(({ glob }) => glob) ?? [];
  return globs.slice(0, shownEntries);
}

function lifecycleOf({ state, until, replacement, because }: Lifecycle): Record<string, string> {
  return {
    state,
    ...(until !== undefined && { until }),
    ...(replacement !== undefined && { replacement }),
    ...(because !== undefined && { because }),
  };
}

function packagesOf(module: Module, { external }: Policy) {
  const allow = module.externalAllow ?? external.allow;
  const denied = [...external.deny, ...(module.externalDeny ?? [])].filter(({ except }) => !except.includes(module.id));
  const packages = [
    ...(allow ? [allow.length === 0 ? 'none' : `only ${allow.join(', ')}`] : []),
    ...denied.map(({ patterns, suggest, because }) => {
      const instead = suggest === undefined ? '' : `; use ${suggest}`;
      return `not ${patterns.join(', ')}${because === undefined ? '' : `: ${because}`}${instead}`;
    }),
  ];
  return packages.length > 0 ? { packages } : {};
}

/** Modules that import from this one now, with the number of files. */
function importersOf(module: Module, { graph, policy }: Snapshot): readonly string[] {
  const files = new Map<string, Set<FilePath>>();
  for (const path of graph.files) {
    if (policy.moduleOf(path) !== module) continue;
    for (const importer of graph.dependents(path)) {
      const from = policy.moduleOf(importer)?.id;
      if (from === undefined || from === module.id || policy.isTest(importer)) continue;
      const known = files.get(from) ?? new Set();
      files.set(from, known.add(importer));
    }
  }
  return [...files]
    .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .map(([id, importers]) => `${id} (${importers.size})`);
}

function rulesFor(module: Module, { rules, cycles }: Policy) {
  const named = rules
    .filter(rule => concerns(rule.from, module) && !rule.exceptFrom.some(except => concerns(except, module)))
    .map(({ id, type, to, calls, because }) => {
      const what = calls ? `no ${calls.join(', ')}` : `${type === 'required' ? 'must import' : 'may not reach'} ${to}`;
      return `${id}: ${what}${because === undefined ? '' : `, because ${because}`}`;
    });
  const circles = cycles.filter(({ severity }) => severity !== 'off').map(({ scope }) => scope);
  return { rules: [...named, ...(circles.length > 0 ? [`no cycles of ${[...new Set(circles)].join('s, ')}s`] : [])] };
}

function concerns(selector: string, module: Module): boolean {
  return (
    selector === '*' ||
    selector === module.id ||
    module.id.startsWith(`${selector}/`) ||
    module.tags.includes(selector.replace(/^tag:/, ''))
  );
}

function listed(all: readonly string[], limit: number): readonly string[] {
  return all.length <= limit ? all : [...all.slice(0, limit), `and ${all.length - limit} more`];
}
