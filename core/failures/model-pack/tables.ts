import type { FailureClass } from '../classes.js';

/** Codes of the operating system and of Node's network stack, as `error.code`. */
export const errnoTable: Readonly<Record<string, FailureClass>> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  ESRCH: 'absent',
  ENXIO: 'absent',
  ENODEV: 'absent',
  EINVAL: 'invalid',
  EISDIR: 'invalid',
  ENAMETOOLONG: 'invalid',
  ELOOP: 'invalid',
  EILSEQ: 'invalid',
  EFBIG: 'invalid',
  EXDEV: 'invalid',
  ESPIPE: 'invalid',
  EMSGSIZE: 'invalid',
  EADDRNOTAVAIL: 'invalid',
  EEXIST: 'conflict',
  ENOTEMPTY: 'conflict',
  EBUSY: 'conflict',
  ETXTBSY: 'conflict',
  EADDRINUSE: 'conflict',
  EISCONN: 'conflict',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EMFILE: 'exhausted',
  ENFILE: 'exhausted',
  ENOSPC: 'exhausted',
  EDQUOT: 'exhausted',
  ENOMEM: 'exhausted',
  ENOBUFS: 'exhausted',
  EMLINK: 'exhausted',
  EAGAIN: 'exhausted',
  EIO: 'upstream',
  EPIPE: 'upstream',
  ECONNREFUSED: 'upstream',
  ECONNRESET: 'upstream',
  ECONNABORTED: 'upstream',
  EHOSTDOWN: 'upstream',
  EHOSTUNREACH: 'upstream',
  ENETDOWN: 'upstream',
  ENETUNREACH: 'upstream',
  ENETRESET: 'upstream',
  ENOTCONN: 'upstream',
  EPROTO: 'upstream',
  ESTALE: 'upstream',
  EAI_AGAIN: 'upstream',
  ENOTFOUND: 'upstream',
  ENODATA: 'absent',
  ESERVFAIL: 'upstream',
  EREFUSED: 'upstream',
  ETIMEDOUT: 'timeout',
  ETIMEOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ECANCELED: 'cancelled',
  ABORT_ERR: 'cancelled',
  EBADF: 'bug',
  EFAULT: 'bug',
  ENOTSOCK: 'bug',
};

// Statuses that say more than the hundred they belong to.
const statuses: Readonly<Record<number, FailureClass>> = {
  401: 'denied',
  403: 'denied',
  404: 'absent',
  408: 'timeout',
  409: 'conflict',
  410: 'absent',
  412: 'conflict',
  423: 'conflict',
  425: 'exhausted',
  429: 'exhausted',
  451: 'denied',
  504: 'timeout',
  507: 'exhausted',
};

/** Statuses written out where a call may fail with any; `'4xx'` and `'5xx'` are the rest of their hundred. */
export const statusModes: readonly (readonly [status: number | '4xx' | '5xx', failure: FailureClass])[] = [
  [404, 'absent'],
  [401, 'denied'],
  [403, 'denied'],
  [409, 'conflict'],
  [429, 'exhausted'],
  [408, 'timeout'],
  [504, 'timeout'],
  ['4xx', 'invalid'],
  ['5xx', 'upstream'],
];

/** Class of an HTTP status; `undefined` below 400 and for what is no status. */
export function classOfStatus(status: number): FailureClass | undefined {
  if (!Number.isInteger(status) || status < 400 || status > 599) return undefined;
  return statuses[status] ?? (status < 500 ? 'invalid' : 'upstream');
}

/** SQLSTATE codes of five characters, and the two-character classes they begin with. */
export const sqlStateTable: Readonly<Record<string, FailureClass>> = {
  '02': 'absent',
  '08': 'upstream',
  '08P01': 'bug',
  '0A': 'bug',
  '20000': 'absent',
  P0002: 'absent',
  '22': 'invalid',
  '23': 'invalid',
  '23505': 'conflict',
  '23P01': 'conflict',
  '23503': 'conflict',
  '25006': 'denied',
  '25P03': 'timeout',
  '28': 'denied',
  '2F': 'invalid',
  '3D000': 'absent',
  '40': 'conflict',
  '42': 'bug',
  '42501': 'denied',
  '42P04': 'conflict',
  '42P07': 'conflict',
  '44': 'invalid',
  '53': 'exhausted',
  '54': 'invalid',
  '55P03': 'conflict',
  '55006': 'conflict',
  '57': 'upstream',
  '57014': 'timeout', // cancelled by statement_timeout far more often than by hand
  '57P05': 'timeout',
  '58': 'upstream',
  P0001: 'invalid',
  XX: 'upstream',
};

/** Class of a SQLSTATE: its own, else that of its first two characters. */
export function classOfSqlState(code: string): FailureClass | undefined {
  if (!/^[0-9A-Z]{5}$/.test(code)) return undefined;
  return own(sqlStateTable, code) ?? own(sqlStateTable, code.slice(0, 2));
}

/** Class of an errno or of another system code. */
export function classOfErrno(code: string): FailureClass | undefined {
  return own(errnoTable, code);
}

function own(table: Readonly<Record<string, FailureClass>>, key: string): FailureClass | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
