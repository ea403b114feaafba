import type { Module } from '../policy.js';
import type { CompiledPolicy, Gate, GateVerdict, Passage } from './compiled.js';
import { dependencyClause } from './depends.js';
import { layerClauses } from './layers.js';
import { visibilityClause } from './visible.js';

/** Whether an importer may pass a gate with a kind of dependency: visibility, layers, `dependsOn` and constraints. Memoised. */
export function gateVerdict(passage: Passage, gate: Gate): GateVerdict {
  const { compiled, importer, kind, isTest } = passage;
  const row = verdictsOf(compiled, importer);
  const key = `${gate.text}|${kind}|${isTest}`;
  const known = row.get(key);
  if (known) return known;
  const depends = importer === gate.module ? { clauses: [], used: [] } : dependencyClause(passage, gate);
  const visible = visibilityClause(passage, gate);
  const verdict = {
    clauses: [...(visible ? [visible] : []), ...layerClauses(passage, gate), ...depends.clauses],
    used: depends.used,
  };
  row.set(key, verdict);
  return verdict;
}

/** The verdicts known about imports of a module. */
export function verdictsOf({ verdicts }: CompiledPolicy, importer: Module): Map<string, GateVerdict> {
  const known = verdicts.get(importer);
  if (known) return known;
  const row = new Map<string, GateVerdict>();
  verdicts.set(importer, row);
  return row;
}
