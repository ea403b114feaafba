import type { FailureClass } from '../../failures/classes.js';
import type { FailureMode } from '../../failures/contract.js';
import { classByName } from '../../failures/evaluate/lexicon.js';
import { printExpr } from '../../failures/print.js';
import { bare, functionAt, functionsOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt } from '../../failures/walk.js';
import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, replacing } from '../draft.js';
import { handlersOf } from '../failure/handlers.js';
import { originsOf } from '../failure/wording.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';

export const errorMatchedByMessage = defineRule({
  id: 'error-value/error-matched-by-message',
  summary: 'A handler tells failures apart by their text, although their class or code does.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest) return;
    for (const { fn, body, param, modes, at } of handlingPlaces(file)) {
      for (const test of textTests(body, param)) {
        const meant = modeMeant(modes, test.text);
        const better = meant && discriminantOf(meant, modes);
        if (!meant || !better || isClassAsked(file, fn, test, param, meant)) continue;
        report({
          ...draftAt(
            file,
            fn,
            test.at,
            `This asks the text of the error which failure it is: a reworded message sends it the other way, and nothing notices. ${better.words} says the same for good.`,
            {
              related: originsOf([meant]),
              fixes: fixOf(file, fn, test, param, meant),
              data: { better: better.words },
            },
          ),
          handler: at,
        });
      }
    }
  },
});

/** A place that handles failures, with what arrives there. */
interface Handling {
  readonly fn: number;
  readonly body: readonly Stmt[];
  readonly param: string;
  readonly modes: readonly FailureMode[];
  readonly at: { readonly start: number; readonly end: number };
}

/** Catch clauses, and functions handed to `.catch`. */
function handlingPlaces(file: FileView): readonly Handling[] {
  const found: Handling[] = handlersOf(file).flatMap(({ fn, handler, param, caught: { modes } }) =>
    param === undefined ? [] : [{ fn, body: handler.body, param, modes, at: handler }],
  );
  for (const { fn, index } of functionsOf(file))
    eachExpr(fn.body, expr => {
      if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.property !== 'catch') return;
      const handler = functionAt(file, expr.args[0]);
      const param = handler?.fn.params[0]?.target;
      const tried = bare(expr.callee.object);
      if (!handler || param?.kind !== 'name' || tried.kind !== 'call') return;
      const modes = file.failuresOf(index, tried).rejects;
      found.push({ fn: handler.index, body: handler.fn.body, param: param.name, modes, at: handler.fn });
    });
  return found;
}

/** `err instanceof BadRequest && err.message === 'X'`: the class is asked for, and the text tells its cases apart. */
function isClassAsked(file: FileView, fn: number, { at }: TextTest, param: string, { type }: FailureMode): boolean {
  let found = false;
  eachExpr(file.ir.functions[fn]?.body ?? [], expr => {
    if (expr.kind !== 'binary' || expr.op !== '&&' || at.start < expr.right.start || expr.right.end < at.end) return;
    eachPart(expr.left, part => {
      found ||= printExpr(part) === `${param} instanceof ${type}`;
    });
  });
  return found;
}

interface TextTest {
  /** The whole test of the text. */
  readonly at: Expr;
  /** What is looked for. */
  readonly text: string;
}

/** Conditions on the text of the caught error, in branches. */
function textTests(body: readonly Stmt[], param: string): readonly TextTest[] {
  const found: TextTest[] = [];
  const look = (condition: Expr): void =>
    eachPart(condition, expr => {
      const text = textAsked(expr, param);
      if (text !== undefined && text.length > 2) found.push({ at: expr, text });
    });
  eachStmt(body, stmt => {
    if (stmt.kind === 'if') look(stmt.test);
    if (stmt.kind === 'return' && stmt.value?.kind === 'binary') look(stmt.value);
  });
  eachExpr(body, expr => {
    if (expr.kind === 'conditional') look(expr.test);
  });
  return found;
}

function textAsked(expr: Expr, param: string): string | undefined {
  if (expr.kind === 'binary' && /^={2,3}$/.test(expr.op)) {
    if (isText(expr.left, param)) return textIn(expr.right);
    return isText(expr.right, param) ? textIn(expr.left) : undefined;
  }
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return undefined;
  const { object, property } = expr.callee;
  if (/^(includes|startsWith|endsWith|match|indexOf|search)$/.test(property) && isText(object, param))
    return textIn(expr.args[0]);
  if (property === 'test' && expr.args[0] && isText(expr.args[0], param)) return textIn(object);
  return undefined;
}

/** `err.message`, `String(err)`, `` `${err}` ``, `err.toString()`, in lower case too. */
function isText(expr: Expr, param: string): boolean {
  const at = bare(expr);
  if (at.kind === 'member')
    return /^(message|stack)$/.test(at.property) && bare(at.object).kind === 'name' && printExpr(at.object) === param;
  if (at.kind === 'template') return at.parts.length === 1 && printExpr(at.parts[0]!) === param;
  if (at.kind !== 'call') return false;
  if (at.callee.kind === 'name')
    return at.callee.name === 'String' && at.args[0] !== undefined && printExpr(at.args[0]) === param;
  if (at.callee.kind !== 'member') return false;
  if (/^to(Lower|Upper)Case$/.test(at.callee.property)) return isText(at.callee.object, param);
  return at.callee.property === 'toString' && printExpr(at.callee.object) === param;
}

function textIn(expr: Expr | undefined): string | undefined {
  const at = expr && bare(expr);
  if (at?.kind === 'literal' && typeof at.value === 'string') return at.value;
  if (at?.kind === 'template') return at.text;
  return at?.kind === 'regex' ? at.text.replace(/^\/|\/\w*$/g, '') : undefined;
}

/** What databases write in the text of failures that have a code. */
const toldByStores: readonly (readonly [RegExp, FailureClass])[] = [
  [/unique constraint|duplicate key|E11000/i, 'conflict'],
  [/record to (update|delete) not found|no \w+ found/i, 'absent'],
];

/** The failure that a text speaks of: thrown with it, or of the class that its words name. */
function modeMeant(modes: readonly FailureMode[], text: string): FailureMode | undefined {
  const words = text.toLowerCase();
  const thrown = modes.filter(mode => mode.origins.some(origin => origin.text.toLowerCase().includes(words)));
  if (thrown.length === 1) return thrown[0];
  const coded = modes.find(({ discriminants: { code } }) => typeof code === 'string' && code.toLowerCase() === words);
  if (coded) return coded;
  const told = toldByStores.find(([pattern]) => pattern.test(text))?.[1];
  const ofStore =
    told && modes.find(mode => mode.class === told && mode.confidence === 'modelled' && 'code' in mode.discriminants);
  if (ofStore) return ofStore;
  const spoken = classOfText(text);
  // A failure of the system that is of the same class seldom is what a text of the project speaks of.
  const alike = modes.filter(mode => mode.class === spoken && mode.typeSymbol !== undefined);
  return spoken !== 'unknown' && alike.length > 0 && new Set(alike.map(each => each.type)).size === 1
    ? alike[0]
    : undefined;
}

/** `user not found` as the name of a class would say it. */
function classOfText(text: string): FailureClass {
  return classByName(
    text
      .split(/[^A-Za-z0-9]+/)
      .map(word => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
      .join(''),
  );
}

/** What separates a failure from the others that arrive: its class, else a code, a status or a name. */
function discriminantOf(meant: FailureMode, modes: readonly FailureMode[]): { readonly words: string } | undefined {
  const others = modes.filter(mode => mode.class !== meant.class);
  if (isNamed(meant) && !others.some(mode => mode.type === meant.type)) return { words: `instanceof ${meant.type}` };
  for (const name of ['code', 'status', 'statusCode', 'name', '_tag', 'kind']) {
    const value = meant.discriminants[name];
    if (value === undefined || others.some(mode => mode.discriminants[name] === value)) continue;
    return { words: `Its ${name} (${JSON.stringify(value)})` };
  }
  return undefined;
}

function isNamed({ type, typeSymbol, confidence }: FailureMode): boolean {
  return (
    type !== '' &&
    !/^(Error|DOMException|AggregateError)$/.test(type) &&
    (typeSymbol !== undefined || confidence === 'modelled')
  );
}

/** `err instanceof X` for the test, and for the `err instanceof Error &&` in front of it. */
function fixOf(file: FileView, fn: number, test: TextTest, param: string, meant: FailureMode): readonly Fix[] {
  if (!isNamed(meant) || file.binding(fn, meant.type) === undefined) return [];
  // `indexOf` and `search` give a place, which something else compares.
  if (test.at.kind === 'call' && /\.(indexOf|search|match)\(/.test(printExpr(test.at))) return [];
  let whole: Expr = test.at;
  let isNegated = false;
  const seek = (expr: Expr): void => {
    if (expr.kind === 'unary' && expr.op === '!' && bare(expr.value) === test.at) isNegated = true;
    if (
      expr.kind === 'binary' &&
      expr.op === '&&' &&
      bare(expr.right) === test.at &&
      printExpr(expr.left) === `${param} instanceof Error`
    )
      whole = expr;
  };
  eachExpr(file.ir.functions[fn]?.body ?? [], seek);
  const asked = `${param} instanceof ${meant.type}`;
  return [replacing(file, whole, `Ask for ${meant.type}`, isNegated ? `(${asked})` : asked)];
}
