import {
  existingSource,
  type FilePath,
  type Finding,
  type ImportFact,
  importRoute,
  importStatement,
  reusableExports,
  type Snapshot,
} from '../../core/index.js';
import { circleRemedy } from './circle-remedy.js';
import { leftOut, shortEdits } from './edits.js';
import type { ShortFinding } from './schemas.js';
import { shortFinding } from './short-finding.js';

const namesTried = 3;

/** Where a finding stands that another rule than the policy's makes of an import that leads to no declared package. */
const packageRules: ReadonlySet<string> = new Set([
  'arch/undeclared-dependency',
  'arch/external-not-allowed',
  'arch/unresolved-import',
]);

/** Remedies are searched for so long, in milliseconds: a search proposes many texts, and many findings may need one. */
const longestSearchMs = 2_000;

/** The findings of a proposal, the first of them with remedies that had to be searched. */
export async function toldAll(
  base: Snapshot,
  head: Snapshot,
  findings: readonly Finding[],
  signal: AbortSignal,
  planned: readonly FilePath[] = [],
  searchMs = longestSearchMs,
): Promise<readonly ShortFinding[]> {
  const until = performance.now() + searchMs;
  const all: ShortFinding[] = [];
  for (const finding of findings) {
    signal.throwIfAborted();
    const isLate = performance.now() > until;
    const at = planned.includes(finding.path) ? finding.path : undefined;
    all.push(isLate ? shortFinding(head, finding, at) : await told(base, head, finding, planned));
  }
  return all;
}

/**
 * A finding about a proposed file with its remedy as exact text: the statement that is permitted, also for an import that
 * names nothing or only misses the ending its project needs; else edits; where there is no way on, those that take the
 * import out again. Files of a plan have no text yet: neither lines nor edits of it say anything.
 */
async function told(
  base: Snapshot,
  head: Snapshot,
  finding: Finding,
  planned: readonly FilePath[],
): Promise<ShortFinding> {
  const isPlanned = planned.includes(finding.path);
  const short = shortFinding(head, finding, isPlanned ? finding.path : undefined);
  if (short.fix !== undefined) return short;
  if (finding.rule === 'arch/cycle') return circleRemedy(base, head, finding, short, planned);
  const edits = isPlanned ? undefined : await shortEdits(head, finding);
  if (edits) return { ...short, edits };
  const fact = head.graph.facts(finding.path)?.imports.find(({ span }) => span.start === finding.span.start);
  if (!fact || !finding.rule.startsWith('arch/')) return short;
  const routed = await permitted(base, head, finding, fact, short);
  if (routed.fix !== undefined || isPlanned) return routed;
  const out = await leftOut(base, head, finding.path, fact.span);
  if (!out) return routed;
  const message = routed.message.replace(/ ?No legal route exists\.$/, '');
  return { ...routed, edits: out, message: `${message} The edits leave it out.` };
}

/** With the statement by which the same, or what is called so, may be imported, where there is one. */
async function permitted(
  base: Snapshot,
  head: Snapshot,
  finding: Finding,
  fact: ImportFact,
  short: ShortFinding,
): Promise<ShortFinding> {
  const target = targetOf(head, finding, fact);
  if (target === undefined) {
    const namesake = packageRules.has(finding.rule) ? await namesakes(base, finding.path, fact) : undefined;
    return namesake === undefined ? short : { ...short, fix: namesake };
  }
  const named = fact.names.map(({ imported }) => imported).filter(name => name !== '*');
  const names = named.length > 0 ? named : base.graph.exportNames(target).names;
  const statements = new Set<string>();
  for (const name of names.slice(0, namesTried)) {
    const route = await importRoute(base, finding.path, { path: target, name });
    if (route.ok) statements.add(route.statement);
    else if (named.length > 0)
      return { ...short, message: `${unresolved(short, fact) ?? short.message} ${route.reason}` };
    if (route.ok && named.length === 0) break;
  }
  if (statements.size === 0) return short;
  const message = unresolved(short, fact) ?? short.message.replace(/ ?No legal route exists.*$/, '');
  return { ...short, fix: [...statements].join(' '), message };
}

/** An import of everything that a package without existence was asked for, from a module that exports all of it. */
async function namesakes(
  base: Snapshot,
  from: FilePath,
  { names, specifier }: ImportFact,
): Promise<string | undefined> {
  const [first, ...others] = names;
  if (!first || specifier?.startsWith('.') || names.some(({ imported }) => /^(?:default|\*)$/.test(imported)))
    return undefined;
  const hits = reusableExports(base, first.imported, namesTried).filter(
    ({ entry, path }) => entry.name === first.imported && path !== from,
  );
  for (const { path } of hits) {
    const { names: exported } = base.graph.exportNames(path);
    if (others.some(({ imported }) => !exported.includes(imported))) continue;
    const route = await importRoute(base, from, { path, name: first.imported });
    if (route.ok) return importStatement(route.specifier, names);
  }
  return undefined;
}

/** The whole message of such a finding tells how to write the same file, which is not what should be imported. */
function unresolved({ rule }: ShortFinding, { specifier }: ImportFact): string | undefined {
  return rule === 'arch/unresolved-import' ? `"${specifier}" leads nowhere as it is written.` : undefined;
}

/** The file that an import is about for which no fix is known yet. */
function targetOf(head: Snapshot, { path, rule }: Finding, fact: ImportFact): FilePath | undefined {
  const { specifier } = fact;
  if (rule === 'arch/unresolved-import') {
    if (!specifier?.startsWith('.')) return undefined;
    return existingSource(head, joined(path, specifier));
  }
  if (fact.names.length > 0) return undefined;
  const edge = head.graph.edges(path).find(({ import: site }) => head.graph.facts(path)?.imports[site] === fact);
  return edge?.target.kind === 'file' ? edge.target.path : undefined;
}

function joined(from: FilePath, specifier: string): FilePath {
  const segments = from.split('/').slice(0, -1);
  for (const segment of specifier.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}
