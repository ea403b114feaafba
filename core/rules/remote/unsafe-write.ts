import { argumentAt, declaredEffect, effectOf, modelOf } from '../../failures/shapes/calls.js';
import { someDeep } from '../../failures/shapes/scope.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { callsOf } from '../../failures/walk.js';
import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';

/** A remote write that takes place twice when it is asked for twice. */
export interface UnsafeWrite {
  readonly file: FileView;
  readonly call: CallExpr;
}

/** How many functions of the workspace are looked through. */
const depth = 3;

/** The write that a call does, itself or in the function of the workspace that it calls; none where a key makes it safe. */
export function unsafeWriteOf(
  file: FileView,
  fn: number,
  call: CallExpr,
  failures: FailureView,
  left = depth,
): UnsafeWrite | undefined {
  if (isRemote(file, fn, call))
    return effectOf(file, fn, call) === 'write-non-idempotent' && !hasKey(file, fn, call) ? { file, call } : undefined;
  const callee = file.callee(fn, call);
  if (left === 0 || callee.kind !== 'project' || callee.targets.length !== 1) return undefined;
  if (call.args.some(arg => namesKey(file, fn, arg))) return undefined;
  const [target] = callee.targets;
  const there = target && failures.file(target.path);
  const ir = target && there?.ir.functions[target.index];
  if (!there || !ir || there.isTest) return undefined;
  for (const inner of callsOf(ir)) {
    const found = unsafeWriteOf(there, target.index, inner, failures, left - 1);
    if (found) return found;
  }
  return undefined;
}

function isRemote(file: FileView, fn: number, call: CallExpr): boolean {
  return modelOf(file, fn, call)?.remote ?? declaredEffect(file, fn, call) !== undefined;
}

const keyName = /idempot|dedup|message-?id|request-?id|client-?token|nonce/i;

/** A key by the model's option, by a header or a property of that name, or where nobody sees the headers. */
function hasKey(file: FileView, fn: number, call: CallExpr): boolean {
  const model = modelOf(file, fn, call);
  if (model?.idempotencyKey && argumentAt(file, fn, call, model.idempotencyKey) !== 'absent') return true;
  if (model !== undefined && model.effectBy?.kind !== 'http-method')
    return call.args.some(arg => namesKey(file, fn, arg));
  const headers = argumentAt(file, fn, call, { argument: 1, path: 'headers' });
  if (headers === 'hidden') return true;
  if (headers !== 'absent' && !isSeen(file, fn, headers)) return true;
  return call.args.some(arg => namesKey(file, fn, arg)) || (headers !== 'absent' && namesKey(file, fn, headers));
}

function isSeen(file: FileView, fn: number, headers: Expr): boolean {
  return followed(file, fn, headers).kind === 'object';
}

function followed(file: FileView, fn: number, expr: Expr): Expr {
  if (expr.kind !== 'name') return expr;
  const bound = file.binding(fn, expr.name);
  return bound?.kind === 'local' && !bound.isReassigned && bound.value ? bound.value : expr;
}

function namesKey(file: FileView, fn: number, expr: Expr): boolean {
  return someDeep(file.ir, fn, followed(file, fn, expr), each => {
    if (each.kind === 'object')
      return each.properties.some(({ name }) => keyName.test(name) || name === '' || name === '...');
    if (each.kind === 'name') return keyName.test(each.name);
    return each.kind === 'literal' && typeof each.value === 'string' && keyName.test(each.value);
  });
}
