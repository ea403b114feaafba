import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import type { FailureView, FileView, FunctionRef } from '../view.js';
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
  if (bound.kind === 'pattern') return takesVerdict(bound);
  return bound.kind !== 'name' || judgesNamed(file, fn, bound.name, scope);
}

/** Some use of the body under its name asks what it says, or hands it to something that may. */
function judgesNamed(file: FileView, fn: number, name: string, scope: readonly Stmt[]): boolean {
  return usesOf(file, fn, scope, name).some(use => {
    if (asksBody(use)) return true;
    return use.around.some(
      each =>
        each.kind === 'call' &&
        each.args.some(arg => arg.kind === 'name' && arg === use.name) &&
        mayJudge(file, fn, each, use.stmt, scope),
    );
  });
}

/** `{ ok }`, `{ data: { status } }`: what tells of failures is taken out of the body. */
function takesVerdict(pattern: Expr): boolean {
  return (
    pattern.kind === 'pattern' &&
    pattern.elements.some(({ property, target }) => verdicts.test(property) || takesVerdict(target))
  );
}

/** A member that tells of failures is read, the form is asked, or a test looks at it. */
function asksBody(use: Use): boolean {
  const member = use.around[0];
  if (member?.kind === 'member' && verdicts.test(member.property)) return true;
  return (member?.kind === 'binary' && member.op === 'in') || isAsked(use);
}

/** What takes a value as it is: the setter of a state, the console, a parser of any text. */
const taking =
  /^(set[A-Z]\w*|resolve|JSON\.(parse|stringify)|console\.\w+|Object\.(keys|values|entries|assign|freeze)|String|structuredClone)$/;

/** Whether a call that is handed the body may ask what it says; of a parsed text the value may be asked. */
function mayJudge(file: FileView, fn: number, call: CallExpr, stmt: Stmt, scope: readonly Stmt[]): boolean {
  const path = pathOf(call.callee) ?? '';
  if (!taking.test(path)) return true;
  if (path !== 'JSON.parse') return false;
  const isValue = stmt.kind === 'let' && stmt.value !== undefined && awaited(stmt.value) === call;
  return isValue
    ? judges(file, fn, stmt, scope, false)
    : stmt.kind !== 'return' || stmt.value === undefined || bare(stmt.value) !== call;
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

/** Another `then` whose function may ask what the body says. */
function isJudgedOn(file: FileView, root: Expr, expr: Expr): boolean {
  let found = false;
  eachPart(root, each => {
    found ||=
      each.kind === 'call' &&
      each.callee.kind === 'member' &&
      each.callee.object === expr &&
      each.callee.property === 'then' &&
      each.args[0] !== undefined &&
      mayAsk(file, each.args[0]);
  });
  return found;
}

/** A function of a chain that may ask: not a setter, nor a function that only hands the body to one. */
function mayAsk(file: FileView, handler: Expr): boolean {
  const given = functionAt(file, handler);
  if (given === undefined) return !taking.test(pathOf(handler) ?? '');
  const [param] = given.fn.params;
  if (param === undefined) return false;
  if (param.target.kind === 'pattern') return takesVerdict(param.target);
  if (param.target.kind !== 'name') return true;
  const { name } = param.target;
  const { body } = given.fn;
  return usesOf(file, given.index, body, name).some(isReturned) || judgesNamed(file, given.index, name, body);
}

/** Returned as it is: the next of the chain may ask. */
function isReturned({ around, stmt }: Use): boolean {
  return stmt.kind === 'return' && around.length === 0;
}

function isArgument(root: Expr, expr: Expr): boolean {
  let found = false;
  eachPart(root, each => {
    found ||= each.kind === 'call' && each.args.some(arg => arg === expr || awaited(arg) === expr);
  });
  return found;
}
