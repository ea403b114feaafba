import type { FailureClass } from '../classes.js';

/** What names of error classes say, first match: the more specific words come first. */
const words: readonly (readonly [FailureClass, RegExp])[] = [
  ['bug', /Assert|Invariant|Unreachable|NotImplemented|Unimplemented|IllegalState|IllegalArgument|Programming/i],
  ['timeout', /Time_?d?_?out|Deadline/i],
  ['cancelled', /Abort|Cancel/i],
  [
    'exhausted',
    /Quota|Rate_?Limit|Too_?Many|Exhausted|Overdraft|Insufficient|Limit_?(Exceeded|Reached)|Capacity|Throttl/i,
  ],
  ['absent', /Not_?Found|Missing|No_?Such|Does_?Not_?Exist|Absent|^Unknown[A-Z]/i],
  ['conflict', /Conflict|Duplicate|Already|Unique(Constraint)?(Violation|Error)|Concurren|Version_?Mismatch|Stale/i],
  ['denied', /Unauthori[sz]ed|Forbidden|Denied|Permission|Unauthenticated|Authenti|Authori[sz]ation|Credential/i],
  [
    'invalid',
    /Invalid|Validation|Parse|Syntax|Format|Bad_?Request|Malformed|Unprocessable|Unsupported|Schema|Decode|Illegal|Empty/i,
  ],
  [
    'upstream',
    /Upstream|Network|Unavailable|Connection|Gateway|Remote|Http|Fetch|Database|External|Provider|Bad_?Gateway|Service_?Error|Api_?Error|Server_?Error|Transport|Unreachable/i,
  ],
];

/** The class that the name of an error type speaks of; `unknown` for names that say nothing. */
export function classByName(name: string): FailureClass {
  for (const [failure, pattern] of words) if (pattern.test(name)) return failure;
  return 'unknown';
}

/** Built-in errors thrown by hand. `TypeError` is misuse by the caller. */
export const builtinErrors: Readonly<Record<string, FailureClass>> = {
  Error: 'unknown',
  AggregateError: 'unknown',
  TypeError: 'bug',
  RangeError: 'invalid',
  SyntaxError: 'invalid',
  URIError: 'invalid',
  ReferenceError: 'bug',
  EvalError: 'bug',
  DOMException: 'unknown',
};

/** Messages of plain errors that speak of a broken assumption. */
export function isInvariantMessage(message: string): boolean {
  return /\b(invariant|unreachable|should never|must never|never happen|assert(ion)?|not implemented|unimplemented|unexpected state|impossible)\b/i.test(
    message,
  );
}

/** HTTP status to class, after §4.3 of the contract design. */
export function classOfStatus(status: number): FailureClass {
  if (status === 404 || status === 410) return 'absent';
  if (status === 401 || status === 403) return 'denied';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'exhausted';
  if (status >= 500) return 'upstream';
  return status >= 400 ? 'invalid' : 'unknown';
}

/** `HttpError`, `ApiError`: named for the way it came, not for what was answered. */
export function isNamedForItsWay(type: string): boolean {
  return /^(Http|Api|Fetch|Request|Response|Status|Server|Service)*(Error|Exception|Failure)$/i.test(type);
}
