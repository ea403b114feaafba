import type { FilePath } from '../../files/paths.js';
import type { Origin } from '../../graph/edge.js';
import type { Related } from '../finding.js';
import { defineRule, type FileContext } from '../rule.js';
import { exportWords } from '../wording.js';
import { reportViolations, type Violation, violationMessage } from './dependency-violation.js';

export const launderedDependency = defineRule({
  id: 'arch/laundered-dependency',
  summary: 'A symbol of a forbidden module reaches the importer through a permitted one that passes it on.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'graph', 'policy'],
  check(context) {
    reportViolations(context, 'arch/laundered-dependency', violation => {
      const { importer, names, target } = violation;
      const origins = originsOf(context, violation);
      const declaring = origins[0] && (context.policy.moduleOf(origins[0].path)?.id ?? origins[0].path);
      const head = `${importer} may not import ${exportWords(names)}${declaring === undefined ? '' : ` of ${declaring}`} by way of ${target}`;
      return {
        message: violationMessage(
          violation,
          head,
          `No legal route exists: let ${target} offer a function or type of its own instead of passing on what it does not own.`,
        ),
        related: origins.flatMap(origin => passage(context, origin)),
      };
    });
  },
});

/** The declarations behind the names, each once. */
function originsOf({ graph }: FileContext, { edge, names }: Violation): readonly Origin[] {
  if (edge.target.kind !== 'file') return [];
  const origins: Origin[] = [];
  for (const name of names) {
    const origin = graph.origin(edge.target.path, name);
    if (typeof origin !== 'object') continue;
    if (!origins.some(({ path, name: known }) => path === origin.path && known === origin.name)) origins.push(origin);
  }
  return origins;
}

/** Where the symbol is declared, and every file that passed it on. */
function passage({ graph }: FileContext, { path, name, through }: Origin): readonly Related[] {
  const declaration = graph.facts(path)?.declarations.find(each => each.name === name);
  const barrels = through.slice(0, -1).map(barrel => ({
    path: barrel,
    span: passingSpan(graph.facts(barrel)?.imports ?? [], graph.edges(barrel), through[through.indexOf(barrel) + 1]),
    message: `${barrel} passes it on.`,
  }));
  return [{ path, span: declaration?.span ?? nowhere, message: `${name} is declared here.` }, ...barrels];
}

const nowhere = { start: 0, end: 0 };

/** The import of a barrel that leads to the next file of the chain. */
function passingSpan(
  imports: readonly { readonly span: Related['span'] }[],
  edges: ReturnType<FileContext['graph']['edges']>,
  next: FilePath | undefined,
): Related['span'] {
  const edge = edges.find(({ target }) => target.kind === 'file' && target.path === next);
  return (edge && imports[edge.import]?.span) ?? nowhere;
}
