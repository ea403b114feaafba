import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import { someDeep } from '../shapes/scope.js';
import type { FileView } from '../view.js';
import { pathOf } from '../walk.js';
import type { OptionFamily } from './behaviour.js';

const properties: readonly (readonly [OptionFamily, RegExp])[] = [
  ['timeout', /^(deadline|(\w+_)?timeout(_ms|_millis|_seconds)?|timeoutMs|\w*Timeout(Ms|Millis|Seconds)?)$/],
  ['signal', /^(signal|abortSignal|cancelToken|cancellationToken)$/],
  ['limit', /^(limit|take|first|top|pageSize|page_size|perPage|per_page|maxResults|batchSize)$/],
  ['idempotency', /idempotency|dedup(lication|e)(Id|Key)?$/i],
  ['retry', /^(retry|retries|maxRetries|retryLimit|maxAttempts|attempts|numRetries|retryAttempts)$/],
  ['transaction', /^(transaction|trx|transacting)$/],
];

/** What a property of an options object protects. */
export function familyOfProperty(name: string): OptionFamily | undefined {
  return properties.find(([, pattern]) => pattern.test(name))?.[0];
}

/** What a call itself protects: `AbortSignal.timeout(1000)`, `withTimeout(…)`, `.limit(10)`. */
export function familyOfCall(file: FileView, fn: number, call: CallExpr, name: string): OptionFamily | undefined {
  const written = pathOf(call.callee) ?? name;
  if (written === 'setTimeout') return stopsSomething(file, fn, call.args[0]) ? 'timeout' : undefined;
  if (/^clear/.test(name)) return undefined;
  if (/timeout/i.test(name) || written === 'AbortSignal.timeout') return 'timeout';
  if (name === 'throwIfAborted') return 'signal';
  if (call.callee.kind === 'member' && call.args.length === 1 && /^(limit|take|first|top)$/.test(name)) return 'limit';
  return undefined;
}

function stopsSomething(file: FileView, fn: number, callback: Expr | undefined): boolean {
  if (!callback) return false;
  const ends = (name: string): boolean => /abort|reject|destroy|cancel|kill/i.test(name);
  if (callback.kind === 'name') return ends(callback.name);
  return someDeep(
    file.ir,
    fn,
    callback,
    each => (each.kind === 'name' && ends(each.name)) || (each.kind === 'member' && ends(each.property)),
  );
}

/** A test of the status of a response: `res.ok`, `res.statusCode`, `res.status === 404`. */
export function asksStatus(test: Expr): boolean {
  let found = false;
  const visit = (expr: Expr, compared: boolean): void => {
    if (expr.kind === 'member') {
      if (expr.property === 'ok' || expr.property === 'statusCode') found = true;
      if (expr.property === 'status' && compared) found = true;
    }
    // `status === 500`, `statusOf(error) === 404`.
    const named = expr.kind === 'name' ? expr.name : expr.kind === 'call' ? (pathOf(expr.callee) ?? '') : '';
    if (compared && /status(Code)?$|status(Code)?Of$/i.test(named)) found = true;
    if (expr.kind === 'binary') {
      const numbers = [expr.left, expr.right].some(each => each.kind === 'literal' && typeof each.value === 'number');
      visit(expr.left, numbers);
      visit(expr.right, numbers);
    }
    if (expr.kind === 'unary' || expr.kind === 'await' || expr.kind === 'cast') visit(expr.value, compared);
  };
  visit(test, false);
  return found;
}

/** The status that a condition, as a text, asks for: `.ok`, `404`; `''` where it names none. */
export function statusOf(condition: string): string {
  return /\b[1-5]\d\d\b/.exec(condition)?.[0] ?? (/\.ok\b/.test(condition) ? '.ok' : '');
}

/** Names of functions that refuse bad input. */
export function isCheckName(name: string): boolean {
  return /^(assert|invariant|ensure|validate|verify|authorize|authorise|require[A-Z]|check(?!out|sum|point|box)[A-Z]?|guard[A-Z]?|throwIf|must[A-Z])/.test(
    name,
  );
}
