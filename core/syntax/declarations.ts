import { type TypeScript, typescript6 } from '../typescript6.js';
import type { ImportDraft, Walk } from './drafts.js';
import type { DeclarationKind } from './facts.js';
import { flat } from './strings.js';
import { dottedPath, eachBoundName, entityPath, hasModifier, peeled } from './syntax-nodes.js';

/** A `DeclarationFact` before imports have indices. */
export interface DeclarationDraft {
  readonly name: string;
  readonly kind: DeclarationKind;
  readonly ambient: boolean;
  readonly start: number;
  readonly end: number;
  readonly aliasOf?: readonly string[] | undefined;
  /** The `import("x")` type or the call that `aliasOf` starts at. */
  readonly aliasImport?: ImportDraft | undefined;
  readonly extends?: readonly (readonly string[])[] | undefined;
  readonly node: TypeScript.Node;
  /** The statement it stands in: where its documentation comment is. */
  readonly statement: TypeScript.Statement;
}

type Rest = Partial<Pick<DeclarationDraft, 'aliasOf' | 'aliasImport' | 'extends'>>;

/** What one statement at the top of a module declares. */
export function declarationsOf(statement: TypeScript.Statement, walk: Walk): DeclarationDraft[] {
  const K = typescript6().SyntaxKind;
  const isAmbient = walk.dialect === 'dts' || hasModifier(statement, K.DeclareKeyword);
  const make = (name: string, kind: DeclarationKind, node: TypeScript.Node, rest: Rest = {}): DeclarationDraft => ({
    name: flat(name),
    kind,
    ambient: isAmbient,
    start: node.getStart(walk.source),
    end: node.end,
    node,
    statement,
    ...rest,
  });
  switch (statement.kind) {
    case K.FunctionDeclaration: {
      const { name } = statement as TypeScript.FunctionDeclaration;
      return name?.text ? [make(name.text, 'function', statement)] : [];
    }
    case K.ClassDeclaration: {
      const node = statement as TypeScript.ClassDeclaration;
      const bases = basesOf(node.heritageClauses, K.ExtendsKeyword);
      // An anonymous default class is declared as `default` where its base says where it comes from.
      const name = node.name?.text || (bases ? 'default' : '');
      return name ? [make(name, 'class', statement, { extends: bases })] : [];
    }
    case K.InterfaceDeclaration: {
      const node = statement as TypeScript.InterfaceDeclaration;
      return named(node.name, make, 'interface', node, { extends: basesOf(node.heritageClauses, K.ExtendsKeyword) });
    }
    case K.TypeAliasDeclaration: {
      const node = statement as TypeScript.TypeAliasDeclaration;
      return named(node.name, make, 'type', node, typeAlias(node.type, walk));
    }
    case K.EnumDeclaration: {
      const node = statement as TypeScript.EnumDeclaration;
      return named(node.name, make, hasModifier(node, K.ConstKeyword) ? 'const-enum' : 'enum', node);
    }
    case K.ModuleDeclaration: {
      const node = statement as TypeScript.ModuleDeclaration;
      const isGlobal = (node.flags & typescript6().NodeFlags.GlobalAugmentation) !== 0;
      return node.name.kind === K.Identifier && !isGlobal ? named(node.name, make, 'namespace', node) : [];
    }
    case K.ImportEqualsDeclaration: {
      const node = statement as TypeScript.ImportEqualsDeclaration;
      if (node.moduleReference.kind === K.ExternalModuleReference) return [];
      const aliasOf = entityPath(node.moduleReference as TypeScript.EntityName).map(flat);
      return named(node.name, make, 'import-alias', node, { aliasOf });
    }
    case K.VariableStatement:
      return variables(statement as TypeScript.VariableStatement, make, walk);
    case K.ExportAssignment: {
      const alias = valueAlias((statement as TypeScript.ExportAssignment).expression, walk);
      const isName = (statement as TypeScript.ExportAssignment).expression.kind === K.Identifier;
      return alias && !isName ? [make('default', 'variable', statement, alias)] : [];
    }
    default:
      return [];
  }
}

type Make = (name: string, kind: DeclarationKind, node: TypeScript.Node, rest?: Rest) => DeclarationDraft;

function named(name: TypeScript.ModuleName, make: Make, kind: DeclarationKind, node: TypeScript.Node, rest?: Rest) {
  return name.text === '' ? [] : [make(name.text, kind, node, rest)];
}

function variables(statement: TypeScript.VariableStatement, make: Make, walk: Walk): DeclarationDraft[] {
  const drafts: DeclarationDraft[] = [];
  const isConst = isConstant(statement.declarationList);
  for (const declaration of statement.declarationList.declarations) {
    const start = isConst && declaration.initializer ? valueAlias(declaration.initializer, walk) : undefined;
    eachBoundName(declaration.name, [], (identifier, path) => {
      if (identifier.text === '') return;
      const rest: Rest = start && path ? { ...start, aliasOf: [...(start.aliasOf ?? []), ...path.map(flat)] } : {};
      const isWhole = identifier === declaration.name;
      drafts.push(make(identifier.text, 'variable', isWhole ? declaration : identifier, rest));
    });
  }
  return drafts;
}

function isConstant(list: TypeScript.VariableDeclarationList): boolean {
  const { NodeFlags } = typescript6();
  return (list.flags & NodeFlags.BlockScoped) === NodeFlags.Const;
}

/** The path that a value is only another name for: `X`, `ns.X`, `require("x").X`; assertions and parentheses undone. */
function valueAlias(expression: TypeScript.Expression, walk: Walk): Rest | undefined {
  const K = typescript6().SyntaxKind;
  const path = dottedPath(expression);
  if (path) {
    const isNothing = path.length === 1 && path[0] === 'undefined';
    return isNothing || path[0]!.startsWith('import.') ? undefined : { aliasOf: path.map(flat) };
  }
  const reversed: string[] = [];
  let at = peeled(expression);
  while (at.kind === K.PropertyAccessExpression) {
    reversed.push(flat((at as TypeScript.PropertyAccessExpression).name.text));
    at = peeled((at as TypeScript.PropertyAccessExpression).expression);
  }
  if (at.kind === K.AwaitExpression) at = peeled((at as TypeScript.AwaitExpression).expression);
  const site = walk.sites.get(at);
  return site ? { aliasImport: site, aliasOf: reversed.reverse() } : undefined;
}

/** The path that a type is only another name for: `X`, `ns.X<string>`, `typeof x`, `import("x").X`. */
function typeAlias(type: TypeScript.TypeNode, walk: Walk): Rest {
  const K = typescript6().SyntaxKind;
  let at = type;
  while (at.kind === K.ParenthesizedType) at = (at as TypeScript.ParenthesizedTypeNode).type;
  if (at.kind === K.TypeReference)
    return { aliasOf: entityPath((at as TypeScript.TypeReferenceNode).typeName).map(flat) };
  if (at.kind === K.TypeQuery && (at as TypeScript.TypeQueryNode).exprName.kind !== (K.ImportType as number)) {
    return { aliasOf: entityPath((at as TypeScript.TypeQueryNode).exprName).map(flat) };
  }
  const site = walk.sites.get(at);
  if (!site) return {};
  const { qualifier } = at as TypeScript.ImportTypeNode;
  return { aliasImport: site, aliasOf: qualifier ? entityPath(qualifier).map(flat) : [] };
}

function basesOf(
  clauses: readonly TypeScript.HeritageClause[] | undefined,
  token: TypeScript.SyntaxKind,
): readonly (readonly string[])[] | undefined {
  const paths: string[][] = [];
  for (const clause of clauses ?? []) {
    if (clause.token !== token) continue;
    for (const base of clause.types) {
      const path = dottedPath(base.expression);
      if (path) paths.push(path.map(flat));
    }
  }
  return paths.length > 0 ? paths : undefined;
}

/** Overloads and merged declarations of one name and kind become one: the first, with what the others extend. */
export function mergedDeclarations(drafts: readonly DeclarationDraft[]): DeclarationDraft[] {
  const byKey = new Map<string, DeclarationDraft>();
  for (const draft of drafts) {
    const key = `${draft.kind} ${draft.name}`;
    const first = byKey.get(key);
    if (!first) byKey.set(key, draft);
    else if (draft.extends) byKey.set(key, { ...first, extends: [...(first.extends ?? []), ...draft.extends] });
  }
  return [...byKey.values()];
}
