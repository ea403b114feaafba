import type { FailureMode } from '../../failures/contract.js';
import { isSelected } from '../../failures/policy/function-names.js';
import { printExpr } from '../../failures/print.js';
import { calledName } from '../../failures/shapes/calls.js';
import { isMisuse, isNotSetUp, isReckonedWith } from '../../failures/shapes/misuse.js';
import { isBestEffortName } from '../../failures/shapes/names.js';
import { bare, functionAt, functionsOf } from '../../failures/shapes/scope.js';
import { isOfTests, isScript } from '../../failures/shapes/settings.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { eachStmt } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, replacing } from '../draft.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const floatingPromise = defineRule({
  id: 'async/floating-promise',
  summary: 'A promise that may reject is neither awaited, returned nor handled.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  delegated: {
    eslint: 'no-floating-promises',
    biome: 'noFloatingPromises',
    presets:
      /\b(?:recommended|strict)TypeChecked(?:Only)?\b|(?:recommended|strict)-type-checked|recommended-requiring-type-checking|@typescript-eslint\/all|(?:tseslint|typescript|ts)\.configs\.all\b|\b(?:eslint-config-)?(?:love|standard-with-typescript|xo-typescript)\b/,
  },
  check({ file, failures, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      eachStmt(fn.body, stmt => {
        if (stmt.kind !== 'expression') return;
        for (const call of droppedCalls(stmt.value)) {
          if (!givesPromise(failures, file, index, call)) continue;
          const { rejects } = file.failuresOf(index, call);
          const isExpected = (mode: FailureMode): boolean =>
            mode.class === 'bug' || isMisuse(mode) || isNotSetUp(failures, mode);
          if (
            rejects.every(isExpected) ||
            takesCallback(file, call) ||
            isBestEffortName(calledName(call)) ||
            isDroppable(failures, file, index, call)
          )
            continue;
          const kinds = [
            ...new Set(rejects.map(mode => (mode.type === '' || mode.type === 'Error' ? mode.class : mode.type))),
          ];
          // Of a program's last statement Node prints the failure and ends with 1: what one wants.
          const isEntry =
            (fn.form === 'module' && (stmt === fn.body.at(-1) || isMain(file, call))) ||
            isCommand(file, fn, stmt, call);
          const isGrave = rejects.some(mode => isReckonedWith(failures, mode)) && !isOfTests(file.path);
          const canAwait = fn.isAsync && fn.form !== 'module';
          report(
            draftAt(
              file,
              index,
              call,
              `Nobody waits for ${printExpr(call.callee)}, which may reject (${listOf(kinds)}): the failure is unhandled, and what follows runs before it is done. Await it, or attach a handler.`,
              {
                ...(isEntry ? { severity: 'hint' as const } : isGrave ? {} : { severity: 'information' as const }),
                fixes: canAwait ? [replacing(file, { start: call.start, end: call.start }, 'Await it', 'await ')] : [],
              },
            ),
          );
        }
      });
    }
  },
});

/** `client.query(sql, (err, rows) => …)`: failures go to the callback, and no promise comes back. */
function takesCallback(file: FileView, call: CallExpr): boolean {
  const [error] = functionAt(file, call.args.at(-1))?.fn.params ?? [];
  return error?.target.kind === 'name' && /^_?(err|error|e|failure)$/.test(error.target.name) && !isChain(call);
}

/** What a command of a program that is started by hand ends with: `function list() { (async () => { … })(); }`. */
function isCommand(file: FileView, { body }: FunctionIr, stmt: Stmt, call: CallExpr): boolean {
  const isByHand = file.environment === 'cli' || /(^|\/)bin\//.test(file.path) || isScript(file.path);
  return isByHand && stmt === body.at(-1) && bare(call.callee).kind === 'function';
}

/** The main function of a program that is not imported: `(async () => { … })()`, `if (direct) main()`. */
function isMain(file: FileView, call: CallExpr): boolean {
  const callee = bare(call.callee);
  if (callee.kind === 'name') return callee.name === 'main';
  return callee.kind === 'function' && file.environment !== 'browser' && file.facts.exports.length === 0;
}

/** The policy says that its failures may be dropped: of what is called, or of the code here. */
function isDroppable(failures: FailureView, file: FileView, fn: number, call: CallExpr): boolean {
  const { bestEffort } = file.policy;
  const callee = file.callee(fn, call);
  const targets = callee.kind === 'project' ? callee.targets : [];
  return (
    isSelected(bestEffort, file, fn) ||
    targets.some(({ path, index }) => {
      const target = failures.file(path);
      return target !== undefined && isSelected(bestEffort, target, index);
    })
  );
}

/** An async function of the project, or a call that a model says gives a promise. */
function givesPromise(failures: FailureView, file: FileView, fn: number, call: CallExpr): boolean {
  const callee = file.callee(fn, call);
  if (isHandling(call)) return false;
  // What is known to reject is a promise: `Promise.reject(…)`, chains, lists of promises.
  if (callee.kind === 'external' || isChain(call)) return true;
  if (callee.kind !== 'project') return false;
  return (
    callee.targets.length > 0 &&
    callee.targets.every(ref => failures.file(ref.path)?.ir.functions[ref.index]?.isAsync === true)
  );
}

function isChain(call: CallExpr): boolean {
  const callee = bare(call.callee);
  return callee.kind === 'member' && (callee.property === 'then' || callee.property === 'finally');
}

/** The calls whose value a statement drops: itself, either side of `a() || b()`, what a list holds that nobody takes. */
function droppedCalls(value: Expr): readonly CallExpr[] {
  const expr = bare(value);
  switch (expr.kind) {
    case 'call':
      return [expr];
    case 'binary':
      return /^(\|\||&&|\?\?|,)$/.test(expr.op) ? [...droppedCalls(expr.left), ...droppedCalls(expr.right)] : [];
    case 'conditional':
      return [...droppedCalls(expr.yes), ...droppedCalls(expr.no)];
    case 'array':
      return expr.elements.flatMap(droppedCalls);
    default:
      return [];
  }
}

/** `.catch(…)`, `.then(…, …)`: somebody looks at it, here or further inside. */
function isHandling(call: CallExpr): boolean {
  const callee: Expr = bare(call.callee);
  if (callee.kind !== 'member') return false;
  if (callee.property === 'catch') return call.args.length > 0;
  return callee.property === 'then' && call.args.length > 1;
}
