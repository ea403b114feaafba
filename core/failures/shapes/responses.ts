import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import type { FailureView, FileView, FunctionRef } from '../view.js';
import { eachPart, eachStmt, pathOf } from '../walk.js';
import { asksBody, isJudgedOn, judges, judgesBody, takesVerdict } from './body-verdicts.js';
import { givesResponse, memberOfUse } from './response-calls.js';
import { awaited, bare, boundIn, eachBlock, functionAt, usesOf } from './scope.js';

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
  return found.filter(read => !isHandedBack(body, read) || !isAskedByCallers(failures, { path: file.path, index: fn }));
}

/** An expression and what it is a chain on, without casts and waits: `fetch(…).then(f).catch(g)`, `.then(f)`, `fetch(…)`. */
function chainOf(expr: Expr): readonly Expr[] {
  const at = awaited(expr);
  return at.kind === 'call' && at.callee.kind === 'member' ? [at, ...chainOf(at.callee.object)] : [at];
}

/** The body is what the function returns, at once or under a name. */
function isHandedBack(body: readonly Stmt[], { call, read }: UncheckedRead): boolean {
  const isBody = (expr: Expr): boolean => chainOf(expr).some(each => each === call || each === read);
  const names = new Set<string>();
  eachStmt(body, stmt => {
    if (stmt.kind === 'let' && stmt.target.kind === 'name' && stmt.value && isBody(stmt.value))
      names.add(stmt.target.name);
  });
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'return' || stmt.value === undefined) return;
    const value = awaited(stmt.value);
    found ||= value.kind === 'name' ? names.has(value.name) : isBody(value);
  });
  return found;
}

/** Some caller asks what the body says, or one that hands it back once more. */
function isAskedByCallers(failures: FailureView, ref: FunctionRef, depth = 2): boolean {
  return failures.callers(ref).some(site => {
    const file = failures.file(site.path);
    const body = file?.ir.functions[site.index]?.body;
    if (!file || !body) return false;
    const isMeant = (expr: Expr): boolean => {
      const call = awaited(expr);
      const callee = call.kind === 'call' ? file.callee(site.index, call) : undefined;
      return (
        callee?.kind === 'project' && callee.targets.some(each => each.path === ref.path && each.index === ref.index)
      );
    };
    let isAsked = false;
    let isReturned = false;
    eachStmt(body, stmt => {
      if (stmt.kind === 'let' && stmt.value && isMeant(stmt.value)) {
        const { target } = stmt;
        if (target.kind === 'pattern') isAsked ||= takesVerdict(target);
        else if (target.kind === 'name')
          isAsked ||= usesOf(file, site.index, body, target.name).some(use => asksBody(use));
      }
      if (stmt.kind === 'return' && stmt.value && isMeant(stmt.value)) isReturned = true;
    });
    return (
      isAsked ||
      (isReturned && depth > 0 && isAskedByCallers(failures, { path: site.path, index: site.index }, depth - 1))
    );
  });
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
  // `res.body.cancel()` throws the body away.
  const read = uses.find(
    use =>
      consuming.has(memberOfUse(use)) && !(use.around[1]?.kind === 'member' && use.around[1].property === 'cancel'),
  );
  if (read === undefined || read.fn !== fn || judgesBody(file, fn, read, scope)) return [];
  const at = read.around.find(each => each.kind === 'call') ?? read.around[0]!;
  return [{ call, read: at, fn }];
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
  const isWhole = exprsOf(stmt).some(each => chainOf(each.kind === 'assign' ? each.value : each).includes(expr));
  const isJudgedLater =
    exprsOf(stmt).some(each => isJudgedOn(file, each, expr)) ||
    (isWhole && judges(file, fn, stmt, scope, false)) ||
    (isConverted(call, callback.fn, param.name) && !isAddress(call.args[0]));
  const reads = readsOf(file, callback.index, call, param.name, callback.fn.body);
  return isJudgedLater ? [] : reads.map(({ read }) => ({ call, read, fn: callback.index }));
}

/** `fetch(picture).then(r => r.blob())`: a way to turn the data of an address `data:` into an object. */
function isConverted(call: CallExpr, { body }: FunctionIr, name: string): boolean {
  if (call.args.length !== 1) return false;
  let found = false;
  eachStmt(body, stmt => {
    const value = stmt.kind === 'return' ? stmt.value : undefined;
    const path = value?.kind === 'call' ? pathOf(value.callee) : undefined;
    found ||= path === `${name}.blob` || path === `${name}.arrayBuffer`;
  });
  return found;
}

/** Written out, or named as an address. */
function isAddress(given: Expr | undefined): boolean {
  const path = given && pathOf(given);
  return path === undefined || /ur[il]|href|link|endpoint|path|src|source|address|location/i.test(path);
}

function isArgument(root: Expr, expr: Expr): boolean {
  let found = false;
  eachPart(root, each => {
    found ||= each.kind === 'call' && each.args.some(arg => arg === expr || awaited(arg) === expr);
  });
  return found;
}
