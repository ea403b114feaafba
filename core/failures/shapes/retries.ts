import type { CallExpr, Expr, FunctionIr, HandlerIr, LoopStmt, Stmt, TryStmt } from '../../syntax/ir/nodes.js';
import { isTransient } from '../classes.js';
import type { FailureMode } from '../contract.js';
import type { FileView } from '../view.js';
import { contentsOf, eachExpr, eachPart, eachStmt, mentions, pathOf, someIn } from '../walk.js';
import { calledName, globalName, modelOf } from './calls.js';
import { isDelayName } from './names.js';
import { bare, someDeep, someInStmts } from './scope.js';

/** A region that runs again after it failed. */
export interface Retry {
  readonly fn: number;
  /** The block whose failure leads to the next attempt. */
  readonly block: readonly Stmt[];
  readonly handler: HandlerIr;
  /** The loop, or `undefined` where the function calls itself from the handler. */
  readonly loop: LoopStmt | undefined;
  /** The call that asks for the next attempt, where there is no loop. */
  readonly again: CallExpr | undefined;
  readonly attempt: TryStmt;
}

/** Loops and recursions of a function that try again what failed: they end with the first success. */
export function retriesOf(file: FileView, fn: number, ir: FunctionIr): Retry[] {
  const found: Retry[] = [];
  eachStmt(ir.body, stmt => {
    if (stmt.kind === 'loop' && (stmt.form === 'for' || stmt.form === 'while' || stmt.form === 'do')) {
      for (const attempt of attemptsIn(stmt.body))
        if (reenters(attempt) && endsWithSuccess(stmt, attempt))
          found.push({ fn, block: attempt.block, handler: attempt.handler!, loop: stmt, again: undefined, attempt });
    }
    if (stmt.kind === 'try' && stmt.handler) {
      const again = callOfSelf(file, fn, stmt.handler.body);
      if (again) found.push({ fn, block: stmt.block, handler: stmt.handler, loop: undefined, again, attempt: stmt });
    }
  });
  return found;
}

/** Indexes of the parameters that a function calls in an attempt: `retry(work)`. */
export function retriedParameters(file: FileView, fn: number): readonly number[] {
  const ir = file.ir.functions[fn];
  if (!ir) return [];
  const found = new Set<number>();
  for (const { block } of retriesOf(file, fn, ir)) {
    eachExpr(block, expr => {
      if (expr.kind !== 'call' || expr.callee.kind !== 'name') return;
      const bound = file.binding(fn, expr.callee.name);
      if (bound?.kind === 'param' && bound.fn === fn && bound.path.length === 0) found.add(bound.index);
    });
  }
  return [...found].sort((a, b) => a - b);
}

/** `try` statements of a loop's own body, not of a loop inside it. */
function attemptsIn(body: readonly Stmt[]): TryStmt[] {
  return body.flatMap(stmt => {
    if (stmt.kind === 'try') return stmt.handler ? [stmt] : [];
    if (stmt.kind === 'loop') return [];
    return contentsOf(stmt).blocks.flatMap(block => attemptsIn(block));
  });
}

/** Some path of the handler goes on to the next round. */
function reenters({ handler }: TryStmt): boolean {
  return handler !== undefined && !leavesLoop(handler.body);
}

/** Every path leaves the loop. */
function leavesLoop(stmts: readonly Stmt[]): boolean {
  return stmts.some(stmt => {
    if (stmt.kind === 'return' || stmt.kind === 'throw') return true;
    if (stmt.kind === 'jump') return stmt.isBreak;
    if (stmt.kind === 'if') return stmt.no.length > 0 && leavesLoop(stmt.yes) && leavesLoop(stmt.no);
    return stmt.kind === 'block' && leavesLoop(stmt.body);
  });
}

/** After success the loop is left: a `return` or `break` behind the call, or a name that the loop asks for. */
function endsWithSuccess(loop: LoopStmt, attempt: TryStmt): boolean {
  if (hasExit(attempt.block)) return true;
  const at = loop.body.findIndex(stmt => stmt.start <= attempt.start && attempt.end <= stmt.end);
  if (loop.body.slice(at + 1).some(stmt => stmt.kind === 'return' || (stmt.kind === 'jump' && stmt.isBreak)))
    return true;
  let sets = false;
  eachExpr(attempt.block, expr => {
    if (
      expr.kind === 'assign' &&
      expr.target.kind === 'name' &&
      loop.test &&
      mentions(loop.test, expr.target.name) &&
      expr.value.kind === 'literal'
    )
      sets = true;
  });
  return sets;
}

/** A `return` or `break` of the outer loop among statements. */
function hasExit(stmts: readonly Stmt[]): boolean {
  return stmts.some(stmt => {
    if (stmt.kind === 'return') return true;
    if (stmt.kind === 'jump') return stmt.isBreak;
    if (stmt.kind === 'if') return hasExit(stmt.yes) || hasExit(stmt.no);
    return stmt.kind === 'block' && hasExit(stmt.body);
  });
}

/** `return fetchAgain(n - 1)` in the handler of the same function. */
function callOfSelf(file: FileView, fn: number, handler: readonly Stmt[]): CallExpr | undefined {
  let found: CallExpr | undefined;
  eachExpr(handler, expr => {
    if (expr.kind !== 'call' || found !== undefined) return;
    const callee = file.callee(fn, expr);
    const isSelf =
      callee.kind === 'project' && callee.targets.some(each => each.path === file.path && each.index === fn);
    if (isSelf && handsOnParams(file.ir.functions[fn]!, expr)) found = expr;
  });
  return found;
}

/** Each argument is the parameter of its place, as it is or counted on: another input would be another operation. */
function handsOnParams({ params }: FunctionIr, { args }: CallExpr): boolean {
  return args.every((arg, i) => {
    const target = params[i]?.target;
    if (target === undefined) return false;
    return target.kind !== 'name' || mentions(arg, target.name) || arg.kind === 'object';
  });
}

/** Whether the next attempt waits for a moment first. */
export function hasDelay(file: FileView, { fn, handler, loop, again, attempt }: Retry): boolean {
  const rest = loop ? loop.body.filter(stmt => stmt.start > attempt.end || stmt.end < attempt.start) : [];
  const inTest = loop?.test ? someIn(loop.test, each => each.kind === 'call' && isDelay(file, fn, each)) : false;
  const waits = (stmts: readonly Stmt[]): boolean =>
    someInStmts(file.ir, fn, stmts, (each, at) => each.kind === 'call' && isDelay(file, at, each));
  const isLater =
    again !== undefined &&
    someInStmts(
      file.ir,
      fn,
      handler.body,
      each => each.kind === 'call' && each !== again && someDeep(file.ir, fn, each, part => part === again),
    );
  return inTest || isLater || waits(handler.body) || waits(rest) || waits(attempt.final ?? []);
}

function isDelay(file: FileView, fn: number, call: CallExpr): boolean {
  if (isDelayName(calledName(call))) return true;
  return (
    modelOf(file, fn, call)?.marks.includes('timer') ??
    /^(setTimeout|setImmediate)$/.test(globalName(file, fn, call) ?? '')
  );
}

/** Whether something bounds the attempts: a counter, a deadline, a way out of the handler. */
export function hasCap({ loop, handler, again }: Retry): boolean {
  if (handler.body.some(stmt => leaves(stmt))) return true;
  if (again !== undefined)
    return again.args.some(
      arg =>
        someIn(arg, each => each.kind === 'binary' && /^[-+]$/.test(each.op)) ||
        someIn(arg, each => each.kind === 'unary' && /^(x?\+\+|x?--)$/.test(each.op)),
    );
  if (loop === undefined) return true;
  if (loop.test && someIn(loop.test, isBound)) return true;
  let bounded = false;
  eachStmt(loop.body, stmt => {
    if (
      stmt.kind === 'if' &&
      someIn(stmt.test, isBound) &&
      (hasExit(stmt.yes) || stmt.yes.some(each => each.kind === 'throw'))
    )
      bounded = true;
  });
  return bounded;
}

function leaves(stmt: Stmt): boolean {
  let found = false;
  eachStmt([stmt], each => {
    found ||= each.kind === 'throw' || each.kind === 'return' || (each.kind === 'jump' && each.isBreak);
  });
  return found && stmt.kind !== 'loop' && !(stmt.kind === 'return');
}

function isBound(expr: Expr): boolean {
  if (expr.kind === 'binary') return /^(<|>|<=|>=)$/.test(expr.op);
  return expr.kind === 'unary' && /--$/.test(expr.op);
}

/** The number of attempts where a literal says it. */
export function literalCap({ loop }: Retry): number | undefined {
  let cap: number | undefined;
  if (loop?.test)
    eachPart(loop.test, expr => {
      if (expr.kind === 'binary' && isBound(expr))
        for (const side of [expr.left, expr.right])
          if (side.kind === 'literal' && typeof side.value === 'number') cap = side.value;
    });
  return cap;
}

/** A call in an attempt with the modes in which it fails there. */
export interface AttemptedCall {
  readonly call: CallExpr;
  readonly modes: readonly FailureMode[];
  /** More may go wrong than is known. */
  readonly open: boolean;
}

/** Names that differ from round to round: counted, assigned, taken from, and those made of them. A call with one is another operation. */
function varyingNames({ init, body, step }: LoopStmt): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (expr: Expr): void => {
    if (expr.kind === 'assign') eachPart(expr.target, each => each.kind === 'name' && names.add(each.name));
    if (expr.kind === 'unary' && /(\+\+|--)$/.test(expr.op) && expr.value.kind === 'name') names.add(expr.value.name);
    if (
      expr.kind === 'call' &&
      expr.callee.kind === 'member' &&
      expr.callee.object.kind === 'name' &&
      /^(pop|shift|push|splice|next)$/.test(expr.callee.property)
    )
      names.add(expr.callee.object.name);
  };
  eachExpr(body, note);
  eachExpr(init, note);
  if (step) eachPart(step, note);
  eachStmt(body, stmt => {
    if (
      stmt.kind !== 'let' ||
      stmt.value === undefined ||
      !someIn(stmt.value, each => (each.kind === 'name' && names.has(each.name)) || isAskedAnew(each))
    )
      return;
    eachPart(stmt.target, each => each.kind === 'name' && names.add(each.name));
  });
  return names;
}

/** `await queue.take()`, `rl.question(…)`: each round gets another one. */
function isAskedAnew(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    /^_?(read|ask|prompt|question|receive|take|next|dequeue|poll|accept|input|pull|pick|choose)(?=[A-Z_]|$)/.test(
      calledName(expr),
    )
  );
}

/** Calls of the attempt that fail with something, or of which nothing is known. */
export function attemptedCalls(file: FileView, { fn, block, loop }: Retry): AttemptedCall[] {
  const varying = loop ? varyingNames(loop) : new Set<string>();
  const found: AttemptedCall[] = [];
  eachExpr(block, expr => {
    if (expr.kind !== 'call' || someIn(expr, each => each.kind === 'name' && varying.has(each.name))) return;
    const { throws, rejects, open } = file.failuresOf(fn, expr);
    const modes = [...throws, ...rejects];
    if (modes.length > 0 || open) found.push({ call: expr, modes, open });
  });
  return found;
}

/** Whether a call reaches out of the process: by its model, or by a failure that only such calls have. */
export function reachesOut(file: FileView, fn: number, { call, modes }: AttemptedCall): boolean {
  const model = modelOf(file, fn, call);
  if (model !== undefined) return model.remote;
  return modes.some(mode => mode.channel !== 'throw' && isTransient(mode.class) && mode.class !== 'exhausted');
}

/** Whether a handler asks what failed: a test on the error, or a function that judges it. */
export function discriminates({ param, body }: HandlerIr): boolean {
  const tests: Expr[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind === 'if') tests.push(stmt.test);
    if (stmt.kind === 'switch') tests.push(stmt.value);
  });
  eachExpr(body, expr => {
    if (expr.kind === 'conditional') tests.push(expr.test);
    if (expr.kind === 'binary' && /^(&&|\|\||\?\?|===|==|!==|!=|instanceof|in)$/.test(expr.op)) tests.push(expr);
  });
  if (param === undefined) return false;
  if (param.kind === 'pattern')
    return tests.some(test =>
      param.elements.some(each => each.target.kind === 'name' && mentions(test, each.target.name)),
    );
  return param.kind === 'name' && tests.some(test => asksAbout(test, param.name, body));
}

function asksAbout(test: Expr, name: string, body: readonly Stmt[]): boolean {
  if (someIn(test, each => each.kind === 'member' && each.property === 'aborted')) return true;
  if (mentions(test, name)) return someIn(test, each => isQuestion(each, name));
  let named = false;
  eachStmt(body, stmt => {
    if (
      stmt.kind === 'let' &&
      stmt.target.kind === 'name' &&
      stmt.value &&
      mentions(stmt.value, name) &&
      mentions(test, stmt.target.name)
    )
      named = true;
  });
  return named;
}

function isQuestion(expr: Expr, name: string): boolean {
  if (expr.kind === 'binary' && expr.op === 'instanceof')
    return mentions(expr.left, name) && pathOf(bare(expr.right)) !== 'Error';
  if (expr.kind === 'member') return mentions(expr.object, name);
  if (expr.kind === 'binary' && expr.op === 'in') return mentions(expr.right, name);
  return expr.kind === 'call' && expr.args.some(arg => mentions(arg, name));
}
