import { printExpr } from '../../failures/print.js';
import { hasBodies } from '../../failures/shapes/bodies.js';
import { bare, eachBlock, functionsOf, usesOf } from '../../failures/shapes/scope.js';
import { isOfTests } from '../../failures/shapes/settings.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { eachExpr, mentions } from '../../failures/walk.js';
import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';

export const deferredAwait = defineRule({
  id: 'async/deferred-await',
  summary: 'A promise is started and first looked at after another wait.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (isTest || isOfTests(file.path)) return;
    for (const { fn, index } of functionsOf(file)) {
      eachBlock(fn.body, block => {
        block.forEach((stmt, i) => {
          const started = startedIn(failures, file, index, stmt);
          if (started === undefined) return;
          const wait = waitBeforeUse(file, index, block.slice(i + 1), started.name);
          if (wait === undefined) return;
          report(
            draftAt(
              file,
              index,
              started.call,
              `${printExpr(started.call)} may reject while ${printExpr(wait)} is awaited, and nobody looks at ${started.name} yet: ${file.environment === 'browser' ? 'the browser reports it as unhandled' : 'Node ends the process for that'}. Await them together with Promise.all, or start it after the wait.`,
              {
                ...(file.environment === 'browser' || !started.isSeen ? { severity: 'warning' as const } : {}),
                related: [
                  relatedAt(file, wait, `This is awaited first; when it fails, nobody ever looks at ${started.name}.`),
                ],
              },
            ),
          );
        });
      });
    }
  },
});

interface Started {
  readonly name: string;
  readonly call: CallExpr;
  /** Seen to reject; else nothing is known of it, and it may. */
  readonly isSeen: boolean;
}

/** `const p = call()` with a call that may reject. */
function startedIn(failures: FailureView, file: FileView, fn: number, stmt: Stmt): Started | undefined {
  if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.value === undefined) return undefined;
  const call = bare(stmt.value);
  if (call.kind !== 'call' || call.isNew) return undefined;
  if (isHandled(call)) return undefined;
  const isBuilt = call.callee.kind === 'member' && bare(call.callee.object).kind === 'call';
  const { rejects, open } = file.failuresOf(fn, call);
  // A function of the workspace of which nothing is seen to fail may be open for its log alone.
  // What builders of queries give (`users(db).where(…).update(…)`) does nothing until it is awaited.
  return rejects.length > 0 || (open && !isBuilt && !hasBodies(failures, file.callee(fn, call)))
    ? { name: stmt.target.name, call, isSeen: rejects.length > 0 }
    : undefined;
}

/** `f().catch(…)`: somebody looks already. */
function isHandled({ callee, args }: CallExpr): boolean {
  if (callee.kind !== 'member') return false;
  return (callee.property === 'catch' && args.length > 0) || (callee.property === 'then' && args.length > 1);
}

/** An `await` that comes before the first mention of the name, in the same list of statements; the name is awaited later. */
function waitBeforeUse(file: FileView, fn: number, rest: readonly Stmt[], name: string): Expr | undefined {
  const uses = usesOf(file, fn, rest, name);
  const first = uses[0];
  if (first === undefined || !uses.some(isAwaited)) return undefined;
  let wait: Expr | undefined;
  for (const stmt of rest) {
    if (stmt.start > first.name.start) break;
    if (leaves(stmt) && stmt.end < first.name.start) return undefined;
    eachExpr([stmt], expr => {
      if (
        wait === undefined &&
        expr.kind === 'await' &&
        expr.end <= first.name.start &&
        !mentions(expr, name) &&
        mayTakeTime(expr.value)
      )
        wait = expr.value;
    });
  }
  return wait;
}

function isAwaited({ around: [outer] }: ReturnType<typeof usesOf>[number]): boolean {
  return outer?.kind === 'await';
}

/** The first statement on the way that decides whether the rest runs at all is left to other rules. */
function leaves(stmt: Stmt): boolean {
  return stmt.kind === 'return' || stmt.kind === 'throw';
}

/** A literal or `Promise.resolve()` is there at once. */
function mayTakeTime(value: Expr): boolean {
  const at = bare(value);
  if (at.kind === 'literal' || at.kind === 'object' || at.kind === 'array') return false;
  return !(at.kind === 'call' && printExpr(at.callee) === 'Promise.resolve');
}
