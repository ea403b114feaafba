import { type LineStarts, lineStartsOf } from '../text/lines.js';
import { type TypeScript, typescript6 } from '../typescript6.js';
import { addCallImports, settleDynamicImports } from './call-imports.js';
import { type DeclarationDraft, declarationsOf } from './declarations.js';
import type { CallDraft, ImportDraft, Walk } from './drafts.js';
import { type ExportDraft, exportsOf } from './exports.js';
import type { Dialect, Extraction, SyntaxProblem } from './facts.js';
import { addImport, nameDraft } from './import-draft.js';
import { addJsdocImports } from './jsdoc-imports.js';
import { type Augmentation, augmentedNames, moduleNameOf } from './module-declarations.js';
import { record } from './record.js';
import { addReferenceDirectives } from './reference-directives.js';
import { GlobalReference, settledCalls, settleUses } from './references.js';
import { parseSource, type ScriptDialect, syntaxProblems, tooDeep } from './source-file.js';
import { addStaticImport } from './static-imports.js';
import { flat } from './strings.js';
import { startWalk } from './walk.js';

/** A script to read: a file, or what is left of a component when its markup is blanked. */
export interface ScriptInput {
  /** The text of the file. */
  readonly whole: string;
  /** The script in it, at the same offsets. */
  readonly script: string;
  readonly parseAs: ScriptDialect;
  readonly dialect: Dialect;
  /** Files that a component takes its script from. */
  readonly sources: readonly { readonly specifier: string; readonly start: number; readonly end: number }[];
}

/** All that one file gives, before it is put in order. */
export interface Collected {
  readonly walk: Walk;
  readonly lines: LineStarts;
  readonly exports: readonly ExportDraft[];
  readonly declarations: readonly DeclarationDraft[];
  readonly ambientModules: readonly string[];
  readonly augmentations: readonly Augmentation[];
  readonly calls: readonly CallDraft[];
  readonly problems: readonly SyntaxProblem[];
  readonly problemCount: number;
}

/** One parse, one walk, one record. */
export function extractScript(input: ScriptInput): Extraction {
  const lines = lineStartsOf(input.whole);
  const source = parseSource(input.script, input.parseAs);
  if (!source) return scannedOnly(input, lines);
  const walk = startWalk(source, input.dialect);
  const found = syntaxProblems(source);
  const problems = [...found.problems];
  let { count } = found;

  const made = new Map<TypeScript.Statement, ImportDraft>();
  for (const statement of source.statements) {
    const draft = addStaticImport(statement, walk);
    if (draft) made.set(statement, draft);
    if (statement.kind === typescript6().SyntaxKind.ImportEqualsDeclaration) {
      walk.entityAliases.add((statement as TypeScript.ImportEqualsDeclaration).name.text);
    }
  }
  const overflow = walkStatements(walk);
  if (overflow) {
    problems.unshift(overflow);
    problems.length = Math.min(problems.length, 5);
    count++;
  }

  settleUses(walk);
  const calls = settledCalls(walk);
  settleDynamicImports(walk);
  addCallImports(calls, walk);
  for (const reference of walk.scopes.open) if (reference instanceof GlobalReference) reference.whenGlobal();
  addReferenceDirectives(walk);
  addJsdocImports(walk);
  addSources(input, walk);

  const isModule = typescript6().isExternalModule(source);
  const exports: ExportDraft[] = [];
  const declarations: DeclarationDraft[] = [];
  const ambientModules: string[] = [];
  const augmentations: Augmentation[] = [];
  for (const statement of source.statements) {
    for (const draft of exportsOf(statement, made.get(statement), walk)) exports.push(draft);
    for (const draft of declarationsOf(statement, walk)) declarations.push(draft);
    const name = moduleNameOf(statement);
    if (!name) continue;
    if (!isModule && !name.text.startsWith('.')) ambientModules.push(flat(name.text));
    else {
      const draft = addImport(walk, 'augmentation', name, statement, { typeOnly: true });
      augmentations.push({ import: draft, names: augmentedNames(statement) });
    }
  }
  const collected = { walk, lines, exports, declarations, ambientModules, augmentations, calls, problems };
  return record({ ...collected, problemCount: count }, input, isModule);
}

/** Walks the file; what overflows the stack is left out and reported. */
function walkStatements(walk: Walk): SyntaxProblem | undefined {
  walk.scopes.enter();
  let problem: SyntaxProblem | undefined;
  for (const statement of walk.source.statements) {
    const mark = walk.scopes.mark();
    try {
      walk.visit(statement);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      walk.scopes.rewind(mark);
      Object.assign(walk, { symbol: '', functionDepth: 0, ambientDepth: walk.dialect === 'dts' ? 1 : 0 });
      problem ??= { message: tooDeep, span: { start: statement.getStart(walk.source), end: statement.end } };
    }
  }
  walk.scopes.exit(true);
  return problem;
}

/** `<script src="./x">` runs the whole of that file. */
function addSources(input: ScriptInput, walk: Walk): void {
  for (const { specifier, start, end } of input.sources) {
    walk.imports.push({
      form: 'side-effect',
      specifier: flat(specifier),
      text: flat(input.whole.slice(start, end)),
      start,
      end,
      statementStart: start,
      statementEnd: end,
      typeOnly: false,
      deferred: false,
      names: [],
      symbol: '',
      index: -1,
    });
  }
}

/** Where even the parser overflows, the scanner still finds the imports. */
function scannedOnly(input: ScriptInput, lines: LineStarts): Extraction {
  const walk = startWalk(parseSource('', input.parseAs)!, input.dialect);
  const { importedFiles } = typescript6().preProcessFile(input.script, true, true);
  for (const { fileName, pos, end } of importedFiles) {
    const start = Math.max(0, pos - 1);
    const name = { ...nameDraft(walk, '*', '', walk.source, { use: 4 }), start, end, members: undefined };
    const place = { start, end: end + 1, statementStart: start, statementEnd: end + 1 };
    const rest = { typeOnly: false, deferred: false, names: [name], symbol: '', index: -1 };
    const text = flat(input.script.slice(start, end + 1));
    walk.imports.push({ form: 'import', specifier: flat(fileName), text, ...place, ...rest });
  }
  const problem = { message: tooDeep, span: { start: 0, end: Math.min(1, input.whole.length) } };
  const empty = { exports: [], declarations: [], ambientModules: [], augmentations: [], calls: [] };
  return record({ walk, lines, ...empty, problems: [problem], problemCount: 1 }, input, true);
}
