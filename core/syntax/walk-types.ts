import { type TypeScript, typescript6 } from '../typescript6.js';
import { USE_TYPE, type Walk } from './drafts.js';
import { addImport, attributesOf, nameDraft } from './import-draft.js';
import { referUse } from './references.js';
import { NAMESPACE, TYPE, VALUE } from './scopes.js';

type Handler = (node: TypeScript.Node, walk: Walk) => void;

/** What the walk does with the nodes of type positions, by kind; kinds not listed are only passed through. */
export function typeHandlers(): Map<TypeScript.SyntaxKind, Handler> {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const descend: Handler = (node, walk) => ts.forEachChild(node, walk.visitType);
  const skip: Handler = () => {};
  const scoped: Handler = (node, walk) => {
    walk.scopes.enter();
    ts.forEachChild(node, walk.visitType);
    walk.scopes.exit(true);
  };
  return new Map<TypeScript.SyntaxKind, Handler>([
    [K.Identifier, skip], // names of members and parameters; references are taken by the nodes that hold them
    [K.TypeReference, (node, walk) => typeReference(node as TypeScript.TypeReferenceNode, walk)],
    [K.TypeQuery, (node, walk) => typeQuery(node as TypeScript.TypeQueryNode, walk)],
    [K.ImportType, (node, walk) => importType(node as TypeScript.ImportTypeNode, walk)],
    [K.ExpressionWithTypeArguments, (node, walk) => heritage(node as TypeScript.ExpressionWithTypeArguments, walk)],
    [K.TypeParameter, (node, walk) => typeParameter(node as TypeScript.TypeParameterDeclaration, walk)],
    [K.Parameter, (node, walk) => parameter(node as TypeScript.ParameterDeclaration, walk)],
    [K.FunctionType, scoped],
    [K.ConstructorType, scoped],
    [K.CallSignature, scoped],
    [K.ConstructSignature, scoped],
    [K.MethodSignature, scoped],
    [K.MappedType, scoped],
    [K.ConditionalType, scoped],
    [K.TypePredicate, (node, walk) => walk.visitOptionalType((node as TypeScript.TypePredicateNode).type)],
    // TypeScript counts `[key]: …` of an interface as a value use, although nothing of it is left.
    [K.ComputedPropertyName, (node, walk) => walk.visit((node as TypeScript.ComputedPropertyName).expression)],
    [K.TypeLiteral, descend],
  ]);
}

function typeReference(node: TypeScript.TypeReferenceNode, walk: Walk): void {
  referEntity(walk, node.typeName, TYPE);
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
}

function typeQuery(node: TypeScript.TypeQueryNode, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if ((node.exprName as TypeScript.Node).kind === K.ImportType) walk.visitType(node.exprName);
  else referEntity(walk, node.exprName, VALUE);
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
}

/** Notes the first name of `a.b.c` in a type position; `meaning` is what a single name would mean. */
export function referEntity(walk: Walk, name: TypeScript.EntityName, meaning: number, use = USE_TYPE): void {
  const K = typescript6().SyntaxKind;
  let at = name;
  let member: string | undefined;
  while (at.kind === K.QualifiedName) {
    member = (at as TypeScript.QualifiedName).right.text;
    at = (at as TypeScript.QualifiedName).left;
  }
  // The left of a dot names a namespace, which for `typeof a.b` may be any value.
  const space = member === undefined || meaning === VALUE ? meaning : NAMESPACE;
  referUse(walk, (at as TypeScript.Identifier).text, space, use, member);
}

/** `implements X`, and `extends X` of an interface: written as an expression, meant as a type. */
function heritage(node: TypeScript.ExpressionWithTypeArguments, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  let at: TypeScript.Expression = node.expression;
  let member: string | undefined;
  while (at.kind === K.PropertyAccessExpression) {
    member = (at as TypeScript.PropertyAccessExpression).name.text;
    at = (at as TypeScript.PropertyAccessExpression).expression;
  }
  if (at.kind === K.Identifier) {
    const meaning = member === undefined ? TYPE : NAMESPACE;
    referUse(walk, (at as TypeScript.Identifier).text, meaning, USE_TYPE, member);
  }
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
}

function typeParameter(node: TypeScript.TypeParameterDeclaration, walk: Walk): void {
  walk.scopes.declare(node.name.text, TYPE);
  walk.visitOptionalType(node.constraint);
  walk.visitOptionalType(node.default);
}

/** Parameters of function types are values that `typeof` can name. */
function parameter(node: TypeScript.ParameterDeclaration, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.name.kind === K.Identifier) walk.scopes.declare((node.name as TypeScript.Identifier).text, VALUE);
  walk.visitOptionalType(node.type);
}

function importType(node: TypeScript.ImportTypeNode, walk: Walk): void {
  const K = typescript6().SyntaxKind;
  if (node.argument.kind === K.LiteralType) {
    const literal = (node.argument as TypeScript.LiteralTypeNode).literal;
    let first: TypeScript.Node | undefined = node.qualifier;
    while (first?.kind === K.QualifiedName) first = (first as TypeScript.QualifiedName).left;
    const imported = first ? (first as TypeScript.Identifier).text : '*';
    const name = nameDraft(walk, imported, '', first ?? literal, { typeOnly: true, use: USE_TYPE });
    name.members = undefined;
    const draft = addImport(walk, 'import-type', literal, node, {
      ...attributesOf(node.attributes),
      names: [name],
      typeOnly: true,
    });
    walk.sites.set(node, draft);
  }
  if (node.typeArguments) for (const argument of node.typeArguments) walk.visitType(argument);
}
