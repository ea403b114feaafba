import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  type InterfaceType,
  ObjectFlags,
  type ObjectType,
  type Project,
  SignatureKind,
  type Symbol as Symbol7,
  type Type,
  TypeFlags,
  type TypeReference,
} from 'typescript/unstable/sync';
import {
  type Checker,
  kindsOf,
  type SymbolHandle,
  type SyntaxNode,
  type TypeHandle,
  type TypeShape,
} from '../checker.js';
import { literalValue } from '../literal-value.js';

const kinds = kindsOf(SyntaxKind);

/** The checker of a project of TypeScript 7.0 in one snapshot. Each call that is not answered from memory is a round trip. */
export function checker7({ checker, program }: Project): Checker {
  const shapes = new Map<TypeHandle, TypeShape>();
  const declarations = new Map<SymbolHandle, readonly SyntaxNode[]>();
  const targets = new Map<SymbolHandle, SymbolHandle | undefined>();

  const shapeOf = (handle: TypeHandle): TypeShape => {
    const type = handle as Type;
    if (type.flags & TypeFlags.Any) return { kind: 'any' };
    if (type.flags & (TypeFlags.Union | TypeFlags.Intersection)) {
      const members = (type as Type & { getTypes(): readonly Type[] }).getTypes();
      return { kind: type.flags & TypeFlags.Union ? 'union' : 'intersection', members };
    }
    if (type.flags & TypeFlags.Null) return { kind: 'value', value: null };
    if (type.flags & TypeFlags.Undefined) return { kind: 'value', value: undefined };
    if (type.flags & TypeFlags.Literal) return literalValue(type, checker.typeToString(type));
    if (type.flags & TypeFlags.Instantiable) return { kind: 'deferred', constraint: constraintOf(type) };
    if (!(type.flags & TypeFlags.Object)) return { kind: 'other' };
    return { kind: isClassOrInterface(type) ? 'class' : 'object' };
  };
  const constraintOf = (type: Type): Type | undefined => {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint === type ? undefined : constraint;
  };
  return {
    kinds,
    fileNode: path => program.getSourceFile(path) as unknown as SyntaxNode | undefined,
    pathOf: node => (node as unknown as Node).getSourceFile().fileName,
    symbolsAt: nodes => checker.getSymbolAtLocation(nodes as unknown as readonly Node[]),
    typesAt: nodes => checker.getTypeAtLocation(nodes as unknown as readonly Node[]),
    typesOf: symbols => (symbols.length === 0 ? [] : checker.getTypeOfSymbol(symbols as readonly Symbol7[])),
    aliasTarget: symbol =>
      remembered(targets, symbol, () => {
        const target = checker.getAliasedSymbol(symbol as Symbol7);
        return checker.isUnknownSymbol(target) ? undefined : target;
      }),
    declarationsOf: symbol =>
      remembered(declarations, symbol, () =>
        (symbol as Symbol7).declarations.flatMap(
          handle => (handle.resolve() as unknown as SyntaxNode | undefined) ?? [],
        ),
      ),
    throwsOf: symbol =>
      checker
        .getJsDocTagsOfSymbol(symbol as Symbol7)
        .flatMap(tag => (tag.name === 'throws' || tag.name === 'exception' ? (tag.text ?? '').trim() : [])),
    shapeOf: type => remembered(shapes, type, () => shapeOf(type)),
    textOf: type => checker.typeToString(type as Type),
    symbolOf: type => (type as Type).getSymbol(),
    basesOf: handle => {
      const type = targetOf(handle as Type);
      return type ? checker.getBaseTypes(type) : [];
    },
    propertiesOf: type => checker.getPropertiesOfType(type as Type),
    propertyOf: (type, name) => checker.getPropertyOfType(type as Type, name),
    isCallable: type => checker.getSignaturesOfType(type as Type, SignatureKind.Call).length > 0,
  };
}

/** The class or interface behind `Box<string>`, which is a reference to `Box`. */
function targetOf(type: Type): InterfaceType | undefined {
  if (!(type.flags & TypeFlags.Object)) return undefined;
  const { objectFlags } = type as ObjectType;
  if (objectFlags & ObjectFlags.ClassOrInterface) return type as InterfaceType;
  if (!(objectFlags & ObjectFlags.Reference)) return undefined;
  const target = (type as TypeReference).getTarget() as ObjectType;
  return target.objectFlags & ObjectFlags.ClassOrInterface ? (target as InterfaceType) : undefined;
}

function isClassOrInterface(type: Type): boolean {
  return targetOf(type) !== undefined;
}

function remembered<K, V>(memory: Map<K, V>, key: K, compute: () => V): V {
  if (!memory.has(key)) memory.set(key, compute());
  return memory.get(key) as V;
}
