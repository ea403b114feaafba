import { printExpr } from '../../failures/print.js';
import { calledName, globalName, isOwnProgram, modelOf, receiverOf, textOf } from '../../failures/shapes/calls.js';
import { completesWithout, someStmt } from '../../failures/shapes/paths.js';
import { bare, eachExprDeep, functionAt, functionsOf, someInStmts, usesOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, eachStmt, mentions, someIn } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt, replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';

export const promiseNeverSettles = defineRule({
  id: 'async/promise-never-settles',
  summary: 'A new promise hears of success only: on failure it never settles.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, isTest } = context;
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const call of callsOf(fn)) {
        if (!call.isNew || globalName(file, index, call) !== 'Promise') continue;
        const executor = functionAt(file, call.args[0]);
        if (executor) checkExecutor(context, { ...executor, promise: call, settlers: paramsOf(executor.fn) });
      }
      eachStmt(fn.body, stmt => {
        const made = withResolvers(file, index, stmt);
        if (made) checkExecutor(context, { fn, index, ...made });
      });
    }
  },
});

interface Executor {
  readonly fn: FunctionIr;
  readonly index: number;
  readonly promise: CallExpr;
  /** `resolve` and `reject` by the names they have here. */
  readonly settlers: readonly string[];
}

function paramsOf({ params }: FunctionIr): readonly string[] {
  return params.slice(0, 2).flatMap(({ target }) => (target.kind === 'name' ? [target.name] : []));
}

/** `const { promise, resolve, reject } = Promise.withResolvers()`: the function around it is the executor. */
function withResolvers(file: FileView, fn: number, stmt: Stmt): Pick<Executor, 'promise' | 'settlers'> | undefined {
  if (stmt.kind !== 'let' || stmt.target.kind !== 'pattern' || stmt.value?.kind !== 'call') return undefined;
  if (globalName(file, fn, stmt.value) !== 'Promise.withResolvers') return undefined;
  const { elements } = stmt.target;
  const settlers = ['resolve', 'reject'].flatMap(name =>
    elements.flatMap(({ property, target }) => (property === name && target.kind === 'name' ? [target.name] : [])),
  );
  return { promise: stmt.value, settlers };
}

function checkExecutor(context: FailureContext, executor: Executor): void {
  const { fn, index, settlers } = executor;
  const { file } = context;
  if (settlers.length === 0 || !settlers.every(name => /^(param|local)$/.test(file.binding(index, name)?.kind ?? '')))
    return;
  if (isHandedOn(file, executor, settlers) || racesTimer(file, executor, settlers) || isRaced(file, executor)) return;
  eachExprDeep(file.ir, index, fn.body, (expr, at) => {
    if (expr.kind === 'call') checkCallback(context, executor, settlers, expr, at);
  });
  checkListeners(context, executor, settlers);
}

/** `resolve` or `reject` stored or returned: somebody else settles. Passed to a call as a callback it is wired here. */
function isHandedOn(file: FileView, { fn, index }: Executor, settlers: readonly string[]): boolean {
  return settlers.some(name =>
    usesOf(file, index, fn.body, name).some(({ around: [outer], name: use }) => {
      if (outer?.kind === 'call') return outer.callee !== use && !isListening(outer);
      // Where it is bound: `const { resolve } = Promise.withResolvers()`.
      return outer?.kind !== 'pattern';
    }),
  );
}

/** A timer or signal of the same promise ends the wait when nothing else does. */
function racesTimer(file: FileView, { fn, index }: Executor, settlers: readonly string[]): boolean {
  return someInStmts(file.ir, index, fn.body, (expr, at) => {
    if (expr.kind !== 'call') return false;
    const isTimer = /^set(Timeout|Interval)$/.test(globalName(file, at, expr) ?? '');
    const isAbort = isListening(expr) && textOf(expr.args[0]!) === 'abort';
    if (!isTimer && !isAbort) return false;
    const callback = functionAt(file, expr.args[isTimer ? 0 : 1]);
    return (
      callback !== undefined &&
      someInStmts(file.ir, callback.index, callback.fn.body, each => isSettling(each, settlers))
    );
  });
}

/** The promise itself stands in a `Promise.race`, or is held by a name that does: something else ends the wait. */
function isRaced(file: FileView, { fn, promise }: Executor): boolean {
  const around = file.ir.functions[fn.parent];
  if (around === undefined) return false;
  const races = (expr: Expr): boolean =>
    expr.kind === 'call' && /^Promise\.(race|any)$/.test(globalName(file, fn.parent, expr) ?? '');
  const names: string[] = [];
  eachStmt(around.body, stmt => {
    if (stmt.kind === 'let' && stmt.target.kind === 'name' && stmt.value && bare(stmt.value) === promise)
      names.push(stmt.target.name);
  });
  return callsOf(around).some(
    call => races(call) && (someIn(call, each => each === promise) || names.some(name => mentions(call, name))),
  );
}

function isSettling(expr: Expr, settlers: readonly string[]): boolean {
  return expr.kind === 'call' && expr.callee.kind === 'name' && settlers.includes(expr.callee.name);
}

function isListening(call: CallExpr): boolean {
  return /^(on|once|addListener|addEventListener)$/.test(calledName(call)) && call.args.length >= 2;
}

/** A callback that gets the error first and settles, but not where there is one. */
function checkCallback(
  { file, report }: FailureContext,
  executor: Executor,
  settlers: readonly string[],
  call: CallExpr,
  at: number,
): void {
  const last = call.args.at(-1);
  const callback = functionAt(file, last);
  const first = callback?.fn.params[0]?.target;
  if (callback === undefined || first?.kind !== 'name' || isListening(call)) return;
  if (!/^_?(err|error)$/.test(first.name) || callback.fn.isAsync) return;
  const { fn, index } = callback;
  if (!someInStmts(file.ir, index, fn.body, each => isSettling(each, settlers))) return;
  const isRead = someInStmts(file.ir, index, fn.body, each => each.kind === 'name' && each.name === first.name);
  const hangs = completesWithout(fn.body, each => settlesOrHandsOn(file, index, each, settlers));
  const looks = isRead || asksResult(callback.fn);
  if (looks && !hangs) return;
  const reject = settlers[1];
  const what = printExpr(call.callee);
  report(
    draftAt(
      file,
      at,
      first,
      looks
        ? `The promise never settles on a path of this callback of ${what}: it calls neither ${settlers.join(' nor ')} there.`
        : `${what} hands its failure to ${first.name}, which nobody reads: ${failedHow(settlers)}.`,
      {
        ...(!isRead && isOfFile(file, at, call) ? { severity: 'warning' as const } : {}),
        related: [relatedAt(file, executor.promise, 'The promise is made here.')],
        fixes:
          isRead || reject === undefined || fn.body.length === 0 || isExpressionBody(fn)
            ? []
            : [
                replacing(
                  file,
                  { start: fn.body[0]!.start, end: fn.body[0]!.start },
                  `Reject with ${first.name}`,
                  `if (${first.name}) return ${reject}(${first.name});`,
                  'statement-before',
                ),
              ],
      },
    ),
  );
}

/** A file that is not there: nothing beside the failure tells of it, as the output of a program does. */
function isOfFile(file: FileView, fn: number, call: CallExpr): boolean {
  const callee = file.callee(fn, call);
  return callee.kind === 'external' && /^(node:)?fs$/.test(callee.package);
}

/** `if (stdout) resolve()`: what was handed over beside the failure is asked instead. */
function asksResult({ params, body }: FunctionIr): boolean {
  const names = params.slice(1).flatMap(({ target }) => (target.kind === 'name' ? [target.name] : []));
  let asks = false;
  eachStmt(body, stmt => {
    asks ||= stmt.kind === 'if' && names.some(name => mentions(stmt.test, name));
  });
  return asks;
}

function failedHow(settlers: readonly string[]): string {
  return settlers.length > 1
    ? 'the promise resolves as if all went well'
    : 'the promise resolves as if all went well, and cannot be rejected';
}

function isExpressionBody({ body, end }: FunctionIr): boolean {
  return body.length === 1 && body[0]?.kind === 'return' && body[0].end === end;
}

/** A call that settles, or a call that the rest is left to: a function that settles, written here or handed `resolve`. */
function settlesOrHandsOn(file: FileView, fn: number, expr: Expr, settlers: readonly string[]): boolean {
  if (expr.kind !== 'call') return false;
  if (isSettling(expr, settlers)) return true;
  const callee = bare(expr.callee);
  if (callee.kind === 'name') {
    const bound = file.binding(fn, callee.name);
    if (bound?.kind === 'function' || (bound?.kind === 'local' && bound.value?.kind === 'function')) return true;
  }
  return expr.args.some(arg => arg.kind === 'function' || settlers.some(name => mentions(arg, name)));
}

const successEvents = /^(end|finish|close|data|connect|open|ready|response|listening|message|drain|exit)$/;

/** Said by streams, whose failures are those of disks and of the other side; who waits for the end of a program looks at what it did. */
const streamEvents = /^(end|finish|data)$/;

/** `end` is listened to, `error` is not, on something that tells of failures by it. */
function checkListeners({ file, report }: FailureContext, executor: Executor, settlers: readonly string[]): void {
  const { fn, index } = executor;
  const listening: { call: CallExpr; at: number; emitter: string; event: string }[] = [];
  eachExprDeep(file.ir, index, fn.body, (expr, at) => {
    if (expr.kind !== 'call' || !isListening(expr)) return;
    const receiver = receiverOf(expr);
    const event = textOf(expr.args[0]!);
    if (receiver?.kind === 'name' && event !== undefined)
      listening.push({ call: expr, at, emitter: receiver.name, event });
  });
  for (const { call, at, emitter, event } of listening) {
    if (!successEvents.test(event) || !isFallible(file, at, receiverOf(call)!)) continue;
    const settles = settlers.some(name => settledBy(file, call.args[1]!, name));
    if (!settles || listening.some(each => each.emitter === emitter && /^(error|abort|aborted)$/.test(each.event)))
      continue;
    if (isHeardElsewhere(file, index, emitter, call)) continue;
    const reject = settlers[1];
    report(
      draftAt(
        file,
        at,
        call,
        `The promise waits for '${event}' of ${emitter} only: when ${emitter} fails it emits 'error' instead, and the promise never settles${file.environment === 'browser' ? '' : ' (without any listener the process ends)'}.`,
        {
          span: { start: call.start, end: call.args[0]!.end },
          ...(streamEvents.test(event) ? { severity: 'warning' as const } : {}),
          related: [relatedAt(file, executor.promise, 'The promise is made here.')],
          fixes: reject === undefined ? [] : rejectingFix(file, at, call, `${emitter}.once('error', ${reject});`),
        },
      ),
    );
    return;
  }
}

/** The listener goes before the one there, which is a statement or all that an arrow function does. */
function rejectingFix(file: FileView, fn: number, call: CallExpr, text: string): readonly Fix[] {
  const title = `Reject on 'error'`;
  const ir = file.ir.functions[fn]!;
  const at = { start: call.start, end: call.start };
  if (someStmt(ir.body, stmt => stmt.kind === 'expression' && stmt.start === call.start))
    return [replacing(file, at, title, text, 'statement-before')];
  const [only] = ir.body;
  if (!only || !isExpressionBody(ir) || only.start !== call.start) return [];
  const edits = [
    { span: at, text: `{\n  ${text}\n  ` },
    { span: { start: only.end, end: only.end }, text: ';\n}' },
  ];
  return [{ title, safe: false, path: file.path, at, intent: { kind: 'edits', edits } }];
}

function settledBy(file: FileView, listener: Expr, settler: string): boolean {
  if (listener.kind === 'name') return listener.name === settler;
  const callback = functionAt(file, listener);
  return (
    callback !== undefined &&
    someInStmts(file.ir, callback.index, callback.fn.body, each => isSettling(each, [settler]))
  );
}

/** Somewhere in the file `….field.on('error', …)` is said. */
function isFieldHeard(file: FileView, field: string): boolean {
  return functionsOf(file).some(({ fn }) =>
    callsOf(fn).some(call => {
      const receiver = isListening(call) ? receiverOf(call) : undefined;
      return receiver?.kind === 'member' && receiver.property === field && textOf(call.args[0]!) === 'error';
    }),
  );
}

/** What tells of failures by `error`, by its type or by the call that made it. */
function isFallible(file: FileView, fn: number, emitter: Expr): boolean {
  const bound = emitter.kind === 'name' ? file.binding(fn, emitter.name) : undefined;
  const made = bound?.kind === 'local' && bound.value ? bare(bound.value) : undefined;
  if (made?.kind === 'call' && isOwnProgram(made)) return false;
  const type = file.typeOf(fn, emitter);
  if (type?.kind === 'external' && type.model) return 'error' in type.model.emits;
  if (bound?.kind !== 'local' || made?.kind !== 'call') return false;
  return modelOf(file, bound.fn, made)?.emits.includes('error') ?? false;
}

/** The emitter is handed to a call that may listen, or listened to outside the executor, also under the name of its field. */
function isHeardElsewhere(file: FileView, fn: number, emitter: string, site: CallExpr): boolean {
  const bound = file.binding(fn, emitter);
  const field = bound?.kind === 'local' && bound.value && bare(bound.value);
  if (field && field.kind === 'member' && isFieldHeard(file, field.property)) return true;
  const home = bound && 'fn' in bound ? bound.fn : fn;
  const body = file.ir.functions[home]?.body ?? [];
  return usesOf(file, home, body, emitter).some(({ around: [outer, call], name }) => {
    if (outer?.kind !== 'member' || outer.object !== name)
      return outer !== undefined && outer.kind !== 'binary' && outer.kind !== 'unary';
    return (
      call?.kind === 'call' &&
      call !== site &&
      (/^(pipe|then)$/.test(outer.property) || (isListening(call) && textOf(call.args[0]!) === 'error'))
    );
  });
}
