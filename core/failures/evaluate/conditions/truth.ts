import type { Expr } from '../../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../../contract.js';
import type { Evaluation } from '../evaluation.js';
import type { Path } from '../values.js';
import { errorTruth } from './error-tests.js';
import { isSuccess, memberOfAnswer, withStatuses } from './http-statuses.js';
import { narrowValue, truthOf } from './narrow-value.js';
import { answeredOrNot, askedIn } from './variables.js';

/** The ways on which an expression that compares nothing is true (`sense`) or false. */
export function truthiness(test: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const asked = askedIn(test, path);
  if (!asked) return [path];
  const apart = answeredOrNot(asked, path);
  if (apart) return apart.flatMap(each => truthiness(test, each, sense, run));
  const { name, members, value } = asked;
  if (value.kind === 'error') return errorTruth(asked, path, sense);
  if (value.kind === 'response' && memberOfAnswer(value, members) === 'ok')
    return withStatuses(name, value, path, group => isSuccess(group) === sense, run);
  if (value.kind === 'response' && value.member !== undefined) return [path];
  const [tag] = members;
  if (tag === undefined)
    return narrowValue(name, value, path, each => truthOf(each) === undefined || truthOf(each) === sense, sense, run);
  if (value.kind === 'outcomes' && members.length === 1)
    return narrowValue(name, value, path, each => tagTruth(each, tag) !== !sense, sense, run);
  return [path];
}

/** `x?.ok` of nothing is false. */
function tagTruth(outcome: ReturnOutcome, tag: string): boolean | undefined {
  if (truthOf(outcome) === false && outcome.value !== 'false') return false;
  const value = outcome.tags[tag];
  return value === undefined ? undefined : Boolean(value);
}
