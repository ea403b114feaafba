import type { Checker, KindName, SyntaxNode } from './checker.js';

/** Kinds whose name is part of the dotted name of what they hold. */
const holders: ReadonlySet<KindName> = new Set([
  'ClassDeclaration',
  'ClassExpression',
  'EnumDeclaration',
  'InterfaceDeclaration',
  'ModuleDeclaration',
  'PropertyAssignment',
  'PropertyDeclaration',
  'PropertySignature',
  'TypeAliasDeclaration',
  'VariableDeclaration',
]);

/** Kinds that what they hold is local to. */
const walls: ReadonlySet<KindName> = new Set([
  'ArrowFunction',
  'Constructor',
  'FunctionDeclaration',
  'FunctionExpression',
  'GetAccessor',
  'MethodDeclaration',
  'SetAccessor',
  'SourceFile',
]);

/** The node of the declared name: where a declaration is said to start. */
export function nameNode(checker: Checker, declaration: SyntaxNode): SyntaxNode | undefined {
  const kind = checker.kinds.get(declaration.kind);
  if (kind === 'BinaryExpression') return declaration.left && nameNode(checker, declaration.left);
  if (kind === 'ElementAccessExpression') return declaration.argumentExpression;
  if (kind === 'Constructor' || kind === 'SourceFile' || kind === 'ExportAssignment') return undefined;
  return declaration.name;
}

/** The dotted name of a declaration: `Namespace.Class.method`. `default` and `constructor` where there is no name. */
export function qualifiedName(checker: Checker, declaration: SyntaxNode): string {
  const names = [ownName(checker, declaration)];
  for (let at = declaration.parent; at; at = at.parent) {
    const kind = checker.kinds.get(at.kind);
    if (!kind) continue;
    if (walls.has(kind)) break;
    // `const { name } = value`: the pattern's variable has no name of its own.
    if (!holders.has(kind) || !at.name) continue;
    const name = textOfName(checker, at.name);
    if (name !== undefined) names.unshift(name);
  }
  return names.join('.');
}

function ownName(checker: Checker, declaration: SyntaxNode): string {
  if (checker.kinds.get(declaration.kind) === 'Constructor') return 'constructor';
  const name = nameNode(checker, declaration);
  return (name && textOfName(checker, name)) ?? nameOfHolder(checker, declaration) ?? 'default';
}

/** A function or class without a name is called by the variable or property it initialises. */
function nameOfHolder(checker: Checker, { parent }: SyntaxNode): string | undefined {
  const kind = parent && checker.kinds.get(parent.kind);
  if (kind !== 'VariableDeclaration' && kind !== 'PropertyAssignment' && kind !== 'PropertyDeclaration')
    return undefined;
  return parent?.name && textOfName(checker, parent.name);
}

/** `undefined` for ambient modules (`declare module 'x'`), `declare global` and computed names. */
function textOfName(checker: Checker, name: SyntaxNode): string | undefined {
  const { parent } = name;
  const kind = checker.kinds.get(name.kind);
  if (
    kind === 'Identifier' &&
    name.text === 'global' &&
    parent &&
    checker.kinds.get(parent.kind) === 'ModuleDeclaration'
  ) {
    return undefined;
  }
  if (kind === 'Identifier' || kind === 'PrivateIdentifier' || kind === 'NumericLiteral') return name.text;
  if (kind !== 'StringLiteral' && kind !== 'NoSubstitutionTemplateLiteral') return undefined;
  return parent && checker.kinds.get(parent.kind) === 'ModuleDeclaration' ? undefined : name.text;
}

/** The specifier of the ambient module a declaration stands in: `fs` in `declare module 'fs' { … }`. */
export function ambientModule(checker: Checker, declaration: SyntaxNode): string | undefined {
  let found: string | undefined;
  for (let at = declaration.parent; at; at = at.parent) {
    if (checker.kinds.get(at.kind) !== 'ModuleDeclaration' || !at.name) continue;
    if (checker.kinds.get(at.name.kind) === 'StringLiteral') found = at.name.text;
  }
  return found;
}
