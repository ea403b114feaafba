import { type TypeScript, typescript6 } from '../../typescript6.js';
import { flat } from '../strings.js';
import { commentsOf } from './comments.js';
import { lowerExpression } from './expressions.js';
import { lowerClass, lowerFunction } from './functions.js';
import type { Lowering } from './lowering.js';
import type { FileIr, FunctionIr, Stmt, TypeDeclarationIr, TypeIr } from './nodes.js';
import { lowerStatement } from './statements.js';
import { lowerType, membersOf } from './type-nodes.js';

/**
 * Lowers the functions of a parsed file. `names` gives functions the names that facts use for them. Never throws for the
 * user's text: a statement nested too deeply to walk is left out (the facts report it).
 */
export function lowerFile(source: TypeScript.SourceFile, names: ReadonlyMap<TypeScript.Node, string>): FileIr {
  const low: Lowering = {
    source,
    functions: [],
    classes: [],
    names,
    comments: new Map(),
    current: -1,
    symbol: '',
    expr: node => lowerExpression(node, low),
    stmt: (node, into) => lowerStatement(node, low, into),
    stmts: nodes => {
      const into: Stmt[] = [];
      for (const node of nodes) {
        if (node.kind === typescript6().SyntaxKind.Block && nodes.length === 1)
          for (const inner of (node as TypeScript.Block).statements) low.stmt(inner, into);
        else low.stmt(node, into);
      }
      return into;
    },
    fn: (node, owner, docFrom) => lowerFunction(node, owner, docFrom, low),
    cls: node => lowerClass(node, low),
  };
  low.functions.push(undefined as never);
  low.current = 0;
  const body: Stmt[] = [];
  for (const statement of source.statements) lowerSafely(statement, low, body);
  low.functions[0] = moduleFunction(source, body);
  return {
    functions: low.functions,
    classes: low.classes,
    types: source.statements.flatMap(statement => typeDeclaration(statement, source)),
    comments: commentsOf(low),
  };
}

function lowerSafely(statement: TypeScript.Statement, low: Lowering, into: Stmt[]): void {
  const marks = [low.functions.length, low.classes.length] as const;
  try {
    low.stmt(statement, into);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    low.functions.length = marks[0];
    low.classes.length = marks[1];
    low.current = 0;
    low.symbol = '';
  }
}

function moduleFunction(source: TypeScript.SourceFile, body: readonly Stmt[]): FunctionIr {
  const rest = { isAsync: true, isGenerator: false, params: [], returns: undefined, doc: undefined, decorators: [] };
  return {
    start: 0,
    end: source.end,
    name: '',
    nameStart: 0,
    nameEnd: 0,
    form: 'module',
    parent: -1,
    owner: -1,
    hasBody: true,
    body,
    ...rest,
  };
}

function typeDeclaration(statement: TypeScript.Statement, source: TypeScript.SourceFile): TypeDeclarationIr[] {
  const K = typescript6().SyntaxKind;
  const at = { start: statement.getStart(source), end: statement.end };
  switch (statement.kind) {
    case K.InterfaceDeclaration: {
      const { name, members, heritageClauses } = statement as TypeScript.InterfaceDeclaration;
      const bases = heritageClauses?.flatMap(clause => clause.types.map(type => lowerType(type, source))) ?? [];
      return [
        {
          ...at,
          name: flat(name.text),
          form: 'interface',
          extends: bases,
          type: { kind: 'shape', properties: membersOf(members, source) },
        },
      ];
    }
    case K.TypeAliasDeclaration: {
      const { name, type } = statement as TypeScript.TypeAliasDeclaration;
      return [{ ...at, name: flat(name.text), form: 'alias', extends: [], type: lowerType(type, source) }];
    }
    case K.EnumDeclaration: {
      const { name, members } = statement as TypeScript.EnumDeclaration;
      const values = members.map(({ name: own, initializer }): TypeIr => {
        const text =
          initializer?.kind === K.StringLiteral ? (initializer as TypeScript.StringLiteral).text : own.getText(source);
        return { kind: 'literal', value: flat(text) };
      });
      return [{ ...at, name: flat(name.text), form: 'enum', extends: [], type: { kind: 'union', members: values } }];
    }
    default:
      return [];
  }
}
