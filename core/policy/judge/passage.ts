import type { FilePath } from '../../files/paths.js';
import type { Edge, Kind } from '../../graph/edge.js';
import type { Clause } from '../judge.js';
import type { Interface, Module } from '../policy.js';
import { overrideApplies } from '../severity.js';
import { withoutPermittedBesides } from './besides.js';
import type { CompiledPolicy, GateVerdict } from './compiled.js';
import { gateVerdict, verdictsOf } from './gate-verdict.js';
import { gatesOf, type OpenGate } from './gates.js';

const noPassage: GateVerdict = { clauses: [], used: [] };

/**
 * Judges an edge into another module: every name (with its kind) needs a gate that exposes it and lets it pass. Of several
 * gates the one that breaks least counts. A name behind no gate is a deep import, judged besides as if the module itself
 * had been asked for.
 */
export function judgePassage(
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module,
  target: Module,
  path: FilePath,
  edge: Edge,
): GateVerdict {
  if (importer === target) return noPassage;
  const verdict = throughGates(compiled, from, importer, target, path, edge);
  const clauses = withoutPermittedBesides(verdict.clauses, compiled, from, importer, target, edge);
  return clauses === verdict.clauses ? verdict : { ...verdict, clauses };
}

function throughGates(
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module,
  target: Module,
  path: FilePath,
  edge: Edge,
): GateVerdict {
  const gates = gatesOf(compiled, importer, target, path);
  const isTest = edge.context !== 'production';
  const [only] = gates;
  if (gates.length === 1 && only?.names === undefined && only && edge.symbols.every(each => each.kind === edge.kind)) {
    return gateVerdict({ compiled, importer, kind: edge.kind, isTest }, only.gate);
  }
  if (gates.length === 0 && !compiled.allowsDeepImports && edge.symbols.every(each => each.kind === edge.kind)) {
    return closedFile(compiled, importer, target, path, edge.kind, isTest);
  }
  const collected = new Collector();
  for (const { name, kind } of requestsOf(edge)) {
    const passage = { compiled, importer, kind, isTest };
    const open = gates.filter(gate => name === undefined || gate.names === undefined || gate.names.has(name));
    if (open.length > 0) {
      const [best] = open
        .map(({ gate }) => gateVerdict(passage, gate))
        .sort((a, b) => a.clauses.length - b.clauses.length);
      if (best) collected.add(best, name);
      continue;
    }
    if (!deepImportsAllowed(compiled, from, importer, target, edge)) {
      collected.add({ clauses: [deepImport(target, path, gates)], used: [] }, name);
    }
    const own = compiled.exposures.get(target)?.own;
    if (own) collected.add(gateVerdict(passage, own), name);
  }
  return collected.verdict(edge.symbols.length);
}

/** The commonest violation: a file behind no gate, whatever is taken from it. Memoised. */
function closedFile(
  compiled: CompiledPolicy,
  importer: Module,
  target: Module,
  path: FilePath,
  kind: Kind,
  isTest: boolean,
): GateVerdict {
  const row = verdictsOf(compiled, importer);
  const key = `${path}#${kind}|${isTest}`;
  const known = row.get(key);
  if (known) return known;
  const own = gateVerdict({ compiled, importer, kind, isTest }, { module: target, text: target.id });
  const verdict = { clauses: [deepImport(target, path, []), ...own.clauses], used: own.used };
  row.set(key, verdict);
  return verdict;
}

interface Request {
  /** Undefined: the file as such (side effects, or a kind that no name carries). */
  readonly name: string | undefined;
  readonly kind: Kind;
}

function requestsOf(edge: Edge): Request[] {
  const requests: Request[] = edge.symbols.map(({ name, kind }) => ({ name, kind }));
  if (!requests.some(({ kind }) => kind === edge.kind)) requests.push({ name: undefined, kind: edge.kind });
  return requests;
}

/** Clauses of several names under one heading each, with the names that break them. */
class Collector {
  readonly #clauses = new Map<string, { clause: Clause; symbols: Set<string> }>();
  readonly #used = new Set<string>();

  add({ clauses, used }: GateVerdict, name: string | undefined): void {
    for (const each of used) this.#used.add(each);
    for (const clause of clauses) {
      const key = `${clause.clause}|${clause.why}`;
      const known = this.#clauses.get(key) ?? { clause, symbols: new Set() };
      if (name !== undefined) known.symbols.add(name);
      this.#clauses.set(key, known);
    }
  }

  /** `count`: names of the edge; a clause about all of them lists none. */
  verdict(count: number): GateVerdict {
    const clauses = [...this.#clauses.values()].map(({ clause, symbols }) =>
      symbols.size > 0 && symbols.size < count ? { ...clause, symbols: [...symbols] } : clause,
    );
    return { clauses, used: [...this.#used] };
  }
}

/** Whether an override lets this file reach past entry points: anywhere, or into what its own module contains. */
function deepImportsAllowed(
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module,
  target: Module,
  edge: Edge,
): boolean {
  return compiled.overrides.some(({ override }) => {
    if (!override.allowDeepImport || !overrideApplies(override, from, edge.context, importer, compiled.byId))
      return false;
    return override.allowDeepImport === 'any' || compiled.relation(importer, target) === 'around';
  });
}

function deepImport(target: Module, path: FilePath, gates: readonly OpenGate[]): Clause {
  const base = { clause: 'deep-import', rule: 'arch/deep-import' } as const;
  const names = [...new Set(gates.flatMap(gate => [...(gate.names ?? [])]))];
  if (names.length > 0) {
    const why = `${path} exposes only ${names.join(', ')}`;
    return {
      ...base,
      why,
      at: gates[0]?.gate.interface?.span ?? target.span,
      data: { target: target.id, exposed: names },
    };
  }
  const entries = entryTexts(target.entryPoints);
  const interfaces = target.interfaces.map(each => `${target.id}::${each.name}`);
  const ways = [...entries, ...interfaces];
  const why = `${path} is inside ${target.id}, which is entered through ${ways.join(', ') || 'nothing'}`;
  return {
    ...base,
    why,
    at: target.entryPoints?.span ?? target.span,
    data: { target: target.id, entryPoints: entries, interfaces },
  };
}

function entryTexts(entryPoints: Interface | undefined): string[] {
  return [...new Set((entryPoints?.expose ?? []).map(({ glob }) => glob))];
}
