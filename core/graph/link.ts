import type { FilePath } from '../files/paths.js';
import type { EmitOptions, Resolution } from '../resolve/resolution.js';
import type { FileFacts, ImportedName, ImportFact } from '../syntax/facts.js';
import type { Context, Edge, EdgeSymbol, EdgeTarget, Kind } from './edge.js';
import { edgeTarget, isResource } from './edge-target.js';
import { defaultEmit, importStays, mayElide, type NameQuestions, reExportStays } from './elision.js';

/** What linking one file needs: its facts, where its specifiers lead, and answers about other files. */
export interface LinkInput {
  readonly path: FilePath;
  readonly facts: FileFacts;
  /** One per `facts.imports`; `undefined` where the specifier is not statically known. */
  readonly resolutions: readonly (Resolution | undefined)[];
  /** Of the file's tsconfig; `undefined` without one: TypeScript's defaults hold. */
  readonly emit: EmitOptions | undefined;
  readonly isTest: boolean;
  /** True when `declare module "specifier"` (or a pattern such as `*.svg`) stands somewhere in the workspace. */
  ambient(specifier: string): boolean;
  /** Whether an export of a file is a value in the end; asked only where the emit rule depends on it. */
  originIsValue(path: FilePath, name: string): boolean | 'unknown';
  isConstEnum(path: FilePath, name: string): boolean;
  /** The files that an `import.meta.glob` stands for, sorted; without an answer its edge leads to an unknown target. */
  globFiles?(fact: ImportFact): readonly FilePath[] | undefined;
}

/** The edges of a file in the order of its import sites: one per site; for an expanded glob one per file it matches. */
export function linkFile(input: LinkInput): readonly Edge[] {
  const edges: Edge[] = [];
  for (const [index, fact] of input.facts.imports.entries()) {
    const files = fact.form === 'glob' ? input.globFiles?.(fact) : undefined;
    if (files) for (const path of files) edges.push(edgeOf(input, index, fact, { kind: 'file', path }));
    else edges.push(edgeOf(input, index, fact, edgeTarget(fact, input.resolutions[index], input.ambient)));
  }
  return edges;
}

function edgeOf(input: LinkInput, index: number, fact: ImportFact, target: EdgeTarget): Edge {
  const isMock = fact.form === 'mock' || fact.form === 'import-actual';
  const context: Context = isMock ? 'mock' : input.isTest ? 'test' : 'production';
  const kept = isErasedForm(input.facts, fact) ? 'type' : keptKind(fact, target);
  if (kept !== 'type' && hasElidableNames(fact)) {
    const symbols: EdgeSymbol[] = [];
    const stays = judgeNames(input, fact, target, kept, symbols);
    return { import: index, target, kind: stays ? kept : 'type', context, symbols };
  }
  return { import: index, target, kind: kept, context, symbols: symbolsOf(fact, kept) };
}

/** The kind of a site that is not erased. */
function keptKind(fact: ImportFact, target: EdgeTarget): Kind {
  switch (fact.form) {
    case 'require-resolve':
    case 'meta-resolve':
    case 'new-url':
    case 'worker':
      return 'resource';
    default:
      if (isResource(target, fact.specifier)) return 'resource';
      return fact.deferred || fact.form === 'dynamic-import' ? 'deferred' : 'eager';
  }
}

/** The form alone, or a declaration file, leaves nothing in the JavaScript. */
function isErasedForm(facts: FileFacts, fact: ImportFact): boolean {
  switch (fact.form) {
    case 'import-type':
    case 'jsdoc':
    case 'reference-path':
    case 'reference-types':
    case 'augmentation':
      return true;
    case 'import':
    case 'export-from':
      return facts.dialect === 'dts'; // marks on single names may leave `import {} from`: judged name by name
    default:
      return facts.dialect === 'dts' || fact.typeOnly;
  }
}

function hasElidableNames(fact: ImportFact): boolean {
  return fact.form === 'import' || fact.form === 'export-from' || fact.form === 'import-equals';
}

/** Collects the symbols of a site with the kind of each; true when the site is still there after TypeScript's emit. */
function judgeNames(
  input: LinkInput,
  fact: ImportFact,
  target: EdgeTarget,
  kept: Kind,
  symbols: EdgeSymbol[],
): boolean {
  const emit = input.emit ?? defaultEmit;
  const elides = mayElide(input.facts.dialect);
  const ask = questionsAbout(input, target);
  let anyStays = false;
  for (const written of fact.names) {
    const name = withImpliedUse(written, fact, input.facts, emit);
    const stays =
      !name.typeOnly &&
      (!elides || (fact.form === 'export-from' ? reExportStays(name, emit, ask) : importStays(name, emit, ask)));
    anyStays ||= stays;
    const kind = stays ? kept : 'type';
    if (name.imported !== '*' || !name.members?.length) {
      symbols.push({ name: name.imported, local: name.local, kind });
      continue;
    }
    for (const member of name.members) {
      const isType = kind === 'type' || ask.originIsValue(member) === false;
      symbols.push({ name: member, local: name.local, kind: isType ? 'type' : kind });
    }
  }
  return anyStays || staysWithoutNames(fact, elides, emit);
}

/**
 * `import {} from` and what remains of `import { type T } from` evaluate the target, but only where TypeScript leaves
 * them there: with `verbatimModuleSyntax`, and in JavaScript.
 */
function staysWithoutNames(fact: ImportFact, elides: boolean, emit: EmitOptions): boolean {
  if (fact.form === 'import-equals') return false;
  if (fact.names.length === 0) return !fact.typeOnly && (!elides || emit.verbatimModuleSyntax);
  const isTypeStatement = fact.typeOnly && !fact.typeByNames;
  return elides && emit.verbatimModuleSyntax && !isTypeStatement;
}

/**
 * Uses that the strongest written one hides: JSX calls its factory, `export import a = require("…")` exports its binding, and
 * a name that decorators mention may also stand in `export { name }`, which counts with fewer conditions.
 */
function withImpliedUse(name: ImportedName, fact: ImportFact, facts: FileFacts, emit: EmitOptions): ImportedName {
  if (facts.jsx && emit.jsxFactory === name.local) return { ...name, use: 'value' };
  const mayHideExport = name.use === 'metadata' || (fact.form === 'import-equals' && name.use !== 'value');
  if (!mayHideExport || !facts.exports.some(each => each.local === name.local && !each.typeOnly)) return name;
  return { ...name, use: 'export' };
}

function questionsAbout(input: LinkInput, target: EdgeTarget): NameQuestions {
  if (target.kind !== 'file') return nothingKnown;
  const { path } = target;
  return {
    originIsValue: name => (name === '*' ? true : input.originIsValue(path, name)),
    isConstEnum: name => name !== '*' && input.isConstEnum(path, name),
  };
}

const nothingKnown: NameQuestions = { originIsValue: () => 'unknown', isConstEnum: () => false };

/** Symbols of a site whose names all share its kind. */
function symbolsOf(fact: ImportFact, kind: Kind): readonly EdgeSymbol[] {
  if (fact.names.length === 0) return takesWhole(fact) ? [{ name: '*', local: '', kind }] : [];
  return fact.names.flatMap(name =>
    name.imported === '*' && name.members?.length
      ? name.members.map(member => ({ name: member, local: name.local, kind }))
      : [{ name: name.imported, local: name.local, kind }],
  );
}

/** Forms that hand over the whole namespace when no name is given. */
function takesWhole(fact: ImportFact): boolean {
  switch (fact.form) {
    case 'export-star':
    case 'export-namespace':
    case 'dynamic-import':
    case 'require':
    case 'import-actual':
    case 'import-type':
    case 'jsdoc':
    case 'glob':
      return true;
    default:
      return false;
  }
}
