import { type TypeScript, typescript6 } from '../../typescript6.js';
import { flat, folded } from '../strings.js';
import { entityPath, propertyName } from '../syntax-nodes.js';
import { docOf } from './doc.js';
import type { TypeIr, TypeMember } from './nodes.js';

/** Types nested deeper are kept as text. */
const DEPTH = 8;

/** A written type as data; `undefined` stays `undefined`. */
export function optionalType(type: TypeScript.TypeNode | undefined, source: TypeScript.SourceFile): TypeIr | undefined {
  return type && lowerType(type, source);
}

export function lowerType(type: TypeScript.TypeNode, source: TypeScript.SourceFile, depth = 0): TypeIr {
  const K = typescript6().SyntaxKind;
  const of = (each: TypeScript.TypeNode): TypeIr => lowerType(each, source, depth + 1);
  if (depth > DEPTH) return unread(type, source);
  switch (type.kind) {
    case K.ParenthesizedType:
    case K.OptionalType:
    case K.RestType:
      return lowerType((type as TypeScript.ParenthesizedTypeNode).type, source, depth);
    case K.TypeReference: {
      const { typeName, typeArguments } = type as TypeScript.TypeReferenceNode;
      return { kind: 'ref', name: flat(entityPath(typeName).join('.')), args: typeArguments?.map(of) ?? [] };
    }
    case K.ExpressionWithTypeArguments: {
      const { expression, typeArguments } = type as TypeScript.ExpressionWithTypeArguments;
      return { kind: 'ref', name: folded(expression.getText(source)), args: typeArguments?.map(of) ?? [] };
    }
    case K.UnionType:
      return { kind: 'union', members: (type as TypeScript.UnionTypeNode).types.map(of) };
    case K.IntersectionType:
      return { kind: 'intersection', members: (type as TypeScript.IntersectionTypeNode).types.map(of) };
    case K.ArrayType:
      return { kind: 'list', element: of((type as TypeScript.ArrayTypeNode).elementType) };
    case K.TypeOperator:
      return of((type as TypeScript.TypeOperatorNode).type);
    case K.FunctionType:
    case K.ConstructorType:
      return { kind: 'callable', returns: of((type as TypeScript.FunctionTypeNode).type) };
    case K.TypePredicate:
      return {
        kind: 'ref',
        name: (type as TypeScript.TypePredicateNode).assertsModifier ? 'asserts' : 'boolean',
        args: [],
      };
    case K.LiteralType:
      return literal(type as TypeScript.LiteralTypeNode, source);
    case K.TypeLiteral:
      return { kind: 'shape', properties: membersOf((type as TypeScript.TypeLiteralNode).members, source, depth) };
    default:
      return type.kind >= K.FirstKeyword && type.kind <= K.LastKeyword
        ? { kind: 'ref', name: type.getText(source), args: [] }
        : unread(type, source);
  }
}

/** The members of an interface or type literal; methods are callable members. */
export function membersOf(
  members: TypeScript.NodeArray<TypeScript.TypeElement>,
  source: TypeScript.SourceFile,
  depth = 0,
): TypeMember[] {
  const K = typescript6().SyntaxKind;
  const found: TypeMember[] = [];
  for (const member of members) {
    const name = member.name && propertyName(member.name);
    if (name === undefined) continue;
    const { type } = member as TypeScript.PropertySignature;
    const written: TypeIr = type ? lowerType(type, source, depth + 1) : { kind: 'ref', name: 'any', args: [] };
    found.push({
      name: flat(name),
      type: member.kind === K.MethodSignature ? { kind: 'callable', returns: written } : written,
      optional: member.questionToken !== undefined,
      doc: docOf(member, source),
    });
  }
  return found;
}

function literal(type: TypeScript.LiteralTypeNode, source: TypeScript.SourceFile): TypeIr {
  const K = typescript6().SyntaxKind;
  const value = type.literal;
  switch (value.kind) {
    case K.NullKeyword:
      return { kind: 'literal', value: null };
    case K.TrueKeyword:
      return { kind: 'literal', value: true };
    case K.FalseKeyword:
      return { kind: 'literal', value: false };
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return { kind: 'literal', value: flat((value as TypeScript.StringLiteral).text) };
    case K.NumericLiteral:
      return { kind: 'literal', value: Number((value as TypeScript.NumericLiteral).text) };
    default:
      return unread(type, source);
  }
}

function unread(type: TypeScript.Node, source: TypeScript.SourceFile): TypeIr {
  return { kind: 'unread', text: folded(type.getText(source)) };
}
