import type { FailureMode } from '../../failures/contract.js';
import { calledName } from '../../failures/shapes/calls.js';
import type { CaughtView, FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt, mentions, pathOf } from '../../failures/walk.js';
import type { CallExpr, Expr, HandlerIr, Place, Stmt, TryStmt } from '../../syntax/ir/nodes.js';

/** A catch clause with what arrives at it. */
export interface Handler {
  /** Index of the function it stands in. */
  readonly fn: number;
  readonly statement: TryStmt;
  readonly handler: HandlerIr;
  /** The name of the caught error, where it has one. */
  readonly param: string | undefined;
  readonly caught: CaughtView;
}

const known = new WeakMap<FileView, readonly Handler[]>();

/** All catch clauses of a file that something may arrive at: several rules ask, some for every function. */
export function handlersOf(file: FileView): readonly Handler[] {
  const found = known.get(file) ?? findHandlers(file);
  known.set(file, found);
  return found;
}

/** The clauses of a function that hold an offset. */
export function handlersAround(file: FileView, fn: number, offset: number): readonly Handler[] {
  return handlersOf(file).filter(each => each.fn === fn && each.handler.start <= offset && offset < each.handler.end);
}

/**
 * The clauses that lead to a value: the one it stands in, or those before it that took the same failures and went on
 * (`let n = 0; try { n = await count(); } catch { log(); } return n`), where no loop counts what failed.
 */
export function handlersLeadingTo(file: FileView, fn: number, { start, modes }: Leading): readonly Handler[] {
  const around = handlersAround(file, fn, start);
  if (around.length > 0) return around;
  const keys = new Set(modes.map(mode => mode.key));
  return handlersOf(file).filter(
    each =>
      each.fn === fn &&
      each.handler.end <= start &&
      each.caught.modes.some(mode => keys.has(mode.key)) &&
      !isInLoop(file, fn, each.statement),
  );
}

interface Leading {
  readonly start: number;
  readonly modes: readonly FailureMode[];
}

function isInLoop(file: FileView, fn: number, { start, end }: Place): boolean {
  let found = false;
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    found ||= stmt.kind === 'loop' && stmt.start < start && end <= stmt.end;
  });
  return found;
}

/** The part of a handler that says what is done about a failure. */
export type Clause = Pick<Handler, 'handler' | 'param'>;

/** A function that a chain hands failures to, with the promise it hangs on. */
export interface ChainClause extends Clause {
  readonly promise: Expr;
}

/** The functions that chains within a place hand failures to: `.catch(f)`, `.then(_, f)`. */
export function chainHandlersIn(file: FileView, fn: number, { start, end }: Place): readonly ChainClause[] {
  const found: ChainClause[] = [];
  for (const { callee, args, ...at } of callsIn(file.ir.functions[fn]?.body ?? [])) {
    if (callee.kind !== 'member' || at.start < start || at.end > end) continue;
    const handler = callee.property === 'catch' ? args[0] : callee.property === 'then' ? args[1] : undefined;
    const given = handler?.kind === 'function' ? file.ir.functions[handler.index] : undefined;
    if (!given) continue;
    const target = given.params[0]?.target;
    found.push({
      handler: { start: given.start, end: given.end, param: target, body: given.body },
      param: target?.kind === 'name' ? target.name : undefined,
      promise: callee.object,
    });
  }
  return found;
}

/** The `return` statement that an offset stands in. */
export function returnAt(body: readonly Stmt[], offset: number): Stmt | undefined {
  let found: Stmt | undefined;
  eachStmt(body, stmt => {
    if (stmt.kind === 'return' && stmt.start <= offset && offset <= stmt.end) found = stmt;
  });
  return found;
}

function findHandlers(file: FileView): readonly Handler[] {
  const found: Handler[] = [];
  for (const [fn, ir] of file.ir.functions.entries()) {
    eachStmt(ir.body, statement => {
      if (statement.kind !== 'try' || !statement.handler) return;
      const { handler } = statement;
      const caught = file.caughtAt(fn, handler.start);
      const param = handler.param?.kind === 'name' ? handler.param.name : undefined;
      if (caught) found.push({ fn, statement, handler, param, caught });
    });
  }
  return found;
}

/** The calls that stand directly in statements. */
export function callsIn(stmts: readonly Stmt[]): CallExpr[] {
  const calls: CallExpr[] = [];
  eachExpr(stmts, expr => {
    if (expr.kind === 'call') calls.push(expr);
  });
  return calls;
}

const cleanupWords =
  /^(close|closeSync|unlink|unlinkSync|kill|rm|rmSync|rmdir|destroy|dispose|end|release|terminate|abort|cleanup|cleanUp|disconnect|removeListener|removeEventListener|removeAllListeners|clear|clearTimeout|clearInterval|unsubscribe|shutdown|teardown|stop|quit|free|detach|disposeAsync|releaseLock|unlock|cancel|revokeObjectURL|rollback|reset|unref)$/;

/** Nothing but giving things back is tried. */
export function isCleanup(stmts: readonly Stmt[]): boolean {
  const calls = callsIn(stmts);
  return calls.length > 0 && calls.every(call => cleanupWords.test(calledName(call)) || isArgumentOf(call, calls));
}

function isArgumentOf(call: CallExpr, calls: readonly CallExpr[]): boolean {
  return calls.some(outer => outer !== call && outer.start <= call.start && call.end <= outer.end);
}

/** The function asks a question and answers true or false. */
export function isProbe(file: FileView, fn: number): boolean {
  const name = file.ir.functions[fn]?.name.split('.').at(-1) ?? '';
  return /^(is|has|can|supports|should|exists|check|probe|ping)(?=[A-Z_]|$)/.test(name);
}

const reportWords = /^(console|log|logger|logging|winston|pino|Sentry|telemetry|tracker|analytics|debug)$/;

/** Logs or counts. */
export function isReport(call: CallExpr): boolean {
  const path = pathOf(call.callee);
  if (path === undefined) return false;
  const segments = path.replace(/^this\./, '').split('.');
  const last = segments.at(-1) ?? '';
  if (segments.some(each => reportWords.test(each) || /(^|[a-z])[Ll]ogger$|^_?log$/.test(each))) return true;
  return /^(captureException|captureMessage|reportError|logError|logWarning|debug|warn|trace)$/.test(last);
}

/** Tells the person in front of the screen. */
export function isShownToUser(call: CallExpr): boolean {
  const path = pathOf(call.callee) ?? '';
  return /(^|\.)(toast|alert|notify|showError|showToast|setError|setErrorMessage|addToast|showErrorMessage|enqueueSnackbar|message\.error|notification)(\.|$)/i.test(
    path,
  );
}

/** Whether some statement of a handler reads the error. */
export function readsError({ handler, param }: Handler): boolean {
  if (param === undefined) return false;
  let reads = false;
  eachExpr(handler.body, expr => {
    if (expr.kind === 'name' && expr.name === param) reads = true;
  });
  return reads;
}

/** The caught error and the locals that are made of it. */
export function namesFrom(body: readonly Stmt[], param: string): readonly string[] {
  const names = [param];
  eachStmt(body, stmt => {
    if (stmt.kind === 'let' && stmt.value && names.some(name => mentions(stmt.value!, name)))
      eachPart(stmt.target, each => each.kind === 'name' && names.push(each.name));
  });
  return names;
}

/** A branch of the handler depends on the error beyond `instanceof Error`. */
export function discriminates({ handler, param }: Clause): boolean {
  if (param === undefined) return false;
  const names = namesFrom(handler.body, param);
  let found = false;
  const looks = (test: Expr): void => {
    found ||= names.some(name => asksWhich(test, name));
  };
  eachStmt(handler.body, stmt => {
    if (stmt.kind === 'if') looks(stmt.test);
    if (stmt.kind === 'switch') looks(stmt.value);
  });
  eachExpr(handler.body, expr => {
    if (expr.kind === 'conditional') looks(expr.test);
  });
  return found;
}

/** A place of a handler stands in the branch of a test that says which failure this is. */
export function isAskedFor({ handler, param }: Clause, at: Place): boolean {
  if (param === undefined) return false;
  const names = namesFrom(handler.body, param);
  let found = false;
  eachStmt(handler.body, stmt => {
    if (stmt.kind !== 'if' || !stmt.yes.some(each => each.start <= at.start && at.end <= each.end)) return;
    found ||= names.some(name => asksWhich(stmt.test, name));
  });
  return found;
}

/** A test asks which failure this is, not only whether it is an `Error`. */
export function asksWhich(test: Expr, param: string): boolean {
  if (!mentions(test, param)) return false;
  if (test.kind === 'binary' && (test.op === '&&' || test.op === '||'))
    return asksWhich(test.left, param) || asksWhich(test.right, param);
  return !(test.kind === 'binary' && test.op === 'instanceof' && pathOf(test.right) === 'Error');
}

/** Nothing happens: no statement, or a bare `return`. */
export function isIdle(body: readonly Stmt[]): boolean {
  return body.length === 0 || (body.length === 1 && body[0]?.kind === 'return' && body[0].value === undefined);
}

/** The text of the documentation tells callers: "returns null on any error", "or 0 (comparison failure)". */
export function saysSo(file: FileView, fn: number): boolean {
  return /\b(on|for|upon|in case of|if there (is|was)) (an(y)?|a|all)? ?(error|failure|outage)s?\b|\b(if|when) [\w\s,]{0,60}\b(fails|failed|unreachable|unavailable|errors?)\b|\b(failure|error)\)/i.test(
    file.ir.functions[fn]?.doc?.text ?? '',
  );
}
