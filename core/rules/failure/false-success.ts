import type { FailureMode } from '../../failures/contract.js';
import { calledName } from '../../failures/shapes/calls.js';
import { statementsBehind } from '../../failures/shapes/paths.js';
import { bare } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachStmt, mentions, pathOf, someIn } from '../../failures/walk.js';
import type { AssignExpr, CallExpr, Expr, Place, Stmt } from '../../syntax/ir/nodes.js';
import type { Severity } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import {
  callsIn,
  chainHandlersIn,
  discriminates,
  type Handler,
  handlersOf,
  isCleanup,
  isReport,
  namesFrom,
} from './handlers.js';
import { isHarmless } from './harmless.js';
import { nameOf, originsOf } from './wording.js';

export const falseSuccess = defineRule({
  id: 'failure/false-success',
  summary: 'A handler of a failure reports success.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, isTest } = context;
    if (isTest) return;
    for (const handler of handlersOf(file)) {
      const { fn, handler: clause, caught, param, statement } = handler;
      if (caught.modes.length === 0 && !caught.open) continue;
      if (discriminates(handler) || retries(statement.block, clause.body)) continue;
      // A text that cannot be read behind work that is done.
      if (isHarmless(file, fn, statement.block)) continue;
      const inside = successIn(clause.body, param);
      const said = inside ?? successBehind(file, handler);
      if (said) tell(context, fn, clause, caught.modes, said, isWrittenDown(handler) ? 'information' : 'warning');
    }
    for (const [fn, ir] of file.ir.functions.entries()) {
      for (const clause of chainHandlersIn(file, fn, ir)) {
        const { rejects, open } =
          clause.promise.kind === 'call' ? file.failuresOf(fn, clause.promise) : { rejects: [], open: true };
        if ((rejects.length === 0 && !open) || discriminates(clause)) continue;
        const tried: Stmt = {
          kind: 'expression',
          start: clause.promise.start,
          end: clause.promise.end,
          value: clause.promise,
        };
        const said = retries([tried], clause.handler.body) ? undefined : successIn(clause.handler.body, clause.param);
        if (said) tell(context, fn, clause.handler, rejects, said, 'warning');
      }
    }
  },
});

function tell(
  { file, path, report }: FailureContext,
  fn: number,
  handler: Place,
  modes: readonly FailureMode[],
  said: Said,
  severity: Severity,
): void {
  report({
    path,
    span: { start: said.start, end: said.end },
    message: `${nameOf(file, fn)} reports success here although what it tried has failed: callers and users go on as if it were done. Report the failure, with its cause.`,
    symbol: file.symbolOf(fn),
    site: said.text,
    severity,
    handler,
    related: originsOf(modes),
    ...(said.flip && {
      fixes: [
        {
          title: 'Report the failure',
          safe: false,
          path,
          at: said.flip,
          intent: { kind: 'replace' as const, span: said.flip, text: said.flipTo },
        },
      ],
    }),
  });
}

interface Said {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly flip?: { readonly start: number; readonly end: number };
  readonly flipTo: string;
}

/** A success that is returned, sent or handed to a callback directly in the handler. */
function successIn(body: readonly Stmt[], param: string | undefined): Said | undefined {
  const names = param === undefined ? [] : namesFrom(body, param);
  const isTold = (value: Expr): boolean => standsIn(value) || names.some(name => mentions(value, name));
  let found: Said | undefined;
  eachStmt(body, stmt => {
    if (stmt.kind === 'return' && stmt.value && !isTold(stmt.value)) found ??= successValue(stmt.value);
  });
  if (found) return found;
  eachExpr(body, expr => {
    if (expr.kind === 'call' && !isTold(expr)) found ??= successCall(expr);
    if (expr.kind === 'assign') found ??= successAssigned(expr);
  });
  return found;
}

/**
 * Beside the word of success stands what takes the place of the one that failed, `{ ok: true, client: new Local() }`, or a word
 * that says how it went, `{ ok: true, result: { finishReason: 'error' } }`.
 */
function standsIn(value: Expr): boolean {
  return someIn(
    value,
    each =>
      each.kind === 'object' &&
      each.properties.some(({ value: own }) => {
        const at = bare(own);
        return (
          (at.kind === 'call' && at.isNew && !/^(Date|Error|Map|Set)$/.test(pathOf(at.callee) ?? '')) ||
          (at.kind === 'literal' && /^[45]\d\d$/.test(String(at.value))) ||
          (at.kind === 'literal' &&
            typeof at.value === 'string' &&
            /^(error|failed|failure|degraded|fallback)$/i.test(at.value))
        );
      }),
  );
}

/** `ctx.status = 200`, `set.status = 201`, `ctx.body = { success: true }`. */
function successAssigned({ op, target, value, start, end }: AssignExpr): Said | undefined {
  if (op !== '=' || target.kind !== 'member') return undefined;
  if (/^(status|statusCode)$/.test(target.property)) {
    if (value.kind !== 'literal' || typeof value.value !== 'number' || value.value < 200 || value.value >= 300)
      return undefined;
    return /^(ctx|context|res|response|reply|set|ctx\.response)$/.test(pathOf(target.object) ?? '')
      ? { start, end, text: `status = ${value.value}`, flipTo: '' }
      : undefined;
  }
  return target.property === 'body' && /^(ctx|context|ctx\.response)$/.test(pathOf(target.object) ?? '')
    ? successValue(value)
    : undefined;
}

/**
 * The handler ends without a word to the caller, and the success follows behind the `try`, whose block is all that the
 * function does: a step beside the real work, such as a mail, may fail without the work having failed.
 */
function successBehind(file: FileView, { fn, statement, handler }: Handler): Said | undefined {
  const body = file.ir.functions[fn]?.body ?? [];
  if (!handler.body.every(stmt => stmt.kind === 'expression') || !callsIn(handler.body).every(isReport))
    return undefined;
  const isInside = (call: CallExpr) => call.start >= statement.start && call.end <= statement.end;
  if (awaitedIn(statement.block).length === 0 || isCleanup(statement.block)) return undefined;
  if (awaitedIn(body).some(call => !isInside(call))) return undefined;
  for (const stmt of statementsBehind(body, statement)) {
    const said =
      stmt.kind === 'return' && stmt.value
        ? successValue(stmt.value)
        : stmt.kind === 'expression' && stmt.value.kind === 'call'
          ? successCall(stmt.value)
          : undefined;
    if (said) return { start: said.start, end: said.end, text: said.text, flipTo: '' };
    if (stmt.kind !== 'let' && stmt.kind !== 'expression') return undefined;
  }
  return undefined;
}

/** What failed is waited to be kept somewhere: `await saveFailure(id, message)`; a log is no such place. */
function isWrittenDown({ handler, param }: Handler): boolean {
  if (param === undefined) return false;
  const names = namesFrom(handler.body, param);
  return awaitedIn(handler.body).some(
    call =>
      !isReport(call) &&
      !/log|report|capture/i.test(calledName(call)) &&
      call.args.some(arg => names.some(name => mentions(arg, name))),
  );
}

/** The calls of statements that are waited for. */
function awaitedIn(stmts: readonly Stmt[]): readonly CallExpr[] {
  const found: CallExpr[] = [];
  eachExpr(stmts, expr => {
    if (expr.kind === 'await' && expr.value.kind === 'call') found.push(expr.value);
  });
  return found;
}

function successValue(value: Expr): Said | undefined {
  if (value.kind === 'object') {
    const tag = value.properties.find(
      ({ name, value: own }) => /^(ok|success|succeeded)$/.test(name) && own.kind === 'literal' && own.value === true,
    );
    if (!tag) return undefined;
    // `{ success: true, switched: false }`: what did not work is told beside it.
    if (value.properties.some(({ value: own }) => own.kind === 'literal' && own.value === false)) return undefined;
    return {
      start: value.start,
      end: value.end,
      text: `return { ${tag.name}: true }`,
      flip: { start: tag.value.start, end: tag.value.end },
      flipTo: 'false',
    };
  }
  if (value.kind === 'await') return successValue(value.value);
  return value.kind === 'call' ? successCall(value) : undefined;
}

function successCall(call: CallExpr): Said | undefined {
  const path = pathOf(call.callee);
  if (isCallback(path, call)) return { start: call.start, end: call.end, text: `${path}(null)`, flipTo: '' };
  if (path === 'Ok' || path === 'ok') return { start: call.start, end: call.end, text: path, flipTo: '' };
  const status = statusOf(call);
  if (status !== undefined && status >= 200 && status < 300)
    return { start: call.start, end: call.end, text: `status(${status})`, flipTo: '' };
  const [first] = call.args;
  const name = path?.split('.').at(-1) ?? '';
  if (/^(json|send)$/.test(name) && first?.kind === 'object' && status === undefined) return successValue(first);
  return undefined;
}

/** `cb(null, value)`: no error, by the convention of Node. `done(null)` alone may be what a promise is turned into. */
function isCallback(path: string | undefined, { args }: CallExpr): boolean {
  const [error] = args;
  const isNone =
    (error?.kind === 'literal' && error.value === null) || (error?.kind === 'name' && error.name === 'undefined');
  return args.length > 1 && isNone && /^(cb|callback|done|next|fn)$/.test(path ?? '');
}

/** `res.status(200)`, `reply.code(201)`, and what is chained to it. */
function statusOf(call: CallExpr): number | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member') return undefined;
  const [first] = args;
  if (
    /^(status|sendStatus|code|writeHead)$/.test(callee.property) &&
    first?.kind === 'literal' &&
    typeof first.value === 'number'
  )
    return first.value;
  return callee.object.kind === 'call' ? statusOf(callee.object) : undefined;
}

/** The handler tries the same again and reports that. */
function retries(block: readonly Stmt[], body: readonly Stmt[]): boolean {
  const tried = new Set<string>();
  const again: string[] = [];
  const collect = (stmts: readonly Stmt[], put: (name: string) => void): void =>
    eachExpr(stmts, expr => {
      const name = expr.kind === 'call' && !expr.isNew ? pathOf(expr.callee) : undefined;
      if (
        name !== undefined &&
        !/^(console|log|logger)\b|\.(log|error|warn|json|text|html|status|sendStatus|code|writeHead|setHeader|header|set|type|end|send)$/.test(
          name,
        )
      )
        put(name);
    });
  collect(block, name => tried.add(name));
  collect(body, name => again.push(name));
  return again.some(name => tried.has(name));
}
