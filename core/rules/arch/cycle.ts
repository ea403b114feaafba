import { positionAt } from '../../text/lines.js';
import type { Fix, Related } from '../finding.js';
import { defineRule, type WorkspaceContext } from '../rule.js';
import { counted, exportWords, message } from '../wording.js';
import type { FileLink } from './cycle-scopes.js';
import { type FoundCycle, findCycles } from './cycles.js';
import { edgeKey } from './dependency-violation.js';

export const cycle = defineRule({
  id: 'arch/cycle',
  summary: 'Files, modules or packages import each other in a circle.',
  severity: 'error',
  zeroConfig: true,
  scope: 'workspace',
  reads: ['graph', 'policy', 'projects'],
  check(context) {
    for (const found of findCycles(context)) reportCycle(context, found);
  },
});

function reportCycle(context: WorkspaceContext, found: FoundCycle): void {
  const { policy, report } = context;
  const [first] = found.cut;
  if (first === undefined) return;
  const { from, fact, edge } = first;
  const line = positionAt(context.graph.body(from)?.lineStarts ?? [0], fact.span.start).line;
  const target = edge.target.kind === 'file' ? policy.moduleOf(edge.target.path) : undefined;
  report({
    path: from,
    span: fact.span,
    message: cycleMessage(found, first),
    symbol: fact.symbol,
    site: `${found.scope} ${found.kind} ${fact.text}`,
    ...(found.severity === 'off' ? {} : { severity: found.severity }),
    related: found.way.slice(1).flatMap(relatedLink),
    fixes: found.scope === 'file' && found.cost.convertible && found.cut.length === 1 ? [typeFix(first)] : [],
    dependency: { ...edgeKey(edge), ...(target && { toModule: target.id }), clauses: ['arch/cycle'] },
    data: {
      scope: found.scope,
      kind: found.kind,
      members: found.members,
      cut: {
        from: found.cutFrom,
        to: found.cutTo,
        line,
        imports: found.cut.length,
        symbols: found.cost.symbols,
        convertible: found.cost.convertible,
        violates: found.cost.violates,
      },
    },
  });
}

const shownOnWay = 6;

function cycleMessage(found: FoundCycle, { from }: FileLink): string {
  const { members, scope, names, cut, cost, cutFrom, cutTo } = found;
  if (members.length === 1) return `${from} imports itself. Use the declaration directly.`;
  const way = [...found.wayNames, found.wayNames[0] ?? cutFrom];
  const shown = way.length > shownOnWay ? [...way.slice(0, shownOnWay - 2), '…', way.at(-1)] : way;
  const only = found.wayNames.length < members.length ? ' The shortest way round through this import: ' : ' ';
  const what = names.length === 0 ? 'this import for its effects' : exportWords(names);
  const where =
    scope === 'file'
      ? 'this import'
      : `the ${cut.length === 1 ? 'import' : counted(cut.length, 'import')} from ${cutFrom} to ${cutTo}`;
  return message(
    `${counted(members.length, scope)} import each other in a circle.${only}${shown.join(' → ')}.`,
    consequence[found.kind],
    cost.violates
      ? `Cut ${where}: the policy forbids it anyway.`
      : cost.convertible
        ? `Cut ${where}: it takes types alone, so \`import type\` is enough.`
        : `Cheapest to cut is ${where} (${what}): move that to where both can import it, or pass it in.`,
  );
}

const consequence: Readonly<Record<FoundCycle['kind'], string>> = {
  eager:
    'Which of them is evaluated first depends on who is imported first, and another may then use what is not set yet.',
  deferred:
    'It closes only at run time, so nothing breaks on loading, but none can be changed or tested without the others.',
  type: 'It exists for types alone and vanishes at run time, but none can be understood without the others.',
  resource: 'It closes through a file that is read as a resource.',
};

function relatedLink({ from, fact, edge }: FileLink): readonly Related[] {
  if (edge.target.kind !== 'file') return [];
  return [{ path: from, span: fact.span, message: `${from} imports ${edge.target.path}.` }];
}

function typeFix({ from, fact }: FileLink): Fix {
  return { title: 'Convert to import type', safe: true, path: from, at: fact.span, intent: { kind: 'import-type' } };
}
