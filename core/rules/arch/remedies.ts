import type { FilePath } from '../../files/paths.js';
import type { Edge, Origin } from '../../graph/edge.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import { alternatives } from '../../policy/explain.js';
import { judge } from '../../policy/judge.js';
import type { ImportedName, ImportFact } from '../../syntax/facts.js';
import type { Fix } from '../finding.js';
import type { FileContext } from '../rule.js';
import { exportWords } from '../wording.js';
import type { Violation } from './dependency-violation.js';
import { specifierLike } from './specifier.js';

/** What a person can do about a violation: a sentence for the message and the fixes that carry it out. */
export interface Remedy {
  readonly advice: string;
  readonly fixes: readonly Fix[];
  /** The file that the names may be imported from. */
  readonly alternative?: FilePath;
}

/** The remedy for an import: as a type where only that is permitted, else from a legal file that exports the same names. */
export function remedyFor(context: FileContext, violation: Violation): Remedy | undefined {
  return asTypeImport(context, violation) ?? fromAlternative(context, violation);
}

/** A legal file that exports what the violation takes, and the fix that points the import at it. */
function fromAlternative(context: FileContext, { edge, fact, names }: Violation): Remedy | undefined {
  const { path, graph, policy, layout, facts } = context;
  if (edge.target.kind !== 'file' || fact.specifier === undefined) return undefined;
  const target = edge.target.path;
  const taken = { ...edge, symbols: edge.symbols.filter(({ name }) => names.includes(name)) };
  const [found] = alternatives(policy, graph, layout, path, target, taken);
  if (found === undefined) return undefined;
  const written = { from: path, specifier: fact.specifier, target, neighbours: facts.imports };
  const specifier = specifierLike(layout, written, found.path);
  const isWhole = taken.symbols.length === edge.symbols.length;
  const keepsNames = [...found.names].every(([here, there]) => here === there);
  const act = fact.form.startsWith('export-') ? 'Re-export' : 'Import';
  const remedy = {
    alternative: found.path,
    advice: `${act} ${exportWords(names.map(name => found.names.get(name) ?? name))} from ${specifier === undefined ? found.path : `"${specifier}"`} instead.`,
  };
  if (specifier === undefined || !keepsNames || fact.form === 'mock') return { ...remedy, fixes: [] };
  const fix: Fix = {
    title: `${act} ${isWhole ? '' : `${exportWords(names)} `}from "${specifier}"`,
    safe: edge.kind === 'type',
    path,
    at: fact.span,
    intent: { kind: 'change-specifier', specifier, ...(isWhole ? {} : { names }) },
  };
  return { ...remedy, fixes: [fix] };
}

/** The import needs types only and as a type import it is permitted: turning it into one changes nothing at run time. */
function asTypeImport(
  { path, graph, policy, layout }: FileContext,
  { edge, fact, clauses: broken }: Violation,
): Remedy | undefined {
  if (broken.some(({ clause }) => clause === 'laundered-dependency')) return undefined;
  if (edge.kind === 'type' || edge.target.kind === 'external' || !isTypeImportPossible(graph, edge, fact))
    return undefined;
  const asType: Edge = { ...edge, kind: 'type', symbols: edge.symbols.map(symbol => ({ ...symbol, kind: 'type' })) };
  const { clauses } = judge(policy, layout, { from: path, edge: asType, origins: originsOf(graph, edge) });
  if (clauses.length > 0) return undefined;
  return {
    advice: 'As a type import it is permitted: write `import type`.',
    fixes: [{ title: 'Convert to import type', safe: true, path, at: fact.span, intent: { kind: 'import-type' } }],
  };
}

/** True for an import or re-export with names all of which are used, or exist, as types alone. */
export function isTypeImportPossible(graph: SourceGraph, edge: Edge, fact: ImportFact): boolean {
  if (fact.form !== 'import' && fact.form !== 'export-from') return false;
  return fact.names.length > 0 && fact.names.every(name => isType(graph, edge, fact, name));
}

function isType(
  graph: SourceGraph,
  { target }: Edge,
  { form }: ImportFact,
  { typeOnly, use, imported }: ImportedName,
): boolean {
  if (typeOnly || (form === 'import' && use === 'type')) return true;
  if (target.kind !== 'file' || imported === '*') return false;
  const origin = graph.origin(target.path, imported);
  return typeof origin === 'object' && !origin.isValue;
}

function originsOf(graph: SourceGraph, edge: Edge): ReadonlyMap<string, readonly Origin[]> {
  const origins = new Map<string, readonly Origin[]>();
  if (edge.target.kind !== 'file') return origins;
  for (const { name } of edge.symbols) {
    const origin = graph.origin(edge.target.path, name);
    if (typeof origin === 'object') origins.set(name, [origin]);
  }
  return origins;
}
