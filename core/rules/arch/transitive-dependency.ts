import { compareText, type FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { reachableFrom } from '../../graph/paths.js';
import type { NamedRule } from '../../policy/policy.js';
import type { Related } from '../finding.js';
import { defineRule, type WorkspaceContext } from '../rule.js';
import { message, sentence } from '../wording.js';
import { edgeKey, siteOf } from './dependency-violation.js';
import { maskOf } from './kinds.js';
import { edgeReaches, selectsFile, sideOf } from './sides.js';

export const transitiveDependency = defineRule({
  id: 'arch/transitive-dependency',
  summary: 'A chain of imports leads from one part to another that it must not reach, not even through others.',
  severity: 'error',
  zeroConfig: false,
  scope: 'workspace',
  reads: ['graph', 'policy'],
  check(context) {
    for (const rule of context.policy.rules) {
      if (rule.type === 'transitive' && rule.to !== undefined && rule.severity !== 'off')
        checkRule(context, rule, rule.to);
    }
  },
});

/** One step of a chain: the import of a file that brings it nearest to the target. */
interface Step {
  readonly edge: Edge;
  /** The file it leads to; `undefined` when it leads to the forbidden target itself. */
  readonly next: FilePath | undefined;
}

interface Search {
  readonly rule: NamedRule;
  readonly to: string;
  isFrom(path: FilePath): boolean;
  /** Tests and what `exceptFrom` names: no chain starts there or passes through. */
  isExcluded(path: FilePath): boolean;
  counts(edge: Edge): boolean;
  reachesTarget(edge: Edge): boolean;
}

function searchFor({ policy }: WorkspaceContext, rule: NamedRule, to: string): Search {
  const target = sideOf(policy, to);
  return {
    rule,
    to,
    isFrom: path => selectsFile(policy, rule.from, path),
    isExcluded: path => policy.isTest(path) || rule.exceptFrom.some(side => selectsFile(policy, side, path)),
    counts: edge => edge.context === 'production' && (rule.kinds?.includes(edge.kind) ?? true),
    reachesTarget: edge => edgeReaches(policy, target, edge),
  };
}

/**
 * A breadth-first search backwards from everything that imports the target gives each file its shortest way there. It
 * does not pass through files of `from`, so that each way out of `from` is reported once, at the import where it leaves.
 */
function checkRule(context: WorkspaceContext, rule: NamedRule, to: string): void {
  const { graph } = context;
  const search = searchFor(context, rule, to);
  const starts = graph.files.filter(path => search.isFrom(path) && !search.isExcluded(path));
  const steps = shortestSteps(context, search, filesReachable(context, search, starts));
  for (const path of starts) {
    const reported = new Set<number>();
    for (const edge of graph.edges(path)) {
      if (!search.counts(edge) || reported.has(edge.import)) continue;
      const step = stepFrom(search, edge, steps);
      if (step === undefined) continue;
      reported.add(edge.import);
      reportChain(context, rule, to, path, chainFrom(path, step, steps));
    }
  }
}

/** The files that chains may pass through: reachable, outside `from`, not excluded. Only their imports are read. */
function filesReachable(
  { indexed }: WorkspaceContext,
  search: Search,
  starts: readonly FilePath[],
): readonly FilePath[] {
  const isStart = new Set(starts);
  const numbers: number[] = [];
  const closed = new Uint8Array(indexed.size);
  for (let file = 0; file < indexed.size; file++) {
    const path = indexed.path(file);
    if (path === undefined || search.isExcluded(path)) closed[file] = 1;
    else if (isStart.has(path)) numbers.push(file);
  }
  const mask = maskOf(search.rule.kinds);
  const reached = reachableFrom(indexed, numbers, mask, file => closed[file] === 1);
  const paths: FilePath[] = [];
  for (let file = 0; file < indexed.size; file++) {
    const path = reached[file] === 1 ? indexed.path(file) : undefined;
    if (path !== undefined && !search.isFrom(path)) paths.push(path);
  }
  return paths.sort(compareText);
}

/** The step that an edge makes: to the target itself, or to a file that reaches it. */
function stepFrom(search: Search, edge: Edge, steps: ReadonlyMap<FilePath, Step>): Step | undefined {
  if (search.reachesTarget(edge)) return { edge, next: undefined };
  return edge.target.kind === 'file' && steps.has(edge.target.path) ? { edge, next: edge.target.path } : undefined;
}

function shortestSteps(
  { graph }: WorkspaceContext,
  search: Search,
  open: readonly FilePath[],
): ReadonlyMap<FilePath, Step> {
  const isOpen = new Set(open);
  const steps = new Map<FilePath, Step>();
  const queue: FilePath[] = [];
  for (const path of open) {
    const direct = graph.edges(path).find(edge => search.counts(edge) && search.reachesTarget(edge));
    if (direct === undefined) continue;
    steps.set(path, { edge: direct, next: undefined });
    queue.push(path);
  }
  for (let head = 0; head < queue.length; head++) {
    const next = queue[head]!;
    for (const path of graph.dependents(next)) {
      if (steps.has(path) || !isOpen.has(path)) continue;
      const edge = graph.edges(path).find(each => search.counts(each) && leadsTo(each, next));
      if (edge === undefined) continue;
      steps.set(path, { edge, next });
      queue.push(path);
    }
  }
  return steps;
}

function leadsTo({ target }: Edge, path: FilePath): boolean {
  return target.kind === 'file' && target.path === path;
}

/** The files of the chain, each with the import that leads on. */
type Chain = readonly { readonly path: FilePath; readonly edge: Edge }[];

function chainFrom(path: FilePath, first: Step, steps: ReadonlyMap<FilePath, Step>): Chain {
  const chain = [{ path, edge: first.edge }];
  for (let at = first.next; at !== undefined; ) {
    const step = steps.get(at)!;
    chain.push({ path: at, edge: step.edge });
    at = step.next;
  }
  return chain;
}

function reportChain(context: WorkspaceContext, rule: NamedRule, to: string, path: FilePath, chain: Chain): void {
  const { graph, policy, report } = context;
  const [{ edge }, ...rest] = chain as [Chain[number], ...Chain];
  const fact = graph.facts(path)?.imports[edge.import];
  if (fact === undefined) return;
  const end = chain.at(-1)!.edge.target;
  const reached = end.kind === 'file' || end.kind === 'absent' ? end.path : end.kind === 'external' ? end.package : to;
  const importer = policy.moduleOf(path)?.id ?? path;
  const target = edge.target.kind === 'file' ? policy.moduleOf(edge.target.path) : undefined;
  report({
    path,
    span: fact.span,
    message: message(
      rest.length === 0
        ? `${importer} must not reach ${to}, and this import leads straight to ${reached} (rule ${rule.id}).`
        : `${importer} must not reach ${to}, and this import leads there: ${chainWords([...rest.map(each => each.path), reached])} (rule ${rule.id}).`,
      rule.because && sentence(rule.because),
      'Cut the chain at one of its imports, or put an interface between.',
    ),
    symbol: fact.symbol,
    site: `${siteOf(fact, edge)} ${rule.id}`,
    ...(rule.severity === undefined || rule.severity === 'off' ? {} : { severity: rule.severity }),
    related: [
      ...rest.flatMap(each => linkOf(context, each)),
      { path: policy.path, span: rule.span, message: 'This rule forbids it.' },
    ],
    dependency: {
      ...edgeKey(edge),
      ...(target === undefined ? {} : { toModule: target.id }),
      clauses: ['arch/transitive-dependency'],
    },
    data: { id: rule.id, to, chain: [...chain.map(each => each.path), reached] },
  });
}

const shownOfChain = 5;

function chainWords(paths: readonly string[]): string {
  if (paths.length <= shownOfChain) return paths.join(' → ');
  const hidden = paths.length - shownOfChain;
  return [...paths.slice(0, shownOfChain - 1), `${hidden} more`, paths.at(-1)].join(' → ');
}

function linkOf({ graph }: WorkspaceContext, { path, edge }: Chain[number]): readonly Related[] {
  const fact = graph.facts(path)?.imports[edge.import];
  return fact === undefined ? [] : [{ path, span: fact.span, message: `${path} goes on with ${fact.text}.` }];
}
