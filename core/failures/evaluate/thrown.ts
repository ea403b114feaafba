import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import type { FailureMode } from '../contract.js';
import { typeOfExpr } from '../link/static-types.js';
import { printExpr } from '../print.js';
import type { StaticType } from '../view.js';
import { pathOf } from '../walk.js';
import { discriminantNames, madeError, mappedClass } from './errors.js';
import { type Evaluation, originAt } from './evaluation.js';
import { builtinErrors, classByName } from './lexicon.js';
import { type Modes, mode, modesOf } from './modes.js';
import type { Path, Val } from './values.js';

/** The failure that `new X()` or `Error()` makes, where X is an error by its bases or its name; `undefined` for other objects. */
export function errorMadeBy(call: CallExpr, run: Evaluation): FailureMode | undefined {
  if (!call.isNew && call.callee.kind !== 'name') return undefined;
  const made = madeError(run.unit, run.index, call, run.linker, run.classes);
  return made && isError(made, run) ? made : undefined;
}

const errorName = /(Error|Exception|Failure|Fault|Rejection)$/;

function isError({ type, typeSymbol }: FailureMode, run: Evaluation): boolean {
  if (type in builtinErrors || errorName.test(type)) return true;
  if (typeSymbol === undefined) return false;
  const at = typeSymbol.lastIndexOf('#');
  const path = typeSymbol.slice(0, at);
  const index = run.linker.unit(path)?.ir.classes.findIndex(each => each.name === typeSymbol.slice(at + 1)) ?? -1;
  const last = index < 0 ? undefined : run.linker.lineage(path, index).at(-1);
  const base = last?.unit.ir.classes[last.index]?.extends;
  const name = base && pathOf(base)?.split('.').at(-1);
  return name !== undefined && (name in builtinErrors || errorName.test(name));
}

/** What a value fails with when it is thrown or given to `reject`. */
export function modesOfThrown(expr: Expr, value: Val, path: Path, run: Evaluation): Modes {
  if (value.kind === 'error' || value.kind === 'made-error') return value.modes;
  if (expr.kind === 'call' && expr.isNew) {
    const made = madeError(run.unit, run.index, expr, run.linker, run.classes);
    if (made) return modesOf([made]);
  }
  const plain = plainValue(expr, value, run);
  if (plain) return modesOf([plain]);
  if (expr.kind === 'call') return madeByCall(expr, run);
  if (expr.kind === 'conditional' || (expr.kind === 'binary' && /^(\|\||\?\?)$/.test(expr.op))) {
    const [a, b] = expr.kind === 'conditional' ? [expr.yes, expr.no] : [expr.left, expr.right];
    const of = (each: Expr): Modes => modesOfThrown(each, valueOnly(each, path, run), path, run);
    return modesOf([...of(a).values(), ...of(b).values()]);
  }
  const typed = modeOfType(typeOfExpr(run.unit, run.index, expr, run.linker), expr, run);
  return typed ? modesOf([typed]) : unknownThrown(expr, printExpr(expr).slice(0, 40), run);
}

/** The value of an expression that was evaluated already: nothing is raised again. */
function valueOnly(expr: Expr, path: Path, run: Evaluation): Val {
  const aside: Evaluation = { ...run, sinks: [], swallows: [], holes: [], caught: [], returns: [] };
  return run.evaluate(expr, path, aside).value;
}

/** `throw 'timeout'`, `throw 42`, `throw { code: 'X' }`: the value tells it from others. */
function plainValue(expr: Expr, value: Val, run: Evaluation): FailureMode | undefined {
  const origins = [originAt(run, expr, 'throw', printExpr(expr).slice(0, 80))];
  if (expr.kind === 'template')
    return mode({ class: classByName(expr.text), type: 'string', confidence: 'proved', origins });
  if (value.kind === 'literal') {
    if (value.value === undefined || value.value === null)
      return mode({
        class: 'unknown',
        type: value.abstract === 'null' ? 'null' : 'undefined',
        confidence: 'proved',
        origins,
      });
    const type = typeof value.value;
    const failure = type === 'string' ? classByName(String(value.value)) : 'unknown';
    return mode({ class: failure, type, discriminants: { value: value.value }, confidence: 'proved', origins });
  }
  if (value.kind !== 'object') return undefined;
  const told = Object.entries(value.tags).filter(([name]) => discriminantNames.includes(name));
  const code = told.find(([, each]) => typeof each === 'string')?.[1];
  return mode({
    class: typeof code === 'string' ? classByName(code) : 'unknown',
    type: 'object',
    discriminants: Object.fromEntries(told),
    confidence: 'proved',
    origins,
  });
}

/** A variable thrown on: what its declaration says, a subclass of it perhaps. */
function modeOfType(type: StaticType | undefined, expr: Expr, run: Evaluation): FailureMode | undefined {
  const name =
    type?.kind === 'class'
      ? run.linker.unit(type.path)?.ir.classes[type.index]?.name
      : type?.kind === 'external' && (type.name in builtinErrors || errorName.test(type.name))
        ? type.name
        : undefined;
  if (name === undefined || name === '') return undefined;
  const short = name.split('.').at(-1)!;
  return mode({
    class: mappedClass([short], {}, run.classes) ?? builtinErrors[short] ?? classByName(short),
    type: short,
    confidence: 'assumed',
    origins: [originAt(run, expr, 'throw', printExpr(expr).slice(0, 80))],
  });
}

/** `throw makeError(…)`: what the function returns, by its outcomes or its name. */
function madeByCall(expr: CallExpr, run: Evaluation): Modes {
  const type = run.linker.resultType(run.unit, run.index, expr, 1);
  if (type?.kind === 'class') {
    const name = run.linker.unit(type.path)?.ir.classes[type.index]?.name ?? '';
    const made = madeError(
      run.unit,
      run.index,
      { ...expr, isNew: true, callee: { kind: 'name', start: expr.start, end: expr.end, name } },
      run.linker,
      run.classes,
    );
    if (made) return modesOf([made]);
  }
  const typed = modeOfType(type, expr, run);
  const named = factoryMode(expr, run);
  const isTold = typed !== undefined && typed.class !== 'unknown' && named?.confidence !== 'declared';
  const made = isTold ? typed : (named ?? typed);
  return made ? modesOf([made]) : unknownThrown(expr, printExpr(expr.callee), run);
}

/** `throw NotFoundError(id)`: a function that makes errors is named for them; the policy may name its class. */
function factoryMode(expr: CallExpr, run: Evaluation): FailureMode | undefined {
  const name = (pathOf(expr.callee) ?? '').split('.').at(-1) ?? '';
  const mapped = mappedClass([name], {}, run.classes);
  const failure = mapped ?? (/^[A-Z]\w*(?:Error|Exception)$/.test(name) ? classByName(name) : 'unknown');
  if (failure === 'unknown') return undefined;
  const origins = [originAt(run, expr, 'throw', printExpr(expr).slice(0, 80))];
  return mode({ class: failure, type: name, confidence: mapped ? 'declared' : 'assumed', origins });
}

/** Something is thrown of which nothing is known; `text` keeps it apart from others of its kind. */
function unknownThrown(expr: Expr, text: string, run: Evaluation): Modes {
  const origins = [originAt(run, expr, 'throw', printExpr(expr).slice(0, 80))];
  const key = `unknown|throw|${text}`;
  return modesOf([{ ...mode({ class: 'unknown', type: '', confidence: 'assumed', origins }), key }]);
}
