import { type TypeScript, typescript6 } from '../typescript6.js';

type Node = TypeScript.Node;
type Expression = TypeScript.Expression;

/** The expression without parentheses, type assertions, `satisfies` and `!`. */
export function peeled(expression: Expression): Expression {
  const K = typescript6().SyntaxKind;
  let at = expression;
  for (;;) {
    switch (at.kind) {
      case K.ParenthesizedExpression:
      case K.AsExpression:
      case K.SatisfiesExpression:
      case K.NonNullExpression:
      case K.TypeAssertionExpression:
        at = (at as TypeScript.ParenthesizedExpression).expression;
        continue;
      default:
        return at;
    }
  }
}

/** The text of a string literal or a template without substitution. */
export function literalText(node: Node | undefined): string | undefined {
  const K = typescript6().SyntaxKind;
  if (node?.kind !== K.StringLiteral && node?.kind !== K.NoSubstitutionTemplateLiteral) return undefined;
  return (node as TypeScript.StringLiteralLike).text;
}

/**
 * The dotted path of an expression: `a.b`, `a?.b`, `a["b"]`, with assertions and parentheses undone; `import.meta` counts
 * as one name. `undefined` for anything else.
 */
export function dottedPath(expression: Expression): string[] | undefined {
  const K = typescript6().SyntaxKind;
  const reversed: string[] = [];
  let at = peeled(expression);
  for (;;) {
    if (at.kind === K.Identifier) {
      const name = (at as TypeScript.Identifier).text;
      if (name === '') return undefined;
      reversed.push(name);
      return reversed.reverse();
    }
    if (at.kind === K.PropertyAccessExpression) {
      const access = at as TypeScript.PropertyAccessExpression;
      if (access.name.kind !== K.Identifier) return undefined;
      reversed.push(access.name.text);
      at = peeled(access.expression);
    } else if (at.kind === K.ElementAccessExpression) {
      const access = at as TypeScript.ElementAccessExpression;
      const name = literalText(access.argumentExpression);
      if (name === undefined) return undefined;
      reversed.push(name);
      at = peeled(access.expression);
    } else if (at.kind === K.MetaProperty) {
      if ((at as TypeScript.MetaProperty).keywordToken !== K.ImportKeyword) return undefined;
      reversed.push(`import.${(at as TypeScript.MetaProperty).name.text}`);
      return reversed.reverse();
    } else return undefined;
  }
}

/**
 * The path of a call that may make a `require`, `()` last: `createRequire(…)` whatever the argument, and under another name
 * where the argument is the file's own address.
 */
export function createdRequirePath(expression: Expression): string[] | undefined {
  const K = typescript6().SyntaxKind;
  const call = peeled(expression);
  if (call.kind !== K.CallExpression) return undefined;
  const { expression: callee, arguments: args } = call as TypeScript.CallExpression;
  const path = dottedPath(callee);
  if (!path) return undefined;
  const argument = args.length === 1 ? dottedPath(args[0] as Expression)?.join('.') : undefined;
  const ownAddress = argument === 'import.meta.url' || argument === 'import.meta.filename' || argument === '__filename';
  return path.at(-1) === 'createRequire' || (ownAddress && path.length === 1) ? [...path, '()'] : undefined;
}

/** The names of an entity name (`a.b.c` in a type), first to last. */
export function entityPath(name: TypeScript.EntityName): string[] {
  const K = typescript6().SyntaxKind;
  const reversed: string[] = [];
  let at = name;
  while (at.kind === K.QualifiedName) {
    reversed.push((at as TypeScript.QualifiedName).right.text);
    at = (at as TypeScript.QualifiedName).left;
  }
  reversed.push((at as TypeScript.Identifier).text);
  return reversed.reverse();
}

/** The text of a property name that is known without evaluation; `undefined` for computed ones. */
export function propertyName(name: TypeScript.PropertyName | TypeScript.BindingName | undefined): string | undefined {
  const K = typescript6().SyntaxKind;
  switch (name?.kind) {
    case K.Identifier:
    case K.StringLiteral:
    case K.NumericLiteral:
    case K.PrivateIdentifier:
    case K.NoSubstitutionTemplateLiteral:
      return (name as TypeScript.Identifier).text;
    case K.ComputedPropertyName:
      return literalText((name as TypeScript.ComputedPropertyName).expression);
    default:
      return undefined;
  }
}

/** True when a declaration carries the modifier (`ts.SyntaxKind`). */
export function hasModifier(node: Node, kind: TypeScript.SyntaxKind): boolean {
  const modifiers = (node as { modifiers?: readonly Node[] }).modifiers;
  return modifiers?.some(modifier => modifier.kind === kind) ?? false;
}

/** Calls back for every name that a binding declares, with the path of properties that leads to it (`undefined`: not a plain path). */
export function eachBoundName(
  name: TypeScript.BindingName,
  path: readonly string[] | undefined,
  report: (name: TypeScript.Identifier, path: readonly string[] | undefined) => void,
): void {
  const K = typescript6().SyntaxKind;
  if (name.kind === K.Identifier) {
    report(name as TypeScript.Identifier, path);
    return;
  }
  const isObject = name.kind === K.ObjectBindingPattern;
  for (const element of (name as TypeScript.BindingPattern).elements) {
    if (element.kind !== K.BindingElement) continue;
    const key = isObject && !element.dotDotDotToken ? propertyName(element.propertyName ?? element.name) : undefined;
    const isPlain = key !== undefined && path !== undefined && !element.initializer;
    eachBoundName(element.name, isPlain ? [...path, key] : undefined, report);
  }
}
