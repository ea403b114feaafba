import type { Place } from '../syntax/ir/nodes.js';
import type { FailureMode } from './contract.js';
import type { FileView } from './view.js';
import { callsOf, eachStmt } from './walk.js';

/** A named error of a `catch` clause, or of a function passed to `.catch`, and what it may be. */
export interface CaughtName {
  /** The parameter. */
  readonly at: Place;
  /** It has a type written behind it. */
  readonly isTyped: boolean;
  readonly modes: readonly FailureMode[];
  /** More may arrive than is known. */
  readonly open: boolean;
}

/** All named errors that handlers of a file receive, in the order of functions. */
export function caughtNames(file: FileView): readonly CaughtName[] {
  const found: CaughtName[] = [];
  for (const [fn, ir] of file.ir.functions.entries()) {
    eachStmt(ir.body, stmt => {
      const param = stmt.kind === 'try' ? stmt.handler?.param : undefined;
      if (stmt.kind !== 'try' || !stmt.handler || param?.kind !== 'name') return;
      const caught = file.caughtAt(fn, stmt.handler.start);
      if (caught) found.push({ at: param, isTyped: false, modes: caught.modes, open: caught.open });
    });
    for (const { callee, args } of callsOf(ir)) {
      const [handler] = args;
      if (callee.kind !== 'member' || callee.property !== 'catch' || handler?.kind !== 'function') continue;
      const param = file.ir.functions[handler.index]?.params[0];
      if (param?.target.kind !== 'name' || callee.object.kind !== 'call') continue;
      const { rejects, open } = file.failuresOf(fn, callee.object);
      found.push({ at: param.target, isTyped: param.type !== undefined, modes: rejects, open });
    }
  }
  return found;
}
