import type { Expr } from '../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../contract.js';
import { printExpr } from '../print.js';
import { type Evaluation, originAt } from './evaluation.js';
import { mode } from './modes.js';
import type { Val } from './values.js';

/** What a call of a package gives where its type alone tells that it says by a member whether something failed. */
export function toldResult(expr: Expr, run: Evaluation): Val | undefined {
  const result = run.linker.typedValue?.(run.unit.path, expr)?.result;
  if (!result) return undefined;
  const { discriminant, failure } = result;
  const at = { start: expr.start, end: expr.end, handled: false, carriesError: false, value: 'object' as const };
  const told = (value: string | boolean): ReturnOutcome['tags'] =>
    discriminant === '' ? {} : { [discriminant]: value };
  const failed = mode({
    class: 'unknown',
    channel: 'return',
    type: 'object',
    discriminants: told(failure),
    confidence: 'declared',
    origins: [originAt(run, expr, 'declared', printExpr(expr).slice(0, 60))],
  });
  const worked = typeof failure === 'boolean' ? told(!failure) : {};
  return {
    kind: 'outcomes',
    outcomes: [
      { ...at, tags: worked, modes: [] },
      { ...at, tags: told(failure), modes: [failed] },
    ],
    start: expr.start,
  };
}
