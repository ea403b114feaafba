import { printExpr } from '../../failures/print.js';
import { calledName, effectOf, receiverOf, textOf } from '../../failures/shapes/calls.js';
import { missingTestBefore } from '../../failures/shapes/missing.js';
import { discriminates } from '../../failures/shapes/retries.js';
import { awaited, bare } from '../../failures/shapes/scope.js';
import { isGuarded } from '../../failures/shapes/shared-access.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt, pathOf, someIn } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';

/** A file or record outside of the process that was asked for, and is created where it was found missing. */
export interface OldAnswer {
  readonly ask: CallExpr;
  readonly test: Expr;
  readonly create: CallExpr;
  /** A model tells what both calls do; else their names alone do. */
  readonly isKnown: boolean;
}

/** A call that looks or creates. */
interface StoreCall {
  readonly call: CallExpr;
  /** Names what it works on: the path of a file, or the store of a record. */
  readonly store: string;
  readonly isFile: boolean;
  readonly isKnown: boolean;
}

/** `if (!(await users.find({ email }))) await users.create({ email })`, without anything that decides between two runs. */
export function createdOnOldAnswer(file: FileView, fn: number, { body }: FunctionIr): readonly OldAnswer[] {
  if (isGuarded(file, fn)) return [];
  const waited = new Set<Expr>();
  const asks: StoreCall[] = [];
  const creates: StoreCall[] = [];
  eachExpr(body, expr => {
    if (expr.kind === 'await') waited.add(awaited(expr));
    if (expr.kind !== 'call') return;
    const asked = fileAsked(file, fn, expr) ?? recordAsked(file, fn, expr);
    if (asked) asks.push(asked);
    const created = fileCreated(file, fn, expr) ?? recordCreated(file, fn, expr, body);
    if (created) creates.push(created);
  });
  const isWaitedFor = ({ call }: StoreCall): boolean => waited.has(call) || isReturned(body, call);
  return creates.filter(isWaitedFor).flatMap(create => {
    if (settlesConflict(body, create.call)) return [];
    const found = asks.flatMap(ask => {
      if (ask.isFile !== create.isFile || ask.store !== create.store || ask.call.end > create.call.start) return [];
      if (!ask.isFile && !(waited.has(ask.call) && namesTheSame(ask.call, create.call, body))) return [];
      const test = missingTestBefore(body, create.call, answersTo(ask.call, body))?.test;
      return test ? [{ ask: ask.call, test, create: create.call, isKnown: ask.isKnown && create.isKnown }] : [];
    });
    return found.slice(0, 1);
  });
}

const fileModules = /^(node:fs|node:fs\/promises|fs-extra)$/;

function fileCall(file: FileView, fn: number, call: CallExpr, names: RegExp): StoreCall | undefined {
  const callee = file.callee(fn, call);
  const [path] = call.args;
  if (callee.kind !== 'external' || path === undefined || !fileModules.test(callee.package)) return undefined;
  return names.test(callee.name) ? { call, store: printExpr(path), isFile: true, isKnown: true } : undefined;
}

function fileAsked(file: FileView, fn: number, call: CallExpr): StoreCall | undefined {
  return fileCall(file, fn, call, /^(existsSync|pathExists|pathExistsSync|exists)$/);
}

/** `wx` fails where the file is there, `a` adds to it, and `recursive` is content with a folder that is there. */
function fileCreated(file: FileView, fn: number, call: CallExpr): StoreCall | undefined {
  const isContent = call.args
    .slice(1)
    .some(arg => someIn(arg, each => /^(a|ax|wx)\+?$/.test(textOf(each) ?? '') || hasProperty(each, /^recursive$/)));
  return isContent ? undefined : fileCall(file, fn, call, /^(writeFile|mkdir|symlink|link|outputFile)$/);
}

function recordAsked(file: FileView, fn: number, call: CallExpr): StoreCall | undefined {
  const effect = effectOf(file, fn, call);
  if (effect !== undefined && effect !== 'read') return undefined;
  // The question holds a lock, or sees what its transaction sees.
  if (call.args.some(arg => someIn(arg, each => hasProperty(each, /^(lock|transaction|session|tx|trx)$/))))
    return undefined;
  const built = builtWith(call, 'from');
  if (built !== undefined) return { call, store: built, isFile: false, isKnown: effect !== undefined };
  const table = tableOf(call, /\bfrom\s+["`]?([\w.]+)/i);
  if (table === undefined && !/^(find|get|load|fetch|lookup|exists|has|count|by)(?=[A-Z_]|$)/.test(calledName(call)))
    return undefined;
  return storeCall(call, table, effect !== undefined);
}

function recordCreated(file: FileView, fn: number, call: CallExpr, body: readonly Stmt[]): StoreCall | undefined {
  const effect = effectOf(file, fn, call);
  if (effect !== undefined && effect !== 'write-non-idempotent') return undefined;
  const isTolerant = call.args.some(arg =>
    someIn(
      arg,
      each =>
        hasProperty(each, /^(upsert|skipDuplicates|onConflict|ignoreDuplicates|ifNotExists|transaction|session)$/) ||
        /\bon conflict\b|\bon duplicate\b|\b(or|insert) ignore\b|\bnot exists\b/i.test(textOf(each) ?? ''),
    ),
  );
  if (isTolerant) return undefined;
  const built = calledName(call) === 'values' ? builtWith(call, 'insert') : undefined;
  if (built !== undefined) return { call, store: built, isFile: false, isKnown: effect !== undefined };
  const table = tableOf(call, /\binsert\s+into\s+["`]?([\w.]+)/i);
  if (table !== undefined) return storeCall(call, table, effect !== undefined);
  if (!/^(create|insert|add|register|save)(?=[A-Z_]|$)/.test(calledName(call))) return undefined;
  const made = madeWith(call, body);
  const store = made && pathOf(made.callee);
  return store === undefined
    ? storeCall(call, undefined, effect !== undefined)
    : { call, store, isFile: false, isKnown: true };
}

/** `db users` of `db.select().from(users).where(…)` and `db.insert(users).values(…)`; not of a transaction, nor locked. */
function builtWith(call: CallExpr, step: 'from' | 'insert'): string | undefined {
  let table: string | undefined;
  let at: Expr = call;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    if (/^(for|forUpdate|onConflict\w*|onDuplicate\w*)$/.test(at.callee.property)) return undefined;
    if (at.callee.property === step && at.args[0]) table = pathOf(at.args[0]);
    at = bare(at.callee.object);
  }
  const base = pathOf(at);
  return table === undefined || base === undefined || isInTransaction(base) ? undefined : `${base} ${table}`;
}

const isInTransaction = (path: string): boolean => /(^|\.)(tx|trx|t|transaction|manager|session)(\.|$)/.test(path);

/** What is asked and what is created stand in one store: `prisma.user`, a table, a repository. */
function storeCall(call: CallExpr, table: string | undefined, isKnown: boolean): StoreCall | undefined {
  const receiver = receiverOf(call);
  const path = receiver && pathOf(receiver);
  if (path === undefined || path === 'this' || isInTransaction(path)) return undefined;
  return { call, store: table === undefined ? path : `${path} ${table.toLowerCase()}`, isFile: false, isKnown };
}

function tableOf({ args }: CallExpr, statement: RegExp): string | undefined {
  const [sql] = args;
  return sql && statement.exec(textOf(sql) ?? '')?.[1];
}

/** `new User({ email })` of `user.save()`. */
function madeWith(call: CallExpr, body: readonly Stmt[]): CallExpr | undefined {
  const receiver = receiverOf(call);
  if (calledName(call) !== 'save' || receiver?.kind !== 'name') return undefined;
  let made: CallExpr | undefined;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.target.name !== receiver.name || !stmt.value) return;
    const value = bare(stmt.value);
    if (value.kind === 'call' && value.isNew) made = value;
  });
  return made;
}

function hasProperty(expr: Expr, name: RegExp): boolean {
  return expr.kind === 'object' && expr.properties.some(each => name.test(each.name));
}

/** Both are about the same thing: a name or a text that the question holds is also given to what creates. */
function namesTheSame(ask: CallExpr, create: CallExpr, body: readonly Stmt[]): boolean {
  const given = keysIn(madeWith(create, body) ?? create);
  return [...keysIn(ask)].some(key => given.has(key));
}

function keysIn({ args }: CallExpr): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const arg of args) {
    eachPart(arg, each => {
      const path = each.kind === 'name' || each.kind === 'member' ? pathOf(each) : undefined;
      if (path !== undefined && path !== 'undefined') keys.add(path);
      if (each.kind === 'literal' && typeof each.value === 'string' && !/\s/.test(each.value))
        keys.add(`'${each.value}'`);
    });
  }
  return keys;
}

/** Expressions that stand for the answer: the call, a variable that holds it, and their members (`rows.length`, `found[0]`). */
function answersTo(ask: CallExpr, body: readonly Stmt[]): (expr: Expr) => boolean {
  const names = new Set<string>();
  eachStmt(body, stmt => {
    if (stmt.kind !== 'let' || stmt.value === undefined || !someIn(stmt.value, each => each === ask)) return;
    eachPart(stmt.target, each => {
      if (each.kind === 'name') names.add(each.name);
    });
  });
  return expr => {
    const root = rootOf(expr);
    return root === ask || (root.kind === 'name' && names.has(root.name));
  };
}

function rootOf(expr: Expr): Expr {
  const at = awaited(expr);
  return at.kind === 'member' || at.kind === 'index' ? rootOf(at.object) : at;
}

function isReturned(body: readonly Stmt[], call: CallExpr): boolean {
  let found = false;
  eachStmt(body, stmt => {
    found ||= stmt.kind === 'return' && stmt.value !== undefined && bare(stmt.value) === call;
  });
  return found;
}

/** A handler around the creation tells failures apart: it may well be the conflict that it knows. */
function settlesConflict(body: readonly Stmt[], { start, end }: CallExpr): boolean {
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'try' || stmt.handler === undefined) return;
    const isInside = stmt.block.some(each => each.start <= start && end <= each.end);
    found ||= isInside && discriminates(stmt.handler);
  });
  return found;
}
