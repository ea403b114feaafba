import { type TypeScript, typescript6 } from '../typescript6.js';
import { USE_METADATA, type Walk } from './drafts.js';
import { NAMESPACE, TYPE, VALUE } from './scopes.js';
import { eachBoundName, hasModifier, propertyName } from './syntax-nodes.js';
import { pushName } from './tokens.js';
import { referEntity } from './walk-types.js';

type Handler = (node: TypeScript.Node, walk: Walk) => void;
type FunctionNode = TypeScript.FunctionLikeDeclaration;

/** Functions, classes and their members. */
export function functionHandlers(): Map<TypeScript.SyntaxKind, Handler> {
  const K = typescript6().SyntaxKind;
  const fn: Handler = (node, walk) => visitFunction(node as FunctionNode, walk);
  const cls: Handler = (node, walk) => visitClass(node as TypeScript.ClassLikeDeclaration, walk);
  return new Map<TypeScript.SyntaxKind, Handler>([
    [K.FunctionDeclaration, fn],
    [K.FunctionExpression, fn],
    [K.ArrowFunction, fn],
    [K.MethodDeclaration, fn],
    [K.Constructor, fn],
    [K.GetAccessor, fn],
    [K.SetAccessor, fn],
    [K.ClassDeclaration, cls],
    [K.ClassExpression, cls],
    [K.PropertyDeclaration, (node, walk) => visitProperty(node as TypeScript.PropertyDeclaration, walk)],
    [
      K.ClassStaticBlockDeclaration,
      (node, walk) => {
        walk.scopes.enter();
        for (const statement of (node as TypeScript.ClassStaticBlockDeclaration).body.statements) walk.visit(statement);
        walk.scopes.exit(true);
      },
    ],
    [
      K.Parameter,
      (node, walk) => {
        const { modifiers, name, type, initializer } = node as TypeScript.ParameterDeclaration;
        if (modifiers) for (const modifier of modifiers) walk.visit(modifier);
        declareNames(name, walk);
        walk.visitOptionalType(type);
        if (initializer) walk.visit(initializer);
      },
    ],
    [K.TypeParameter, (node, walk) => walk.visitType(node)],
  ]);
}

/** Declares the names of a parameter or other binding without an alias, and visits what its pattern evaluates. */
export function declareNames(name: TypeScript.BindingName, walk: Walk): void {
  eachBoundName(name, undefined, identifier => walk.scopes.declare(identifier.text, VALUE));
  visitPattern(name, walk);
}

/** Visits defaults and computed keys of a binding pattern. */
export function visitPattern(name: TypeScript.BindingName, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (name.kind === K.Identifier) return;
  for (const element of (name as TypeScript.BindingPattern).elements) {
    if (element.kind !== K.BindingElement) continue;
    if (element.propertyName?.kind === K.ComputedPropertyName) walk.visit(element.propertyName);
    if (element.initializer) walk.visit(element.initializer);
    visitPattern(element.name, walk);
  }
}

function visitFunction(node: FunctionNode, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const pending = walk.pendingName;
  walk.pendingName = undefined;
  if (node.kind === K.FunctionDeclaration && node.name)
    walk.scopes.declare((node.name as TypeScript.Identifier).text, VALUE);
  if (node.modifiers) for (const modifier of node.modifiers) walk.visit(modifier);
  if (node.name?.kind === K.ComputedPropertyName) walk.visit(node.name);

  const isAmbient = hasModifier(node, K.DeclareKeyword) || (!node.body && walk.ambientDepth > 0);
  if (isAmbient) walk.ambientDepth++;
  const outerSymbol = walk.symbol;
  const own = ownName(node, pending);
  const draft = node.body ? startFunction(node, own, walk) : undefined;
  if (own !== undefined) walk.symbol = qualified(outerSymbol, own);
  const isCalledAtOnce = walk.calledAtOnce === node;
  if (!isCalledAtOnce) walk.functionDepth++;

  walk.scopes.enter();
  if (node.kind === K.FunctionExpression && node.name)
    walk.scopes.declare((node.name as TypeScript.Identifier).text, VALUE);
  if (node.typeParameters) for (const parameter of node.typeParameters) walk.visitType(parameter);
  for (const parameter of node.parameters) walk.visit(parameter);
  walk.visitOptionalType(node.type);
  const { body } = node;
  if (body?.kind === K.Block) for (const statement of (body as TypeScript.Block).statements) walk.visit(statement);
  else if (body) walk.visit(body);
  walk.scopes.exit(true);

  if (!isCalledAtOnce) walk.functionDepth--;
  walk.symbol = outerSymbol;
  if (draft) draft.endToken = walk.tokens.length;
  if (isAmbient) walk.ambientDepth--;
}

/** The name a function declares or takes from its place, `undefined` for an anonymous one. */
function ownName(node: FunctionNode, pending: string | undefined): string | undefined {
  const K = typescript6().SyntaxKind;
  if (node.kind === K.Constructor) return 'constructor';
  const name = propertyName(node.name) || pending;
  if (name === undefined && hasModifier(node, K.DefaultKeyword)) return 'default';
  const isMember = node.kind === K.MethodDeclaration || node.kind === K.GetAccessor || node.kind === K.SetAccessor;
  return name ?? (isMember ? '[computed]' : undefined);
}

function startFunction(node: FunctionNode, own: string | undefined, walk: Walk) {
  let name: string;
  if (own === undefined) {
    const ordinal = (walk.anonymous.get(walk.symbol) ?? 0) + 1;
    walk.anonymous.set(walk.symbol, ordinal);
    name = qualified(walk.symbol, `~${ordinal}`);
  } else {
    name = qualified(walk.symbol, own);
    const equal = walk.functionNames.get(name) ?? 0;
    walk.functionNames.set(name, equal + 1);
    if (equal > 0) name = `${name}~${equal}`;
  }
  const draft = { node, name, firstToken: walk.tokens.length, endToken: walk.tokens.length };
  walk.functions.push(draft);
  return draft;
}

/** `outer.inner`, or `inner` alone at the top level. */
export function qualified(outer: string, inner: string): string {
  return outer === '' ? inner : `${outer}.${inner}`;
}

function visitClass(node: TypeScript.ClassLikeDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const pending = walk.pendingName;
  walk.pendingName = undefined;
  if (node.kind === K.ClassDeclaration && node.name) walk.scopes.declare(node.name.text, VALUE | TYPE | NAMESPACE);
  if (node.modifiers) for (const modifier of node.modifiers) walk.visit(modifier);
  const isAmbient = hasModifier(node, K.DeclareKeyword);
  if (isAmbient) walk.ambientDepth++;
  const outerSymbol = walk.symbol;
  const own = node.name?.text || pending || (hasModifier(node, K.DefaultKeyword) ? 'default' : undefined);
  if (own !== undefined) walk.symbol = qualified(outerSymbol, own);

  walk.scopes.enter();
  if (node.name) walk.scopes.declare(node.name.text, VALUE | TYPE);
  if (node.typeParameters) for (const parameter of node.typeParameters) walk.visitType(parameter);
  for (const clause of node.heritageClauses ?? []) {
    for (const base of clause.types) {
      if (clause.token === K.ImplementsKeyword) walk.visitType(base);
      else walk.visit(base);
    }
  }
  for (const member of node.members) walk.visit(member);
  if (walk.ambientDepth === 0) referMetadata(node, walk);
  walk.scopes.exit(true);

  walk.symbol = outerSymbol;
  if (isAmbient) walk.ambientDepth--;
}

function visitProperty(node: TypeScript.PropertyDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.modifiers) for (const modifier of node.modifiers) walk.visit(modifier);
  const isAmbient = hasModifier(node, K.DeclareKeyword);
  if (isAmbient) walk.ambientDepth++;
  const name = propertyName(node.name);
  if (node.name.kind === K.ComputedPropertyName) walk.visit(node.name);
  else if (name !== undefined) pushName(walk.tokens, name);
  walk.visitOptionalType(node.type);
  if (node.initializer) {
    // An instance property is set when an instance is made, a static one when the class is.
    const isLater = !hasModifier(node, K.StaticKeyword);
    if (isLater) walk.functionDepth++;
    visitNamed(node.initializer, name, walk);
    if (isLater) walk.functionDepth--;
  }
  if (isAmbient) walk.ambientDepth--;
}

/** Visits an initializer; a function or class in it takes the name, everything else stands inside a declaration of that name. */
export function visitNamed(initializer: TypeScript.Expression, name: string | undefined, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (name === undefined) {
    walk.visit(initializer);
    return;
  }
  const { kind } = initializer;
  if (kind === K.ArrowFunction || kind === K.FunctionExpression || kind === K.ClassExpression) {
    walk.pendingName = name;
    walk.visit(initializer);
    walk.pendingName = undefined;
    return;
  }
  const outer = walk.symbol;
  walk.symbol = qualified(outer, name);
  walk.visit(initializer);
  walk.symbol = outer;
}

/** Types that `emitDecoratorMetadata` turns into values, after the checker's `checkDecorators`. */
function referMetadata(node: TypeScript.ClassLikeDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  const isDecorated = (of: TypeScript.Node): boolean => hasModifier(of, K.Decorator);
  const signature = (member: FunctionNode, withReturn: boolean): void => {
    walk.scopes.enter();
    for (const { name } of member.typeParameters ?? []) walk.scopes.declare(name.text, TYPE);
    for (const parameter of member.parameters) referMetadataType(parameter.type, walk, !!parameter.dotDotDotToken);
    if (withReturn) referMetadataType(member.type, walk);
    walk.scopes.exit(true);
  };
  for (const member of node.members) {
    switch (member.kind) {
      case K.Constructor: {
        const { parameters, body } = member as TypeScript.ConstructorDeclaration;
        if (body && (isDecorated(node) || parameters.some(isDecorated))) signature(member as FunctionNode, false);
        break;
      }
      case K.MethodDeclaration:
      case K.GetAccessor:
      case K.SetAccessor:
        if (isDecorated(member) || (member as FunctionNode).parameters.some(isDecorated)) {
          signature(member as FunctionNode, true);
        }
        break;
      case K.PropertyDeclaration:
        if (isDecorated(member)) referMetadataType((member as TypeScript.PropertyDeclaration).type, walk);
        break;
    }
  }
}

function referMetadataType(type: TypeScript.TypeNode | undefined, walk: Walk, isRest = false): void {
  const K = typescript6().SyntaxKind;
  let at = type;
  if (isRest && at?.kind === K.ArrayType) at = (at as TypeScript.ArrayTypeNode).elementType;
  const name = at && metadataName(at);
  if (name) referEntity(walk, name, TYPE, USE_METADATA);
}

/** The one name that a type is serialised as under `strictNullChecks`: a union only where all of it agrees. */
function metadataName(type: TypeScript.TypeNode): TypeScript.EntityName | undefined {
  const K = typescript6().SyntaxKind;
  switch (type.kind) {
    case K.ParenthesizedType:
      return metadataName((type as TypeScript.ParenthesizedTypeNode).type);
    case K.TypeReference:
      return (type as TypeScript.TypeReferenceNode).typeName;
    case K.UnionType:
    case K.IntersectionType: {
      let common: TypeScript.EntityName | undefined;
      for (const member of (type as TypeScript.UnionTypeNode).types) {
        if (member.kind === K.NeverKeyword) continue;
        const name = metadataName(member);
        if (!name || name.kind !== K.Identifier) return undefined;
        if (common && (common as TypeScript.Identifier).text !== name.text) return undefined;
        common = name;
      }
      return common;
    }
    default:
      return undefined;
  }
}
