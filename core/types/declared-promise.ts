import type { Checker, KindName, SyntaxNode } from './checker.js';

const functionKinds: ReadonlySet<KindName> = new Set([
  'CallSignature',
  'FunctionDeclaration',
  'FunctionType',
  'MethodDeclaration',
  'MethodSignature',
]);

/**
 * Whether a call of what is declared gives a promise, by the return type that is written there: declarations of packages have
 * one, and reading it costs nothing, where a signature would have to be resolved.
 */
export function declaresPromise(checker: Checker, declaration: SyntaxNode): boolean {
  const kind = checker.kinds.get(declaration.kind);
  const { type } = declaration;
  if (!kind || !type) return false;
  if (functionKinds.has(kind)) return isPromise(checker, type);
  return checker.kinds.get(type.kind) === 'FunctionType' && declaresPromise(checker, type);
}

function isPromise(checker: Checker, type: SyntaxNode): boolean {
  const name = checker.kinds.get(type.kind) === 'TypeReference' ? type.typeName?.text : undefined;
  return name === 'Promise' || name === 'PromiseLike';
}
