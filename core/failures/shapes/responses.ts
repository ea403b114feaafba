import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import type { FailureView, FileView } from '../view.js';
import { eachPart, eachStmt, pathOf } from '../walk.js';
import { argumentAt, constantOf, globalName, modelOf, textOf } from './calls.js';
import { awaited, bare, boundIn, eachBlock, functionAt, type Use, usesOf } from './scope.js';

/** The body of an HTTP answer is read although nobody asked whether it is one of success. */
export interface UncheckedRead {
  readonly call: CallExpr;
  /** The expression that reads the body. */
  readonly read: Expr;
  readonly fn: number;
  /** The name of the answer, and the statement of a block that takes it: a check fits behind it. */
  readonly guard?: { readonly name: string; readonly block: readonly Stmt[]; readonly stmt: Stmt };
}

const consuming = new Set(['json', 'text', 'blob', 'arrayBuffer', 'formData', 'bytes', 'body']);
const harmless = new Set([...consuming, 'headers', 'url', 'bodyUsed']);
const verdicts = /^(ok|success|successful|status|statusCode|error|errors|err|code|message|detail|type|kind|_tag)$/;

/** Whether a call gives an answer whose status its caller has to read: `fetch`, of the platform or of a package. */
function givesResponse(file: FileView, fn: number, call: CallExpr, failures: FailureView, depth = 2): boolean {
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

/** A function of the workspace that returns what `fetch` gave it, unseen: `return fetch(base + path)`. */
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
  return (
    returned.length > 0 &&
    returned.every(each => each.kind === 'call' && givesResponse(home, target.index, each, failures, depth - 1))
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

/** Reads of bodies in one function without a look at the status on the way. */
export function uncheckedReads(
  file: FileView,
  fn: number,
  body: readonly Stmt[],
  failures: FailureView,
): UncheckedRead[] {
  const found: UncheckedRead[] = [];
  eachBlock(body, block => {
    block.forEach((stmt, i) => {
      const held = heldResponse(file, fn, stmt, failures);
      if (held !== undefined) {
        const scope = stmt.kind === 'let' ? block.slice(i + 1) : body;
        const reads = readsOf(file, fn, held.call, held.name, scope);
        found.push(...reads.map(read => ({ ...read, guard: { name: held.name, block, stmt } })));
      }
    });
  });
  eachStmt(body, stmt => {
    for (const expr of exprsOf(stmt))
      eachPart(expr, each => found.push(...directReads(file, fn, each, stmt, body, failures)));
  });
  return found;
}

function exprsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case 'expression':
    case 'throw':
      return [stmt.value];
    case 'let':
    case 'return':
      return stmt.value ? [stmt.value] : [];
    case 'if':
      return [stmt.test];
    default:
      return [];
  }
}

/** `const res = await fetch(…)` or `res = await fetch(…)`. */
function heldResponse(
  file: FileView,
  fn: number,
  stmt: Stmt,
  failures: FailureView,
): { name: string; call: CallExpr } | undefined {
  const [target, value] =
    stmt.kind === 'let'
      ? [stmt.target, stmt.value]
      : stmt.kind === 'expression' && stmt.value.kind === 'assign' && stmt.value.op === '='
        ? [stmt.value.target, stmt.value.value]
        : [];
  if (target?.kind !== 'name' || value === undefined || bare(value).kind !== 'await') return undefined;
  if (stmt.kind === 'expression' && boundIn(file.binding(fn, target.name)) !== fn) return undefined;
  const call = awaited(value);
  return call.kind === 'call' && givesResponse(file, fn, call, failures) ? { name: target.name, call } : undefined;
}

function readsOf(file: FileView, fn: number, call: CallExpr, name: string, scope: readonly Stmt[]): UncheckedRead[] {
  const uses = usesOf(file, fn, scope, name).filter(
    use => !(use.around[0]?.kind === 'assign' && use.around[0].target === use.name),
  );
  if (uses.some(use => !harmless.has(memberOfUse(use)))) return [];
  const read = uses.find(use => consuming.has(memberOfUse(use)));
  if (read === undefined || read.fn !== fn || judgesBody(file, fn, read, scope)) return [];
  const at = read.around.find(each => each.kind === 'call') ?? read.around[0]!;
  return [{ call, read: at, fn }];
}

function memberOfUse({ around: [member], name }: Use): string {
  return member?.kind === 'member' && member.object === name ? member.property : '';
}

/** The parsed body is asked itself whether it tells of a failure, or is handed to something that may ask. */
function judgesBody(file: FileView, fn: number, { stmt, around }: Use, scope: readonly Stmt[]): boolean {
  return judges(
    file,
    fn,
    stmt,
    scope,
    around.some(each => each.kind === 'call' && each !== around[1] && !isBodyCall(each)),
  );
}

/** `schema.parse(await res.json())` says what it takes: another shape is a failure there. */
function isBodyCall(expr: Expr): boolean {
  return expr.kind === 'call' && expr.args.length === 0;
}

function judges(file: FileView, fn: number, stmt: Stmt, scope: readonly Stmt[], isHandedOn: boolean): boolean {
  if (isHandedOn) return true;
  const bound =
    stmt.kind === 'let'
      ? stmt.target
      : stmt.kind === 'expression' && stmt.value.kind === 'assign'
        ? stmt.value.target
        : undefined;
  if (bound === undefined) return false;
  if (bound.kind === 'pattern') return bound.elements.some(each => verdicts.test(each.property));
  if (bound.kind !== 'name') return true;
  return usesOf(file, fn, scope, bound.name).some(use => {
    const member = use.around[0];
    if (member?.kind === 'member' && verdicts.test(member.property)) return true;
    if (member?.kind === 'binary' && member.op === 'in') return true;
    if (isAsked(use)) return true;
    return use.around.some(
      each => each.kind === 'call' && each.args.some(arg => arg.kind === 'name' && arg === use.name),
    );
  });
}

/** What was read stands in the test of an `if`, or is asked for its type: another shape is a failure there. */
function isAsked({ name, around, stmt }: Use): boolean {
  if (stmt.kind === 'if' && stmt.test.start <= name.start && name.end <= stmt.test.end) return true;
  return around.some(each => each.kind === 'unary' && each.op === 'typeof');
}

/** `(await fetch(…)).json()` and `fetch(…).then(res => res.json())`. */
function directReads(
  file: FileView,
  fn: number,
  expr: Expr,
  stmt: Stmt,
  scope: readonly Stmt[],
  failures: FailureView,
): UncheckedRead[] {
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return [];
  const { object, property } = expr.callee;
  const call = awaited(object);
  if (call.kind !== 'call' || !givesResponse(file, fn, call, failures)) return [];
  if (consuming.has(property) && bare(object).kind === 'await') {
    const isHandedOn = exprsOf(stmt).some(each => isArgument(each, expr));
    return judges(file, fn, stmt, scope, isHandedOn) ? [] : [{ call, read: expr, fn }];
  }
  const callback = property === 'then' ? functionAt(file, expr.args[0]) : undefined;
  const param = callback?.fn.params[0]?.target;
  if (callback === undefined || param?.kind !== 'name') return [];
  const isJudgedLater = exprsOf(stmt).some(each => callsOn(each, expr));
  const reads = readsOf(file, callback.index, call, param.name, callback.fn.body);
  return isJudgedLater ? [] : reads.map(({ read }) => ({ call, read, fn: callback.index }));
}

/** Another `then` with a parameter that is read: what the body says may be asked there. */
function callsOn(root: Expr, expr: Expr): boolean {
  let found = false;
  eachPart(root, each => {
    found ||=
      each.kind === 'call' &&
      each.callee.kind === 'member' &&
      each.callee.object === expr &&
      each.callee.property === 'then';
  });
  return found;
}

function isArgument(root: Expr, expr: Expr): boolean {
  let found = false;
  eachPart(root, each => {
    found ||= each.kind === 'call' && each.args.some(arg => arg === expr || awaited(arg) === expr);
  });
  return found;
}
