import type { CallExpr, Expr } from '../../../syntax/ir/nodes.js';
import type { FunctionRef } from '../../view.js';
import { pathOf } from '../../walk.js';
import { type Evaluation, within } from '../evaluation.js';
import { type Path, startPath } from '../values.js';
import { isInstance } from './error-classes.js';
import { caughtIn, hasMemberTest, memberTest, narrowed } from './error-tests.js';
import { askedIn } from './variables.js';
import { waysOut } from './ways-out.js';

/** Guards within guards are followed this far. */
const DEPTH = 4;

/** How `refine` looks: the guards that ask guards are handed it, so that the two need not import one another. */
export type Refine = (test: Expr, path: Path, sense: boolean, run: Evaluation) => readonly Path[];

/** The ways on which a call that asks about a caught error answers true (`sense`) or false: `isNotFound(err)`, `codes.includes(err.code)`. */
export function guardTest(
  call: CallExpr,
  path: Path,
  sense: boolean,
  run: Evaluation,
  refine: Refine,
): readonly Path[] {
  const [first, second] = call.args;
  if (!first || call.isNew) return [path];
  if (call.callee.kind === 'name' && call.callee.name === 'Boolean') return refine(first, path, sense, run);
  if (call.callee.kind === 'member' && /^(includes|has)$/.test(call.callee.property)) {
    const asked = askedIn(first, path);
    const wanted = asked?.value.kind === 'error' ? literalsOf(call.callee.object, run) : undefined;
    const member = asked?.value.kind === 'error' ? (asked.members.at(-1) ?? asked.value.member) : undefined;
    if (!wanted || asked?.value.kind !== 'error' || member === undefined) return [path];
    return memberTest(asked.value, member, wanted, path, sense);
  }
  const at = call.args.findIndex(arg => caughtIn(arg, path));
  const given = call.args[at];
  const caught = given && caughtIn(given, path);
  if (!caught) return [path];
  if (/^(Object\.hasOwn|Reflect\.has)$/.test(pathOf(call.callee) ?? '') && second?.kind === 'literal')
    return hasMemberTest(caught, String(second.value), path, sense);
  const callee = run.linker.callee(run.unit, run.index, call);
  if (callee.kind === 'external') {
    // `axios.isAxiosError(err)`, `isHttpError(err)`.
    const type = /(?:^|\.)is([A-Z]\w*(?:Error|Exception))$/.exec(callee.name)?.[1];
    return type === undefined ? [path] : narrowed(caught, path, each => isInstance(each, type, undefined, run), sense);
  }
  if (callee.kind !== 'project' || callee.targets.length !== 1 || run.depth > DEPTH) return [path];
  return ownGuard(callee.targets[0]!, at, caught, path, sense, run, refine) ?? [path];
}

/** A guard of the workspace: its body says what it answers. */
function ownGuard(
  { path: file, index }: FunctionRef,
  parameter: number,
  caught: NonNullable<ReturnType<typeof caughtIn>>,
  path: Path,
  sense: boolean,
  run: Evaluation,
  refine: Refine,
): readonly Path[] | undefined {
  const unit = run.linker.unit(file);
  const fn = unit?.ir.functions[index];
  const target = fn?.params[parameter]?.target;
  if (!unit || !fn?.hasBody || fn.isAsync || fn.isGenerator || target?.kind !== 'name') return undefined;
  const start: Path = { ...startPath, vars: new Map([[target.name, caught]]) };
  const inner = within(run, unit, index);
  const ways = waysOut(fn.body, start, sense, (test, at, holds) => refine(test, at, holds, inner));
  if (!ways) return undefined;
  const kept = new Set(
    ways.flatMap(({ vars }) => {
      const value = vars.get(target.name);
      return value?.kind === 'error' ? [...value.modes.keys()] : [];
    }),
  );
  return narrowed(caught, path, each => kept.has(each.key) === sense, sense);
}

/** The values of a list that is written out, or of a constant that holds one: `new Set(['ENOENT', 'ENOTDIR'])`. */
function literalsOf(list: Expr, run: Evaluation): readonly unknown[] | undefined {
  if (list.kind === 'name') {
    const bound = run.unit.scopes.lookup(run.index, list.name);
    return bound?.kind === 'local' && bound.keyword === 'const' && bound.value?.kind !== 'name' && bound.value
      ? literalsOf(bound.value, run)
      : undefined;
  }
  if (list.kind === 'cast') return literalsOf(list.value, run);
  if (list.kind === 'call')
    return list.isNew && pathOf(list.callee) === 'Set' && list.args[0] ? literalsOf(list.args[0], run) : undefined;
  if (list.kind !== 'array') return undefined;
  const values = list.elements.flatMap(each => (each.kind === 'literal' ? [each.value] : []));
  return values.length === list.elements.length ? values : undefined;
}
