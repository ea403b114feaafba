import { printExpr } from '../../failures/print.js';
import { argumentAt, declaredEffect, effectOf, modelOf } from '../../failures/shapes/calls.js';
import { type Retry, retriesOf } from '../../failures/shapes/retries.js';
import { functionAt, functionsOf, someDeep, someInStmts } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, eachExpr } from '../../failures/walk.js';
import type { CallExpr, Expr, Place, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';

export const retryNonIdempotent = defineRule({
  id: 'remote/retry-non-idempotent',
  summary: 'A write that must not happen twice is tried again after a failure.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, isTest } = context;
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const retry of retriesOf(file, index, fn))
        if (!isBeforeSending(file, retry)) checkRegion(context, index, retry.block, retry.handler);
      for (const call of callsOf(fn)) {
        if (!modelOf(file, index, call)?.marks.includes('retry')) continue;
        for (const arg of call.args) {
          const attempt = functionAt(file, arg);
          if (attempt) checkRegion(context, attempt.index, attempt.fn.body, call.callee);
        }
      }
    }
  },
});

function checkRegion({ file, report }: FailureContext, fn: number, region: readonly Stmt[], again: Place): void {
  eachExpr(region, expr => {
    if (expr.kind !== 'call' || effectOf(file, fn, expr) !== 'write-non-idempotent' || !isRemote(file, fn, expr))
      return;
    if (hasKey(file, fn, expr)) return;
    report(
      draftAt(
        file,
        fn,
        expr,
        `${printExpr(expr.callee)} may have taken place when it fails (the answer was lost, not the request), and trying again does it twice. Send an idempotency key that is made once, outside the attempts.`,
        { related: [relatedAt(file, again, 'It is tried again from here.')] },
      ),
    );
  });
}

function isRemote(file: FileView, fn: number, call: CallExpr): boolean {
  return modelOf(file, fn, call)?.remote ?? declaredEffect(file, fn, call) !== undefined;
}

const keyName = /idempot|dedup|message-?id|request-?id|client-?token|nonce/i;

/** A key by the model's option, by a header or a property of that name, or where nobody sees the headers. */
function hasKey(file: FileView, fn: number, call: CallExpr): boolean {
  const model = modelOf(file, fn, call);
  if (model?.idempotencyKey && argumentAt(file, fn, call, model.idempotencyKey) !== 'absent') return true;
  const headers = argumentAt(file, fn, call, { argument: 1, path: 'headers' });
  if (headers === 'hidden') return true;
  if (headers !== 'absent' && !isSeen(file, fn, headers)) return true;
  return call.args.some(arg => namesKey(file, fn, arg)) || (headers !== 'absent' && namesKey(file, fn, headers));
}

function isSeen(file: FileView, fn: number, headers: Expr): boolean {
  return followed(file, fn, headers).kind === 'object';
}

function followed(file: FileView, fn: number, expr: Expr): Expr {
  if (expr.kind !== 'name') return expr;
  const bound = file.binding(fn, expr.name);
  return bound?.kind === 'local' && !bound.isReassigned && bound.value ? bound.value : expr;
}

function namesKey(file: FileView, fn: number, expr: Expr): boolean {
  return someDeep(file.ir, fn, followed(file, fn, expr), each => {
    if (each.kind === 'object')
      return each.properties.some(({ name }) => keyName.test(name) || name === '' || name === '...');
    if (each.kind === 'name') return keyName.test(each.name);
    return each.kind === 'literal' && typeof each.value === 'string' && keyName.test(each.value);
  });
}

/** The handler goes on only for failures that come before anything was sent, or that say so: 429. */
function isBeforeSending(file: FileView, { fn, handler }: Retry): boolean {
  return someInStmts(
    file.ir,
    fn,
    handler.body,
    each =>
      each.kind === 'literal' &&
      (each.value === 429 ||
        (typeof each.value === 'string' && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/.test(each.value))),
  );
}
