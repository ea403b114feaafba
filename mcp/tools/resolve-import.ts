import { z } from 'zod';
import {
  type FilePath,
  type ImportTarget,
  importRoute,
  importStatement,
  nearest,
  reusableExports,
  type Snapshot,
  specifiersTo,
} from '../../core/index.js';
import { common } from '../answer/schemas.js';
import { shortFinding } from '../answer/short-finding.js';
import { Refusal } from '../refusal.js';
import { defineTool, type ToolCall } from '../tool.js';

export const resolveImport = defineTool({
  name: 'resolve_import',
  description: 'The exact import statement by which a file may use something, or why it may not and what instead.',
  set: 'default',
  input: z.strictObject({
    from: z.string().max(4096).describe('importing file; may not exist yet'),
    target: z.string().min(1).max(4096).describe('path#name, name, module#name, package#name or path'),
  }),
  output: z.strictObject({
    ...common,
    import: z.string().optional(),
    rule: z.string().optional(),
    fix: z.string().optional(),
    exports: z.array(z.string()).optional(),
  }),
  lists: ['exports'],
  async run({ from: input, target: wanted }, call) {
    const { snapshot } = call;
    const from = call.paths.file(input, 'from');
    const target = targetOf(wanted, call);
    if (target.name === '') return wholeFile(from, target.path ?? '', snapshot);
    const route = await importRoute(snapshot, from, target);
    if (route.ok) return { status: 'ok', import: route.statement };
    const short = route.finding && shortFinding(snapshot, route.finding);
    return { status: 'violations', reason: route.reason, ...(short && { rule: short.rule }) };
  },
});

/** A file without a name: the statement for the exports that may be taken, and what there is. */
async function wholeFile(from: FilePath, path: FilePath, snapshot: Snapshot) {
  const { names } = snapshot.graph.exportNames(path);
  if (names.length === 0) {
    const specifier = specifiersTo(snapshot, from, path)[0];
    if (specifier === undefined) return { status: 'not_checked', reason: `${path} exports nothing.` } as const;
    return { status: 'ok', import: importStatement(specifier, []) } as const;
  }
  const [first = ''] = names;
  const route = await importRoute(snapshot, from, { path, name: first });
  if (route.ok) return { status: 'ok', import: route.statement, exports: names } as const;
  return {
    status: 'violations',
    reason: route.reason,
    ...(route.finding && { rule: route.finding.rule }),
    exports: names,
  } as const;
}

/** What `path#name`, `module#name`, `package#name`, a path or a name alone stands for; the name is `''` for a file. */
function targetOf(wanted: string, call: ToolCall): ImportTarget {
  const { snapshot } = call;
  const { policy, graph, layout } = snapshot;
  const hash = wanted.lastIndexOf('#');
  const place = hash < 0 ? wanted : wanted.slice(0, hash);
  const name = hash < 0 ? '' : wanted.slice(hash + 1).trim();
  if (hash >= 0 && name === '') throw new Refusal('target: a name is missing after #.');
  const module = policy.module(place);
  if (module) return inModule(place, name, snapshot);
  if (name === '' && /^[A-Za-z_$][\w$]*$/.test(place) && !isPackage(place, call.paths, snapshot))
    return byName(place, snapshot);
  const workspacePackage = layout.workspacePackages.get(place);
  if (workspacePackage) {
    const entry = workspacePackage.entryFiles.find(file => name === '' || graph.exportNames(file).names.includes(name));
    if (entry !== undefined) return { path: entry, name };
    throw new Refusal(`target: ${place} exports no ${name || 'file'}.`);
  }
  if (isPackage(place, call.paths, snapshot)) return { package: place, name: name || '*' };
  const path = call.paths.existing(place, 'target');
  if (!graph.has(path)) throw new Refusal(`target: ${path || 'the root'} is no source file; name a file or path#name.`);
  if (name !== '' && name !== '*') mustExport(path, name, snapshot);
  return { path, name };
}

function isPackage(place: string, _paths: ToolCall['paths'], { graph, layout }: Snapshot): boolean {
  if (/^[./\\]|^[A-Za-z]:[\\/]|^file:/.test(place) || graph.has(place)) return false;
  if (/^node:/.test(place)) return true;
  const name = place
    .split('/')
    .slice(0, place.startsWith('@') ? 2 : 1)
    .join('/');
  return layout.manifests.some(({ dependencies }) => dependencies.has(name));
}

function mustExport(path: FilePath, name: string, { graph }: Snapshot): void {
  const { names, complete } = graph.exportNames(path);
  if (names.includes(name) || !complete) return;
  const near = nearest(name, names);
  const what = names.length === 0 ? 'It exports nothing.' : `It exports ${names.slice(0, 8).join(', ')}.`;
  throw new Refusal(`target: ${path} exports no ${name}. ${near === undefined ? what : `Did you mean ${near}?`}`);
}

/** An export of a module: at its entry points first, else in any of its files. */
function inModule(id: string, name: string, snapshot: Snapshot): ImportTarget {
  const { policy, graph } = snapshot;
  const module = policy.module(id);
  const entries = module?.entryPoints?.expose.map(({ glob }) => glob).filter(glob => graph.has(glob)) ?? [];
  const files = graph.files.filter(path => policy.moduleOf(path) === module);
  const [entry = files[0]] = entries;
  if (name === '' && entry !== undefined) return { path: entry, name };
  const holder = [...entries, ...files].find(path => graph.exportNames(path).names.includes(name));
  if (holder !== undefined) return { path: holder, name };
  throw new Refusal(`target: module ${id} exports no ${name}.`);
}

function byName(name: string, snapshot: Snapshot): ImportTarget {
  const hits = reusableExports(snapshot, name, 40).filter(hit => hit.entry.name === name);
  const [hit, other] = hits;
  if (hit && !other) return { path: hit.path, name };
  if (hit) {
    const places = hits.slice(0, 4).map(({ path }) => `${path}#${name}`);
    throw new Refusal(`target: ${hits.length} files export ${name}. Name one: ${places.join(', ')}.`);
  }
  const near = otherwiseCased(name, snapshot) ?? reusableExports(snapshot, name, 1)[0];
  const hint = near ? ` Did you mean ${near.path}#${near.entry.name}?` : '';
  throw new Refusal(`target: nothing exports ${name}, and no declared package has that name.${hint}`);
}

/** An export of the same letters. */
function otherwiseCased(name: string, { graph }: Snapshot) {
  const wanted = name.toLowerCase();
  for (const path of graph.files) {
    const found = graph.facts(path)?.exports.find(each => each.name.toLowerCase() === wanted);
    if (found) return { path, entry: found };
  }
  return undefined;
}
