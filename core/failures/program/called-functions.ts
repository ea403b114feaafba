import type { FilePath } from '../../files/paths.js';
import type { CallExpr, Expr, Place } from '../../syntax/ir/nodes.js';
import { fieldValues, staticParts } from '../link/class-parts.js';
import type { KeptLinks, Linker, Unit } from '../link/linker.js';
import { accessorsOf } from '../link/objects.js';
import { calledArguments } from '../link/typed.js';
import type { FunctionRef } from '../view.js';
import { eachExpr, eachPart, eachStmt } from '../walk.js';

/** What is noted while a file is linked. */
export interface LinkNotes {
  path: FilePath;
  reads?: Set<FilePath> | undefined;
  typeReads?: Set<FilePath> | undefined;
  hierarchyReads?: Set<FilePath> | undefined;
  doubts?: Map<string, Place> | undefined;
  kept?: KeptLinks | undefined;
  /** Doubts count: what is called is looked for, not what is merely handed on. */
  isAsking: boolean;
}

/** Functions of the workspace that a function calls, and those it hands to others as values. */
export function calledFunctions(unit: Unit, index: number, linker: Linker, link: LinkNotes): readonly FunctionRef[] {
  const fn = unit.ir.functions[index]!;
  const found = new Map<string, FunctionRef>();
  const add = (ref: FunctionRef): unknown => found.set(`${ref.path}#${ref.index}`, ref);
  const take = (callee: ReturnType<Linker['callee']>): void => {
    if (callee.kind === 'project') for (const target of callee.targets) add(target);
  };
  const visitIn =
    (at: number) =>
    (expr: Expr): void => {
      if (expr.kind === 'class') takeClass(expr.index);
      if (expr.kind === 'member') {
        const { getter, setter } = accessorsOf(unit, at, expr, linker);
        for (const target of getter) add(target);
        for (const target of setter) add(target);
      }
      if (expr.kind !== 'call') return;
      link.isAsking = true;
      const callee = linker.callee(unit, at, expr);
      take(callee);
      const called = calledArguments(expr, callee);
      for (const arg of expr.args) {
        link.isAsking = called.includes(arg);
        if (arg.kind === 'name' || arg.kind === 'member' || arg.kind === 'function')
          take(linker.calledBy(unit, at, arg, false));
        if (arg.kind === 'object')
          for (const { value } of arg.properties)
            if (value.kind === 'function') take(linker.calledBy(unit, at, value, false));
      }
      link.isAsking = false;
      // The executor of a promise speaks for the functions in it.
      if (expr.isNew && expr.callee.kind === 'name' && expr.callee.name === 'Promise')
        for (const inner of within(unit, expr)) add({ path: unit.path, index: inner });
    };
  const visit = visitIn(index);
  const takeClass = (cls: number): void => {
    const { values, blocks } = staticParts(unit.ir, cls);
    for (const value of values) eachPart(value, visit);
    for (const block of blocks) add({ path: unit.path, index: block });
  };
  for (const { fallback } of fn.params) if (fallback) eachPart(fallback, visit);
  for (const { value, fn: at } of fieldValues(unit.ir, fn, index)) eachPart(value, at === index ? visit : visitIn(at));
  eachExpr(fn.body, visit);
  eachStmt(fn.body, stmt => {
    if (stmt.kind === 'declare-class') takeClass(stmt.index);
  });
  return [...found.values()];
}

function within(unit: Unit, call: CallExpr): number[] {
  return unit.ir.functions.flatMap((fn, index) => (fn.start > call.start && fn.end <= call.end ? [index] : []));
}
