import type { CallExpr, Expr, Stmt, TryStmt } from '../../syntax/ir/nodes.js';
import { calledName, receiverOf } from '../shapes/calls.js';
import { alwaysLeaves } from '../shapes/paths.js';
import { retriesOf } from '../shapes/retries.js';
import { bare } from '../shapes/scope.js';
import type { Callee, FunctionRef } from '../view.js';
import { contentsOf, partsOf, pathOf } from '../walk.js';
import type { Behaviour, CallTrait, Exit, Protection, Spot, Use } from './behaviour.js';
import {
  calleeName,
  effectsOf,
  hasFamily,
  isSurelyAsync,
  isUnsafe,
  marks,
  mayBeAsync,
  throwsOn,
} from './call-facts.js';
import { alternativesOf, conditionText, unsigned } from './conditions.js';
import type { Context, ReadInPlace, Side } from './context.js';
import { causeIn, errorText, isErrorLike, isIgnoring } from './error-facts.js';
import { calledWithin, isInside } from './nesting.js';
import { asksStatus, familyOfCall, familyOfProperty, isCheckName } from './options.js';
import { bodyShield, isRejection, noShield, sentinelOf, shieldOf } from './shields.js';
import { isName, isNothing, isTimer, isWaitedFor, someExpr } from './value-facts.js';

/** How deep functions are read in the place of their calls. */
const deepest = 4;
/** Calls, exits and protections kept of one function. */
const most = 4000;

/** Reads what a function does: its own body, the functions in it, and those that `inPlace` names. */
export function behaviourOf(side: Side, ref: FunctionRef, inPlace: ReadInPlace): Behaviour {
  const file = side.view.file(ref.path);
  const exits: Exit[] = [];
  const calls: CallTrait[] = [];
  const protections: Protection[] = [];
  const conditions = new Map<string, number>();
  if (!file) return { exits, calls, protections, conditions };
  const isFull = (): boolean => exits.length + calls.length + protections.length > most;
  const attempts = new Map<string, ReadonlySet<TryStmt>>();
  const called = new Map<string, ReadonlySet<number>>();

  const spot = (context: Context, at: { start: number; end: number }): Spot => ({
    path: context.file.path,
    fn: context.fn,
    start: at.start,
    end: at.end,
    isOwn: context.isOwn,
  });
  const protect = (context: Context, family: Protection['family'], at: Expr | Stmt, text: string): void => {
    protections.push({ ...spot(context, at), family, text });
  };

  const readBody = (context: Context): void => {
    const ir = context.file.ir.functions[context.fn];
    if (!ir) return;
    for (const { fallback } of ir.params) if (fallback) readExpr(fallback, context, 'value');
    readStmts(ir.body, context);
  };

  const attemptsOf = ({ file: at, fn }: Context): ReadonlySet<TryStmt> => {
    const key = `${at.path}#${fn}`;
    let found = attempts.get(key);
    if (!found) {
      found = new Set(retriesOf(at, fn, at.ir.functions[fn]!).map(each => each.attempt));
      attempts.set(key, found);
    }
    return found;
  };

  const asked = (test: Expr, sign: boolean, context: Context): Context => {
    const guards = alternativesOf(context.file, context.fn, test, sign);
    return { ...context, guards, asksStatus: asksStatus(followed(test, context)), condition: test };
  };

  const noteCondition = (text: string): void => {
    conditions.set(text, (conditions.get(text) ?? 0) + 1);
  };

  const noteTest = (test: Expr, context: Context): void => {
    noteAlternatives(test, context);
    if (asksStatus(followed(test, context))) protect(context, 'status', test, '');
    readExpr(test, context, 'value');
  };

  const noteAlternatives = (test: Expr, { file: at, fn }: Context): void => {
    const both = [...alternativesOf(at, fn, test, true), ...alternativesOf(at, fn, test, false)];
    for (const each of new Set(both.map(unsigned))) noteCondition(each);
  };

  const followed = (test: Expr, { file: at, fn }: Context): Expr => {
    const inner = bare(test);
    const of = inner.kind === 'unary' && inner.op === '!' ? bare(inner.value) : inner;
    if (of.kind !== 'name') return inner;
    const bound = at.binding(fn, of.name);
    return bound?.kind === 'local' && !bound.isReassigned && bound.value ? bound.value : inner;
  };

  const readStmts = (stmts: readonly Stmt[], outer: Context): void => {
    let context = outer;
    for (const stmt of stmts) {
      if (isFull()) return;
      readStmt(stmt, context);
      // What stands behind an `if` that always leaves is guarded by its opposite.
      if (stmt.kind === 'if' && stmt.no.length === 0 && alwaysLeaves(stmt.yes))
        context = asked(stmt.test, false, outer);
    }
  };

  const readStmt = (stmt: Stmt, context: Context): void => {
    switch (stmt.kind) {
      case 'expression':
        readExpr(stmt.value, context, 'floating');
        return;
      case 'let':
        if (stmt.value) readExpr(stmt.value, context, stmt.target.kind === 'name' ? keptUse(stmt, context) : 'value');
        readExpr(stmt.target, context, 'value');
        return;
      case 'return':
        readReturn(stmt.value, stmt, context);
        return;
      case 'throw':
        exits.push(throwExit(stmt.value, stmt, context));
        readExpr(stmt.value, context, 'value');
        return;
      case 'if':
        noteTest(stmt.test, context);
        readStmts(stmt.yes, asked(stmt.test, true, context));
        readStmts(stmt.no, asked(stmt.test, false, context));
        return;
      case 'try':
        readTry(stmt, context);
        return;
      case 'loop': {
        const inside = { ...context, loops: context.loops + 1 };
        readStmts(stmt.init, context);
        if (stmt.over) readExpr(stmt.over, context, stmt.form === 'await-of' ? 'awaited' : 'value');
        if (stmt.test) {
          noteTest(stmt.test, inside);
        }
        if (stmt.step) readExpr(stmt.step, inside, 'value');
        readStmts(stmt.body, inside);
        return;
      }
      case 'switch':
        noteTest(stmt.value, context);
        for (const { test, body } of stmt.cases) {
          const key = test
            ? `${conditionText(context.file, context.fn, stmt.value)} == ${conditionText(context.file, context.fn, test)}`
            : 'default';
          readStmts(body, { ...context, guards: [key], asksStatus: asksStatus(stmt.value) });
        }
        return;
      case 'declare-function':
        if (!isReadElsewhere(stmt.index, context)) readFunction(stmt.index, context);
        return;
      default: {
        const { exprs, blocks } = contentsOf(stmt);
        for (const expr of exprs) readExpr(expr, context, 'value');
        for (const block of blocks) readStmts(block, context);
      }
    }
  };

  /** A named function is read at the calls of it; one that stands for itself is compared by itself. */
  const isReadElsewhere = (index: number, { file: at, fn }: Context): boolean => {
    const ir = at.ir.functions[index];
    if (!ir || /(^|\.)~\d+$/.test(ir.name)) return false;
    if (fn === 0 && ir.parent <= 0) return true;
    let found = called.get(at.path);
    if (!found) {
      found = calledWithin(at);
      called.set(at.path, found);
    }
    return found.has(index);
  };

  const readTry = (stmt: TryStmt, context: Context): void => {
    const isRetried = context.isRetried || attemptsOf(context).has(stmt);
    if (isRetried && !context.isRetried) protect(context, 'retry', stmt, 'a loop');
    const shield = stmt.handler ? shieldOf(stmt.handler, context.shield, throwsOn(side, context)) : context.shield;
    readStmts(stmt.block, { ...context, shield, isRetried });
    if (stmt.handler)
      readStmts(stmt.handler.body, {
        ...context,
        caught: stmt.handler.param?.kind === 'name' ? stmt.handler.param.name : undefined,
        inHandler: true,
        guards: ['caught'],
      });
    if (stmt.final) readStmts(stmt.final, context);
  };

  const readReturn = (value: Expr | undefined, at: Stmt | Expr, context: Context): void => {
    const inner = value && bare(value);
    if (inner?.kind === 'conditional') {
      noteTest(inner.test, context);
      readReturn(inner.yes, inner.yes, asked(inner.test, true, context));
      readReturn(inner.no, inner.no, asked(inner.test, false, context));
      return;
    }
    if (inner && isRejection(inner) && inner.kind === 'call') {
      const [error] = inner.args;
      if (error) exits.push(throwExit(error, at, context));
      for (const arg of inner.args) readExpr(arg, context, 'value');
      return;
    }
    const sentinel = sentinelOf(inner);
    if (sentinel !== undefined) exits.push(exitOf('return', sentinel, at, context, undefined));
    else if (inner?.kind === 'binary' && (inner.op === '??' || inner.op === '||')) {
      const instead = sentinelOf(inner.right);
      const missing = { ...context, guards: alternativesOf(context.file, context.fn, inner.left, false) };
      if (instead !== undefined) exits.push(exitOf('return', instead, at, missing, undefined));
    }
    if (value) readExpr(value, context, 'returned');
  };

  const exitOf = (how: Exit['how'], value: string, at: Stmt | Expr, context: Context, cause: Exit['cause']): Exit => ({
    ...spot(context, at),
    how,
    value,
    guards: context.guards,
    asksStatus: context.asksStatus,
    cause,
    shield: context.shield,
    isNested: context.isNested,
    condition: context.condition,
  });

  const throwExit = (error: Expr, at: Stmt | Expr, context: Context): Exit => {
    const inner = bare(error);
    const isCaught = inner.kind === 'name' && inner.name === context.caught;
    const cause = !context.inHandler ? undefined : isCaught ? 'whole' : causeIn(inner, context);
    return exitOf('throw', isCaught ? 'caught' : errorText(inner, context), at, context, cause);
  };

  const keptUse = (stmt: Stmt & { kind: 'let' }, context: Context): Use => {
    if (stmt.value && bare(stmt.value).kind === 'await') return 'value';
    if (stmt.target.kind !== 'name') return 'value';
    const { name } = stmt.target;
    const body = context.file.ir.functions[context.fn]?.body ?? [];
    if (someExpr(context.file, body, each => each.kind === 'await' && isName(bare(each.value), name))) return 'awaited';
    return isWaitedFor(context.file, body, name) ? 'handed' : 'kept';
  };

  const readExpr = (expr: Expr, context: Context, use: Use): void => {
    switch (expr.kind) {
      case 'await':
        readExpr(expr.value, context, 'awaited');
        return;
      case 'cast':
        readExpr(expr.value, context, use);
        return;
      case 'unary':
        readExpr(expr.value, context, expr.op === 'void' ? 'floating' : 'value');
        return;
      case 'conditional':
        noteTest(expr.test, context);
        readExpr(expr.yes, asked(expr.test, true, context), use);
        readExpr(expr.no, asked(expr.test, false, context), use);
        return;
      case 'binary': {
        if (expr.op === '&&' || expr.op === '||' || expr.op === '??') {
          if (asksStatus(expr.left)) protect(context, 'status', expr.left, '');
          noteAlternatives(expr.left, context);
          readExpr(expr.left, context, 'value');
          readExpr(expr.right, asked(expr.left, expr.op === '&&', context), use);
          return;
        }
        readExpr(expr.left, context, 'value');
        readExpr(expr.right, context, expr.op === ',' ? use : 'value');
        return;
      }
      case 'member':
        if (expr.optional) noteCondition(conditionText(context.file, context.fn, expr.object));
        if (expr.property === 'aborted') protect(context, 'signal', expr, 'aborted');
        readExpr(expr.object, context, 'value');
        return;
      case 'function':
        if (!isReadElsewhere(expr.index, context)) readFunction(expr.index, context);
        return;
      case 'object':
        for (const property of expr.properties) {
          const family = familyOfProperty(property.name);
          if (family && !isNothing(property.value) && !isTimer(property.value))
            protect(context, family, expr, property.name);
          readExpr(property.value, context, 'handed');
        }
        return;
      case 'array':
        for (const element of expr.elements) readExpr(element, context, use === 'value' ? 'handed' : use);
        return;
      case 'call':
        readCall(expr, context, use);
        return;
      case 'assign':
        readExpr(expr.value, context, 'handed');
        readExpr(expr.target, context, 'value');
        return;
      case 'class':
        return;
      default:
        for (const part of partsOf(expr)) readExpr(part, context, 'value');
    }
  };

  /** A function that stands in this one: read where it stands, since it is part of what is done. */
  const readFunction = (index: number, context: Context, more: Partial<Context> = {}): void => {
    const key = `${context.file.path}#${index}`;
    if (context.open.includes(key)) return;
    readBody({
      ...context,
      fn: index,
      guards: [],
      asksStatus: false,
      condition: undefined,
      caught: undefined,
      inHandler: false,
      isNested: true,
      ...more,
      open: [...context.open, key],
    });
  };

  const readCall = (call: CallExpr, context: Context, use: Use): void => {
    const name = calledName(call);
    const { file: at, fn } = context;
    if (call.optional) noteCondition(conditionText(at, fn, call.callee));
    const receiver = receiverOf(call);
    if (receiver && (name === 'then' || name === 'catch' || name === 'finally') && call.args.length > 0) {
      readChain(call, name, receiver, context, use);
      return;
    }
    const family = familyOfCall(at, fn, call, name);
    if (family) protect(context, family, call, name);
    for (const arg of call.args) {
      const inner = bare(arg);
      if (inner.kind === 'name' && /(^signal|Signal)$/.test(inner.name)) protect(context, 'signal', arg, inner.name);
    }
    if (/^(next|callback|cb|done|reject)$/.test(name) && isErrorLike(call.args[0], context))
      exits.push(throwExit(call.args[0]!, call, context));

    const callee = at.callee(fn, call);
    const [target] = callee.kind === 'project' && callee.targets.length === 1 ? callee.targets : [];
    const targetKey = target && `${target.path}#${target.index}`;
    const isRead =
      target !== undefined &&
      targetKey !== undefined &&
      context.depth < deepest &&
      !context.open.includes(targetKey) &&
      side.view.file(target.path) !== undefined &&
      (inPlace(target) || isInside(at, fn, target));
    const isRetry = /retry|withBackoff/i.test(name) || marks(callee, 'retry');
    if (isRetry) protect(context, 'retry', call, name);
    if (isRead) {
      const inner = side.view.file(target.path)!;
      readBody({
        ...context,
        file: inner,
        fn: target.index,
        isOwn: context.isOwn && target.path === at.path && isInside(at, fn, target),
        guards: [],
        asksStatus: false,
        condition: undefined,
        caught: undefined,
        inHandler: false,
        isNested: true,
        depth: context.depth + 1,
        open: [...context.open, targetKey],
      });
    } else calls.push(callTrait(call, callee, name, context, use));

    const isLoop = receiver !== undefined && loopNames.test(name);
    const isTransaction = /transaction$/i.test(name) || marks(callee, 'transaction');
    if (isTransaction) protect(context, 'transaction', call, name);
    const inside: Context = {
      ...context,
      loops: context.loops + (isLoop ? 1 : 0),
      isRetried: context.isRetried || isRetry,
      isTransactional: context.isTransactional || isTransaction,
    };
    readExpr(call.callee.kind === 'member' ? call.callee.object : call.callee, context, 'value');
    for (const arg of call.args) {
      const value = bare(arg);
      if (value.kind === 'function') readFunction(value.index, inside);
      else readExpr(arg, inside, 'handed');
    }
  };

  /** `p.then(a, b)`, `p.catch(h)`: handlers as `catch` clauses are. */
  const readChain = (call: CallExpr, name: string, receiver: Expr, context: Context, use: Use): void => {
    const handler = name === 'catch' ? call.args[0] : name === 'then' ? call.args[1] : undefined;
    const handled = handler && bare(handler);
    let { shield } = context;
    if (handled?.kind === 'function') {
      const ir = context.file.ir.functions[handled.index]!;
      const param = ir.params[0]?.target;
      shield = bodyShield(
        ir.body,
        param?.kind === 'name' ? param.name : undefined,
        handled.start,
        context.shield,
        throwsOn(side, { ...context, fn: handled.index }),
      );
    } else if (handled && isIgnoring(handled)) shield = { level: 'swallowed', to: 'nothing', at: handled.start };
    const chained: Use = handled && use === 'floating' ? 'handed' : use;
    if (bare(receiver).kind !== 'call')
      calls.push(callTrait(call, context.file.callee(context.fn, call), name, { ...context, shield }, chained));
    readExpr(receiver, { ...context, shield }, chained);
    for (const arg of call.args) {
      const value = bare(arg);
      if (value.kind !== 'function') readExpr(arg, context, 'handed');
      else if (arg === handler) {
        const param = context.file.ir.functions[value.index]?.params[0]?.target;
        const caught = param?.kind === 'name' ? param.name : undefined;
        readFunction(value.index, context, { caught, inHandler: true, guards: ['caught'] });
      } else readFunction(value.index, { ...context, shield });
    }
  };

  const callTrait = (call: CallExpr, callee: Callee, name: string, context: Context, use: Use): CallTrait => {
    const { file: at, fn } = context;
    // A promise that is returned out of a `try` is past its handler.
    const isAsync = mayBeAsync(side, callee);
    const escapes = use === 'returned' && isSurelyAsync(side, callee);
    const keys = call.args.some(arg => hasFamily(arg, 'idempotency'));
    return {
      ...spot(context, call),
      callee: calleeName(side, callee, call, context),
      targets: callee.kind === 'project' ? callee.targets : [],
      text: pathOf(call.callee) ?? (name || 'a call'),
      use,
      mayBeAsync: isAsync,
      loops: context.loops,
      shield: escapes ? noShield : context.shield,
      isRetried: context.isRetried || call.args.some(arg => hasFamily(arg, 'retry')),
      isTransactional: context.isTransactional || call.args.some(arg => hasFamily(arg, 'transaction')),
      isUnsafeToRepeat: !keys && isUnsafe(at, fn, call, name),
      effects: effectsOf(side, callee, call),
      isTotal: callee.kind === 'external' && callee.isTotal,
      isStatement: use === 'floating' || use === 'awaited',
      isCheck:
        isCheckName(name) || (/^(parse|parseAsync)$/.test(name) && /[sS]chema|^z\b/.test(pathOf(call.callee) ?? '')),
    };
  };

  readBody({
    file,
    fn: ref.index,
    isOwn: true,
    loops: 0,
    shield: noShield,
    isRetried: false,
    isTransactional: false,
    guards: [],
    asksStatus: false,
    condition: undefined,
    caught: undefined,
    inHandler: false,
    isNested: false,
    depth: 0,
    open: [`${ref.path}#${ref.index}`],
  });
  return { exits, calls, protections, conditions };
}

const loopNames = /^(map|forEach|filter|flatMap|reduce|reduceRight|some|every|find|findIndex|sort)$/;
