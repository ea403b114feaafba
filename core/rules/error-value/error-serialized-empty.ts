import { printExpr } from '../../failures/print.js';
import { calledName, globalName, receiverOf } from '../../failures/shapes/calls.js';
import { eachExprWithErrors, isDeclaredError, isOpaqueErrorClass, isOpaqueMode } from '../../failures/shapes/errors.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { eachExpr, mentions } from '../../failures/walk.js';
import type { CallExpr, Expr, NameExpr, PropertyIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, replacing } from '../draft.js';
import { handlersAround } from '../failure/handlers.js';
import { defineRule, type FailureContext } from '../rule.js';

export const errorSerializedEmpty = defineRule({
  id: 'error-value/error-serialized-empty',
  summary: 'An error is turned into JSON or spread, which leaves an empty object of it.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, failures, isTest } = context;
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      const isClass = (callee: Expr): boolean => isOpaqueErrorClass(failures, file, index, callee);
      eachExprWithErrors(fn.body, isClass, (expr, known) => {
        for (const lost of lostIn(context, index, expr)) {
          if (lost.how === 'Spreading' && isAddedLater(fn.body, lost.value)) continue;
          const isTested = lost.value.kind === 'name' && known.has(lost.value.name);
          const isCaught = !isTested && lost.value.kind === 'name' && isCaughtError(failures, file, index, lost.value);
          const isError = isTested || isCaught;
          if (isError || isDeclaredError(failures, file, index, lost.value)) reportLost(context, index, lost, isCaught);
        }
      });
    }
  },
});

/** What a handler caught, where everything that arrives there is an error that JSON prints as `{}`. */
function isCaughtError(failures: FailureView, file: FileView, fn: number, { name, start }: NameExpr): boolean {
  return handlersAround(file, fn, start).some(
    ({ param, caught: { modes, open } }) =>
      param === name && !open && modes.length > 0 && modes.every(mode => isOpaqueMode(failures, mode)),
  );
}

interface Lost {
  readonly value: Expr;
  readonly how: string;
  /** Written as `{ err }`: the name stands for key and value. */
  readonly shorthand: string;
}

/** Values that an expression serialises or copies property by property. */
function lostIn({ file }: FailureContext, fn: number, expr: Expr): readonly Lost[] {
  if (expr.kind === 'object')
    return expr.properties.flatMap(({ name, value }) =>
      name === '...' && !isKeptBeside(expr.properties, value)
        ? [{ value: bare(value), how: 'Spreading', shorthand: '' }]
        : [],
    );
  if (expr.kind !== 'call' || expr.isNew) return [];
  const name = globalName(file, fn, expr);
  if (name === 'JSON.stringify') return hasReplacer(expr) ? [] : membersOf(expr.args[0], 'JSON.stringify');
  if (name === 'Object.assign')
    return expr.args.slice(1).map(value => ({ value: bare(value), how: 'Object.assign', shorthand: '' }));
  return isJsonResponse(expr)
    ? membersOf(expr.args[0], printExpr(expr.callee)).filter(each => each.value !== expr.args[0])
    : [];
}

/** `{ ...err, cause: err }` keeps the error itself, `{ ...err, message: err.message }` what is needed of it. */
function isKeptBeside(properties: readonly PropertyIr[], spread: Expr): boolean {
  const at = bare(spread);
  return at.kind === 'name' && properties.some(({ name, value }) => name !== '...' && mentions(value, at.name));
}

/** `copy.message = err.message` behind the copy. */
function isAddedLater(body: readonly Stmt[], spread: Expr): boolean {
  let found = false;
  eachExpr(body, expr => {
    found ||=
      expr.kind === 'assign' &&
      expr.start > spread.end &&
      expr.target.kind === 'member' &&
      expr.target.property === 'message' &&
      spread.kind === 'name' &&
      mentions(expr.value, spread.name);
  });
  return found;
}

function hasReplacer({ args: [, replacer] }: CallExpr): boolean {
  return (
    replacer !== undefined &&
    !(replacer.kind === 'literal' && replacer.value === null) &&
    !(replacer.kind === 'name' && replacer.name === 'undefined')
  );
}

/** `res.json(…)`, `Response.json(…)`, `NextResponse.json(…)`, `c.json(…)`, with or without a status in between. */
function isJsonResponse(call: CallExpr): boolean {
  if (calledName(call) !== 'json') return false;
  let at = receiverOf(call);
  while (at?.kind === 'call') at = receiverOf(at);
  return at?.kind === 'name' && /^(res|response|reply|c|ctx|Response|NextResponse)$/.test(at.name);
}

/** The value itself, the members of a literal, the elements of a list. */
function membersOf(given: Expr | undefined, how: string): readonly Lost[] {
  if (given === undefined) return [];
  const value = bare(given);
  switch (value.kind) {
    case 'object':
      return value.properties.flatMap(property => (property.name === '...' ? [] : inProperty(property, how)));
    case 'array':
      return value.elements.flatMap(each => membersOf(each, how));
    case 'conditional':
      return [];
    default:
      return [{ value, how, shorthand: '' }];
  }
}

function inProperty({ name, value, start }: PropertyIr, how: string): readonly Lost[] {
  const isShorthand = value.kind === 'name' && value.start === start;
  return membersOf(value, how).map(lost => ({ ...lost, shorthand: isShorthand ? name : '' }));
}

function reportLost(
  { file, report }: FailureContext,
  fn: number,
  { value, how, shorthand }: Lost,
  isCaught: boolean,
): void {
  const text = printExpr(value);
  const isSpread = how === 'Spreading' || how === 'Object.assign';
  const named = `{ name: ${text}.name, message: ${text}.message, stack: ${text}.stack }`;
  // To a type checker what was caught may be anything.
  const written = isCaught ? `${text} instanceof Error ? ${named} : ${text}` : named;
  report(
    draftAt(
      file,
      fn,
      value,
      isSpread
        ? `${how} ${text} loses its name, message and stack: they are no own enumerable properties of an error. Name what you need.`
        : `${how} leaves name, message and stack of ${text} out: they are no enumerable properties of an error, and a plain one becomes {}. Name what you need.`,
      isSpread || text.includes('…')
        ? {}
        : {
            fixes: [
              replacing(
                file,
                value,
                'Write name, message and stack',
                shorthand === '' ? written : `${shorthand}: ${written}`,
              ),
            ],
          },
    ),
  );
}
