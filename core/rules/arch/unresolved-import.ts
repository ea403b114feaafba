import { basename, dirname, type FilePath, join } from '../../files/paths.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import { nearest } from '../../policy/nearest.js';
import type { ImportFact } from '../../syntax/facts.js';
import type { Fix, Severity } from '../finding.js';
import { defineRule, type FileContext } from '../rule.js';
import { message, sentence } from '../wording.js';
import { edgeKey, siteOf } from './dependency-violation.js';
import { specifierLike } from './specifier.js';

export const unresolvedImport = defineRule({
  id: 'arch/unresolved-import',
  summary: 'The specifier of an import leads to no file and no declared package.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['imports'],
  check(context) {
    const { path, facts, edges, report } = context;
    for (const edge of edges) {
      if (edge.target.kind !== 'unresolved') continue;
      const fact = facts.imports[edge.import];
      const specifier = fact?.specifier;
      if (fact === undefined || specifier === undefined || isForAnotherReader(fact.form, specifier)) continue;
      const near = nearestFile(context.graph, path, specifier);
      const suggested =
        near === undefined
          ? undefined
          : specifierLike(context.layout, { from: path, specifier, target: near, neighbours: facts.imports }, near);
      const severity = softForms.get(fact.form);
      report({
        path,
        span: fact.span,
        message: message(
          `"${specifier}" cannot be resolved: ${sentence(edge.target.reason)}`,
          suggested === undefined ? 'Correct the specifier, or add what it names.' : `Did you mean "${suggested}"?`,
        ),
        symbol: fact.symbol,
        site: siteOf(fact, edge),
        ...(severity === undefined ? {} : { severity }),
        fixes: suggested === undefined ? [] : [respecify(context, fact, suggested)],
        dependency: { ...edgeKey(edge), to: `unresolved:${specifier}`, clauses: ['arch/unresolved-import'] },
        data: { specifier, reason: edge.target.reason, ...(suggested === undefined ? {} : { suggested }) },
      });
    }
  },
});

/** Forms that no compiler holds to account: what they name may be made later or be no file at all. */
const softForms: ReadonlyMap<ImportFact['form'], Severity> = new Map([
  ['jsdoc', 'warning'],
  ['new-url', 'warning'],
  ['worker', 'warning'],
  ['require-resolve', 'warning'],
  ['meta-resolve', 'warning'],
]);

/** Specifiers that a URL loader, another runtime or a bundler answers, and URLs of folders. */
function isForAnotherReader(form: ImportFact['form'], specifier: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) return !/^(?:node|file):/i.test(specifier);
  const isUrl = form === 'new-url' || form === 'worker' || form === 'meta-resolve';
  return isUrl && (specifier.startsWith('/') || /(?:^|\/)\.{0,2}$/.test(specifier));
}

function respecify({ path }: FileContext, { span }: ImportFact, specifier: string): Fix {
  return {
    title: `Import "${specifier}"`,
    safe: false,
    path,
    at: span,
    intent: { kind: 'change-specifier', specifier },
  };
}

/** The source file in the folder that a relative specifier names whose name comes nearest to the one written. */
function nearestFile(graph: SourceGraph, from: FilePath, specifier: string): FilePath | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const wanted = join(dirname(from), specifier);
  const folder = dirname(wanted);
  const byStem = new Map<string, FilePath>();
  for (const path of filesIn(graph.files, folder)) {
    if (path !== from && !byStem.has(stemOf(path))) byStem.set(stemOf(path), path);
  }
  return byStem.get(nearest(stemOf(wanted), byStem.keys()) ?? '');
}

function stemOf(path: FilePath): string {
  return basename(path).replace(/\.(?:d\.)?[cm]?[jt]sx?$/, '');
}

/** The files directly in a folder, from the sorted list of all. */
function* filesIn(files: readonly FilePath[], folder: FilePath): Generator<FilePath> {
  const prefix = folder === '' ? '' : `${folder}/`;
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (files[middle]! < prefix) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < files.length && files[i]!.startsWith(prefix); i++) {
    if (!files[i]!.includes('/', prefix.length)) yield files[i]!;
  }
}
