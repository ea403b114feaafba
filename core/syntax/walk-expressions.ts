import { type TypeScript, typescript6 } from '../typescript6.js';
import { commonJsExport } from './commonjs.js';
import { USE_VALUE, type Walk } from './drafts.js';
import { addImport, type attributesOf } from './import-draft.js';
import { CallReference, GlobalReference, referUse } from './references.js';
import { NAMESPACE, VALUE } from './scopes.js';
import { namesOfCallback, noteSiteNames } from './site-names.js';
import { referConstants } from './specifier.js';
import { createdRequirePath, dottedPath, literalText, peeled, propertyName } from './syntax-nodes.js';
import { pushName } from './tokens.js';
import { visitNamed } from './walk-functions.js';

type Handler = (node: TypeScript.Node, walk: Walk) => void;

/** Expressions and markup: uses of names, calls, `import()`. */
export function expressionHandlers(): Map<TypeScript.SyntaxKind, Handler> {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const skip: Handler = () => {};
  const jsx: Handler = (node, walk) => {
    walk.hasJsx = true;
    ts.forEachChild(node, walk.visit);
  };
  return new Map<TypeScript.SyntaxKind, Handler>([
    [K.Identifier, (node, walk) => referUse(walk, (node as TypeScript.Identifier).text, VALUE, USE_VALUE)],
    [K.PropertyAccessExpression, (node, walk) => propertyAccess(node as TypeScript.PropertyAccessExpression, walk)],
    [K.ElementAccessExpression, (node, walk) => elementAccess(node as TypeScript.ElementAccessExpression, walk)],
    [K.CallExpression, (node, walk) => call(node as TypeScript.CallExpression, walk)],
    [K.NewExpression, (node, walk) => construct(node as TypeScript.NewExpression, walk)],
    [K.TaggedTemplateExpression, (node, walk) => tagged(node as TypeScript.TaggedTemplateExpression, walk)],
    [K.BinaryExpression, (node, walk) => binary(node as TypeScript.BinaryExpression, walk)],
    [K.PropertyAssignment, (node, walk) => propertyAssignment(node as TypeScript.PropertyAssignment, walk)],
    [K.ShorthandPropertyAssignment, (node, walk) => shorthand(node as TypeScript.ShorthandPropertyAssignment, walk)],
    [K.MetaProperty, skip],
    [K.LabeledStatement, (node, walk) => walk.visit((node as TypeScript.LabeledStatement).statement)],
    [K.BreakStatement, skip],
    [K.ContinueStatement, skip],
    [K.JsxElement, jsx],
    [K.JsxFragment, jsx],
    [K.JsxSelfClosingElement, (node, walk) => jsxTag(node as TypeScript.JsxSelfClosingElement, walk)],
    [K.JsxOpeningElement, (node, walk) => jsxTag(node as TypeScript.JsxOpeningElement, walk)],
    [K.JsxClosingElement, skip],
    [
      K.JsxAttribute,
      (node, walk) => {
        const { name, initializer } = node as TypeScript.JsxAttribute;
        if (name.kind === K.Identifier) pushName(walk.tokens, (name as TypeScript.Identifier).text);
        if (initializer) walk.visit(initializer);
      },
    ],
  ]);
}

function propertyAccess(node: TypeScript.PropertyAccessExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const { expression, name } = node;
  if (expression.kind === K.Identifier) {
    referUse(walk, (expression as TypeScript.Identifier).text, VALUE, USE_VALUE, name.text);
  } else {
    noteSiteNames(expression, name.text, name, walk);
    walk.visit(expression);
  }
  pushName(walk.tokens, name.text);
}

function elementAccess(node: TypeScript.ElementAccessExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const { expression, argumentExpression } = node;
  const member = literalText(argumentExpression);
  if (expression.kind === K.Identifier && member !== undefined) {
    referUse(walk, (expression as TypeScript.Identifier).text, VALUE, USE_VALUE, member);
  } else {
    if (member !== undefined) noteSiteNames(expression, member, argumentExpression, walk);
    walk.visit(expression);
  }
  walk.visit(argumentExpression);
}

function call(node: TypeScript.CallExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const callee = peeled(node.expression);
  if (callee.kind === K.ImportKeyword || isImportPhase(callee)) dynamicImport(node, walk);
  else {
    referCall(node, node.expression, walk);
    if (callee.kind === K.Identifier) pushName(walk.tokens, (callee as TypeScript.Identifier).text);
    if (callee.kind === K.FunctionExpression || callee.kind === K.ArrowFunction) walk.calledAtOnce = callee;
    if (callee.kind === K.PropertyAccessExpression)
      namesOfCallback(node, callee as TypeScript.PropertyAccessExpression, walk);
    referConstants(node.arguments[0], walk);
  }
  commonJsDefinition(node, walk);
  walk.visit(node.expression);
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
  for (const argument of node.arguments) walk.visit(argument);
}

/** `import.defer(…)` and `import.source(…)`. */
function isImportPhase(callee: TypeScript.Expression): boolean {
  const K = typescript6().SyntaxKind;
  if (callee.kind !== K.MetaProperty) return false;
  const { keywordToken, name } = callee as TypeScript.MetaProperty;
  return keywordToken === K.ImportKeyword && (name.text === 'defer' || name.text === 'source');
}

function dynamicImport(node: TypeScript.CallExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const specifier = node.arguments[0];
  if (!specifier) return;
  referConstants(specifier, walk);
  const options = node.arguments[1];
  let attributes = {};
  if (options?.kind === K.ObjectLiteralExpression) {
    for (const property of (options as TypeScript.ObjectLiteralExpression).properties) {
      const name = propertyName(property.name as TypeScript.PropertyName | undefined);
      if (property.kind !== K.PropertyAssignment || (name !== 'with' && name !== 'assert')) continue;
      attributes = attributesOfObject((property as TypeScript.PropertyAssignment).initializer);
    }
  }
  const draft = addImport(walk, 'dynamic-import', specifier, node, {
    ...attributes,
    deferred: true,
    names: walk.siteNames.get(node) ?? [],
  });
  walk.sites.set(node, draft);
}

/** Import attributes written as an object literal: the second argument of `import()`. */
function attributesOfObject(node: TypeScript.Expression): ReturnType<typeof attributesOf> {
  const K = typescript6().SyntaxKind;
  if (node.kind !== K.ObjectLiteralExpression) return {};
  const found: { resolutionMode?: 'import' | 'require'; attributeType?: string } = {};
  for (const property of (node as TypeScript.ObjectLiteralExpression).properties) {
    if (property.kind !== K.PropertyAssignment) continue;
    const value = literalText((property as TypeScript.PropertyAssignment).initializer);
    const name = propertyName((property as TypeScript.PropertyAssignment).name);
    if (name === 'type' && value !== undefined) found.attributeType = value;
    if (name === 'resolution-mode' && (value === 'import' || value === 'require')) found.resolutionMode = value;
  }
  return found;
}

function referCall(
  node: TypeScript.CallExpression | TypeScript.NewExpression | TypeScript.TaggedTemplateExpression,
  callee: TypeScript.Expression,
  walk: Walk,
): void {
  const path = dottedPath(callee) ?? chainedMock(callee) ?? calledRequire(callee);
  if (path) walk.scopes.refer(new CallReference(walk, node, path));
}

/** `createRequire(import.meta.url)("x")` and `createRequire(import.meta.url).resolve("x")`. */
function calledRequire(callee: TypeScript.Expression): string[] | undefined {
  const K = typescript6().SyntaxKind;
  const bare = peeled(callee);
  if (bare.kind !== K.PropertyAccessExpression) return createdRequirePath(bare);
  const { expression, name } = bare as TypeScript.PropertyAccessExpression;
  const path = name.text === 'resolve' ? createdRequirePath(expression) : undefined;
  return path && [...path, name.text];
}

/** `vi.mock("a").mock("b")`: every link of the chain is a call on the same object. */
function chainedMock(callee: TypeScript.Expression): string[] | undefined {
  const K = typescript6().SyntaxKind;
  if (callee.kind !== K.PropertyAccessExpression) return undefined;
  const name = (callee as TypeScript.PropertyAccessExpression).name.text;
  if (!/mock|require|import/i.test(name)) return undefined;
  let at: TypeScript.Expression = callee;
  // Bounded, since every link of a chain looks down the rest of it.
  for (let i = 0; i < 200 && (at.kind === K.PropertyAccessExpression || at.kind === K.CallExpression); i++) {
    at = (at as TypeScript.PropertyAccessExpression).expression;
  }
  const root = at.kind === K.Identifier ? (at as TypeScript.Identifier).text : '';
  return root === 'vi' || root === 'jest' ? [root, name] : undefined;
}

function construct(node: TypeScript.NewExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  referCall(node, node.expression, walk);
  if (node.expression.kind === K.Identifier) pushName(walk.tokens, (node.expression as TypeScript.Identifier).text);
  referConstants(node.arguments?.[0], walk);
  walk.visit(node.expression);
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
  if (node.arguments) for (const argument of node.arguments) walk.visit(argument);
}

function tagged(node: TypeScript.TaggedTemplateExpression, walk: Walk): void {
  referCall(node, node.tag, walk);
  walk.visit(node.tag);
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
  walk.visit(node.template);
}

function binary(node: TypeScript.BinaryExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.left.kind !== K.BinaryExpression) {
    if (node.operatorToken.kind === K.EqualsToken) {
      assignment(node, walk);
      return;
    }
    walk.visit(node.left);
    walk.visit(node.operatorToken);
    walk.visit(node.right);
    return;
  }
  // Generated sums of thousands of terms lean left: no recursion along them.
  const spine: TypeScript.BinaryExpression[] = [];
  let at: TypeScript.Expression = node;
  while (at.kind === K.BinaryExpression) {
    spine.push(at as TypeScript.BinaryExpression);
    at = (at as TypeScript.BinaryExpression).left;
  }
  walk.visit(at);
  for (let i = spine.length - 1; i >= 0; i--) {
    walk.visit(spine[i]!.operatorToken);
    walk.visit(spine[i]!.right);
  }
}

function assignment(node: TypeScript.BinaryExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const { left, right } = node;
  walk.visit(left);
  const isMember = left.kind === K.PropertyAccessExpression || left.kind === K.ElementAccessExpression;
  const path = isMember ? dottedPath(left) : undefined;
  if (path) commonJsExport(path, left, right, walk);
  walk.visit(node.operatorToken);
  visitNamed(right, path && assignedName(path, right), walk);
}

/** The name of what is assigned: `x` of `exports.x = …`, `Shop.open` of `Shop.prototype.open = function () {}`. */
function assignedName(path: readonly string[], value: TypeScript.Expression): string | undefined {
  const K = typescript6().SyntaxKind;
  const exported =
    path[0] === 'exports' ? path.slice(1) : path[0] === 'module' && path[1] === 'exports' && path.slice(2);
  if (exported) return exported.length > 0 && value.kind !== K.BinaryExpression ? exported.join('.') : undefined;
  const isFunction = value.kind === K.FunctionExpression || value.kind === K.ArrowFunction;
  return isFunction ? path.filter(each => each !== 'prototype').join('.') : undefined;
}

/** `Object.defineProperty(exports, "x", …)`. */
function commonJsDefinition(node: TypeScript.CallExpression, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.arguments.length < 2 || node.expression.kind !== K.PropertyAccessExpression) return;
  if ((node.expression as TypeScript.PropertyAccessExpression).name.text !== 'defineProperty') return;
  const name = literalText(node.arguments[1]);
  const path = name === undefined ? undefined : dottedPath(node.arguments[0]!);
  if (!path || name === undefined) return;
  if (path.join('.') !== 'exports' && path.join('.') !== 'module.exports') return;
  walk.scopes.refer(
    new GlobalReference(path[0]!, () => {
      const start = node.arguments[1]!.getStart(walk.source);
      walk.commonJs.push({ name, local: '', start, end: node.arguments[1]!.end });
    }),
  );
}

function propertyAssignment(node: TypeScript.PropertyAssignment, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const name = propertyName(node.name);
  if (node.name.kind === K.ComputedPropertyName) walk.visit(node.name);
  else if (name !== undefined) pushName(walk.tokens, name);
  visitNamed(node.initializer, name, walk);
}

function shorthand(node: TypeScript.ShorthandPropertyAssignment, walk: Walk): void {
  pushName(walk.tokens, node.name.text);
  referUse(walk, node.name.text, VALUE, USE_VALUE);
  if (node.objectAssignmentInitializer) walk.visit(node.objectAssignmentInitializer);
}

function jsxTag(node: TypeScript.JsxSelfClosingElement | TypeScript.JsxOpeningElement, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  walk.hasJsx = true;
  const { tagName } = node;
  if (tagName.kind === K.Identifier) {
    const name = (tagName as TypeScript.Identifier).text;
    pushName(walk.tokens, name);
    // `<div>` and `<my-element>` are intrinsic: no name of the file is meant.
    if (!/^[a-z]|-/.test(name)) referUse(walk, name, VALUE | NAMESPACE, USE_VALUE);
  } else if (tagName.kind === K.PropertyAccessExpression) walk.visit(tagName);
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
  walk.visit(node.attributes);
}
