import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import type { FileView } from '../view.js';
import { eachPart, pathOf } from '../walk.js';
import { awaited, bare, functionAt, type Use, usesOf } from './scope.js';

/** Members of a body that tell of failures. */
const verdicts = /^(ok|success|successful|status|statusCode|error|errors|err|code|message|detail|type|kind|_tag)$/;

/** The parsed body is asked itself whether it tells of a failure, or is handed to something that may ask. */
export function judgesBody(file: FileView, fn: number, { stmt, around }: Use, scope: readonly Stmt[]): boolean {
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

/** Whether the value of a statement, a body that was read there, is asked what it says, or `isHandedOn` to something that may ask. */
export function judges(file: FileView, fn: number, stmt: Stmt, scope: readonly Stmt[], isHandedOn: boolean): boolean {
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
export function takesVerdict(pattern: Expr): boolean {
  return (
    pattern.kind === 'pattern' &&
    pattern.elements.some(({ property, target }) => verdicts.test(property) || takesVerdict(target))
  );
}

/** A member that tells of failures is read, the form is asked, or a test looks at it. */
export function asksBody(use: Use): boolean {
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

/** Another `then` whose function may ask what the body says. */
export function isJudgedOn(file: FileView, root: Expr, expr: Expr): boolean {
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
