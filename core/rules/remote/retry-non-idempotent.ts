import { printExpr } from '../../failures/print.js';
import { calledName, constantOf, declaredEffect, modelOf, textOf } from '../../failures/shapes/calls.js';
import { type Retry, retriedParameters, retriesOf } from '../../failures/shapes/retries.js';
import { functionAt, functionsOf, someInStmts } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, eachExpr } from '../../failures/walk.js';
import type { CallExpr, Expr, Place, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';
import { unsafeWriteOf } from './unsafe-write.js';

export const retryNonIdempotent = defineRule({
  id: 'remote/retry-non-idempotent',
  summary: 'A write that must not happen twice is tried again after a failure.',
  severity: 'warning',
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
        for (const arg of retriedArguments(context, index, call)) {
          const attempt = functionAt(file, arg);
          if (attempt) checkRegion(context, attempt.index, attempt.fn.body, call.callee);
        }
      }
    }
  },
});

/** What a call tries again when it fails: by its model, or because the function of the workspace does so with a parameter. */
function retriedArguments({ file, failures }: FailureContext, fn: number, call: CallExpr): readonly Expr[] {
  if (modelOf(file, fn, call)?.marks.includes('retry')) return call.args;
  if (!call.args.some(arg => functionAt(file, arg))) return [];
  const callee = file.callee(fn, call);
  if (callee.kind !== 'project') return [];
  return callee.targets.flatMap(({ path, index }) => {
    const there = failures.file(path);
    return there ? retriedParameters(there, index).flatMap(at => call.args[at] ?? []) : [];
  });
}

function checkRegion(context: FailureContext, fn: number, region: readonly Stmt[], again: Place): void {
  const { file, failures, report } = context;
  eachExpr(region, expr => {
    if (expr.kind !== 'call' || isSafeByName(file, fn, expr)) return;
    const write = unsafeWriteOf(file, fn, expr, failures);
    if (!write) return;
    report(
      draftAt(
        file,
        fn,
        expr,
        `${printExpr(expr.callee)} may have taken place when it fails (the answer was lost, not the request), and trying again does it twice. Send an idempotency key that is made once, outside the attempts.`,
        {
          ...(declaredEffect(write.file, fn, write.call) === undefined ? {} : { severity: 'error' as const }),
          related: [
            relatedAt(file, again, 'It is tried again from here.'),
            ...(write.call === expr ? [] : [relatedAt(write.file, write.call, 'This is the write.')]),
          ],
        },
      ),
    );
  });
}

function wordsOf(expr: Expr): string | undefined {
  return expr.kind === 'template' ? expr.text : textOf(expr);
}

/** `cancelOrder(id)`, `invoke('delete_draft')`: done twice it is done once. */
function isSafeByName(file: FileView, fn: number, call: CallExpr): boolean {
  const words =
    /^(cancel|delete|remove|abort|stop|close|revoke|unsubscribe|disable|enable|mark|set|verify|validate|check|refresh|search)(?=[A-Z_-]|$)/;
  const [first] = call.args;
  const text = first === undefined ? '' : (wordsOf(first) ?? wordsOf(constantOf(file, fn, first)) ?? '');
  const last =
    text
      .split(/[/?]/)
      .filter(each => /[a-z]/i.test(each))
      .at(-1) ?? '';
  // A question in GraphQL is sent as a POST.
  return words.test(calledName(call)) || words.test(text) || words.test(last) || /^\s*(query\b|\{)/.test(text);
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
