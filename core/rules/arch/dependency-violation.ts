import type { Edge } from '../../graph/edge.js';
import { type Clause, type ClauseRule, clauses as clauseOrder } from '../../policy/judge.js';
import type { Module } from '../../policy/policy.js';
import type { ImportFact } from '../../syntax/facts.js';
import type { DependencyKey, Draft, Related, Severity } from '../finding.js';
import type { FileContext } from '../rule.js';
import { counted, exportWords, message, sentence, withoutStop } from '../wording.js';

/** One import site that breaks the policy: what the rules of the dependency clauses put into words. */
export interface Violation {
  readonly edge: Edge;
  readonly fact: ImportFact;
  /** The broken clauses that count, the most specific first. */
  readonly clauses: readonly [Clause, ...Clause[]];
  readonly toModule: Module | undefined;
  /** The importer as a sentence names it: its module, or its path. */
  readonly importer: string;
  /** The target as a sentence names it: its module, package or path. */
  readonly target: string;
  /** The names that the first clause is about; empty for an import without names. */
  readonly names: readonly string[];
  /** How many further targets of the same site (a pattern has many) break the policy too. */
  readonly others: number;
}

/** What a rule adds to the draft: its wording, and whatever else it knows. */
export interface Phrasing extends Pick<Draft, 'message'> {
  readonly related?: readonly Related[];
  readonly fixes?: Draft['fixes'];
  /** Instead of the clause's own severity. */
  readonly severity?: Severity;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Reports each import site whose most specific broken clause belongs to `rule`: one finding per site and kind, however
 * many targets a pattern has. The rules differ in `phrase` alone.
 */
export function reportViolations(
  context: FileContext,
  rule: ClauseRule,
  phrase: (violation: Violation) => Phrasing,
): void {
  const { edges } = context;
  for (let first = 0; first < edges.length; ) {
    let end = first + 1;
    while (end < edges.length && edges[end]!.import === edges[first]!.import) end++;
    const violation = violationOf(context, first, end);
    if (violation?.clauses[0].rule === rule) context.report(draftOf(context, violation, phrase(violation)));
    first = end;
  }
}

/** The violation at one site: of its edges the one with the most specific clause, the first of equals. */
function violationOf(context: FileContext, first: number, end: number): Violation | undefined {
  let worst: { edge: Edge; clauses: readonly [Clause, ...Clause[]]; toModule: Module | undefined } | undefined;
  let broken = 0;
  for (let i = first; i < end; i++) {
    const verdict = context.verdict(i);
    if (verdict.clauses.length === 0) continue;
    const edge = context.edges[i]!;
    const [clause, ...more] = verdict.clauses.filter(each => counts(context, each, edge));
    if (clause === undefined) continue;
    broken++;
    if (worst === undefined || rank(clause) < rank(worst.clauses[0])) {
      worst = { edge, clauses: [clause, ...more], toModule: verdict.toModule };
    }
  }
  const fact = worst && context.facts.imports[worst.edge.import];
  if (worst === undefined || fact === undefined) return undefined;
  return {
    ...worst,
    fact,
    importer: context.module?.id ?? context.path,
    target: targetWords(worst.edge, worst.toModule, worst.clauses[0]),
    names: worst.clauses[0].symbols ?? namesOf(worst.edge),
    others: broken - 1,
  };
}

function rank({ clause }: Clause): number {
  return clauseOrder.findIndex(([name]) => name === clause);
}

/**
 * A clause that is switched off must not hide the next one. That an interface is for tests alone is reported by
 * `arch/test-in-production`.
 */
function counts({ policy, path }: FileContext, { severity, rule, data }: Clause, edge: Edge): boolean {
  return policy.severityOf(rule, path, edge.context, severity) !== 'off' && data?.testOnly !== true;
}

/** The names an edge takes from its target, each once; of a namespace the members used, `*` where any may be meant. */
export function namesOf({ symbols }: Edge): readonly string[] {
  return [...new Set(symbols.map(({ name }) => name))];
}

/** Without modules a clause about a workspace package names the package. */
function targetWords({ target }: Edge, module: Module | undefined, { data }: Clause): string {
  if (module !== undefined) return module.id;
  if (target.kind === 'file' && typeof data?.package === 'string') return data.package;
  if (target.kind === 'file' || target.kind === 'absent') return target.path;
  if (target.kind === 'external') return `package "${target.package}"`;
  return target.kind === 'ambient' ? `"${target.name}"` : 'an unknown target';
}

/** `import the type A from billing`, `re-export everything from billing`, `mock billing`. */
export function actWords({ fact, edge, names, target }: Violation): string {
  if (fact.form === 'mock') return `mock ${target}`;
  const verb = fact.form.startsWith('export-') ? 're-export' : 'import';
  if (names.length === 0) return `${verb} ${target}`;
  const typed = edge.kind === 'type' && !names.includes('*') && !names.includes('default');
  const noun = typed ? (names.length === 1 ? 'the type ' : 'the types ') : '';
  return `${verb} ${noun}${exportWords(names)} from ${target}`;
}

/**
 * The whole message: what is wrong, why by the policy, its reason, what to do, whose decision it is.
 * `advice` is the permitted alternative as a sentence.
 */
export function violationMessage(violation: Violation, head: string, advice: string | undefined): string {
  const [{ why, because }] = violation.clauses;
  const owner = violation.toModule?.owner;
  return message(
    `${head}: ${withoutStop(why)}.`,
    because && sentence(because),
    violation.others > 0 ? `The pattern also reaches ${counted(violation.others, 'other forbidden file')}.` : undefined,
    advice ?? 'No legal route exists.',
    owner && `${violation.target} is owned by ${owner}.`,
  );
}

function draftOf(context: FileContext, violation: Violation, phrasing: Phrasing): Omit<Draft, 'rule'> {
  const { edge, fact, clauses } = violation;
  const dependency = dependencyKey(violation);
  const severity = phrasing.severity ?? clauses[0].severity;
  return {
    path: context.path,
    span: fact.span,
    message: phrasing.message,
    symbol: fact.symbol,
    site: siteOf(fact, edge),
    ...(severity !== undefined && severity !== 'off' ? { severity: severity } : {}),
    related: [...clausePlace(context, clauses[0]), ...(phrasing.related ?? [])],
    fixes: phrasing.fixes ?? [],
    dependency,
    data: {
      from: context.module?.id ?? context.path,
      to: dependency.to,
      ...(violation.toModule === undefined ? {} : { toModule: violation.toModule.id }),
      ...(violation.toModule?.owner === undefined ? {} : { owner: violation.toModule.owner }),
      kind: edge.kind,
      context: edge.context,
      symbols: dependency.symbols,
      clauses: clauses.map(({ clause }) => clause),
      reasons: clauses.map(({ rule, why, because }) => ({ rule, why, ...(because === undefined ? {} : { because }) })),
      ...clauses[0].data,
      ...phrasing.data,
    },
  };
}

/** The place of the clause in the policy file. */
function clausePlace({ policy }: FileContext, { at }: Clause): readonly Related[] {
  return at === undefined ? [] : [{ path: policy.path, span: at, message: 'This part of the policy decides it.' }];
}

/** What identifies the site of an import besides its place: the specifier as written, the kind, the context of a mock. */
export function siteOf(fact: ImportFact, edge: Edge): string {
  return `${fact.text} ${edge.kind}${edge.context === 'mock' ? ' mock' : ''}`;
}

/** What a baseline entry or an exception is matched with. */
function dependencyKey({ edge, clauses, toModule }: Violation): DependencyKey {
  return {
    ...edgeKey(edge),
    ...(toModule === undefined ? {} : { toModule: toModule.id }),
    clauses: [...new Set(clauses.map(({ rule }) => rule))].sort(),
  };
}

/** The part of the key that the edge alone gives: for findings about an import that break no clause. */
export function edgeKey(edge: Edge): Omit<DependencyKey, 'clauses'> {
  return {
    to: targetText(edge),
    kind: edge.kind,
    context: edge.context,
    symbols: [...namesOf(edge)].sort(),
  };
}

function targetText({ target }: Edge): string {
  if (target.kind === 'file' || target.kind === 'absent') return target.path;
  if (target.kind === 'external') return `external:${target.package}`;
  return target.kind === 'ambient' ? `ambient:${target.name}` : 'unknown';
}
