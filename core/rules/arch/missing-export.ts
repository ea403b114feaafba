import type { FilePath } from '../../files/paths.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import { nearest } from '../../policy/nearest.js';
import type { FileFacts, ImportedName, ImportFact } from '../../syntax/facts.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { message } from '../wording.js';
import { edgeKey, siteOf } from './dependency-violation.js';

export const missingExport = defineRule({
  id: 'arch/missing-export',
  summary: 'An import or re-export names something that its target does not export.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['imports', 'graph'],
  check({ path, facts, edges, graph, report }) {
    for (const edge of edges) {
      if (edge.target.kind !== 'file' || edge.context === 'mock') continue;
      const target = edge.target.path;
      const fact = facts.imports[edge.import];
      if (fact === undefined || !namingForms.has(fact.form)) continue;
      for (const name of fact.names) {
        if (!isMissing(graph, target, name.imported)) continue;
        const near = name.imported === 'default' ? undefined : nearest(name.imported, namedExports(graph, target));
        report({
          path,
          span: name.span,
          message: message(
            `${target} has no ${name.imported === 'default' ? 'default export' : `export named ${name.imported}`}, which ${path} ${fact.form === 'export-from' ? 're-exports' : 'imports'}.`,
            near === undefined ? advice(graph, target, name.imported) : `Did you mean ${near}?`,
          ),
          symbol: fact.symbol,
          site: `${siteOf(fact, edge)} ${name.imported}`,
          fixes: near === undefined ? [] : rename(path, name, near),
          dependency: { ...edgeKey(edge), symbols: [name.imported], clauses: ['arch/missing-export'] },
          data: { target, name: name.imported, ...(near === undefined ? {} : { suggested: near }) },
        });
      }
    }
  },
});

/** Forms that bind names the way TypeScript checks them; `require` may read what is only there at run time. */
const namingForms: ReadonlySet<ImportFact['form']> = new Set([
  'import',
  'export-from',
  'import-type',
  'jsdoc',
  'dynamic-import',
]);

/** Files whose exports syntax does not tell in full: components, CommonJS, plain scripts in JavaScript, broken text. */
function exportsAreKnown(facts: FileFacts): boolean {
  if (facts.problemCount > 0 || facts.isCommonJs) return false;
  if (facts.exports.some(({ name }) => name === '=')) return false;
  if (facts.dialect === 'vue' || facts.dialect === 'svelte' || facts.dialect === 'astro' || facts.dialect === 'json')
    return false;
  return facts.isModule || (facts.dialect !== 'js' && facts.dialect !== 'jsx' && facts.ambientModules.length === 0);
}

/** Asks for the surface of the target first: its facts, which every edit of it changes, only where the answer is no. */
function isMissing(graph: SourceGraph, target: FilePath, name: string): boolean {
  if (name === '*' || name === '' || !graph.has(target) || graph.origin(target, name) !== undefined) return false;
  const facts = graph.facts(target);
  if (facts === undefined || !exportsAreKnown(facts)) return false;
  // A declaration file without `default` may describe CommonJS: TypeScript then synthesises one.
  return name !== 'default' || facts.dialect !== 'dts';
}

function namedExports(graph: SourceGraph, target: FilePath): readonly string[] {
  return graph.exportNames(target).names.filter(name => name !== 'default');
}

function advice(graph: SourceGraph, target: FilePath, name: string): string {
  const { names } = graph.exportNames(target);
  if (names.length === 0) return `${target} exports nothing: export it there or import it from elsewhere.`;
  const isPrivate = graph.facts(target)?.declarations.some(declaration => declaration.name === name) ?? false;
  return isPrivate
    ? `It is declared there: export it, or leave it private.`
    : 'Export it there, or import what exists.';
}

/** Replaces the name and keeps the local binding; only where the span is the plain name, or that and its alias. */
function rename(path: FilePath, { imported, local, span }: ImportedName, to: string): readonly Fix[] {
  const length = span.end - span.start;
  const isAliased = local !== imported && length === `${imported} as ${local}`.length;
  if (length !== imported.length && !isAliased) return [];
  const text = local === to || local === '' ? to : `${to} as ${local}`;
  return [{ title: `Use ${to}`, safe: false, path, at: span, intent: { kind: 'replace', span, text } }];
}
