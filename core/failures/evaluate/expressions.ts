import type { Expr, MemberExpr, Place } from '../../syntax/ir/nodes.js';
import type { FailureMode, ReturnOutcome } from '../contract.js';
import { staticParts } from '../link/class-parts.js';
import { accessorsOf } from '../link/objects.js';
import { printExpr } from '../print.js';
import { partsOf } from '../walk.js';
import { evaluateCall, projectCall } from './calls.js';
import { refine } from './conditions/refine.js';
import { type Evaluation, raise } from './evaluation.js';
import { type Modes, modesOf, noModes, union } from './modes.js';
import { errorMadeBy } from './thrown.js';
import { toldResult } from './told-result.js';
import { type Path, unknownVal, type Val, withVar } from './values.js';

/** Evaluates an expression: what it fails with goes to the current region, what it gives comes back. */
export function evaluate(expr: Expr, path: Path, run: Evaluation): { value: Val; path: Path } {
  switch (expr.kind) {
    case 'name':
      if (expr.name === 'undefined') return { value: { kind: 'literal', abstract: 'undefined' }, path };
      return { value: path.vars.get(expr.name) ?? unknownVal, path };
    case 'literal':
      return { value: literal(expr.value), path };
    case 'template': {
      const next = evaluateAll(expr.parts, path, run);
      return {
        value:
          expr.parts.length === 0 && expr.text === '' ? { kind: 'literal', abstract: 'empty', value: '' } : unknownVal,
        path: next,
      };
    }
    case 'await': {
      const inner = evaluate(expr.value, path, run);
      const value = awaited(inner.value, run);
      return { value: value.kind === 'unknown' ? (toldResult(expr, run) ?? value) : value, path: inner.path };
    }
    case 'call': {
      const made = errorMadeBy(expr, run);
      if (!made) return evaluateCall(expr, path, run);
      // A constructor of the workspace may fail itself; those of others are taken to make the error and no more.
      const isOwn = made.typeSymbol !== undefined;
      const next = isOwn ? evaluateCall(expr, path, run).path : evaluateAll(expr.args, path, run);
      return { value: { kind: 'made-error', modes: modesOf([made]) }, path: next };
    }
    case 'binary': {
      if (expr.op !== '&&' && expr.op !== '||' && expr.op !== '??') {
        const left = evaluate(expr.left, path, run);
        return { value: unknownVal, path: evaluate(expr.right, left.path, run).path };
      }
      const left = evaluate(expr.left, path, run);
      const right = evaluate(expr.right, left.path, run);
      return { value: expr.op === '&&' ? right.value : eitherOr(left.value, right.value), path: left.path };
    }
    case 'conditional': {
      const tested = evaluate(expr.test, path, run).path;
      const [yes] = refine(expr.test, tested, true, run);
      const [no] = refine(expr.test, tested, false, run);
      const a = yes ? evaluate(expr.yes, yes, run).value : undefined;
      const b = no ? evaluate(expr.no, no, run).value : undefined;
      return { value: a && b ? (sameKind(a, b) ? a : unknownVal) : (a ?? b ?? unknownVal), path: tested };
    }
    case 'assign': {
      const { value, path: next } = evaluate(expr.value, path, run);
      if (expr.target.kind === 'name')
        return { value, path: withVar(next, expr.target.name, expr.op === '=' ? value : unknownVal) };
      const at = evaluateAll(partsOf(expr.target), next, run);
      if (expr.target.kind === 'member') runAccessors(expr.target, 'setter', run);
      return { value, path: at };
    }
    case 'object': {
      let next = path;
      const tags: Record<string, string | number | boolean | null> = {};
      let carriesError = false;
      for (const property of expr.properties) {
        const inner = evaluate(property.value, next, run);
        next = inner.path;
        if (property.value.kind === 'literal') tags[property.name] = property.value.value;
        if (inner.value.kind === 'error' || inner.value.kind === 'made-error' || carriesCaught(property.value, path))
          carriesError = true;
      }
      return { value: { kind: 'object', tags, carriesError, isEmpty: expr.properties.length === 0 }, path: next };
    }
    case 'array': {
      let next = path;
      let rejects: Modes = noModes;
      for (const element of expr.elements) {
        const inner = evaluate(element, next, run);
        next = inner.path;
        if (inner.value.kind === 'promise' || inner.value.kind === 'promises')
          rejects = union(rejects, inner.value.rejects);
      }
      if (rejects.size > 0) return { value: { kind: 'promises', rejects, value: unknownVal }, path: next };
      return { value: expr.elements.length === 0 ? { kind: 'literal', abstract: 'empty' } : unknownVal, path: next };
    }
    case 'unary':
      return {
        value: expr.op === 'void' ? { kind: 'literal', abstract: 'undefined' } : unknownVal,
        path: evaluate(expr.value, path, run).path,
      };
    case 'yield': {
      if (!expr.value) return { value: unknownVal, path };
      const inner = evaluate(expr.value, path, run);
      // `yield*` runs what it delegates to; in an async generator `yield` awaits.
      if (expr.delegates || run.ir.isAsync) awaited(inner.value, run);
      return { value: unknownVal, path: inner.path };
    }
    case 'member': {
      const inner = evaluate(expr.object, path, run);
      // `(await request(url)).body.json()`
      if (inner.value.kind === 'response' && expr.property === 'body')
        return { value: { ...inner.value, member: 'body' }, path: inner.path };
      return { value: runAccessors(expr, 'getter', run), path: inner.path };
    }
    case 'class':
      return { value: unknownVal, path: evaluateClass(expr, path, run) };
    case 'cast':
    case 'spread':
      return evaluate(expr.value, path, run);
    default:
      return { value: unknownVal, path: evaluateAll(partsOf(expr), path, run) };
  }
}

/** Reading or writing a member runs its getter or setter. */
function runAccessors(member: MemberExpr, form: 'getter' | 'setter', run: Evaluation): Val {
  // Few members have any: that is looked up once, not on every way.
  const known = run.called.get(member);
  const targets = known ? [] : accessorsOf(run.unit, run.index, member, run.linker)[form];
  if (!known && targets.length === 0) run.called.set(member, { thrown: noModes, value: unknownVal });
  return projectCall(member, () => printExpr(member), [], targets, run);
}

/** What runs where a class is declared: initialisers of static fields, and static blocks. */
export function evaluateClass(declared: Place & { readonly index: number }, path: Path, run: Evaluation): Path {
  const { values, blocks } = staticParts(run.unit.ir, declared.index);
  const targets = blocks.map(index => ({ path: run.unit.path, index }));
  if (targets.length > 0) projectCall(declared, () => 'static', [], targets, run);
  return evaluateAll(values, path, run);
}

export function evaluateAll(exprs: readonly Expr[], path: Path, run: Evaluation): Path {
  let next = path;
  for (const expr of exprs)
    if (expr.kind !== 'function' && expr.kind !== 'class') next = evaluate(expr, next, run).path;
  return next;
}

/** What `await` gives: what the promise rejects with is raised here. */
export function awaited(value: Val, run: Evaluation): Val {
  if (value.kind !== 'promise') return value.kind === 'promises' ? unknownVal : value;
  raise(run, value.rejects);
  return value.value;
}

/** The error or a part of it that names its class stands in a value: `err`, `err.code`, `String(err)`. */
export function carriesCaught(value: Expr, path: Path): boolean {
  if (value.kind === 'name') return path.vars.get(value.name)?.kind === 'error';
  if (
    value.kind === 'call' ||
    value.kind === 'member' ||
    value.kind === 'template' ||
    value.kind === 'conditional' ||
    value.kind === 'binary' ||
    value.kind === 'object'
  )
    return partsOf(value).some(part => carriesCaught(part, path));
  return false;
}

function literal(value: string | number | boolean | null): Val {
  if (value === null) return { kind: 'literal', abstract: 'null', value };
  if (typeof value === 'boolean') return { kind: 'literal', abstract: value ? 'true' : 'false', value };
  return { kind: 'literal', abstract: value === '' ? 'empty' : 'literal', value };
}

/** `a ?? b` and `a || b`: the outcomes of `a` that are there, and `b` in place of those that are not. */
function eitherOr(a: Val, b: Val): Val {
  if (b.kind !== 'literal') return unknownVal;
  const outcome = (modes: readonly FailureMode[], handled: boolean): ReturnOutcome => ({
    start: 0,
    end: 0,
    value: b.abstract,
    tags: {},
    modes,
    handled,
    carriesError: false,
  });
  if (a.kind === 'outcomes') {
    const there = a.outcomes.filter(
      each => each.value !== 'null' && each.value !== 'undefined' && each.value !== 'none',
    );
    const gone = a.outcomes.filter(each => !there.includes(each));
    return {
      kind: 'outcomes',
      start: a.start,
      outcomes: [...there, ...gone.map(each => outcome(each.modes, each.handled))],
    };
  }
  return unknownVal;
}

function sameKind(a: Val, b: Val): boolean {
  if (a.kind === 'literal' && b.kind === 'literal') return a.abstract === b.abstract;
  return a.kind === b.kind;
}
