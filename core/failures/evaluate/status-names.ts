import type { Expr } from '../../syntax/ir/nodes.js';
import { pathOf } from '../walk.js';

/** Names of statuses in the enumerations that frameworks and packages bring, without case and underscores. */
const statuses: Readonly<Record<string, number>> = {
  badrequest: 400,
  unauthorized: 401,
  paymentrequired: 402,
  forbidden: 403,
  notfound: 404,
  methodnotallowed: 405,
  notacceptable: 406,
  requesttimeout: 408,
  conflict: 409,
  gone: 410,
  preconditionfailed: 412,
  payloadtoolarge: 413,
  unsupportedmediatype: 415,
  unprocessableentity: 422,
  unprocessablecontent: 422,
  locked: 423,
  toomanyrequests: 429,
  internalservererror: 500,
  notimplemented: 501,
  badgateway: 502,
  serviceunavailable: 503,
  gatewaytimeout: 504,
};

/** `HttpStatus.NOT_FOUND`, `StatusCodes.FORBIDDEN`: the number that such a member stands for. */
export function statusNamed(expr: Expr): number | undefined {
  if (expr.kind !== 'member') return undefined;
  const holder = pathOf(expr.object)?.split('.').at(-1) ?? '';
  if (!/^(http)?_?status(_?codes?)?$/i.test(holder)) return undefined;
  return statuses[expr.property.replace(/_/g, '').toLowerCase()];
}
