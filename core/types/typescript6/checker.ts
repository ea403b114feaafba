import { type TypeScript, typescript6 } from '../../typescript6.js';
import { type Checker, kindsOf, type SyntaxNode, type TypeHandle, type TypeShape } from '../checker.js';
import { literalValue } from '../literal-value.js';

/** The checker of a program of TypeScript 6. */
export function checker6(program: TypeScript.Program): Checker {
  const ts = typescript6();
  const checker = program.getTypeChecker();
  const { TypeFlags, ObjectFlags } = ts;

  const targetOf = (type: TypeScript.Type): TypeScript.InterfaceType | undefined => {
    if (!(type.flags & TypeFlags.Object)) return undefined;
    const { objectFlags } = type as TypeScript.ObjectType;
    if (objectFlags & ObjectFlags.ClassOrInterface) return type as TypeScript.InterfaceType;
    if (!(objectFlags & ObjectFlags.Reference)) return undefined;
    const { target } = type as TypeScript.TypeReference;
    return target.objectFlags & ObjectFlags.ClassOrInterface ? (target as TypeScript.InterfaceType) : undefined;
  };
  const shapeOf = (handle: TypeHandle): TypeShape => {
    const type = handle as TypeScript.Type;
    if (type.flags & TypeFlags.Any) return { kind: 'any' };
    if (type.isUnion()) return { kind: 'union', members: type.types };
    if (type.isIntersection()) return { kind: 'intersection', members: type.types };
    if (type.flags & TypeFlags.Null) return { kind: 'value', value: null };
    if (type.flags & TypeFlags.Undefined) return { kind: 'value', value: undefined };
    if (type.flags & TypeFlags.Literal) return literalValue(type, checker.typeToString(type));
    if (type.flags & TypeFlags.Instantiable) {
      const constraint = checker.getBaseConstraintOfType(type);
      return { kind: 'deferred', constraint: constraint === type ? undefined : constraint };
    }
    if (!(type.flags & TypeFlags.Object)) return { kind: 'other' };
    return { kind: targetOf(type) ? 'class' : 'object' };
  };
  const symbolAt = (node: SyntaxNode) => {
    const symbol = checker.getSymbolAtLocation(node as unknown as TypeScript.Node);
    return symbol && checker.getMergedSymbol(symbol);
  };
  return {
    kinds: kindsOf(ts.SyntaxKind as unknown as Record<string, number>),
    fileNode: path => program.getSourceFile(path) as unknown as SyntaxNode | undefined,
    pathOf: node => (node as unknown as TypeScript.Node).getSourceFile().fileName,
    symbolsAt: nodes => nodes.map(symbolAt),
    typesAt: nodes => nodes.map(node => checker.getTypeAtLocation(node as unknown as TypeScript.Node)),
    typesOf: symbols => symbols.map(symbol => checker.getTypeOfSymbol(symbol as TypeScript.Symbol)),
    aliasTarget: symbol => {
      const target = checker.getAliasedSymbol(symbol as TypeScript.Symbol);
      return checker.isUnknownSymbol(target) ? undefined : target;
    },
    declarationsOf: symbol => ((symbol as TypeScript.Symbol).declarations ?? []) as unknown as readonly SyntaxNode[],
    throwsOf: symbol =>
      (symbol as TypeScript.Symbol)
        .getJsDocTags(checker)
        .flatMap(({ name, text }) =>
          name === 'throws' || name === 'exception' ? ts.displayPartsToString(text).trim() : [],
        ),
    shapeOf,
    textOf: type => checker.typeToString(type as TypeScript.Type),
    symbolOf: type => (type as TypeScript.Type).getSymbol(),
    basesOf: handle => {
      const type = targetOf(handle as TypeScript.Type);
      return type ? checker.getBaseTypes(type) : [];
    },
    propertiesOf: type => checker.getPropertiesOfType(type as TypeScript.Type),
    propertyOf: (type, name) => checker.getPropertyOfType(type as TypeScript.Type, name),
    isCallable: type => checker.getSignaturesOfType(type as TypeScript.Type, ts.SignatureKind.Call).length > 0,
  };
}
