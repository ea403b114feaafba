import type { History } from '../../files/history.js';
import type { RevisionResult } from '../../files/host.js';
import { compareText, type FilePath } from '../../files/paths.js';
import { positionAt } from '../../text/lines.js';
import { inferredModules } from '../initial-policy.js';
import type { Snapshot } from '../snapshot.js';
import { type AddedImport, addedImports, type ModuleOf } from './added-imports.js';
import { assistantsOf } from './assistants.js';
import {
  contentsOf,
  type FileHistory,
  fileHistory,
  type Introduction,
  introductionOf,
  originOf,
} from './introductions.js';
import { type Standing, standings } from './standing.js';

/** One import between modules that came in since. */
export interface AuditRow {
  readonly from: string;
  readonly to: string;
  readonly path: FilePath;
  /** 1-based. */
  readonly line: number;
  readonly target: FilePath;
  readonly specifier: string;
  readonly symbols: readonly string[];
  readonly kind: string;
  readonly context: string;
  readonly introduction: Introduction;
  /** Trailers (and authors) that name an assistant. */
  readonly assistants: readonly string[];
  readonly standing: Standing;
  /** The base had no import at all from the one module to the other. */
  readonly isNewPair: boolean;
}

/** What was added since a revision; rows by module pair, then by place. */
export interface Audit {
  /** The commit it starts from; undefined: the beginning. */
  readonly base?: string;
  /** Where the modules come from: the policy, or inferred where it declares none. */
  readonly modules: 'declared' | 'inferred';
  readonly commits: number;
  readonly rows: readonly AuditRow[];
}

export interface AuditQuestion {
  readonly base: Snapshot | undefined;
  readonly baseCommit: string | undefined;
  readonly head: Snapshot;
  readonly history: History;
  /** Counts files whose history was read. */
  onProgress?(done: number, total: number): void;
}

/** So many files have their old contents read at once. */
const batch = 200;

/** Whether the file, under its first name, imported the target under its first name already. */
function wasThere({ path, target }: AddedImport, base: Snapshot, files: FileHistory): boolean {
  const first = originOf(target, files);
  return base.graph
    .edges(originOf(path, files))
    .some(edge => edge.target.kind === 'file' && (edge.target.path === first || edge.target.path === target));
}

function pairKey(from: string | undefined, to: string | undefined): string {
  return `${from}\0${to}`;
}

/** Pairs of modules of which one imports the other. */
function pairsIn({ graph }: Snapshot, moduleOf: ModuleOf): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of graph.files)
    for (const { target } of graph.edges(path))
      if (target.kind === 'file') found.add(pairKey(moduleOf(path), moduleOf(target.path)));
  return found;
}

/** Lists the imports between modules that are not in the base, with the commits that brought them. */
export async function auditOf({
  base,
  baseCommit,
  head,
  history,
  onProgress,
}: AuditQuestion): Promise<RevisionResult<Audit>> {
  const isDeclared = head.policy.declared && head.policy.modules.length > 0;
  const policy = isDeclared ? head.policy : await inferredModules(head);
  const moduleOf: ModuleOf = path => policy.moduleOf(path)?.id;
  const added = addedImports(base, head, moduleOf);
  const commits = history.commits(baseCommit, 'HEAD');
  if (!commits.ok) return commits;
  const files = fileHistory(commits.value);
  const standing = standings(head);
  const known = base && pairsIn(base, moduleOf);
  const rows: AuditRow[] = [];
  const byFile = new Map<FilePath, AddedImport[]>();
  for (const each of added) byFile.set(each.path, [...(byFile.get(each.path) ?? []), each]);
  const paths = [...byFile.keys()];
  for (let at = 0; at < paths.length; at += batch) {
    onProgress?.(at, paths.length);
    await new Promise(resolve => setImmediate(resolve));
    const some = paths.slice(at, at + batch);
    const texts = history.texts(some.flatMap(path => contentsOf(files, path)));
    for (const each of some.flatMap(path => byFile.get(path) ?? [])) {
      const fact = head.graph.facts(each.path)?.imports[each.edge.import];
      const specifier = { text: fact?.specifier ?? fact?.text ?? '', isExpression: fact?.specifier === undefined };
      const about = {
        specifier,
        now: head.text(each.path),
        before: base?.text(originOf(each.path, files)),
        text: (id: string) => texts.get(id),
      };
      const introduction = introductionOf(each, about, files, moduleOf);
      // A file that went through several renames and rewrites is followed commit by commit only.
      if (introduction.kind === 'unknown' && base && wasThere(each, base, files)) continue;
      rows.push({
        from: each.from,
        to: each.to,
        path: each.path,
        line: fact ? positionAt(head.lineStarts(each.path), fact.span.start).line : 1,
        target: each.target,
        specifier: specifier.text,
        symbols: each.symbols,
        kind: each.edge.kind,
        context: each.edge.context,
        introduction,
        assistants: introduction.kind === 'commit' ? assistantsOf(introduction.commit) : [],
        standing: standing(each.path, fact?.span.start ?? 0, each.target),
        isNewPair: known !== undefined && !known.has(pairKey(each.from, each.to)),
      });
    }
  }
  rows.sort(
    (a, b) => compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.path, b.path) || a.line - b.line,
  );
  return {
    ok: true,
    value: {
      ...(baseCommit !== undefined && { base: baseCommit }),
      modules: isDeclared ? 'declared' : 'inferred',
      commits: commits.value.length,
      rows,
    },
  };
}
