import type { LineStarts } from '../text/lines.js';
import { typescript6 } from '../typescript6.js';
import { withoutGlobal } from './call-imports.js';
import { type DeclarationDraft, mergedDeclarations } from './declarations.js';
import { type ImportDraft, type NameDraft, uses, type Walk } from './drafts.js';
import type { ExportDraft } from './exports.js';
import type { Collected, ScriptInput } from './extract.js';
import type { CallFact, DeclarationFact, Dialect, ExportFact, Extraction, ImportedName, ImportFact } from './facts.js';
import { functionsOf } from './functions.js';
import { isGenerated } from './generated.js';
import { emptyIr } from './ir/empty.js';
import { lowerFile } from './ir/lower.js';
import type { FileIr } from './ir/nodes.js';
import { searchEntriesOf } from './search.js';
import { flat } from './strings.js';
import { suppressionsOf } from './suppressions.js';
import { surfaceDigest } from './surface.js';
import { typeDigest } from './type-digest.js';

/** A record of a file in which nothing stands. */
export function emptyExtraction(dialect: Dialect, lineStarts: LineStarts): Extraction {
  const surface = {
    dialect,
    isModule: false,
    isCommonJs: false,
    problemCount: 0,
    imports: [],
    exports: [],
    declarations: [],
    ambientModules: [],
    augmentations: [],
  };
  const rest = { suppressions: [], problems: [], generated: false };
  return {
    facts: { ...surface, ...rest, surfaceDigest: surfaceDigest(surface), typeDigest: '' },
    body: { lineStarts, calls: [], functions: [], search: [] },
    ir: emptyIr,
  };
}

/** Puts what was collected in order, gives imports their indices and drops all that holds the tree. */
export function record(collected: Collected, input: ScriptInput, hasModuleSyntax: boolean): Extraction {
  const { walk, lines } = collected;
  const { dialect } = input;
  const isComponent = dialect === 'vue' || dialect === 'svelte' || dialect === 'astro';
  const isJavaScript = dialect === 'js' || dialect === 'jsx';
  walk.imports.sort((a, b) => a.statementStart - b.statementStart || a.start - b.start);
  for (const [index, draft] of walk.imports.entries()) draft.index = index;
  const isCommonJs = walk.commonJs.length > 0;
  const requires = isJavaScript && walk.imports.some(({ form }) => form === 'require');
  const declarations = mergedDeclarations(collected.declarations);
  const surface = {
    dialect,
    isModule: hasModuleSyntax || isComponent || isCommonJs || requires,
    isCommonJs,
    problemCount: collected.problemCount,
    imports: walk.imports.map(importFact),
    exports: [...collected.exports.map(exportFact), ...commonJsExports(walk)],
    declarations: declarations.map(declarationFact),
    ambientModules: [...new Set(collected.ambientModules)].sort(),
    augmentations: collected.augmentations.map(({ import: draft, names }) => ({ import: draft.index, names })),
  };
  return {
    facts: {
      ...surface,
      suppressions: suppressionsOf(walk.source, input.whole, isComponent, lines),
      problems: collected.problems,
      ...(walk.hasJsx ? { jsx: true } : {}),
      ...(input.whole.startsWith('#!') ? { isProgram: true } : {}),
      generated: isGenerated(walk.source.text),
      surfaceDigest: surfaceDigest(surface),
      typeDigest: typeDigest(walk),
    },
    body: {
      lineStarts: lines,
      calls: callFacts(collected),
      functions: functionsOf(walk),
      search: searchEntriesOf(collected.exports, declarations, walk),
    },
    ir: irOf(walk),
  };
}

/** Declaration files evaluate nothing; their documentation is read from the IR all the same. */
function irOf({ source, functions }: Walk): FileIr {
  return lowerFile(source, new Map(functions.map(({ node, name }) => [node, flat(name)])));
}

function importFact(draft: ImportDraft): ImportFact {
  return {
    form: draft.form,
    ...(draft.specifier === undefined ? {} : { specifier: flat(draft.specifier) }),
    text: draft.text,
    span: { start: draft.start, end: draft.end },
    statement: { start: draft.statementStart, end: draft.statementEnd },
    typeOnly: draft.typeOnly,
    deferred: draft.deferred,
    names: draft.names.map(importedName),
    symbol: flat(draft.symbol),
    ...(draft.typeByNames ? { typeByNames: true } : {}),
    ...(draft.resolutionMode ? { resolutionMode: draft.resolutionMode } : {}),
    ...(draft.attributeType === undefined ? {} : { attributeType: flat(draft.attributeType) }),
    ...(draft.pattern === undefined ? {} : { pattern: flat(draft.pattern) }),
    ...(draft.except ? { except: draft.except.map(flat) } : {}),
  };
}

function importedName(draft: NameDraft): ImportedName {
  const { imported, local, typeOnly, start, end, use, members } = draft;
  const fact: ImportedName = { imported, local, typeOnly, use: uses[use] ?? 'unused', span: { start, end } };
  return members ? { ...fact, members: [...members].sort() } : fact;
}

function exportFact(draft: ExportDraft): ExportFact {
  const { name, kind, local, from, imported, typeOnly, start, end } = draft;
  return {
    name,
    kind,
    ...(local === undefined ? {} : { local }),
    ...(from ? { import: from.index } : {}),
    ...(imported === undefined ? {} : { imported }),
    typeOnly,
    span: { start, end },
  };
}

/** Each name once: the first assignment is where it stands. */
function commonJsExports(walk: Walk): ExportFact[] {
  const byName = new Map<string, ExportFact>();
  for (const { name, local, start, end } of walk.commonJs) {
    if (!byName.has(name)) byName.set(name, { name, kind: 'local', local, typeOnly: false, span: { start, end } });
  }
  return [...byName.values()];
}

function declarationFact(draft: DeclarationDraft): DeclarationFact {
  const { name, kind, ambient, start, end, aliasOf, aliasImport, extends: bases } = draft;
  const path = aliasImport ? [`import:${aliasImport.index}`, ...(aliasOf ?? [])] : aliasOf;
  return {
    name,
    kind,
    ambient,
    span: { start, end },
    ...(path ? { aliasOf: path } : {}),
    ...(bases ? { extends: bases } : {}),
  };
}

function callFacts({ calls, walk }: Collected): CallFact[] {
  const K = typescript6().SyntaxKind;
  const facts: CallFact[] = [];
  for (const draft of calls) {
    const { node, path, site, symbol } = draft;
    if (path.includes('()')) continue;
    const root = path[0] ?? '';
    const binding = walk.bindings.get(root);
    const made = site ? walk.sites.get(site) : binding && walk.importOf.get(binding);
    if (site && !made) continue;
    const isTagged = node.kind === K.TaggedTemplateExpression;
    facts.push({
      callee: flat((made ? path : withoutGlobal(path, walk)).join('.')),
      isNew: node.kind === K.NewExpression,
      args: isTagged ? 1 : ((node as { arguments?: readonly unknown[] }).arguments?.length ?? 0),
      ...(made ? { import: made.index } : {}),
      span: { start: node.getStart(walk.source), end: node.end },
      symbol: flat(symbol),
    });
  }
  return facts;
}
