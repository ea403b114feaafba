import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import type { FailureView, FileView } from '../view.js';
import { eachStmt, pathOf } from '../walk.js';
import { argumentAt, constantOf, globalName, modelOf, textOf } from './calls.js';
import { awaited, bare, type Use, usesOf } from './scope.js';

/** Whether a call gives an answer whose status its caller has to read: `fetch`, of the platform or of a package. */
export function givesResponse(file: FileView, fn: number, call: CallExpr, failures: FailureView, depth = 2): boolean {
  if (depth > 0 && handsOnResponse(file, fn, call, failures, depth)) return true;
  const model = modelOf(file, fn, call);
  const isFetch =
    globalName(file, fn, call) === 'fetch' || (model?.httpStatus === 'resolves' && model.returns?.name === 'Response');
  if (!isFetch) return false;
  const [url] = call.args;
  if (url === undefined || isLocal(file, fn, url)) return false;
  const mode = argumentAt(file, fn, call, { argument: 1, path: 'mode' });
  return typeof mode === 'string' ? mode === 'absent' || mode === 'hidden' : textOf(mode) !== 'no-cors';
}

/**
 * A function of the workspace that returns what `fetch` gave it, unseen: `return fetch(base + path)`, on one of its ways at
 * least, or `const res = await fetch(…); return res` where nobody asked `res`.
 */
function handsOnResponse(file: FileView, fn: number, call: CallExpr, failures: FailureView, depth: number): boolean {
  const callee = file.callee(fn, call);
  const [target, other] = callee.kind === 'project' ? callee.targets : [];
  const home = target && other === undefined ? failures.file(target.path) : undefined;
  const body = target && home?.ir.functions[target.index]?.body;
  if (!target || !home || !body) return false;
  const returned: Expr[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind === 'return' && stmt.value) returned.push(awaited(stmt.value));
  });
  const isUnseen = (each: Expr): boolean =>
    each.kind === 'call'
      ? givesResponse(home, target.index, each, failures, depth - 1)
      : each.kind === 'name' && isHeldUnseen(home, target.index, body, each.name, failures, depth - 1);
  return returned.some(isUnseen);
}

/** A local that holds an answer and is returned without a question. */
function isHeldUnseen(
  file: FileView,
  fn: number,
  body: readonly Stmt[],
  name: string,
  failures: FailureView,
  depth: number,
): boolean {
  let isHeld = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.target.name !== name || !stmt.value) return;
    const call = awaited(stmt.value);
    isHeld ||=
      bare(stmt.value).kind === 'await' && call.kind === 'call' && givesResponse(file, fn, call, failures, depth);
  });
  return (
    isHeld &&
    usesOf(file, fn, body, name).every(use => {
      if (use.around[0]?.kind === 'pattern' || use.stmt.kind === 'let') return true;
      if (use.stmt.kind === 'return' && use.stmt.value !== undefined && awaited(use.stmt.value) === use.name)
        return true;
      return /^(headers|url|bodyUsed)$/.test(memberOfUse(use));
    })
  );
}

/** `data:`, `blob:` and file addresses have no status that says something. */
function isLocal(file: FileView, fn: number, url: Expr): boolean {
  const value = constantOf(file, fn, url);
  const text = textOf(value);
  if (text !== undefined && /^(data|blob|file):/i.test(text)) return true;
  if (/(object|blob|data)_?ur[il]$/i.test(pathOf(value) ?? pathOf(url) ?? '')) return true;
  if (value.kind !== 'call') return false;
  const path = pathOf(value.callee) ?? '';
  if (path === 'URL.createObjectURL' || path === 'pathToFileURL') return true;
  return (
    value.isNew &&
    path === 'URL' &&
    value.args.length > 1 &&
    /import|meta|url/.test(pathOf(value.args[1]!) ?? 'meta') &&
    value.args[1]!.kind !== 'literal'
  );
}

/** `status` of `res.status`, where the name used is `res`; `''` for any other use. */
export function memberOfUse({ around: [member], name }: Use): string {
  return member?.kind === 'member' && member.object === name ? member.property : '';
}
