import { printExpr } from '../../failures/print.js';
import {
  attemptedCalls,
  hasCap,
  hasDelay,
  literalCap,
  type Retry,
  reachesOut,
  retriesOf,
} from '../../failures/shapes/retries.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { contentsOf, eachExpr, eachStmt, someIn } from '../../failures/walk.js';
import type { CallExpr } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';

export const retryWithoutBackoff = defineRule({
  id: 'remote/retry-without-backoff',
  summary: 'A failed call is tried again at once, or without end.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const retry of retriesOf(file, index, fn)) {
        const call = retriedCall(file, retry);
        if (call === undefined) continue;
        const lacks = [
          ...(hasDelay(file, retry) || isShort(retry, call) || repairs(retry) ? [] : ['without a pause']),
          ...(hasCap(retry) ? [] : ['without an end']),
        ];
        if (lacks.length === 0 || (call.isUnknown && lacks.length < 2)) continue;
        const again = retry.again ?? retry.handler;
        report(
          draftAt(
            file,
            index,
            call.call,
            `${printExpr(call.call.callee)} is tried again ${lacks.join(' and ')} when it fails: that adds load where there is too much already. ${advice(lacks)}`,
            {
              related: [relatedAt(file, { start: again.start, end: again.end }, 'From here the next attempt starts.')],
              data: { lacks },
            },
          ),
        );
      }
    }
  },
});

interface Retried {
  readonly call: CallExpr;
  readonly isRemote: boolean;
  /** Nothing is known of it: it may stay inside the process. */
  readonly isUnknown: boolean;
}

/** The call that is retried: one that reaches out, else one that is awaited and of which nothing is known. */
function retriedCall(file: FileView, retry: Retry): Retried | undefined {
  const calls = attemptedCalls(file, retry);
  const remote = calls.find(each => reachesOut(file, retry.fn, each));
  if (remote) return { call: remote.call, isRemote: true, isUnknown: false };
  const unknown = calls.find(each => each.open && each.modes.length === 0 && isAwaited(retry, each.call));
  return unknown ? { call: unknown.call, isRemote: false, isUnknown: true } : undefined;
}

function isAwaited({ block }: Retry, call: CallExpr): boolean {
  let found = false;
  eachExpr(block, expr => {
    found ||= expr.kind === 'await' && bare(expr.value) === call;
  });
  return found;
}

/** The handler waits for something else before it goes on: the connection is made anew, a token is fetched. */
function repairs({ handler }: Retry): boolean {
  let found = false;
  // What the handler returns is the next attempt itself.
  eachStmt(handler.body, stmt => {
    if (stmt.kind === 'return') return;
    for (const expr of contentsOf(stmt).exprs) found ||= someIn(expr, each => each.kind === 'await');
  });
  return found;
}

/** At most three attempts inside the process: an optimistic lock. */
function isShort(retry: Retry, { isRemote }: Retried): boolean {
  return !isRemote && (literalCap(retry) ?? 4) <= 3;
}

function advice(lacks: readonly string[]): string {
  if (lacks.length === 2) return 'Count the attempts, and wait longer before each.';
  return lacks[0] === 'without a pause'
    ? 'Wait before each attempt, longer each time and with some chance in it.'
    : 'Count the attempts or set a deadline, and then throw.';
}
