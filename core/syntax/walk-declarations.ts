import { type TypeScript, typescript6 } from '../typescript6.js';
import { USE_EXPORT, USE_TYPE, USE_VALUE, type Walk } from './drafts.js';
import { referUse } from './references.js';
import { type Alias, NAMESPACE, TYPE, VALUE } from './scopes.js';
import { namesOfBinding, noteBoundSiteName, siteOf } from './site-names.js';
import { addStaticImport } from './static-imports.js';
import {
  createdRequirePath,
  dottedPath,
  eachBoundName,
  entityPath,
  hasModifier,
  literalText,
  peeled,
} from './syntax-nodes.js';
import { qualified, visitNamed, visitPattern } from './walk-functions.js';

type Handler = (node: TypeScript.Node, walk: Walk) => void;
const anyMeaning = VALUE | TYPE | NAMESPACE;

/** Variables, namespaces, type declarations, blocks, imports and exports. */
export function declarationHandlers(): Map<TypeScript.SyntaxKind, Handler> {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const skip: Handler = () => {};
  const block: Handler = (node, walk) => {
    walk.scopes.enter();
    ts.forEachChild(node, walk.visit);
    walk.scopes.exit(false);
  };
  return new Map<TypeScript.SyntaxKind, Handler>([
    [K.VariableStatement, (node, walk) => variableStatement(node as TypeScript.VariableStatement, walk)],
    [K.VariableDeclarationList, (node, walk) => variables(node as TypeScript.VariableDeclarationList, walk)],
    // `catch (error)` holds a declaration without a list.
    [K.VariableDeclaration, (node, walk) => variable(node as TypeScript.VariableDeclaration, false, false, walk)],
    [K.Block, block],
    [K.CaseBlock, block],
    [K.CatchClause, block],
    [K.ForStatement, block],
    [K.ForInStatement, block],
    [K.ForOfStatement, block],
    [K.InterfaceDeclaration, (node, walk) => typeDeclaration(node as TypeScript.InterfaceDeclaration, walk)],
    [K.TypeAliasDeclaration, (node, walk) => typeDeclaration(node as TypeScript.TypeAliasDeclaration, walk)],
    [K.EnumDeclaration, (node, walk) => enumDeclaration(node as TypeScript.EnumDeclaration, walk)],
    [K.ModuleDeclaration, (node, walk) => namespaceDeclaration(node as TypeScript.ModuleDeclaration, walk)],
    // Import statements at the top of the file were taken before the walk.
    [
      K.ImportDeclaration,
      (node, walk) => {
        if (walk.ambientDepth > (walk.dialect === 'dts' ? 1 : 0)) addStaticImport(node as TypeScript.Statement, walk);
      },
    ],
    [K.ImportEqualsDeclaration, (node, walk) => importEquals(node as TypeScript.ImportEqualsDeclaration, walk)],
    [K.ExportDeclaration, (node, walk) => exportDeclaration(node as TypeScript.ExportDeclaration, walk)],
    [K.ExportAssignment, (node, walk) => exportAssignment(node as TypeScript.ExportAssignment, walk)],
    [K.NamespaceExportDeclaration, skip],
  ]);
}

function variableStatement(node: TypeScript.VariableStatement, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const isAmbient = hasModifier(node, K.DeclareKeyword);
  if (isAmbient) walk.ambientDepth++;
  walk.visit(node.declarationList);
  if (isAmbient) walk.ambientDepth--;
}

function variables(node: TypeScript.VariableDeclarationList, walk: Walk): void {
  const { NodeFlags } = typescript6();
  const isVar = (node.flags & NodeFlags.BlockScoped) === 0;
  const isConst = (node.flags & NodeFlags.BlockScoped) === NodeFlags.Const;
  for (const declaration of node.declarations) variable(declaration, isVar, isConst, walk);
}

function variable(node: TypeScript.VariableDeclaration, isVar: boolean, isConst: boolean, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const { name, initializer } = node;
  const site = initializer && siteOf(initializer);
  if (site) walk.siteNames.set(site, namesOfBinding(name, walk));
  else if (initializer) noteBoundSiteName(name, initializer, walk);
  const start = initializer && isConst ? aliasOf(initializer) : undefined;
  eachBoundName(name, [], (identifier, path) => {
    let alias: Alias | undefined;
    if (path && start) alias = path.length > 0 ? { ...start, path: [...start.path, ...path] } : start;
    if (alias?.literal !== undefined && path && path.length > 0) alias = undefined;
    // A module taken with `require` stays what it is under `var` too: that is how old code writes it.
    if (site && path && path.length < 2 && alias === undefined) alias = { root: '', path: [], site };
    walk.scopes.declare(identifier.text, VALUE, alias, isVar);
  });
  visitPattern(name, walk);
  walk.visitOptionalType(node.type);
  if (!initializer) return;
  if (referDestructured(name, initializer, walk)) return;
  const isDeclaration = name.kind === K.Identifier && (walk.symbol === '' || namesItsInitializer(initializer));
  visitNamed(initializer, isDeclaration ? (name as TypeScript.Identifier).text : undefined, walk);
}

/** Locals inside functions only lend their name to functions, classes and objects of functions. */
function namesItsInitializer(initializer: TypeScript.Expression): boolean {
  const K = typescript6().SyntaxKind;
  const { kind } = peeled(initializer);
  return (
    kind === K.ArrowFunction ||
    kind === K.FunctionExpression ||
    kind === K.ClassExpression ||
    kind === K.ObjectLiteralExpression
  );
}

/** `const { a, b } = ns` reads members of `ns` and lets nothing else of it escape. */
function referDestructured(name: TypeScript.BindingName, initializer: TypeScript.Expression, walk: Walk): boolean {
  const K = typescript6().SyntaxKind;
  if (name.kind !== K.ObjectBindingPattern || initializer.kind !== K.Identifier) return false;
  const namespace = (initializer as TypeScript.Identifier).text;
  if (!walk.bindings.has(namespace)) return false;
  const names = namesOfBinding(name, walk);
  if (names.length === 0 || names.some(member => member.imported === '*')) return false;
  for (const member of names) referUse(walk, namespace, VALUE, USE_VALUE, member.imported);
  return true;
}

/** What a `const` with this initializer is another name for. */
function aliasOf(initializer: TypeScript.Expression): Alias | undefined {
  const bare = peeled(initializer);
  const literal = literalText(bare);
  if (literal !== undefined) return { root: '', path: [], literal };
  const path = dottedPath(bare) ?? createdRequirePath(bare);
  return path ? { root: path[0]!, path: path.slice(1) } : undefined;
}

function typeDeclaration(node: TypeScript.InterfaceDeclaration | TypeScript.TypeAliasDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  walk.scopes.declare(node.name.text, TYPE);
  walk.scopes.enter();
  if (node.typeParameters) for (const parameter of node.typeParameters) walk.visitType(parameter);
  if (node.kind === K.InterfaceDeclaration) {
    const { heritageClauses, members } = node as TypeScript.InterfaceDeclaration;
    for (const clause of heritageClauses ?? []) for (const base of clause.types) walk.visitType(base);
    for (const member of members) walk.visitType(member);
  } else walk.visitType((node as TypeScript.TypeAliasDeclaration).type);
  walk.scopes.exit(true);
}

function enumDeclaration(node: TypeScript.EnumDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  walk.scopes.declare(node.name.text, VALUE | TYPE | NAMESPACE);
  const isAmbient = hasModifier(node, K.DeclareKeyword);
  if (isAmbient) walk.ambientDepth++;
  walk.scopes.enter();
  for (const member of node.members) {
    const name =
      member.name.kind === K.Identifier ? (member.name as TypeScript.Identifier).text : literalText(member.name);
    if (name !== undefined) walk.scopes.declare(name, VALUE);
  }
  for (const member of node.members) if (member.initializer) walk.visit(member.initializer);
  walk.scopes.exit(true);
  if (isAmbient) walk.ambientDepth--;
}

function namespaceDeclaration(node: TypeScript.ModuleDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const isNamed = node.name.kind === K.Identifier;
  const isGlobal = (node.flags & typescript6().NodeFlags.GlobalAugmentation) !== 0;
  const isAmbient = hasModifier(node, K.DeclareKeyword) || !isNamed || isGlobal;
  if (isNamed && !isGlobal) walk.scopes.declare(node.name.text, isErased(node) ? NAMESPACE : VALUE | NAMESPACE);
  const outerSymbol = walk.symbol;
  if (isNamed && !isGlobal) walk.symbol = qualified(outerSymbol, node.name.text);
  if (isAmbient) walk.ambientDepth++;
  walk.scopes.enter();
  const { body } = node;
  if (body?.kind === K.ModuleBlock) {
    for (const statement of (body as TypeScript.ModuleBlock).statements) walk.visit(statement);
  } else if (body) walk.visit(body);
  walk.scopes.exit(true);
  if (isAmbient) walk.ambientDepth--;
  walk.symbol = outerSymbol;
}

/** True for a namespace of nothing but types: it gives no value. */
function isErased(node: TypeScript.ModuleDeclaration): boolean {
  const K = typescript6().SyntaxKind;
  let { body } = node;
  while (body?.kind === K.ModuleDeclaration) body = (body as TypeScript.ModuleDeclaration).body;
  if (body?.kind !== K.ModuleBlock) return false;
  return (body as TypeScript.ModuleBlock).statements.every(
    ({ kind }) => kind === K.InterfaceDeclaration || kind === K.TypeAliasDeclaration,
  );
}

function importEquals(node: TypeScript.ImportEqualsDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.moduleReference.kind === K.ExternalModuleReference) {
    if (walk.ambientDepth > (walk.dialect === 'dts' ? 1 : 0)) addStaticImport(node, walk);
    return;
  }
  const [root, ...path] = entityPath(node.moduleReference as TypeScript.EntityName);
  if (root === undefined) return;
  walk.entityAliases.add(node.name.text);
  walk.scopes.declare(node.name.text, anyMeaning, { root, path, entity: true });
  const isExported = hasModifier(node, K.ExportKeyword);
  const meaning = path.length > 0 ? NAMESPACE | VALUE : anyMeaning;
  referUse(walk, root, meaning, isExported && !node.isTypeOnly ? USE_EXPORT : USE_TYPE, path[0]);
}

function exportDeclaration(node: TypeScript.ExportDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.moduleSpecifier) {
    if (walk.ambientDepth > (walk.dialect === 'dts' ? 1 : 0)) addStaticImport(node, walk);
    return;
  }
  if (node.exportClause?.kind !== K.NamedExports) return;
  for (const element of node.exportClause.elements) {
    const name = (element.propertyName ?? element.name).text;
    referUse(walk, name, anyMeaning, node.isTypeOnly || element.isTypeOnly ? USE_TYPE : USE_EXPORT);
  }
}

/** `export default X`, `export = X`: X may be a type, then nothing is left of it. */
function exportAssignment(node: TypeScript.ExportAssignment, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const { expression } = node;
  const outer = walk.symbol;
  if (expression.kind === K.Identifier)
    referUse(walk, (expression as TypeScript.Identifier).text, anyMeaning, USE_EXPORT);
  else visitNamed(expression, 'default', walk);
  walk.symbol = outer;
}
