import type { DeclarationFact, ExportFact, FileFacts, ImportedName } from '../syntax/facts.js';

/** An import binding: where a local name comes from. */
export interface ImportBinding {
  /** Index into `facts.imports`. */
  readonly import: number;
  readonly imported: string;
  readonly typeOnly: boolean;
  /** Written `import x = require("…")` or `const x = require("…")`: stands for `export =` where the target has one. */
  readonly isRequire: boolean;
}

/** The surface of a file by name: derived from its facts once, kept as long as they are. */
export interface ExportTable {
  readonly byName: ReadonlyMap<string, ExportFact>;
  readonly stars: readonly ExportFact[];
  readonly declarations: ReadonlyMap<string, readonly DeclarationFact[]>;
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  /** A declaration file without export declarations exports everything it declares (TypeScript's ambient rule). */
  readonly exportsAll: boolean;
  /** False where a name that is not found may be there all the same: CommonJS, `export =`, components, broken syntax. */
  readonly isClosed: boolean;
}

const tables = new WeakMap<FileFacts, ExportTable>();

/** The export table of a file. */
export function exportTable(facts: FileFacts): ExportTable {
  let table = tables.get(facts);
  if (!table) {
    table = build(facts);
    tables.set(facts, table);
  }
  return table;
}

function build(facts: FileFacts): ExportTable {
  const byName = new Map<string, ExportFact>();
  const stars: ExportFact[] = [];
  for (const fact of facts.exports) {
    if (fact.kind === 'star') stars.push(fact);
    // Of merged declarations (`interface I`, `class I`) the one with a value speaks for the name.
    else if (byName.get(fact.name)?.typeOnly !== false) byName.set(fact.name, fact);
  }
  const declarations = new Map<string, DeclarationFact[]>();
  for (const declaration of facts.declarations) {
    const same = declarations.get(declaration.name);
    if (same) same.push(declaration);
    else declarations.set(declaration.name, [declaration]);
  }
  return {
    byName,
    stars,
    declarations,
    bindings: bindingsOf(facts),
    exportsAll: facts.dialect === 'dts' && facts.isModule && facts.exports.every(isDeclarationExport),
    isClosed: !byName.has('=') && mayNotHideExports(facts),
  };
}

/** `export interface A`, not `export { A }`: only there do export and declaration bear the same name in a `.d.ts`. */
function isDeclarationExport(fact: ExportFact): boolean {
  return fact.kind === 'local' && fact.name === fact.local;
}

function mayNotHideExports(facts: FileFacts): boolean {
  if (facts.isCommonJs || facts.problemCount > 0) return false;
  switch (facts.dialect) {
    case 'ts':
    case 'tsx':
      return true;
    case 'dts':
    case 'js':
    case 'jsx':
      return facts.isModule;
    default:
      return false;
  }
}

function bindingsOf(facts: FileFacts): ReadonlyMap<string, ImportBinding> {
  const bindings = new Map<string, ImportBinding>();
  const isScriptLanguage = facts.dialect === 'js' || facts.dialect === 'jsx';
  for (const [index, fact] of facts.imports.entries()) {
    // In TypeScript `const x = require()` declares a variable of its own; in JavaScript it is another name for the module.
    const binds =
      fact.form === 'import' || fact.form === 'import-equals' || (fact.form === 'require' && isScriptLanguage);
    if (!binds) continue;
    const isRequire = fact.form !== 'import';
    for (const name of fact.names) {
      if (name.local !== '' && !bindings.has(name.local)) bindings.set(name.local, bindingOf(index, name, isRequire));
    }
  }
  return bindings;
}

function bindingOf(index: number, name: ImportedName, isRequire: boolean): ImportBinding {
  return { import: index, imported: name.imported, typeOnly: name.typeOnly, isRequire };
}
