import type { Expr, FileIr } from '../../syntax/ir/nodes.js';
import { eachExpr, eachPart, eachStmt } from '../walk.js';
import { type Evaluation, raise } from './evaluation.js';
import { evaluate, evaluateAll } from './expressions.js';
import { type Modes, noModes } from './modes.js';
import { isSameVal, type Path, type Val } from './values.js';

/** What an expression came to where it read these values. */
export interface Evaluated {
  /** Of `Reads.names`, in their order, or all variables of the way. */
  readonly inputs: readonly (Val | undefined)[] | Path['vars'];
  readonly value: Val;
  readonly raised: Modes;
}

/** An expression is looked at anew for at most so many different inputs before it is no longer remembered. */
const mostRemembered = 6;

/**
 * As `evaluate`, remembering what came out: on other ways on which its variables hold the same it comes to the same. Without this
 * a long function costs what its ways cost together.
 */
export function evaluateOnce(expr: Expr, path: Path, run: Evaluation): { value: Val; path: Path } {
  const reads = readsOf(expr, run.unit.ir);
  if (reads.assigns) return evaluate(expr, path, run);
  const inputs = reads.all ? path.vars : reads.names.map(name => path.vars.get(name));
  // What `resolve` is given counts with the failures of the way it is called on.
  const values = Array.isArray(inputs) ? inputs : [...path.vars.values()];
  if (values.some((each: Val | undefined) => each?.kind === 'settler')) return evaluate(expr, path, run);
  const known = run.evaluated.get(expr) ?? [];
  const same = known.find(each => isSameInput(each.inputs, inputs));
  if (same) {
    raise(run, same.raised);
    return { value: same.value, path };
  }
  const sink = { modes: noModes };
  run.sinks.unshift(sink);
  const { value } = evaluate(expr, path, run);
  run.sinks.shift();
  raise(run, sink.modes);
  if (known.length < mostRemembered) run.evaluated.set(expr, [...known, { inputs, value, raised: sink.modes }]);
  return { value, path };
}

/** As `evaluateAll`, each expression by `evaluateOnce`. */
export function evaluateAllOnce(exprs: readonly Expr[], path: Path, run: Evaluation): Path {
  if (exprs.length !== 1) return evaluateAll(exprs, path, run);
  const [expr] = exprs;
  return expr && expr.kind !== 'function' && expr.kind !== 'class' ? evaluateOnce(expr, path, run).path : path;
}

function isSameInput(a: Evaluated['inputs'], b: Evaluated['inputs']): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.every((value, i) => isSameVal(value, b[i]));
}

interface Reads {
  /** Variables are given other values: the way behind it is another one. */
  readonly assigns: boolean;
  /** A class stands in it, which may read any variable. */
  readonly all: boolean;
  /** Those that functions in it read included. */
  readonly names: readonly string[];
}

const known = new WeakMap<Expr, Reads>();

function readsOf(expr: Expr, ir: FileIr): Reads {
  const found = known.get(expr) ?? findReads(expr, ir);
  known.set(expr, found);
  return found;
}

function findReads(expr: Expr, ir: FileIr): Reads {
  const names = new Set<string>();
  let assigns = false;
  let all = false;
  const visitFunction = (index: number): void => {
    const fn = ir.functions[index];
    if (!fn) return;
    for (const { fallback } of fn.params) if (fallback) visit(fallback, true);
    eachExpr(fn.body, each => visitOne(each, true));
    eachStmt(fn.body, stmt => {
      if (stmt.kind === 'declare-function') visitFunction(stmt.index);
      else if (stmt.kind === 'declare-class') all = true;
    });
  };
  const visitOne = (each: Expr, isInside: boolean): void => {
    if (each.kind === 'name') names.add(each.name);
    else if (each.kind === 'assign') assigns ||= !isInside;
    else if (each.kind === 'class') all = true;
    else if (each.kind === 'function') visitFunction(each.index);
  };
  const visit = (each: Expr, isInside: boolean): void => eachPart(each, part => visitOne(part, isInside));
  visit(expr, false);
  return { assigns, all, names: [...names] };
}
