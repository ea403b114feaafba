import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { NamedRule } from '../../policy/policy.js';
import type { Related } from '../finding.js';
import { defineRule, type WorkspaceContext } from '../rule.js';
import { message, sentence } from '../wording.js';
import { edgeKey, siteOf } from './dependency-violation.js';
import { edgeReaches, fileMatcher, type SideMatcher, sideMatcher } from './sides.js';

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

/**
 * A breadth-first search backwards from everything that imports the target gives each file its shortest way there. It
 * does not pass through files of `from`, so that each way out of `from` is reported once, at the import where it leaves.
 */
function checkRule(context: WorkspaceContext, rule: NamedRule, to: string): void {
  const { graph, policy } = context;
  const isFrom = fileMatcher(policy, rule.from);
  const excepted = rule.exceptFrom.map(side => fileMatcher(policy, side));
  const isExcepted = (path: FilePath) => excepted.some(matches => matches(path));
  const target = sideMatcher(policy, to);
  const counts = (edge: Edge) => edge.context === 'production' && (rule.kinds?.includes(edge.kind) ?? true);
  const steps = shortestSteps(context, target, counts, path => isFrom(path) || isExcepted(path));
  for (const path of graph.files) {
    if (!isFrom(path) || isExcepted(path)) continue;
    const reported = new Set<number>();
    for (const edge of graph.edges(path)) {
      if (!counts(edge) || reported.has(edge.import)) continue;
      const step = stepFrom(target, edge, next => steps.has(next) && !isFrom(next));
      if (step === undefined) continue;
      reported.add(edge.import);
      reportChain(context, rule, to, path, chainFrom(path, step, steps));
    }
  }
}

/** The step that an edge makes: to the target itself, or to a file that reaches it. */
function stepFrom(target: SideMatcher, edge: Edge, reaches: (path: FilePath) => boolean): Step | undefined {
  if (edgeReaches(target, edge)) return { edge, next: undefined };
  if (edge.target.kind === 'file' && reaches(edge.target.path)) return { edge, next: edge.target.path };
  return undefined;
}

function shortestSteps(
  { graph }: WorkspaceContext,
  target: SideMatcher,
  counts: (edge: Edge) => boolean,
  isClosed: (path: FilePath) => boolean,
): ReadonlyMap<FilePath, Step> {
  const steps = new Map<FilePath, Step>();
  const queue: FilePath[] = [];
  for (const path of graph.files) {
    if (isClosed(path)) continue;
    const direct = graph.edges(path).find(edge => counts(edge) && edgeReaches(target, edge));
    if (direct === undefined) continue;
    steps.set(path, { edge: direct, next: undefined });
    queue.push(path);
  }
  for (let head = 0; head < queue.length; head++) {
    const next = queue[head]!;
    for (const path of graph.dependents(next)) {
      if (steps.has(path) || isClosed(path)) continue;
      const edge = graph
        .edges(path)
        .find(each => counts(each) && each.target.kind === 'file' && each.target.path === next);
      if (edge === undefined) continue;
      steps.set(path, { edge, next });
      queue.push(path);
    }
  }
  return steps;
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
