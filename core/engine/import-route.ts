import { basename, type FilePath } from '../files/paths.js';
import { alternatives } from '../policy/explain.js';
import type { Finding } from '../rules/finding.js';
import { importStatement, type PlannedName } from './planned-import.js';
import { plannedText } from './planned-text.js';
import { propose } from './proposal.js';
import type { Snapshot } from './snapshot.js';
import { specifiersTo } from './specifiers-to.js';

/** What somebody wants to import: an export of a file, or of a package (`path` undefined). */
export interface ImportTarget {
  readonly path?: FilePath;
  readonly package?: string;
  /** An exported name, `default`, or `*` for the namespace. */
  readonly name: string;
}

/** How to import it. Every statement was checked as a proposed edit of the importing file. */
export type ImportRoute =
  | { readonly ok: true; readonly statement: string; readonly specifier: string; readonly path?: FilePath }
  /** `finding` is what the likeliest import would add. */
  | { readonly ok: false; readonly reason: string; readonly finding?: Finding };

const maxTries = 8;

/** The statement by which a file (which need not exist) may import something, or why there is none. */
export async function importRoute(snapshot: Snapshot, from: FilePath, target: ImportTarget): Promise<ImportRoute> {
  let first: Finding | undefined;
  const tried = new Set<string>();
  const unresolved: Finding[] = [];
  for (const way of waysTo(snapshot, from, target)) {
    if (tried.size >= maxTries) break;
    if (tried.has(way.specifier)) continue;
    tried.add(way.specifier);
    const name = plannedName(snapshot, from, way, target);
    const { broken, isThere } = await planned(snapshot, from, way, name);
    if (broken === undefined && !isThere) continue;
    if (broken === undefined) {
      const statement = importStatement(way.specifier, [name]);
      return { ok: true, statement, specifier: way.specifier, ...(way.path !== undefined && { path: way.path }) };
    }
    if (broken.rule === 'arch/unresolved-import') unresolved.push(broken);
    else first ??= broken;
  }
  const finding = first ?? unresolved[0];
  if (!finding) return { ok: false, reason: 'Nothing leads there.' };
  return { ok: false, reason: finding.message, finding };
}

interface Way {
  readonly specifier: string;
  readonly path?: FilePath;
  /** The name there. */
  readonly name: string;
}

/** Through entry points first where the target lies in another module; directly where it does not. */
function waysTo(snapshot: Snapshot, from: FilePath, target: ImportTarget): readonly Way[] {
  const { policy, graph, layout } = snapshot;
  const { path, name } = target;
  if (path === undefined) return target.package === undefined ? [] : [{ specifier: target.package, name }];
  const direct = specifiersTo(snapshot, from, path).map(specifier => ({ specifier, path, name }));
  const own = policy.moduleOf(from);
  if (own !== undefined && own === policy.moduleOf(path)) return direct;
  const origin = graph.origin(path, name);
  const kind = typeof origin === 'object' && !origin.isValue ? 'type' : 'eager';
  const symbols = [{ name, local: name, kind } as const];
  const context = policy.isTest(from) ? 'test' : 'production';
  const gates = alternatives(policy, graph, layout, from, path, { kind, context, symbols });
  const through = gates.flatMap(gate =>
    specifiersTo(snapshot, from, gate.path).map(specifier => ({
      specifier,
      path: gate.path,
      name: gate.names.get(name) ?? name,
    })),
  );
  if (through.length > 0) return [...through, ...direct];
  // Nothing is permitted, perhaps: what an entry point would break says more than that the file is none.
  const entries = policy.moduleOf(path)?.entryPoints?.expose ?? [];
  const published = entries
    .filter(({ glob }) => glob !== path && graph.exportNames(glob).names.includes(name))
    .map(({ glob }) => ({ specifier: specifiersTo(snapshot, from, glob)[0] ?? '', path: glob, name }));
  return [...published, ...direct];
}

function plannedName(snapshot: Snapshot, from: FilePath, way: Way, target: ImportTarget): PlannedName {
  const origin = way.path === undefined ? undefined : snapshot.graph.origin(way.path, way.name);
  const typeOnly = typeof origin === 'object' && !origin.isValue && !/\.[cm]?jsx?$/.test(from);
  const isNamed = way.name !== 'default' && way.name !== '*';
  return { imported: way.name, local: isNamed ? way.name : localName(way.path ?? target.package ?? ''), typeOnly };
}

/** A binding for a default export or namespace: `src/order-repository.ts` → `orderRepository`. */
function localName(path: string): string {
  const stem = basename(path).replace(/\.[^/]*$/, '');
  const words = (stem === 'index' ? (path.split('/').at(-2) ?? stem) : stem).split(/[^A-Za-z0-9]+/).filter(Boolean);
  const name = words.map((word, i) => (i === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1))).join('');
  return /^[A-Za-z_$]/.test(name) ? name : `_${name}`;
}

interface Tried {
  /** The worst finding that the import would add; `undefined`: it is permitted. */
  readonly broken: Finding | undefined;
  /** False where it leads to something else: to what is not installed, or to what nobody can look into. */
  readonly isThere: boolean;
}

async function planned(snapshot: Snapshot, from: FilePath, way: Way, name: PlannedName): Promise<Tried> {
  const { specifier } = way;
  const statement = { form: 'import', specifier, typeOnly: name.typeOnly, names: [name], isBare: false } as const;
  const { text } = plannedText(snapshot.text(from), { path: from, imports: [statement], exports: [] });
  const { head, introduced } = await propose(snapshot.architecture, [{ path: from, text }]);
  const [broken] = introduced
    .filter(({ rule, severity }) => isAboutImport(rule) && (severity === 'error' || severity === 'warning'))
    .sort((a, b) => weight(a) - weight(b));
  return { broken, isThere: leadsThere(head, from, way) };
}

/** The import of that specifier leads to the file, or to one that passes the very name on. */
function leadsThere({ graph }: Snapshot, from: FilePath, { specifier, path, name }: Way): boolean {
  if (path === undefined) return true;
  const imports = graph.facts(from)?.imports ?? [];
  return graph.edges(from).some(({ import: site, target }) => {
    if (target.kind !== 'file' || imports[site]?.specifier !== specifier) return false;
    return (
      target.path === path ||
      JSON.stringify(graph.origin(target.path, name)) === JSON.stringify(graph.origin(path, name))
    );
  });
}

/** Errors before warnings; that a circle closes comes after what forbids the import itself. */
function weight({ severity, rule }: Finding): number {
  return (severity === 'error' ? 0 : 2) + (rule === 'arch/cycle' ? 1 : 0);
}

/** That a new file belongs to no module is no fault of what it imports. */
function isAboutImport(rule: string): boolean {
  return rule.startsWith('arch/') && rule !== 'arch/unassigned-file';
}
