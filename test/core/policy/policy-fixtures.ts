import type { Context, Edge, EdgeTarget, Kind, Origin } from '../../../core/graph/edge.js';
import { bindPolicy } from '../../../core/policy/bind.js';
import { judge, type Verdict } from '../../../core/policy/judge.js';
import { loadPolicy } from '../../../core/policy/load.js';
import type { Policy, PolicyProblem } from '../../../core/policy/policy.js';
import type { DependencyField, Manifest, ProjectLayout } from '../../../core/resolve/resolution.js';
import { lineStartsOf, positionAt } from '../../../core/text/lines.js';

/** A policy written as an object, bound to files. */
export function policyOf(document: object, files: readonly string[]): Policy {
  return bindPolicy(loadPolicy('architecture.jsonc', JSON.stringify(document, null, 2)), files);
}

/** A layout of manifests; `root` stands at `package.json`. */
export function layoutOf(
  manifests: Readonly<Record<string, Partial<Manifest> & { deps?: Record<string, DependencyField> }>>,
): ProjectLayout {
  const all: Manifest[] = Object.entries(manifests).map(([folder, { deps = {}, ...manifest }]) => ({
    path: folder === '' ? 'package.json' : `${folder}/package.json`,
    folder,
    isPrivate: true,
    dependencies: new Map(Object.entries(deps)),
    versions: new Map(),
    entryFiles: [],
    programs: [],
    hasExports: false,
    ...manifest,
  }));
  const above = (path: string) =>
    all
      .filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`))
      .sort((a, b) => b.folder.length - a.folder.length);
  return {
    manifests: all,
    manifestsAbove: above,
    manifestOf: path => above(path)[0],
    projectOf: () => undefined,
    workspacePackages: new Map(all.flatMap(each => (each.folder !== '' && each.name ? [[each.name, each]] : []))),
    problems: [],
  };
}

export const noLayout = layoutOf({});

export interface Import {
  readonly kind?: Kind;
  readonly context?: Context;
  /** Names, or names with kinds; missing: one name `x` of the edge's kind. */
  readonly names?: readonly (string | readonly [string, Kind])[];
  readonly origins?: Readonly<Record<string, Origin>>;
  readonly layout?: ProjectLayout;
}

/** The verdict on an import of a file (`a/b.ts`) or package (`npm:pg/lib`, `node:fs`). */
export function verdictOn(policy: Policy, from: string, to: string, given: Import = {}): Verdict {
  const kind = given.kind ?? 'eager';
  const edge: Edge = {
    import: 0,
    target: targetOf(to),
    kind,
    context: given.context ?? (policy.isTest(from) ? 'test' : 'production'),
    symbols: (given.names ?? ['x']).map(name =>
      typeof name === 'string' ? { name, local: name, kind } : { name: name[0], local: name[0], kind: name[1] },
    ),
  };
  const origins = new Map(Object.entries(given.origins ?? {}).map(([name, origin]) => [name, [origin]]));
  return judge(policy, given.layout ?? noLayout, { from, edge, origins });
}

/** Names of the broken clauses, in order. */
export function brokenBy(policy: Policy, from: string, to: string, given: Import = {}): readonly string[] {
  return verdictOn(policy, from, to, given).clauses.map(({ clause }) => clause);
}

export function originIn(path: string, name: string, ...through: string[]): Origin {
  return { path, name, isValue: true, through: [...through, path], via: 're-export' };
}

function targetOf(to: string): EdgeTarget {
  if (to.startsWith('node:')) return { kind: 'external', package: to, subpath: '', builtin: true, installed: true };
  if (!to.startsWith('npm:')) return { kind: 'file', path: to };
  const segments = to.slice(4).split('/');
  const name = segments.splice(0, to[4] === '@' ? 2 : 1).join('/');
  return { kind: 'external', package: name, subpath: segments.join('/'), builtin: false, installed: true };
}

/** `12:5 arch/vacuous-rule: …` with the text the span covers. */
export function shown(
  text: string,
  problem: PolicyProblem,
): { rule: string; at: string; covers: string; message: string } {
  const { line, column } = positionAt(lineStartsOf(text), problem.span.start);
  return {
    rule: problem.rule,
    at: `${line}:${column}`,
    covers: text.slice(problem.span.start, problem.span.end),
    message: problem.message,
  };
}
