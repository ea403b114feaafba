import { type TypeScript, typescript6 } from '../../typescript6.js';
import { flat } from '../strings.js';
import { takeComments, takeInnerComments } from './comments.js';
import { lowerBinding } from './expressions.js';
import { type Lowering, place } from './lowering.js';
import type { LetStmt, LoopStmt, Stmt } from './nodes.js';
import { optionalType } from './type-nodes.js';

/** Appends what a statement comes to; declarations of types and modules come to nothing. */
export function lowerStatement(node: TypeScript.Statement, low: Lowering, into: Stmt[]): void {
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const at = place(node, low);
  takeComments(node, low);
  switch (node.kind) {
    case K.ExpressionStatement:
      into.push({ kind: 'expression', ...at, value: low.expr((node as TypeScript.ExpressionStatement).expression) });
      return;
    case K.VariableStatement:
      into.push(...declarators((node as TypeScript.VariableStatement).declarationList, low, node));
      return;
    case K.ReturnStatement: {
      const { expression } = node as TypeScript.ReturnStatement;
      into.push({ kind: 'return', ...at, value: expression && low.expr(expression) });
      return;
    }
    case K.ThrowStatement:
      into.push({ kind: 'throw', ...at, value: low.expr((node as TypeScript.ThrowStatement).expression) });
      return;
    case K.IfStatement: {
      const { expression, thenStatement, elseStatement } = node as TypeScript.IfStatement;
      const test = low.expr(expression);
      into.push({
        kind: 'if',
        ...at,
        test,
        yes: low.stmts([thenStatement]),
        no: elseStatement ? low.stmts([elseStatement]) : [],
      });
      return;
    }
    case K.TryStatement:
      into.push(tryStatement(node as TypeScript.TryStatement, low));
      return;
    case K.Block:
      into.push({ kind: 'block', ...at, label: '', body: low.stmts((node as TypeScript.Block).statements) });
      return;
    case K.LabeledStatement: {
      const { label, statement } = node as TypeScript.LabeledStatement;
      into.push({ kind: 'block', ...at, label: flat(label.text), body: low.stmts([statement]) });
      return;
    }
    case K.ForStatement:
    case K.WhileStatement:
    case K.DoStatement:
    case K.ForOfStatement:
    case K.ForInStatement:
      into.push(loop(node as TypeScript.IterationStatement, low));
      return;
    case K.SwitchStatement: {
      const { expression, caseBlock } = node as TypeScript.SwitchStatement;
      const value = low.expr(expression);
      const cases = caseBlock.clauses.map(clause => ({
        ...place(clause, low),
        test: clause.kind === K.CaseClause ? low.expr(clause.expression) : undefined,
        body: low.stmts(clause.statements),
      }));
      into.push({ kind: 'switch', ...at, value, cases });
      return;
    }
    case K.BreakStatement:
    case K.ContinueStatement:
      into.push({
        kind: 'jump',
        ...at,
        isBreak: node.kind === K.BreakStatement,
        label: flat((node as TypeScript.BreakStatement).label?.text ?? ''),
      });
      return;
    case K.FunctionDeclaration: {
      const made = node as TypeScript.FunctionDeclaration;
      into.push({ kind: 'declare-function', ...at, name: flat(made.name?.text ?? ''), index: low.fn(made, -1) });
      return;
    }
    case K.ClassDeclaration: {
      const made = node as TypeScript.ClassDeclaration;
      into.push({ kind: 'declare-class', ...at, name: flat(made.name?.text ?? ''), index: low.cls(made) });
      return;
    }
    case K.ExportAssignment:
      into.push({ kind: 'expression', ...at, value: low.expr((node as TypeScript.ExportAssignment).expression) });
      return;
  }
}

function declarators(list: TypeScript.VariableDeclarationList, low: Lowering, docFrom?: TypeScript.Node): LetStmt[] {
  const ts = typescript6();
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  const keyword =
    flags === ts.NodeFlags.AwaitUsing
      ? 'await using'
      : flags === ts.NodeFlags.Using
        ? 'using'
        : flags === ts.NodeFlags.Const
          ? 'const'
          : flags === ts.NodeFlags.Let
            ? 'let'
            : 'var';
  return list.declarations.map(declaration => {
    const { name, type, initializer } = declaration;
    const isFunction =
      initializer?.kind === ts.SyntaxKind.ArrowFunction || initializer?.kind === ts.SyntaxKind.FunctionExpression;
    const value = !initializer
      ? undefined
      : isFunction
        ? ({
            kind: 'function',
            ...place(initializer, low),
            index: low.fn(initializer as TypeScript.ArrowFunction, -1, docFrom),
          } as const)
        : low.expr(initializer);
    return {
      kind: 'let',
      ...place(declaration, low),
      target: lowerBinding(name, low),
      type: optionalType(type, low.source),
      value,
      keyword,
    };
  });
}

function tryStatement(node: TypeScript.TryStatement, low: Lowering): Stmt {
  const { tryBlock, catchClause, finallyBlock } = node;
  takeInnerComments(tryBlock, low);
  if (catchClause) takeInnerComments(catchClause.block, low);
  return {
    kind: 'try',
    ...place(node, low),
    block: low.stmts(tryBlock.statements),
    handler: catchClause && {
      ...place(catchClause, low),
      param: catchClause.variableDeclaration && lowerBinding(catchClause.variableDeclaration.name, low),
      body: low.stmts(catchClause.block.statements),
    },
    final: finallyBlock && low.stmts(finallyBlock.statements),
  };
}

function loop(node: TypeScript.IterationStatement, low: Lowering): LoopStmt {
  const K = typescript6().SyntaxKind;
  const made = {
    kind: 'loop',
    ...place(node, low),
    init: [],
    test: undefined,
    step: undefined,
    each: undefined,
    over: undefined,
  } as const;
  const body = (): Stmt[] => low.stmts([node.statement]);
  switch (node.kind) {
    case K.ForStatement: {
      const { initializer, condition, incrementor } = node as TypeScript.ForStatement;
      const init: Stmt[] = [];
      if (initializer?.kind === K.VariableDeclarationList)
        init.push(...declarators(initializer as TypeScript.VariableDeclarationList, low));
      else if (initializer)
        init.push({
          kind: 'expression',
          ...place(initializer, low),
          value: low.expr(initializer as TypeScript.Expression),
        });
      return {
        ...made,
        form: 'for',
        init,
        test: condition && low.expr(condition),
        step: incrementor && low.expr(incrementor),
        body: body(),
      };
    }
    case K.WhileStatement:
    case K.DoStatement: {
      const form = node.kind === K.DoStatement ? 'do' : 'while';
      return { ...made, form, test: low.expr((node as TypeScript.WhileStatement).expression), body: body() };
    }
    default: {
      const { initializer, expression, awaitModifier } = node as TypeScript.ForOfStatement;
      const form = node.kind === K.ForInStatement ? 'in' : awaitModifier ? 'await-of' : 'of';
      const each =
        initializer.kind === K.VariableDeclarationList
          ? lowerBinding((initializer as TypeScript.VariableDeclarationList).declarations[0]!.name, low)
          : low.expr(initializer as TypeScript.Expression);
      return { ...made, form, each, over: low.expr(expression), body: body() };
    }
  }
}
