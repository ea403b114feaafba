import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import type { FailureMode } from '../contract.js';
import { typeOfExpr } from '../link/static-types.js';
import type { TypedClass } from '../link/typed.js';
import { printExpr } from '../print.js';
import { declaredClass, splitSymbol } from '../symbols.js';
import type { StaticType } from '../view.js';
import { pathOf } from '../walk.js';
import { discriminantNames, madeError, mappedClass, nameIn, toldClass } from './errors.js';
import { type Evaluation, originAt } from './evaluation.js';
import { builtinErrors, classByName, isNamedForItsWay } from './lexicon.js';
import { keyOf, type Modes, mode, modesOf } from './modes.js';
import type { Path, Val } from './values.js';

/** The failure that `new X()` or `Error()` makes, where X is an error by its bases or its name; `undefined` for other objects. */
export function errorMadeBy(call: CallExpr, run: Evaluation): FailureMode | undefined {
  if (!call.isNew && call.callee.kind !== 'name') return undefined;
  const made = madeError(run.unit, run.index, call, run.linker, run.classes);
  return made && isError(made, run) ? made : undefined;
}

const errorName = /(Error|Exception|Failure|Fault|Rejection)$/;

function isError({ type, typeSymbol, bases }: FailureMode, run: Evaluation): boolean {
  if (type in builtinErrors || errorName.test(type) || bases?.includes('lib#Error')) return true;
  if (typeSymbol === undefined) return false;
  const own = declaredClass(typeSymbol, path => run.linker.unit(path)?.ir);
  const last = own && run.linker.lineage(own.path, own.index).at(-1);
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
  if (typed) return modesOf([typed]);
  const told = toldModes(expr, run);
  return told.length > 0 ? modesOf(told) : unknownThrown(expr, printExpr(expr).slice(0, 40), run);
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

/** By the name of the class, else of the nearest base that tells. */
function classNamed(names: readonly string[], { classes }: Evaluation): FailureMode['class'] {
  const mapped = mappedClass(names, {}, classes);
  if (mapped) return mapped;
  const found = names.map(each => builtinErrors[each] ?? classByName(each));
  return found.find(each => each !== 'unknown') ?? 'unknown';
}

/** A variable thrown on: what its declaration says, a subclass of it perhaps. */
function modeOfType(
  type: StaticType | undefined,
  expr: Expr,
  run: Evaluation,
  bases?: readonly string[],
): FailureMode | undefined {
  const name =
    type?.kind === 'class'
      ? run.linker.unit(type.path)?.ir.classes[type.index]?.name
      : type?.kind === 'external' &&
          (type.name in builtinErrors || errorName.test(type.name) || bases?.includes('lib#Error'))
        ? type.name
        : undefined;
  if (name === undefined || name === '') return undefined;
  const short = name.split('.').at(-1)!;
  return mode({
    class: classNamed([short, ...(bases ?? []).map(nameIn)], run),
    type: short,
    bases,
    confidence: 'assumed',
    origins: [originAt(run, expr, 'throw', printExpr(expr).slice(0, 80))],
  });
}

/** The class of the workspace, or of a package, that a type checker says a value is of. */
function toldType(expr: Expr, run: Evaluation): StaticType | undefined {
  const told = toldClass(run.unit, expr, run.linker);
  return told && isErrorClass(told) ? staticOf(told, run) : undefined;
}

/** What a type checker says a value may be, if that is errors alone. */
function toldModes(expr: Expr, run: Evaluation): readonly FailureMode[] {
  const classes = run.linker.typedValue?.(run.unit.path, expr)?.classes ?? [];
  if (!classes.every(isErrorClass)) return [];
  const found = classes.map(each => modeOfType(staticOf(each, run), expr, run, each.bases));
  return found.every(each => each !== undefined) ? found : [];
}

function isErrorClass({ symbol, bases }: TypedClass): boolean {
  return symbol === 'lib#Error' || bases.includes('lib#Error') || errorName.test(symbol);
}

function staticOf({ symbol, isOfPackage }: TypedClass, { linker, unit }: Evaluation): StaticType | undefined {
  if (isOfPackage) {
    const [home, name] = splitSymbol(symbol);
    return home === 'lib' ? linker.libType(name) : linker.packageType(home, name, unit.path);
  }
  const own = declaredClass(symbol, path => linker.unit(path)?.ir);
  return own && { kind: 'class', ...own };
}

/** `throw makeError(…)`: what the function returns, by its outcomes or its name. */
function madeByCall(expr: CallExpr, run: Evaluation): Modes {
  const type = run.linker.resultType(run.unit, run.index, expr, 1) ?? toldType(expr, run);
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
  // `throw ValidationError(text)` of a function that gives an `HttpError` says more by its name than by its type.
  const isBroad =
    typed?.class === 'upstream' && isNamedForItsWay(typed.type) && !mappedClass([typed.type], {}, run.classes);
  const made = isBroad
    ? (named ?? { ...typed, class: 'unknown' as const, key: keyOf('unknown', typed.channel, typed.type, {}) })
    : isTold
      ? typed
      : (named ?? typed);
  const several = made ? [made] : toldModes(expr, run);
  return several.length > 0 ? modesOf(several) : unknownThrown(expr, printExpr(expr.callee), run);
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
