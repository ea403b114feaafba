import { matchesWildcard } from '../../policy/wildcard.js';
import type { CallExpr, Expr, FileIr } from '../../syntax/ir/nodes.js';
import type { FileView } from '../view.js';
import { callsOf } from '../walk.js';

/** The dotted path of a callee as policies write it: `app.get`, `router.route.get` for `router.route('/x').get`. */
export function callPath(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'this':
      return 'this';
    case 'member': {
      const object = callPath(expr.object);
      return object === undefined ? undefined : object === 'this' ? expr.property : `${object}.${expr.property}`;
    }
    case 'call':
      return callPath(expr.callee);
    case 'cast':
    case 'await':
      return callPath(expr.value);
    default:
      return undefined;
  }
}

/** Whether a call is meant by one of the patterns: as it is written, or by the package and name of what it calls. */
export function isCallMeant(file: FileView, fn: number, call: CallExpr, patterns: readonly string[]): boolean {
  const written = callPath(call.callee);
  if (written !== undefined && patterns.some(pattern => matchesWildcard(pattern, written))) return true;
  const callee = file.callee(fn, call);
  if (callee.kind !== 'external' || callee.package === 'lib') return false;
  const names = [`${callee.package}.${callee.name}`, `${callee.package}.${callee.name.replace(/^[^.]+\./, '')}`];
  return patterns.some(pattern => names.some(name => matchesWildcard(pattern, name)));
}

const paths = new WeakMap<FileIr, ReadonlySet<string>>();

/** The paths of all calls of a file. */
export function callPathsIn(ir: FileIr): ReadonlySet<string> {
  const known = paths.get(ir);
  if (known) return known;
  const found = new Set<string>();
  for (const fn of ir.functions)
    for (const { callee } of callsOf(fn)) {
      const path = callPath(callee);
      if (path !== undefined) found.add(path);
    }
  paths.set(ir, found);
  return found;
}
