import { exitsOf } from '../../failures/policy/boundaries.js';
import { textOf } from '../../failures/shapes/calls.js';
import { eachBlock } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachStmt, mentions, pathOf, someIn } from '../../failures/walk.js';
import type { CallExpr, Expr, Stmt, ThrowStmt } from '../../syntax/ir/nodes.js';
import { caughtName } from '../failure/caught-name.js';
import {
  asksWhich,
  callsIn,
  chainHandlersIn,
  type Handler,
  handlersOf,
  isAskedFor,
  isReport,
  namesFrom,
} from '../failure/handlers.js';
import { isHarmless } from '../failure/harmless.js';
import { nameOf, originsOf } from '../failure/wording.js';
import type { Fix, IntendedEdit } from '../finding.js';
import { defineRule } from '../rule.js';

const builtins = /^(Error|TypeError|RangeError|SyntaxError|ReferenceError|EvalError|URIError)$/;

export const lostCause = defineRule({
  id: 'error-value/lost-cause',
  summary: 'A handler throws a new error without the one that it caught.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const handler of [...handlersOf(file), ...chainHandlers(file)]) {
      const { fn, handler: clause, param, caught } = handler;
      if (caught.modes.length === 0 && !caught.open) continue;
      if (isPublicExit(file, fn)) continue;
      eachStmt(clause.body, stmt => {
        if (stmt.kind !== 'throw' || stmt.value.kind !== 'call' || isCaughtAgain(clause.body, stmt)) return;
        const made = stmt.value;
        // `throw Error(…)` makes an error as `new` does.
        if (!made.isNew && !isBuiltin(file, fn, made)) return;
        const takes = causeArgument(file, fn, made);
        if (
          !takes ||
          (param !== undefined && !isRedeclared(clause.body, param, stmt) && made.args.some(arg => carries(arg, param)))
        )
          return;
        const kept = keptOf(file, handler, stmt, made);
        report({
          path,
          span: { start: stmt.start, end: stmt.end },
          message: `${nameOf(file, fn)} throws a new error here and drops the one that it caught, with its stack and its code: ${kept === undefined ? 'whoever looks for the reason finds none' : kept}. Pass it on as cause.`,
          ...(kept === undefined ? {} : { severity: 'information' as const }),
          symbol: file.symbolOf(fn),
          site: `throw new ${pathOf(made.callee) ?? ''}`,
          handler: clause,
          related: originsOf(caught.modes),
          fixes: fixFor(file, fn, stmt, made, handler, takes),
        });
      });
    }
  },
});

/** Functions that chains hand failures to, as handlers: `read().catch(() => { throw new LoadError(); })`. */
function chainHandlers(file: FileView): readonly Handler[] {
  return file.ir.functions.flatMap((ir, fn) =>
    chainHandlersIn(file, fn, ir).flatMap(({ handler, param, promise }): Handler[] => {
      if (promise.kind !== 'call') return [];
      const { throws, rejects, open } = file.failuresOf(fn, promise);
      const { start, end } = promise;
      const block = [{ kind: 'expression' as const, start, end, value: promise }];
      const statement = { kind: 'try' as const, start, end: handler.end, block, handler, final: undefined };
      return [{ fn, statement, handler, param, caught: { modes: [...throws, ...rejects], open, leaves: new Set() } }];
    }),
  );
}

/** Where the reason can be found all the same, though not the stack: the finding is then worth a word, no more. */
function keptOf(file: FileView, handler: Handler, at: ThrowStmt, made: CallExpr): string | undefined {
  const { fn, statement, handler: clause, param, caught } = handler;
  const taken = param === undefined ? boundBy(clause.param) : [param];
  if (taken.length > 0) {
    const names = taken.flatMap(each => namesFrom(clause.body, each));
    const tells = (expr: Expr): boolean => names.some(name => mentions(expr, name));
    if (made.args.some(tells)) return 'its text alone is kept';
    if (callsIn(clause.body).some(call => call.start < at.start && isReport(call) && call.args.some(tells)))
      return 'the log alone has it';
    if (callsIn(clause.body).some(call => call.start < at.start && !call.isNew && call.args.some(tells)))
      return 'it is handed to another alone';
    if (isAskedFor(handler, at) || isAskedBefore(handler, at)) return 'only its kind is kept';
  }
  if (isUnderAbort(clause.body, at)) return 'only that it was aborted is kept';
  if (hidesReason(made)) return 'a stranger need not hear it, the log should';
  const isOfForm =
    (!caught.open && caught.modes.every(mode => mode.class === 'invalid')) ||
    (saysInvalid(made) && !someInBlock(statement.block, each => each.kind === 'await'));
  if (isLookUp(statement.block)) return 'only that it is not there is kept';
  return isOfForm || isHarmless(file, fn, statement.block) ? 'only that the form was wrong is kept' : undefined;
}

/** `if (err.status !== 1) throw err`: what goes on behind it is of one kind. */
function isAskedBefore({ handler, param }: Handler, at: ThrowStmt): boolean {
  return handler.body.some(
    stmt =>
      stmt.kind === 'if' &&
      stmt.end <= at.start &&
      param !== undefined &&
      asksWhich(stmt.test, param) &&
      stmt.yes.some(each => each.kind === 'throw' || each.kind === 'return'),
  );
}

/** `new Error('Unauthorized')`. */
function hidesReason({ args: [text] }: CallExpr): boolean {
  return /^(unauthori[sz]ed|forbidden|access denied|not authori[sz]ed|permission denied)\b/i.test(
    (text && textOf(text)) ?? '',
  );
}

/** `new Error('Invalid URL')`: the text says that the form was wrong. */
function saysInvalid({ args: [text] }: CallExpr): boolean {
  // `_('Invalid %s', name)`: a text that is translated.
  if (text?.kind === 'call') return saysInvalid(text);
  const words =
    text && (text.kind === 'template' ? text.text : text.kind === 'binary' ? textOf(text.left) : textOf(text));
  return /^\W*(invalid|malformed|unsupported|bad)\b|\b(not (a )?valid|is invalid)\b/i.test(words ?? '');
}

/** Thrown inside a `try` of the handler itself that has a handler of its own, or in that one: it speaks of another failure. */
function isCaughtAgain(body: readonly Stmt[], at: ThrowStmt): boolean {
  let found = false;
  eachStmt(body, stmt => {
    found ||=
      stmt.kind === 'try' &&
      stmt.handler !== undefined &&
      [...stmt.block, ...stmt.handler.body].some(each => each.start <= at.start && at.end <= each.end);
  });
  return found;
}

function someInBlock(block: readonly Stmt[], test: (expr: Expr) => boolean): boolean {
  let found = false;
  eachExpr(block, each => {
    found ||= test(each);
  });
  return found;
}

/** `if (signal.aborted) throw new Error('took too long')`: the branch says why. */
function isUnderAbort(body: readonly Stmt[], at: ThrowStmt): boolean {
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'if' || !stmt.yes.some(each => each.start <= at.start && at.end <= each.end)) return;
    found ||= someIn(stmt.test, each => each.kind === 'member' && each.property === 'aborted');
  });
  return found;
}

/** Nothing is tried but a look whether a file is there. */
function isLookUp(block: readonly Stmt[]): boolean {
  const calls = callsIn(block);
  return (
    calls.length === 1 &&
    /(^|\.)(stat|lstat|access|statSync|lstatSync|accessSync)$/.test(pathOf(calls[0]!.callee) ?? '')
  );
}

/** A block around the throw declares another variable of that name. */
function isRedeclared(body: readonly Stmt[], param: string, at: ThrowStmt): boolean {
  let found = false;
  eachBlock(body, block => {
    const isAround = block.some(each => each.start <= at.start && at.end <= each.end);
    found ||=
      isAround &&
      block.some(
        each =>
          each.kind === 'let' && each.target.kind === 'name' && each.target.name === param && each.end <= at.start,
      );
  });
  return found;
}

/** The names in `catch ({ message, ...rest })`. */
function boundBy(param: Expr | undefined): readonly string[] {
  if (param?.kind === 'name') return [param.name];
  return param?.kind === 'pattern' ? param.elements.flatMap(({ target }) => boundBy(target)) : [];
}

/** Handed to a call that the policy names as a boundary: what it throws goes to strangers, and the cause may be left out. */
function isPublicExit(file: FileView, fn: number): boolean {
  return exitsOf(file, file.policy).some(
    ({ call, ref }) => call !== undefined && ref.path === file.path && ref.index === fn,
  );
}

function isBuiltin(file: FileView, fn: number, made: CallExpr): boolean {
  const name = pathOf(made.callee) ?? '';
  return builtins.test(name) && file.binding(fn, name) === undefined;
}

/** Where a cause goes: the index of the options argument, and how many arguments stand before it. */
interface CauseArgument {
  readonly index: number;
}

/** `undefined` where the constructor has no place for a cause that we know of. */
function causeArgument(file: FileView, fn: number, made: CallExpr): CauseArgument | undefined {
  const name = pathOf(made.callee) ?? '';
  if (isBuiltin(file, fn, made)) return { index: 1 };
  if (name === 'AggregateError' || name === 'DOMException') return undefined;
  const callee = file.callee(fn, made);
  const type = file.typeOf(fn, made);
  if (type?.kind !== 'class') return undefined;
  if (callee.kind === 'project') {
    const [target] = callee.targets;
    if (target?.path !== file.path) return undefined;
    const params = file.ir.functions[target.index]?.params ?? [];
    const at = params.findIndex(
      ({ target: own, type: written, isRest }) =>
        isRest ||
        /^(options|opts|cause|init)$/.test(own.kind === 'name' ? own.name : '') ||
        (written?.kind === 'ref' && written.name === 'ErrorOptions'),
    );
    return at < 0 ? undefined : { index: at };
  }
  // No constructor of its own anywhere: that of Error.
  const cls = file.ir.classes.find(each => each.name === (pathOf(made.callee) ?? ''));
  return cls?.extends && builtins.test(pathOf(cls.extends) ?? '') ? { index: 1 } : undefined;
}

/** The caught error itself is among what is passed, directly, as a property, or in a list. Its message alone is not it. */
function carries(arg: Expr, param: string): boolean {
  switch (arg.kind) {
    case 'name':
      return arg.name === param;
    case 'object':
      return arg.properties.some(({ value }) => carries(value, param));
    case 'array':
      return arg.elements.some(each => carries(each, param));
    case 'conditional':
      return carries(arg.yes, param) || carries(arg.no, param);
    case 'cast':
    case 'spread':
    case 'await':
      return carries(arg.value, param);
    case 'binary':
      return carries(arg.left, param) || carries(arg.right, param);
    case 'call':
      // A helper that is given the whole error may keep it; `String(err)` and templates do not.
      return (
        pathOf(arg.callee) !== 'String' &&
        !/\.(stringify|inspect|format)$/.test(pathOf(arg.callee) ?? '') &&
        arg.args.some(each => carries(each, param))
      );
    default:
      return false;
  }
}

function fixFor(
  file: FileView,
  fn: number,
  stmt: ThrowStmt,
  made: CallExpr,
  handler: Handler,
  { index }: CauseArgument,
): readonly Fix[] {
  const caught = caughtName(file, fn, handler);
  // A callback without a parameter is no clause that could be given one.
  if (!caught || (handler.param === undefined && !handlersOf(file).includes(handler))) return [];
  const { name } = caught;
  const cause = name === 'cause' ? '{ cause }' : `{ cause: ${name} }`;
  const edits: IntendedEdit[] = [...caught.edits];
  const last = made.args[index];
  if (isBuiltin(file, fn, made) && !file.takesCause) {
    // The types of the project know no second argument, so it is assigned.
    const back = { span: { start: made.end, end: made.end }, text: `, ${cause})` };
    edits.push({ span: { start: made.start, end: made.start }, text: 'Object.assign(' }, back);
  } else if (last?.kind === 'object') {
    const inner = name === 'cause' ? 'cause' : `cause: ${name}`;
    edits.push({ span: { start: last.start + 1, end: last.start + 1 }, text: inner, placed: 'first-item' });
  } else {
    const missing = Math.max(0, index - made.args.length);
    const filler = Array.from({ length: missing }, () => 'undefined').join(', ');
    const text = [filler, cause].filter(each => each !== '').join(', ');
    // `new Error` has no parentheses to put it in.
    const isBare = made.end === made.callee.end;
    const span = { start: made.args.at(-1)?.end ?? made.end - 1, end: made.end - 1 };
    edits.push(
      isBare ? { span: { start: made.end, end: made.end }, text: `(${text})` } : { span, text, placed: 'last-item' },
    );
  }
  return [
    {
      title: 'Pass the caught error on as cause',
      safe: true,
      path: file.path,
      at: { start: stmt.start, end: stmt.end },
      intent: { kind: 'edits', edits },
    },
  ];
}
