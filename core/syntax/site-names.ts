import { type TypeScript, typescript6 } from '../typescript6.js';
import { type NameDraft, USE_VALUE, type Walk } from './drafts.js';
import { nameDraft } from './import-draft.js';
import { eachBoundName, peeled, propertyName } from './syntax-nodes.js';

/**
 * The `require(…)`, `await import(…)` or likewise call that an expression gives the module of, if it is one. Whether it
 * really is one shows when its callee is bound.
 */
export function siteOf(expression: TypeScript.Expression): TypeScript.CallExpression | undefined {
  const K = typescript6().SyntaxKind;
  let at = peeled(expression);
  let isAwaited = false;
  while (at.kind === K.AwaitExpression) {
    at = peeled((at as TypeScript.AwaitExpression).expression);
    isAwaited = true;
  }
  if (at.kind !== K.CallExpression) return undefined;
  const callNode = at as TypeScript.CallExpression;
  if (callNode.arguments.length === 0) return undefined;
  const { kind } = callNode.expression;
  if (kind === K.ImportKeyword || kind === K.MetaProperty) return isAwaited ? callNode : undefined;
  return kind === K.Identifier || kind === K.PropertyAccessExpression ? callNode : undefined;
}

/** Notes `require("x").name` and `(await import("x")).name`. */
export function noteSiteNames(
  expression: TypeScript.Expression,
  member: string,
  node: TypeScript.Node,
  walk: Walk,
): void {
  const site = siteOf(expression);
  if (site && !walk.siteNames.has(site)) {
    walk.siteNames.set(site, [nameDraft(walk, member, '', node, { use: USE_VALUE })]);
  }
}

/** Notes `const local = require("x").name`. */
export function noteBoundSiteName(
  binding: TypeScript.BindingName,
  initializer: TypeScript.Expression,
  walk: Walk,
): void {
  const K = typescript6().SyntaxKind;
  const at = peeled(initializer);
  if (binding.kind !== K.Identifier || at.kind !== K.PropertyAccessExpression) return;
  const { expression, name } = at as TypeScript.PropertyAccessExpression;
  const site = siteOf(expression);
  const local = (binding as TypeScript.Identifier).text;
  if (site) walk.siteNames.set(site, [nameDraft(walk, name.text, local, name, { use: USE_VALUE })]);
}

/** The names that `const { a, b: c } = require("x")` or `const m = await import("x")` takes. */
export function namesOfBinding(binding: TypeScript.BindingName, walk: Walk): NameDraft[] {
  const K = typescript6().SyntaxKind;
  const names: NameDraft[] = [];
  if (binding.kind === K.ObjectBindingPattern) {
    const { elements } = binding as TypeScript.ObjectBindingPattern;
    for (const element of elements) {
      const imported = propertyName(element.propertyName ?? element.name);
      if (imported === undefined || element.dotDotDotToken) return [wholeNamespace(binding, '', walk)];
      const local = element.name.kind === K.Identifier ? (element.name as TypeScript.Identifier).text : '';
      names.push(nameDraft(walk, imported, local, element, { use: USE_VALUE }));
    }
    return names;
  }
  eachBoundName(binding, [], identifier => {
    if (binding.kind === K.Identifier) names.push(wholeNamespace(identifier, identifier.text, walk));
  });
  return names;
}

/** Notes the names of `import("x").then(({ a }) => …)` and `import("x").then(m => m.a)`. */
export function namesOfCallback(
  node: TypeScript.CallExpression,
  callee: TypeScript.PropertyAccessExpression,
  walk: Walk,
): void {
  const K = typescript6().SyntaxKind;
  const callback = node.arguments[0];
  const site = callee.expression;
  if (callee.name.text !== 'then' || site.kind !== K.CallExpression || !callback) return;
  if ((site as TypeScript.CallExpression).expression.kind !== K.ImportKeyword) return;
  if (callback.kind !== K.ArrowFunction && callback.kind !== K.FunctionExpression) return;
  const { parameters, body } = callback as TypeScript.ArrowFunction;
  const parameter = parameters[0];
  if (!parameter) return;
  if (parameter.name.kind !== K.Identifier) {
    walk.siteNames.set(site, namesOfBinding(parameter.name, walk));
    return;
  }
  const members = membersRead((parameter.name as TypeScript.Identifier).text, body);
  const names = members?.map(member => nameDraft(walk, member.text, '', member, { use: USE_VALUE }));
  walk.siteNames.set(site, names ?? [wholeNamespace(parameter.name, '', walk)]);
}

function wholeNamespace(node: TypeScript.Node, local: string, walk: Walk): NameDraft {
  const name = nameDraft(walk, '*', local, node, { use: USE_VALUE });
  name.members = undefined;
  return name;
}

/** The names read as `name.member` in a body, each once; `undefined` when the name is used in any other way. */
function membersRead(
  name: string,
  body: TypeScript.Node,
): (TypeScript.Identifier | TypeScript.PrivateIdentifier)[] | undefined {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const members = new Map<string, TypeScript.Identifier | TypeScript.PrivateIdentifier>();
  let escapes = false;
  const visit = (node: TypeScript.Node): void => {
    if (escapes) return;
    if (node.kind === K.PropertyAccessExpression) {
      const { expression, name: member } = node as TypeScript.PropertyAccessExpression;
      if (expression.kind === K.Identifier && (expression as TypeScript.Identifier).text === name) {
        if (!members.has(member.text)) members.set(member.text, member);
      } else visit(expression);
    } else if (node.kind === K.PropertyAssignment) {
      // The key of `{ m: … }` is no use of `m`.
      visit((node as TypeScript.PropertyAssignment).initializer);
    } else if (node.kind === K.Identifier && (node as TypeScript.Identifier).text === name) escapes = true;
    else ts.forEachChild(node, visit);
  };
  visit(body);
  return escapes ? undefined : [...members.values()];
}
