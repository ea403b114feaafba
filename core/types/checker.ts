/**
 * What the answers need from a compiler: the part of TypeScript's old and new API that both can give, about one project
 * at one moment. Handles (nodes, symbols, types) are only good for the checker they came from; equal things have the
 * same handle, so they serve as keys.
 */
export interface Checker {
  readonly kinds: ReadonlyMap<number, KindName>;
  /** The tree of a file of the project, by absolute path. */
  fileNode(path: string): SyntaxNode | undefined;
  /** The absolute path of the file a node stands in. */
  pathOf(node: SyntaxNode): string;
  symbolsAt(nodes: readonly SyntaxNode[]): readonly (SymbolHandle | undefined)[];
  typesAt(nodes: readonly SyntaxNode[]): readonly (TypeHandle | undefined)[];
  typesOf(symbols: readonly SymbolHandle[]): readonly (TypeHandle | undefined)[];
  /** What an import or export name stands for; `undefined` when it leads nowhere. */
  aliasTarget(symbol: SymbolHandle): SymbolHandle | undefined;
  declarationsOf(symbol: SymbolHandle): readonly SyntaxNode[];
  /** The texts of the `@throws` and `@exception` tags. */
  throwsOf(symbol: SymbolHandle): readonly string[];
  shapeOf(type: TypeHandle): TypeShape;
  textOf(type: TypeHandle): string;
  symbolOf(type: TypeHandle): SymbolHandle | undefined;
  /** Base types of a class or interface instance. */
  basesOf(type: TypeHandle): readonly TypeHandle[];
  propertiesOf(type: TypeHandle): readonly SymbolHandle[];
  propertyOf(type: TypeHandle, name: string): SymbolHandle | undefined;
  isCallable(type: TypeHandle): boolean;
}

export type TypeShape =
  | { readonly kind: 'any' | 'class' | 'object' | 'other' }
  | { readonly kind: 'union' | 'intersection'; readonly members: readonly TypeHandle[] }
  /** A type with one value. */
  | { readonly kind: 'value'; readonly value: string | number | boolean | null | undefined }
  /** A type parameter or another deferred type; `undefined` when nothing constrains it. */
  | { readonly kind: 'deferred'; readonly constraint: TypeHandle | undefined };

/** Flags mean the same in TypeScript 6 and 7 (`SymbolFlags`). */
export interface SymbolHandle {
  readonly name: string;
  readonly flags: number;
}

export interface TypeHandle {
  readonly flags: number;
}

/** The shape that the trees of both versions share; a field is there where the kind has it. */
export interface SyntaxNode {
  readonly kind: number;
  readonly flags: number;
  readonly pos: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  getStart(): number;
  forEachChild<T>(visit: (child: SyntaxNode) => T | undefined): T | undefined;
  readonly name?: SyntaxNode;
  readonly expression?: SyntaxNode;
  readonly argumentExpression?: SyntaxNode;
  readonly initializer?: SyntaxNode;
  readonly left?: SyntaxNode;
  readonly right?: SyntaxNode;
  readonly modifiers?: readonly SyntaxNode[];
  readonly text?: string;
  /** The type that is written: of a variable or property, of what a function returns. */
  readonly type?: SyntaxNode;
  readonly typeName?: SyntaxNode;
}

/** Bits of `SymbolFlags`. */
export const symbolFlags = { function: 16, class: 32, method: 8192, alias: 2_097_152 } as const;

/** The kinds that answers tell apart; their numbers differ between versions. */
export const kindNames = [
  'AbstractKeyword',
  'ArrowFunction',
  'AsExpression',
  'BinaryExpression',
  'BindingElement',
  'CallSignature',
  'ClassDeclaration',
  'ClassExpression',
  'ComputedPropertyName',
  'ConstructSignature',
  'Constructor',
  'ElementAccessExpression',
  'EnumDeclaration',
  'EnumMember',
  'ExportAssignment',
  'ExpressionWithTypeArguments',
  'FunctionDeclaration',
  'FunctionExpression',
  'FunctionType',
  'GetAccessor',
  'Identifier',
  'InterfaceDeclaration',
  'JSTypeAliasDeclaration',
  'MethodDeclaration',
  'MethodSignature',
  'ModuleDeclaration',
  'NoSubstitutionTemplateLiteral',
  'NonNullExpression',
  'NumericLiteral',
  'ObjectLiteralExpression',
  'Parameter',
  'ParenthesizedExpression',
  'PrivateIdentifier',
  'PropertyAccessExpression',
  'PropertyAssignment',
  'PropertyDeclaration',
  'PropertySignature',
  'SatisfiesExpression',
  'SetAccessor',
  'ShorthandPropertyAssignment',
  'SourceFile',
  'StringLiteral',
  'TypeAliasDeclaration',
  'TypeAssertionExpression',
  'TypeLiteral',
  'TypeReference',
  'VariableDeclaration',
] as const;

export type KindName = (typeof kindNames)[number];

/** The numbers of a version's `SyntaxKind`, by name of those that answers tell apart. */
export function kindsOf(syntaxKind: Readonly<Record<string, string | number>>): ReadonlyMap<number, KindName> {
  const kinds = new Map<number, KindName>();
  for (const name of kindNames) {
    const kind = syntaxKind[name];
    if (typeof kind === 'number') kinds.set(kind, name);
  }
  return kinds;
}
