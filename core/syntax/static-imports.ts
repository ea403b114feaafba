import { type TypeScript, typescript6 } from '../typescript6.js';
import { type ImportDraft, type NameDraft, USE_EXPORT, USE_TYPE, USE_VALUE, type Walk } from './drafts.js';
import { addImport, attributesOf, nameDraft } from './import-draft.js';
import { literalText } from './syntax-nodes.js';

/** Adds `import …`, `export … from` and `import x = require()`; other statements are left alone. */
export function addStaticImport(statement: TypeScript.Statement, walk: Walk): ImportDraft | undefined {
  const K = typescript6().SyntaxKind;
  switch (statement.kind) {
    case K.ImportDeclaration:
      return importDeclaration(statement as TypeScript.ImportDeclaration, walk);
    case K.ExportDeclaration:
      return exportFrom(statement as TypeScript.ExportDeclaration, walk);
    case K.ImportEqualsDeclaration:
      return importEquals(statement as TypeScript.ImportEqualsDeclaration, walk);
    default:
      return undefined;
  }
}

function importDeclaration(statement: TypeScript.ImportDeclaration, walk: Walk): ImportDraft | undefined {
  const K = typescript6().SyntaxKind;
  const { importClause, moduleSpecifier, attributes } = statement;
  if (literalText(moduleSpecifier) === undefined) return undefined;
  const marks = attributesOf(attributes);
  if (!importClause) return addImport(walk, 'side-effect', moduleSpecifier, statement, marks);
  const isType = importClause.phaseModifier === K.TypeKeyword;
  const names: NameDraft[] = [];
  if (importClause.name) {
    names.push(nameDraft(walk, 'default', importClause.name.text, importClause.name, { typeOnly: isType }));
  }
  const bindings = importClause.namedBindings;
  if (bindings?.kind === K.NamespaceImport) {
    names.push(nameDraft(walk, '*', bindings.name.text, bindings, { typeOnly: isType }));
  } else if (bindings?.kind === K.NamedImports) {
    for (const element of bindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      if (imported === '') continue;
      names.push(nameDraft(walk, imported, element.name.text, element, { typeOnly: isType || element.isTypeOnly }));
    }
  }
  const typeByNames = !isType && names.length > 0 && names.every(name => name.typeOnly);
  const draft = addImport(walk, 'import', moduleSpecifier, statement, {
    ...marks,
    names,
    typeOnly: isType || typeByNames || walk.ambientDepth > 0,
    ...(typeByNames ? { typeByNames } : {}),
    deferred: importClause.phaseModifier === K.DeferKeyword,
  });
  bind(draft, walk);
  return draft;
}

function exportFrom(statement: TypeScript.ExportDeclaration, walk: Walk): ImportDraft | undefined {
  const K = typescript6().SyntaxKind;
  const { moduleSpecifier, exportClause, isTypeOnly, attributes } = statement;
  if (!moduleSpecifier || literalText(moduleSpecifier) === undefined) return undefined;
  const marks = attributesOf(attributes);
  const use = isTypeOnly ? USE_TYPE : USE_EXPORT;
  const typeOnly = isTypeOnly || walk.ambientDepth > 0;
  if (!exportClause) {
    const star = { ...nameDraft(walk, '*', '', statement, { typeOnly: isTypeOnly, use }), members: undefined };
    return addImport(walk, 'export-star', moduleSpecifier, statement, { ...marks, typeOnly, names: [star] });
  }
  if (exportClause.kind === K.NamespaceExport) {
    // A namespace object is a value: only `export type * as` is erased.
    const namespaceUse = isTypeOnly ? USE_TYPE : USE_VALUE;
    const name = nameDraft(walk, '*', exportClause.name.text, exportClause, {
      typeOnly: isTypeOnly,
      use: namespaceUse,
    });
    name.members = undefined;
    return addImport(walk, 'export-namespace', moduleSpecifier, statement, { ...marks, typeOnly, names: [name] });
  }
  const names = exportClause.elements
    .filter(element => (element.propertyName ?? element.name).text !== '')
    .map(element =>
      nameDraft(walk, (element.propertyName ?? element.name).text, element.name.text, element, {
        typeOnly: isTypeOnly || element.isTypeOnly,
        use: isTypeOnly || element.isTypeOnly ? USE_TYPE : USE_EXPORT,
      }),
    );
  const typeByNames = !isTypeOnly && names.length > 0 && names.every(name => name.typeOnly);
  return addImport(walk, 'export-from', moduleSpecifier, statement, {
    ...marks,
    names,
    typeOnly: typeOnly || typeByNames,
    ...(typeByNames ? { typeByNames } : {}),
  });
}

function importEquals(statement: TypeScript.ImportEqualsDeclaration, walk: Walk): ImportDraft | undefined {
  const K = typescript6().SyntaxKind;
  const { moduleReference } = statement;
  if (moduleReference.kind !== K.ExternalModuleReference) return undefined;
  const specifier = (moduleReference as TypeScript.ExternalModuleReference).expression;
  if (!specifier || specifier.getStart(walk.source) >= specifier.end) return undefined;
  const name = nameDraft(walk, '*', statement.name.text, statement.name, { typeOnly: statement.isTypeOnly });
  const draft = addImport(walk, 'import-equals', specifier, statement, {
    names: [name],
    typeOnly: statement.isTypeOnly || walk.ambientDepth > 0,
  });
  bind(draft, walk);
  return draft;
}

function bind(draft: ImportDraft, walk: Walk): void {
  for (const name of draft.names) {
    if (name.local === '') continue;
    // Declared twice is an error of the user's; both stay imports, the first is the one that uses count for.
    if (!walk.bindings.has(name.local)) walk.bindings.set(name.local, name);
    walk.importOf.set(name, draft);
  }
}
