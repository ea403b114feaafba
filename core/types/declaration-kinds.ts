import type { Checker, KindName, SyntaxNode } from './checker.js';
import type { DeclarationKind } from './oracle.js';

const kindOf: Partial<Record<KindName, DeclarationKind>> = {
  ArrowFunction: 'function',
  BinaryExpression: 'property',
  ClassDeclaration: 'class',
  ClassExpression: 'class',
  Constructor: 'constructor',
  ElementAccessExpression: 'property',
  EnumDeclaration: 'enum',
  EnumMember: 'property',
  FunctionDeclaration: 'function',
  FunctionExpression: 'function',
  GetAccessor: 'accessor',
  InterfaceDeclaration: 'interface',
  MethodDeclaration: 'method',
  MethodSignature: 'interface-method',
  ModuleDeclaration: 'namespace',
  Parameter: 'parameter',
  PropertyAccessExpression: 'property',
  PropertyAssignment: 'property',
  PropertyDeclaration: 'property',
  PropertySignature: 'property',
  SetAccessor: 'accessor',
  ShorthandPropertyAssignment: 'property',
  TypeAliasDeclaration: 'type',
  VariableDeclaration: 'variable',
};

export function declarationKind(checker: Checker, node: SyntaxNode): DeclarationKind {
  const kind = checker.kinds.get(node.kind);
  if (kind === 'MethodDeclaration' && isAbstract(checker, node)) return 'abstract-method';
  if (kind === 'BindingElement') return patternOwner(checker, node);
  return (kind && kindOf[kind]) ?? 'other';
}

function isAbstract(checker: Checker, node: SyntaxNode): boolean {
  return node.modifiers?.some(modifier => checker.kinds.get(modifier.kind) === 'AbstractKeyword') ?? false;
}

/** A name in a destructuring pattern is what the pattern is: a parameter or a variable. */
function patternOwner(checker: Checker, node: SyntaxNode): DeclarationKind {
  for (let at: SyntaxNode | undefined = node.parent; at; at = at.parent) {
    const kind = checker.kinds.get(at.kind);
    if (kind === 'Parameter') return 'parameter';
    if (kind === 'VariableDeclaration') return 'variable';
  }
  return 'variable';
}
