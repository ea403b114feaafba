import type { Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { isSelected } from '../policy/function-names.js';
import type { FileView } from '../view.js';
import { callsOf, eachStmt } from '../walk.js';
import { bare } from './scope.js';

/**
 * State that several runs of a function share, as a text that names it: a variable of the module, a field of `this`, or a
 * variable of a function around it. `undefined` for locals and for everything that cannot be told.
 */
export function sharedPath(file: FileView, fn: number, expr: Expr): string | undefined {
  const at = bare(expr);
  if (at.kind === 'name') {
    const bound = file.binding(fn, at.name);
    return bound?.kind === 'local' && bound.fn === 0 && fn !== 0 ? at.name : undefined;
  }
  if (at.kind !== 'member') return undefined;
  if (at.object.kind === 'this') return `this.${at.property}`;
  const object = sharedPath(file, fn, at.object);
  return object === undefined ? undefined : `${object}.${at.property}`;
}

/** Whether a function may run again before it has ended: async, and called from outside or by events. */
export function runsConcurrently(file: FileView, index: number): boolean {
  const fn = file.ir.functions[index];
  if (fn === undefined || !fn.isAsync || fn.form === 'module' || file.environment === 'cli') return false;
  if (isSelected(file.policy.singleFlow, file, index)) return false;
  return file.isExported(index) || isListener(file, index, fn);
}

/** A function that is handed to a call which registers it: `app.get(path, handler)`, `bus.on('row', …)`. */
function isListener(file: FileView, index: number, { parent }: FunctionIr): boolean {
  const around = file.ir.functions[parent];
  if (around === undefined) return false;
  return callsOf(around).some(call => {
    const name = call.callee.kind === 'member' ? call.callee.property : '';
    return (
      /^(on|once|get|post|put|patch|delete|use|all|addListener|addEventListener|subscribe|handle|process)$/.test(
        name,
      ) && call.args.some(arg => arg.kind === 'function' && arg.index === index)
    );
  });
}

/** The statements on the way to a place: for each, the list it stands in and its index there, the outermost first. */
export function wayTo(stmts: readonly Stmt[], at: number): readonly Stmt[] {
  const way: Stmt[] = [];
  eachStmt(stmts, stmt => {
    if (stmt.start <= at && at < stmt.end) way.push(stmt);
  });
  return way;
}
