import type { FailureClass } from '../../failures/classes.js';
import { isTransient } from '../../failures/classes.js';
import { printExpr } from '../../failures/print.js';
import { argumentAt, calledName, modelOf } from '../../failures/shapes/calls.js';
import { isMisuse } from '../../failures/shapes/misuse.js';
import {
  type AttemptedCall,
  attemptedCalls,
  discriminates,
  hasDelay,
  type Retry,
  reachesOut,
  retriesOf,
} from '../../failures/shapes/retries.js';
import { functionsOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const retryNonTransient = defineRule({
  id: 'remote/retry-non-transient',
  summary: 'Failures that do not pass by themselves are tried again.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const retry of retriesOf(file, index, fn)) {
        const lasting = lastingFailures(file, retry);
        const [first] = lasting;
        if (first === undefined || discriminates(retry.handler) || (retry.loop === undefined && !hasDelay(file, retry)))
          continue;
        const classes = [...new Set(lasting.flatMap(each => each.classes))].sort();
        const origin = first.modes.find(mode => mode.class === classes[0])?.origins[0];
        report(
          draftAt(
            file,
            index,
            first.call,
            `${printExpr(first.call.callee)} also fails with ${listOf(classes)}, which the next attempt will meet again. Try again only what passes by itself (429, 5xx, a timeout, a lost connection) and throw the rest.`,
            {
              // Nobody asks for more when the caller gives up: tried again for nothing, with little harm.
              ...(classes.every(each => each === 'cancelled') ? { severity: 'information' as const } : {}),
              related: [
                relatedAt(
                  file,
                  { start: retry.handler.start, end: retry.handler.end },
                  'This handler does not ask what failed.',
                ),
                ...(origin
                  ? [
                      {
                        path: origin.path,
                        span: { start: origin.start, end: origin.end },
                        message: `${origin.text} fails so.`,
                      },
                    ]
                  : []),
              ],
              data: { classes },
            },
          ),
        );
      }
    }
  },
});

interface Lasting extends AttemptedCall {
  readonly classes: readonly FailureClass[];
}

/** Calls that fail with something that lasts; only where something that passes is tried too: else it is no retry. */
function lastingFailures(file: FileView, retry: Retry): readonly Lasting[] {
  const calls = attemptedCalls(file, retry);
  if (!calls.some(each => reachesOut(file, retry.fn, each))) return [];
  return calls.flatMap(each => {
    const classes = each.modes
      .filter(mode => !isMisuse(mode))
      .map(mode => mode.class)
      .filter(failure => lasts(file, retry.fn, each, failure));
    return classes.length === 0 ? [] : [{ ...each, classes: [...new Set(classes)] }];
  });
}

function lasts(file: FileView, fn: number, { call }: AttemptedCall, failure: FailureClass): boolean {
  if (failure === 'unknown' || failure === 'bug' || isTransient(failure)) return false;
  // A body that is no JSON is often the page of a gateway, which passes.
  if (failure === 'invalid' && /^(json|text)$/.test(calledName(call))) return false;
  if (failure !== 'cancelled') return true;
  const { abortable } = modelOf(file, fn, call) ?? {};
  return abortable !== undefined && typeof argumentAt(file, fn, call, abortable) !== 'string';
}
