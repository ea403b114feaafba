import type { Clause, Judge, Verdict } from '../judge.js';
import type { Module } from '../policy.js';
import { compilePolicy } from './compiled.js';
import { pastExports } from './exports.js';
import { externalClauses } from './external.js';
import { forbiddenClauses } from './forbidden.js';
import { launderingClause } from './laundering.js';
import { judgePassage } from './passage.js';

const order: readonly Clause['clause'][] = [
  'forbidden',
  'laundered-dependency',
  'interface-not-visible',
  'deep-import',
  'layer-order',
  'layer-skipped',
  'dependency-not-allowed',
  'external-denied',
  'external-undeclared',
  'external-not-allowed',
];

const permitted: Verdict = { clauses: [], used: [] };

/** The verdict of a policy on one edge: every broken clause, the most specific first. */
export const judge: Judge = (policy, layout, { from, edge, origins }) => {
  const { target } = edge;
  if (target.kind === 'unresolved' || target.kind === 'unknown' || target.kind === 'ambient') return permitted;
  const compiled = compilePolicy(policy);
  const fromModule = policy.moduleOf(from);
  if (target.kind === 'external') {
    const clauses = forbiddenClauses(compiled, from, fromModule, target, edge.kind);
    clauses.push(...externalClauses(compiled, layout, from, fromModule, edge, target));
    return verdict(fromModule, undefined, clauses, []);
  }
  const { path } = target;
  if (!policy.declared) {
    const past = edge.context === 'mock' ? undefined : pastExports(policy, layout, from, path);
    return past ? { clauses: [past], used: [] } : permitted;
  }
  const toModule = policy.moduleOf(path);
  const forbidden =
    compiled.forbidden.length === 0
      ? []
      : forbiddenClauses(compiled, from, fromModule, { path, module: toModule }, edge.kind);
  if (!fromModule || !toModule) return verdict(fromModule, toModule, forbidden, []);
  const passage = judgePassage(compiled, from, fromModule, toModule, path, edge);
  // A symbol is laundered only through a module that may be used as such; else that edge is the violation.
  const isOpen = forbidden.length === 0 && passage.clauses.every(({ clause }) => clause === 'deep-import');
  const laundered = isOpen ? launderingClause(compiled, from, fromModule, toModule, edge, origins) : undefined;
  if (forbidden.length === 0 && !laundered)
    return verdict(fromModule, toModule, inOrder(passage.clauses), passage.used);
  const clauses = [...forbidden, ...(laundered ? [laundered] : []), ...passage.clauses];
  return verdict(fromModule, toModule, inOrder(clauses), passage.used);
};

function verdict(
  fromModule: Module | undefined,
  toModule: Module | undefined,
  clauses: readonly Clause[],
  used: readonly string[],
): Verdict {
  if (fromModule) return toModule ? { fromModule, toModule, clauses, used } : { fromModule, clauses, used };
  return toModule ? { toModule, clauses, used } : { clauses, used };
}

function inOrder(clauses: readonly Clause[]): readonly Clause[] {
  if (clauses.length < 2) return clauses;
  return [...clauses].sort((a, b) => order.indexOf(a.clause) - order.indexOf(b.clause));
}
