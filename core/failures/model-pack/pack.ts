import { nodeBuiltin } from '../../resolve/builtins.js';
import type { CallEffect, FailureClass } from '../classes.js';
import type { CallModel, ErrorModel, TypeModel } from './model.js';
import { PackIndex } from './pack-index.js';
import type { ReadModelFile } from './read-file.js';
import { classOfErrno, classOfSqlState, classOfStatus } from './tables.js';

export type * from './model.js';

/**
 * What the calls of packages do. Packages are named as imported, with or without `node:`; `lib` has what needs no import
 * (`JSON.parse`, `Promise.all`, `Array.map`, `Response.json`). `version` is an installed version or a range of a manifest;
 * without one the newest model answers.
 */
export interface ModelPack {
  /** `name` is an exported name, `Class.method`, or `default`; `default.x` is `x`. Inherited members are found. */
  call(packageName: string, name: string, version?: string): CallModel | undefined;
  /** Known to have no failure but bugs. The functions it invokes may still fail. */
  isTotal(packageName: string, name: string, version?: string): boolean;
  type(packageName: string, name: string, version?: string): TypeModel | undefined;
  /** An error class; without a package the built-in one, else the first that has the name. */
  error(name: string, packageName?: string): ErrorModel | undefined;
  /** The class of `err.code` of the operating system or of Node's network stack. */
  errno(code: string): FailureClass | undefined;
  httpStatus(status: number): FailureClass | undefined;
  /** By the five characters, else by the first two. */
  sqlState(code: string): FailureClass | undefined;
  /** The class of an error of a package from the value of one of its members: `P2025` of `code`. */
  classOf(error: ErrorModel, path: string, value: string | number | boolean): FailureClass | undefined;
  /** Everything, sorted by package and name. */
  readonly calls: readonly CallModel[];
  readonly types: readonly TypeModel[];
  readonly errors: readonly ErrorModel[];
}

/** Whether nothing but a bug makes the call fail. */
function isHarmless(call: CallModel): boolean {
  return call.modes.every(mode => mode.class === 'bug');
}

/** A pack of files; the first file that knows a name wins. */
export function packOf(files: readonly ReadModelFile[]): ModelPack {
  const index = new PackIndex(files);
  return {
    call: (packageName, name, version) => index.call(canonical(packageName), name, version),
    isTotal(packageName, name, version) {
      const home = canonical(packageName);
      const call = index.call(home, name, version);
      return call ? isHarmless(call) : index.isListedTotal(home, name, version);
    },
    type: (packageName, name, version) => index.type(canonical(packageName), name, version),
    error: (name, packageName) => index.error(name, packageName === undefined ? undefined : canonical(packageName)),
    errno: classOfErrno,
    httpStatus: classOfStatus,
    sqlState: classOfSqlState,
    classOf,
    calls: index.calls,
    types: index.types,
    errors: index.errors,
  };
}

/** The effect of an HTTP request by its method, in any case. */
export function effectOfHttpMethod(method: string): CallEffect | undefined {
  const word = method.toUpperCase();
  if (['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'].includes(word)) return 'read';
  if (['PUT', 'DELETE'].includes(word)) return 'write-idempotent';
  return ['POST', 'PATCH'].includes(word) ? 'write-non-idempotent' : undefined;
}

/** The effect of a statement by its first word. */
export function effectOfSql(statement: string): CallEffect | undefined {
  const word = /^[\s(]*([a-z]+)/i.exec(statement.replaceAll(/--[^\n]*\n|\/\*[\s\S]*?\*\//g, ' '))?.[1]?.toUpperCase();
  if (word === undefined) return undefined;
  if (['SELECT', 'SHOW', 'EXPLAIN', 'VALUES', 'TABLE'].includes(word)) return 'read';
  if (word === 'WITH') return /\b(insert|update|delete|merge)\b/i.test(statement) ? 'write-non-idempotent' : 'read';
  if (word === 'INSERT')
    return /\bon\s+(conflict|duplicate)\b/i.test(statement) ? 'write-idempotent' : 'write-non-idempotent';
  if (word === 'UPDATE')
    return /\bset\b[^;]*?(\w+)\s*=\s*[^,;]*\b\1\s*[-+*/|]/i.test(statement)
      ? 'write-non-idempotent'
      : 'write-idempotent';
  if (['DELETE', 'TRUNCATE', 'BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'SET', 'LISTEN', 'UNLISTEN'].includes(word))
    return 'write-idempotent';
  return 'write-non-idempotent';
}

/** The effect of an AWS command by the verb that its class begins with. */
export function effectOfCommand(className: string): CallEffect | undefined {
  const verb = /^[A-Z][a-z]+/.exec(className)?.[0];
  if (verb === undefined) return undefined;
  if (['Get', 'List', 'Head', 'Describe', 'Query', 'Scan', 'Batchget', 'Search', 'Select', 'Lookup'].includes(verb))
    return 'read';
  if (className.startsWith('BatchGet')) return 'read';
  if (['Put', 'Delete', 'Tag', 'Untag', 'Set', 'Enable', 'Disable', 'Abort'].includes(verb)) return 'write-idempotent';
  return 'write-non-idempotent';
}

function classOf(error: ErrorModel, path: string, value: string | number | boolean): FailureClass | undefined {
  const by = error.by.find(candidate => candidate.path === path);
  if (!by) return undefined;
  const key = String(value);
  if (Object.hasOwn(by.classes, key)) return by.classes[key];
  if (by.table === 'httpStatus') return classOfStatus(Number(value));
  if (by.table === 'sqlState') return classOfSqlState(key);
  return by.table === 'errno' ? classOfErrno(key) : undefined;
}

/** Built-in modules have their prefix. */
function canonical(packageName: string): string {
  const builtin = nodeBuiltin(packageName);
  return builtin?.kind === 'external' ? builtin.package : packageName;
}
