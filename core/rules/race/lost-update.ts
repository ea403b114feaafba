import { isSelected } from '../../failures/policy/function-names.js';
import { printExpr } from '../../failures/print.js';
import { calledName, receiverOf } from '../../failures/shapes/calls.js';
import { bare, eachBlock, functionsOf } from '../../failures/shapes/scope.js';
import { runsConcurrently, sharedPath } from '../../failures/shapes/shared.js';
import { isGuarded } from '../../failures/shapes/shared-access.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, eachExpr, mentions, pathOf, someIn } from '../../failures/walk.js';
import type { AssignExpr, CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';
import { staleWrites } from './stale-copies.js';
import { readsBeforeWait } from './stale-reads.js';

export const lostUpdate = defineRule({
  id: 'race/lost-update',
  summary: 'A value is read, changed and written back across a wait: what others wrote meanwhile is lost.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, isTest } = context;
    if (isTest || file.environment === 'cli') return;
    for (const { fn, index } of functionsOf(file)) {
      if (!fn.isAsync || index === 0 || isSelected(file.policy.singleFlow, file, index)) continue;
      const told = checkAssignments(context, index, fn);
      if (runsConcurrently(file, index)) checkCopies(context, index, fn, told);
      checkRecords(context, index, fn);
    }
  },
});

/** `total += await f()`: the old value is read before the wait. What it tells of. */
function checkAssignments({ file, report }: FailureContext, fn: number, { body }: FunctionIr): ReadonlySet<Expr> {
  const told = new Set<Expr>();
  eachExpr(body, expr => {
    if (expr.kind !== 'assign' || !isStale(expr)) return;
    if (!isShared(file, fn, expr.target)) return;
    told.add(expr);
    const target = printExpr(expr.target);
    report(
      draftAt(
        file,
        fn,
        expr,
        `${target} is read before the wait and written after it: what others wrote to it meanwhile is lost. Await first, then update.`,
      ),
    );
  });
  return told;
}

/** `const n = counts[k]; const more = await f(); counts[k] = n + more`. */
function checkCopies({ file, report }: FailureContext, index: number, fn: FunctionIr, told: ReadonlySet<Expr>): void {
  for (const { state, read, wait, write } of staleWrites(file, index, fn)) {
    if (told.has(write)) continue;
    report(
      draftAt(
        file,
        index,
        write,
        `${state} is written with what was read of it before a wait: what others wrote to it meanwhile is lost. Read it after the wait.`,
        { related: [relatedAt(file, read, 'It is read here.'), relatedAt(file, wait, 'Here others run.')] },
      ),
    );
  }
}

function isStale({ op, target, value }: AssignExpr): boolean {
  if (/^[-+*]=$/.test(op)) return target.kind !== 'pattern' && someIn(value, each => each.kind === 'await');
  const path = pathOf(target);
  return op === '=' && path !== undefined && readsBeforeWait(value, path);
}

/** Of the module or of `this`, or of a function around this one: each run of this one sees the same. */
function isShared(file: FileView, fn: number, target: Expr): boolean {
  if (sharedPath(file, fn, withoutIndex(target)) !== undefined) return true;
  if (target.kind !== 'name') return false;
  const bound = file.binding(fn, target.name);
  return bound?.kind === 'local' && bound.fn !== fn && runsInParallel(file, fn);
}

/** `a` of `a[i]` and of `a[i].b`: what an index leads into is as shared as what it stands in. */
function withoutIndex(target: Expr): Expr {
  if (target.kind === 'index') return target.object;
  if (target.kind !== 'member' || pathOf(target) !== undefined) return target;
  return withoutIndex(bare(target.object));
}

/** The function is what `Promise.all(xs.map(…))` runs. */
function runsInParallel(file: FileView, fn: number): boolean {
  const parent = file.ir.functions[file.ir.functions[fn]!.parent];
  if (parent === undefined) return false;
  return callsOf(parent).some(
    call =>
      /^(map|forEach)$/.test(calledName(call)) && call.args.some(arg => arg.kind === 'function' && arg.index === fn),
  );
}

/** `const a = await db.get(id); a.n += 1; await db.put(a);` */
function checkRecords({ file, report }: FailureContext, fn: number, { body }: FunctionIr): void {
  if (isGuarded(file, fn)) return;
  eachBlock(body, block => {
    block.forEach((stmt, i) => {
      if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.value === undefined) return;
      const read = readIn(stmt.value);
      if (read === undefined || locks(read)) return;
      const isFirst = calledName(read) === 'first' && tableOf(read) !== undefined;
      if (!isFirst && !/^h?(get|find|load|read|fetch)/i.test(calledName(read))) return;
      const path = storeOf(read);
      if (path === undefined || /^(this|tx|trx|t|transaction|manager|session)$|[qQ]ueryRunner\.manager$/.test(path))
        return;
      const write = writeBack(block.slice(i + 1), path, stmt.target.name);
      if (write === undefined) return;
      report(
        draftAt(
          file,
          fn,
          write,
          `${printExpr(write.callee)} writes back what ${printExpr(read.callee)} read before: two runs at once read the same ${stmt.target.name}, and one of the changes is lost. Use a transaction, a version, or an update in the store itself.`,
          {
            // A mapper writes the changed columns alone, and often one worker at a time does.
            severity: 'information',
            related: [relatedAt(file, read, 'It is read here.')],
          },
        ),
      );
    });
  });
}

/** The path of the store that is called, or the table that a chain of a query builder starts with. */
function storeOf(call: CallExpr): string | undefined {
  const store = receiverOf(call);
  return (store && pathOf(store)) ?? tableOf(call);
}

/** `db('stock')` of `db('stock').where(…).first()`; not of a transaction. */
function tableOf(call: CallExpr): string | undefined {
  let at: Expr | undefined = receiverOf(call);
  while (at?.kind === 'call' && at.callee.kind === 'member') {
    if (/^(transacting|forUpdate|forShare)$/.test(at.callee.property)) return undefined;
    at = bare(at.callee.object);
  }
  if (at?.kind !== 'call' || at.callee.kind !== 'name' || /^(trx?|transaction|t)$/.test(at.callee.name))
    return undefined;
  const [table] = at.args;
  return table?.kind === 'literal' ? printExpr(at) : undefined;
}

/** `wallet.save()`: the record writes itself back. */
function isOwnSave(write: CallExpr, name: string): boolean {
  const receiver = receiverOf(write);
  return receiver !== undefined && pathOf(receiver) === name && calledName(write) === 'save';
}

/** What is waited for: `await db.get(id)`, `Number(await redis.get(key)) || 0`. */
function readIn(value: Expr): CallExpr | undefined {
  const at = bare(value);
  if (at.kind === 'await') {
    const call = bare(at.value);
    return call.kind === 'call' ? call : undefined;
  }
  if (at.kind === 'binary' && (at.op === '??' || at.op === '||')) return readIn(at.left);
  if (at.kind === 'unary' && at.op === '+') return readIn(at.value);
  const [first] = at.kind === 'call' ? at.args : [];
  return first &&
    at.kind === 'call' &&
    /^(Number|parseInt|parseFloat|JSON\.parse|Number\.\w+)$/.test(pathOf(at.callee) ?? '')
    ? readIn(first)
    : undefined;
}

function writeBack(rest: readonly Stmt[], store: string, name: string): CallExpr | undefined {
  let found: CallExpr | undefined;
  let changes = false;
  eachExpr(rest, expr => {
    changes ||= changesItself(expr, name);
    if (
      found !== undefined ||
      expr.kind !== 'call' ||
      !/^h?(put|set|save|update|write|store|replace|upsert)/i.test(calledName(expr))
    )
      return;
    const receiver = receiverOf(expr);
    if (isOwnSave(expr, name) && changes && !locks(expr) && isWaitedFor(rest, expr)) found = expr;
    if (receiver === undefined || storeOf(expr) !== store || locks(expr, name)) return;
    // The key comes first: `set(name + ':seen', …)` counts on nothing.
    const written = expr.args.length > 1 && bare(expr.args[0]!).kind !== 'object' ? expr.args.slice(1) : expr.args;
    const derived = written.some(arg => derives(arg, name));
    const whole =
      changes && expr.args.some(arg => bare(arg).kind === 'name' && (bare(arg) as { name: string }).name === name);
    if ((derived || whole) && isWaitedFor(rest, expr)) found = expr;
  });
  return found;
}

/** `a.n += 1`, `a.n = a.n + 1`, `a.n++`, `a.list.push(…)`. */
function changesItself(expr: Expr, name: string): boolean {
  if (expr.kind === 'unary' && /(\+\+|--)$/.test(expr.op)) return rootOf(expr.value) === name;
  if (expr.kind === 'assign' && rootOf(expr.target) === name && expr.target.kind !== 'name')
    return expr.op !== '=' || mentions(expr.value, name);
  return false;
}

/** An object that counts on a member of the old record, at any depth, or the old value counted on itself. */
function derives(arg: Expr, name: string): boolean {
  const at = bare(arg);
  const counts = (each: Expr): boolean =>
    each.kind === 'binary' &&
    /^[-+*/]$/.test(each.op) &&
    rootOf(each.left) === name &&
    (each.left.kind === 'member' || at.kind !== 'object');
  return someIn(at, counts);
}

function rootOf(expr: Expr): string | undefined {
  return pathOf(expr)?.split('.')[0];
}

/** In a chain of waits: awaited or returned. */
function isWaitedFor(rest: readonly Stmt[], call: CallExpr): boolean {
  let waited = false;
  eachExpr(rest, expr => {
    waited ||= expr.kind === 'await' && bare(expr.value) === call;
  });
  return waited || rest.some(stmt => stmt.kind === 'return' && stmt.value !== undefined && bare(stmt.value) === call);
}

/** Options that make the store itself watch: a lock, a version, a condition on the old value of the record `name`. */
function locks(call: CallExpr, name?: string): boolean {
  const words = /(lock|version|revision|etag|ifmatch|forupdate|expected|cas|transaction|session)/i;
  const isCondition = (key: string, value: Expr): boolean =>
    words.test(key) || (/where|filter/i.test(key) && name !== undefined && asksOld(value, name));
  return call.args.some(arg =>
    someIn(
      arg,
      each =>
        (each.kind === 'object' && each.properties.some(({ name: key, value }) => isCondition(key, value))) ||
        (each.kind === 'member' && words.test(each.property)) ||
        (each.kind === 'name' && /^(tx|trx|version|etag|lock)$/i.test(each.name)),
    ),
  );
}

/** More than which record it is: `{ where: { id, stock: item.stock } }`. */
function asksOld(where: Expr, name: string): boolean {
  return someIn(
    where,
    each =>
      each.kind === 'object' &&
      each.properties.some(({ name: key, value }) => !/id$/i.test(key) && mentions(value, name)),
  );
}
