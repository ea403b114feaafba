import type { BinaryExpr, Expr } from '../../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../../contract.js';
import type { Evaluation } from '../evaluation.js';
import type { Path } from '../values.js';
import { caughtIn, hasMemberTest, instanceTest, memberTest, typeofTest } from './error-tests.js';
import { isSuccess, memberOfAnswer, statusTest, withStatuses } from './http-statuses.js';
import { narrowValue, truthOf } from './narrow-value.js';
import { type Asked, answeredOrNot, askedIn } from './variables.js';

const equalities = ['===', '!==', '==', '!='];
const orders = ['<', '<=', '>', '>='];

/** A comparison with a constant, the variable on the left. */
interface Comparison {
  readonly op: string;
  readonly right: Expr;
  readonly isEquality: boolean;
  /** Whether the two are equal (or stand in the order `op`) on the way that is looked for. */
  readonly holds: boolean;
}

/** The ways on which a comparison holds (`sense`) or does not; what is not understood stays on both. */
export function comparison(test: BinaryExpr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const { op, left, right } = test;
  if (op === 'instanceof') return instanceTest(left, right, path, sense, run);
  if (op === 'in') return memberAsked(left, right, path, sense);
  const isEquality = equalities.includes(op);
  if (!isEquality && !orders.includes(op)) return [path];
  // Two constants say nothing of the ways here.
  if (isConstant(left) && isConstant(right)) return [path];
  if (isConstant(left)) return comparison({ ...test, left: right, right: left, op: mirrored(op) }, path, sense, run);
  const holds = op.startsWith('!') ? !sense : sense;
  if (left.kind === 'unary' && left.op === 'typeof') {
    const typed = askedIn(left.value, path);
    return typed && isEquality && right.kind === 'literal' ? typeofTest(typed, right.value, path, holds) : [path];
  }
  const asked = askedIn(left, path);
  if (!asked) return [path];
  const apart = answeredOrNot(asked, path);
  if (apart) return apart.flatMap(each => comparison(test, each, sense, run));
  const how = { op, right, isEquality, holds };
  switch (asked.value.kind) {
    case 'response':
      return answerCompared(asked, how, path, run);
    case 'error':
      return errorCompared(asked, how, path);
    case 'literal':
    case 'lookup':
    case 'outcomes':
      return valueCompared(asked, how, path, run);
    default:
      return [path];
  }
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'literal' || (expr.kind === 'name' && expr.name === 'undefined');
}

function mirrored(op: string): string {
  return ({ '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as Record<string, string>)[op] ?? op;
}

/** `response.status === 404`, `ok === false`. */
function answerCompared(
  { name, members, value }: Asked,
  how: Comparison,
  path: Path,
  run: Evaluation,
): readonly Path[] {
  const { op, right, isEquality, holds } = how;
  if (value.kind !== 'response' || right.kind !== 'literal') return [path];
  const member = memberOfAnswer(value, members) ?? '';
  if (/^status(Code)?$/.test(member) && typeof right.value === 'number')
    return statusTest(name, value, isEquality ? '===' : op, right.value, path, holds, run);
  if (member === 'ok')
    return withStatuses(name, value, path, group => (isSuccess(group) === right.value) === holds, run);
  return [path];
}

/** `error.code === 'ENOENT'`. */
function errorCompared({ members, value }: Asked, how: Comparison, path: Path): readonly Path[] {
  if (value.kind !== 'error' || !how.isEquality || how.right.kind !== 'literal') return [path];
  const member = members.at(-1) ?? value.member;
  return member === undefined ? [path] : memberTest(value, member, [how.right.value], path, how.holds);
}

/** `'code' in error`. */
function memberAsked(left: Expr, right: Expr, path: Path, holds: boolean): readonly Path[] {
  const caught = caughtIn(right, path);
  if (!caught || left.kind !== 'literal' || typeof left.value !== 'string') return [path];
  return hasMemberTest(caught, left.value, path, holds);
}

/** `user === null`, `result.ok === false`, `isDone === true`. */
function valueCompared(asked: Asked, how: Comparison, path: Path, run: Evaluation): readonly Path[] {
  const { name, members, value } = asked;
  const { right, isEquality, holds } = how;
  const [tag] = members;
  if (tag === undefined && isEquality && isNothing(right)) return comparedWithNothing(asked, how, path, run);
  if (value.kind !== 'outcomes' || right.kind !== 'literal') return [path];
  if (tag !== undefined && members.length === 1 && isEquality) {
    const fits = ({ tags }: ReturnOutcome): boolean => tags[tag] === undefined || (tags[tag] === right.value) === holds;
    return narrowValue(name, value, path, fits, holds, run);
  }
  if (tag === undefined && typeof right.value === 'boolean') {
    const fits = (each: ReturnOutcome): boolean =>
      truthOf(each) === undefined || (truthOf(each) === right.value) === holds;
    return narrowValue(name, value, path, fits, holds, run);
  }
  return [path];
}

function isNothing(expr: Expr): boolean {
  return (expr.kind === 'literal' && expr.value === null) || (expr.kind === 'name' && expr.name === 'undefined');
}

function comparedWithNothing({ name, value }: Asked, how: Comparison, path: Path, run: Evaluation): readonly Path[] {
  const { holds } = how;
  const isEqual = (each: Pick<ReturnOutcome, 'value'>): boolean | undefined => equalsNothing(each, how);
  if (value.kind === 'literal') return (isEqual({ value: value.abstract }) ?? holds) === holds ? [path] : [];
  return narrowValue(name, value, path, each => isEqual(each) !== !holds, !holds, run);
}

/** Whether a value of that look equals the `null` or `undefined` on the right; `undefined` for perhaps. */
function equalsNothing({ value }: Pick<ReturnOutcome, 'value'>, { op, right }: Comparison): boolean | undefined {
  const isLoose = op === '==' || op === '!=';
  const wanted = right.kind === 'literal' ? 'null' : 'undefined';
  if (value === 'null' || value === 'undefined' || value === 'none')
    return isLoose || value === wanted || (value === 'none' && wanted === 'undefined');
  return value === 'other' || value === 'literal' ? undefined : false;
}
