import type { CallExpr, Expr, FunctionIr } from '../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../contract.js';
import type { Unit } from '../link/linker.js';
import { printExpr } from '../print.js';
import type { FunctionRef } from '../view.js';
import { callsOf, eachExpr, isWithin } from '../walk.js';
import { noReason } from './combinators.js';
import { refine } from './conditions/refine.js';
import { madeError } from './errors.js';
import { type Evaluation, holeAt, originAt, within } from './evaluation.js';
import { type Modes, mode, modesOf, noModes, union, withoutHanded } from './modes.js';
import { outcome } from './outcomes.js';
import { joinedOutcomes, resolvedLater, settlersOf } from './resolved-later.js';
import { modesOfThrown } from './thrown.js';
import { type Path, type Settled, startPath, unknownVal, type Val } from './values.js';

/** Executors within executors are followed this far. */
const DEPTH = 4;

/** `new Promise(executor)`: rejects with what the executor throws at once, with what `reject` is given, and with what `resolve` is given rejects with. */
export function newPromise(call: CallExpr, path: Path, run: Evaluation): Val {
  const [executor] = call.args;
  const ref = executor && executorOf(executor, run);
  const unit = ref && run.linker.unit(ref.path);
  const ir = ref && unit?.ir.functions[ref.index];
  const promise = (rejects: Modes, value: Val = unknownVal): Val => ({ kind: 'promise', rejects, value });
  if (!unit || !ir || run.depth > DEPTH) return promise(holeAt(run, call, 'new Promise'));
  const rejected: Settled = { modes: noModes, outcomes: [] };
  const vars = new Map(unit === run.unit ? path.vars : []);
  for (const [name, value] of settlersOf(ir, rejected)) vars.set(name, value);
  const thrown = { modes: noModes };
  // The executor has a contract of its own that says what it handles.
  const inner: Evaluation = { ...within(run, unit, ref.index), holes: run.holes, sinks: [thrown] };
  run.evaluateBody(inner, { ...startPath, vars });
  // What an async executor throws rejects the promise that nobody has.
  const atOnce = ir.isAsync ? noModes : thrown.modes;
  const outcomes = joinedOutcomes([...rejected.outcomes, ...resolvedLater(unit, ref.index, ir, run)]);
  return promise(
    union(withoutHanded(union(atOnce, rejected.modes)), rejectedLater(unit, ref.index, ir, run)),
    outcomes.some(each => each.modes.length > 0)
      ? { kind: 'outcomes', outcomes, start: call.start, ...(unit === run.unit && { isHere: true }) }
      : unknownVal,
  );
}

function executorOf(executor: Expr, run: Evaluation): FunctionRef | undefined {
  const callee = run.linker.calledBy(run.unit, run.index, executor, false);
  return callee.kind === 'project' ? callee.targets[0] : undefined;
}

/** A call of `resolve` or `reject` that stands in the executor itself. */
export function settle(
  call: CallExpr,
  settler: Extract<Val, { kind: 'settler' }>,
  args: readonly Val[],
  path: Path,
  run: Evaluation,
): Val {
  const [arg] = args;
  const [written] = call.args;
  if (!settler.rejects) {
    if (arg?.kind === 'promise') settler.into.modes = union(settler.into.modes, arg.rejects);
    settler.into.outcomes.push(...resolvedWith(call, arg, path, run));
  } else {
    const modes = written && arg ? modesOfThrown(written, arg, path, run) : noReason(call, run);
    settler.into.modes = union(settler.into.modes, asRejections(modes));
  }
  return { kind: 'literal', abstract: 'undefined' };
}

/** `resolve(err ? null : data)` resolves in two ways. */
function resolvedWith(call: CallExpr, arg: Val | undefined, path: Path, run: Evaluation): readonly ReturnOutcome[] {
  const [written] = call.args;
  if (written === undefined || arg === undefined)
    return [outcome(call.start, call.end, { kind: 'literal', abstract: 'undefined' }, path)];
  if (written.kind !== 'conditional') return [outcome(written.start, written.end, arg, path)];
  return [true, false].flatMap(sense =>
    refine(written.test, path, sense, run).map(way => {
      const chosen = sense ? written.yes : written.no;
      return outcome(chosen.start, chosen.end, run.evaluate(chosen, way, { ...run, sinks: [] }).value, way);
    }),
  );
}

function asRejections(modes: Modes): Modes {
  return new Map(
    [...modes].map(([key, each]) => [
      key,
      {
        ...each,
        origins: each.origins.map(origin =>
          origin.kind === 'throw' ? { ...origin, kind: 'reject' as const } : origin,
        ),
      },
    ]),
  );
}

/** What functions within the executor reject with, whenever they run: callbacks, listeners, timers. */
function rejectedLater(unit: Unit, executor: number, ir: FunctionIr, run: Evaluation): Modes {
  const reject = ir.params[1]?.target;
  if (reject?.kind !== 'name') return noModes;
  const { name } = reject;
  let found: Modes = noModes;
  for (const [index, fn] of unit.ir.functions.entries()) {
    if (index === executor || !isWithin(unit.ir, index, executor) || !isSame(index)) continue;
    const told = new Set<Expr>();
    const here = { unit, index };
    for (const call of callsOf(fn)) {
      if (call.callee.kind === 'name' && call.callee.name === name) {
        told.add(call.callee);
        found = union(found, rejectionOf(call, here, run));
      }
      for (const arg of call.args)
        if (arg.kind === 'name' && arg.name === name) {
          told.add(arg);
          found = union(found, holeAt(here, call, `${name} handed to ${printExpr(call.callee)}`.slice(0, 80)));
        }
    }
    eachExpr(fn.body, expr => {
      if (expr.kind === 'name' && expr.name === name && !told.has(expr)) found = union(found, holeAt(here, expr, name));
    });
  }
  eachExpr(ir.body, expr => {
    const kept =
      expr.kind === 'assign' ? [expr.value] : expr.kind === 'object' ? expr.properties.map(each => each.value) : [];
    for (const each of kept)
      if (each.kind === 'name' && each.name === name) found = union(found, holeAt({ unit }, each, `${name} kept`));
  });
  return found;

  function isSame(index: number): boolean {
    const binding = unit.scopes.lookup(index, name);
    return binding?.kind === 'param' && binding.fn === executor;
  }
}

function rejectionOf(call: CallExpr, at: { unit: Unit; index: number }, run: Evaluation): Modes {
  const [arg] = call.args;
  if (!arg) return noReason(call, { ...run, unit: at.unit });
  const made = arg.kind === 'call' ? madeError(at.unit, at.index, arg, run.linker, run.classes) : undefined;
  if (made) return asRejections(modesOf([made]));
  const literal: Val = arg.kind === 'literal' ? { kind: 'literal', abstract: 'literal', value: arg.value } : unknownVal;
  if (arg.kind === 'literal' || arg.kind === 'template')
    return modesOfThrown(arg, literal, startPath, { ...run, unit: at.unit, index: at.index });
  const origin = originAt({ unit: at.unit }, call, 'reject', printExpr(call).slice(0, 80));
  return modesOf([mode({ class: 'unknown', type: '', confidence: 'assumed', origins: [origin] })]);
}
