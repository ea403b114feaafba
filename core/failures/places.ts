import type { CallExpr, Expr, FileIr, Place } from '../syntax/ir/nodes.js';
import type { FileView, FunctionRef } from './view.js';
import { callsOf, contentsOf, eachPart } from './walk.js';

/** The name of a function where it is declared or called, and the functions of the workspace that it stands for. */
export interface NamedPlace {
  readonly kind: 'declaration' | 'call';
  /** Of the name alone. */
  readonly at: Place;
  /** The function whose body holds the call; for a declaration the function itself. */
  readonly fn: number;
  readonly call?: CallExpr;
  /** Empty for a call that leads out of the workspace, or nowhere that is known. */
  readonly targets: readonly FunctionRef[];
}

/** Where each function of a file is named: by its own name, else by the variable, property or field that holds it. */
export function functionNames({ functions, classes }: FileIr): ReadonlyMap<number, Place> {
  const names = new Map<number, Place>();
  for (const [index, { nameStart: start, nameEnd: end }] of functions.entries())
    if (end > start) names.set(index, { start, end });
  const take = (value: Expr | undefined, at: Place): void => {
    if (value?.kind === 'function' && !names.has(value.index)) names.set(value.index, at);
  };
  const head = ({ start }: Place, name: string): Place => ({ start, end: start + name.length });
  const inExpr = (expr: Expr): void =>
    eachPart(expr, part => {
      if (part.kind === 'object') for (const each of part.properties) take(each.value, head(each, each.name));
      if (part.kind === 'assign') take(part.value, part.target);
    });
  for (const { body } of functions) {
    const inStmts = (stmts: typeof body): void => {
      for (const stmt of stmts) {
        if (stmt.kind === 'let') take(stmt.value, stmt.target);
        const { exprs, blocks } = contentsOf(stmt);
        for (const expr of exprs) inExpr(expr);
        for (const block of blocks) inStmts(block);
      }
    };
    inStmts(body);
  }
  // A field starts with its modifiers and decorators: its name is not told apart from them, and the whole head stands for it.
  for (const { fields } of classes)
    for (const field of fields)
      if (field.value?.kind === 'function') take(field.value, { start: field.start, end: field.value.start });
  return names;
}

/** The innermost name of a function at an offset: of a call, else of a declaration. */
export function functionNamedAt(file: FileView, offset: number): NamedPlace | undefined {
  let found: NamedPlace | undefined;
  const isWithin = ({ start, end }: Place): boolean => start <= offset && offset <= end;
  for (const [fn, ir] of file.ir.functions.entries()) {
    if (fn > 0 && !isWithin(ir)) continue;
    for (const call of callsOf(ir)) {
      const at = calledNameOf(call);
      if (!at || !isWithin(at)) continue;
      const callee = file.callee(fn, call);
      found = { kind: 'call', at, fn, call, targets: callee.kind === 'project' ? callee.targets : [] };
    }
  }
  if (found) return found;
  for (const [fn, at] of functionNames(file.ir))
    if (isWithin(at)) found = { kind: 'declaration', at, fn, targets: [{ path: file.path, index: fn }] };
  return found;
}

/** The last name of what is called: `close` of `socket.close()`. */
function calledNameOf({ callee }: CallExpr): Place | undefined {
  if (callee.kind === 'name') return callee;
  return callee.kind === 'member' ? { start: callee.end - callee.property.length, end: callee.end } : undefined;
}
