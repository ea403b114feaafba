import {
  existingSource,
  type FilePath,
  type Finding,
  type ImportFact,
  importRoute,
  type Snapshot,
} from '../../core/index.js';
import { replacementsFor } from './replacements.js';
import type { ShortFinding } from './schemas.js';
import { shortFinding } from './short-finding.js';

const namesTried = 3;

/**
 * A finding about a proposed file with the statement that is permitted, where there is one: also for an import that names
 * nothing, and for one that only misses the ending its project needs.
 */
export async function told(base: Snapshot, head: Snapshot, finding: Finding, at?: string): Promise<ShortFinding> {
  const short = shortFinding(head, finding, at);
  if (short.fix !== undefined) return short;
  // A planned file has no text that could be edited.
  const edits = at === undefined ? await shortEdits(head, finding) : undefined;
  if (edits) return { ...short, edits };
  const fact = head.graph.facts(finding.path)?.imports.find(({ span }) => span.start === finding.span.start);
  const target = fact && targetOf(head, finding, fact);
  if (!fact || target === undefined) return short;
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

/** Longer remedies are asked for with `get_fix`, in characters. */
const longestEdits = 1_200;

/** The remedy of a finding as edits of the proposed text, where it touches that file alone. */
async function shortEdits(head: Snapshot, finding: Finding): Promise<ShortFinding['edits']> {
  const made = await replacementsFor(head, finding);
  if (!made?.every(({ path }) => path === finding.path)) return undefined;
  const size = made.reduce((sum, edit) => sum + edit.old.length + edit.new.length, 0);
  return size > longestEdits ? undefined : made.map(edit => ({ old: edit.old, new: edit.new }));
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
