import { isSelected } from '../../failures/policy/function-names.js';
import { printExpr } from '../../failures/print.js';
import { calledName, effectOf, globalName, modelOf, receiverOf } from '../../failures/shapes/calls.js';
import { isBestEffortName, isCleanupName, ownName } from '../../failures/shapes/names.js';
import { alwaysLeaves, someStmt } from '../../failures/shapes/paths.js';
import {
  awaited,
  bare,
  eachBlock,
  eachPartDeep,
  functionsOf,
  someDeep,
  someInStmts,
  usesOf,
} from '../../failures/shapes/scope.js';
import { isScript } from '../../failures/shapes/settings.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, eachExpr, eachStmt, pathOf } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';
import { listOf } from '../wording.js';
import { uncheckedReads } from './settled-values.js';

export const partialFailureLost = defineRule({
  id: 'async/partial-failure-lost',
  summary: 'Some of several operations fail and nobody learns which.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, isTest } = context;
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      if (!isBestEffort(file.ir.functions, fn) && !isSelected(file.policy.bestEffort, file, index)) {
        checkSettled(context, index, fn);
        checkReads(context, index, fn);
      }
      checkWrites(context, index, fn);
    }
  },
});

/** By its own name or that of a function around it. */
function isBestEffort(functions: readonly FunctionIr[], fn: FunctionIr): boolean {
  for (let at: FunctionIr | undefined = fn; at; at = functions[at.parent]) {
    const name = ownName(at);
    if (isBestEffortName(name) || isCleanupName(name)) return true;
  }
  return false;
}

/** `value` is taken of every result: of the rejected ones that is `undefined`. */
function checkReads({ file, report }: FailureContext, index: number, fn: FunctionIr): void {
  for (const { call, results } of uncheckedReads(file, index, fn))
    report(
      draftAt(
        file,
        index,
        call,
        `${printExpr(call.callee)} reads value whatever became of each operation: of those that were rejected it is undefined, and why reaches nobody. Ask for the status, and report the rejected ones.`,
        { span: { start: results.start, end: call.callee.end } },
      ),
    );
}

function checkSettled({ file, report }: FailureContext, fn: number, { body }: FunctionIr): void {
  eachBlock(body, block => {
    block.forEach((stmt, i) => {
      const call = settledIn(file, fn, stmt);
      if (call === undefined || isCleanup(file, fn, call) || isInFinally(body, stmt)) return;
      const isDiscarded = stmt.kind === 'expression';
      if (!isDiscarded && !readsFulfilledOnly(file, fn, stmt, block.slice(i + 1))) return;
      report(
        draftAt(
          file,
          fn,
          call,
          isDiscarded
            ? 'allSettled never rejects, and its results are thrown away: every failure in it is lost. Read them and report the rejected ones.'
            : 'Only the fulfilled results are read: how many were rejected, and why, reaches nobody. Report the rejected ones too.',
          {
            span: { start: call.callee.start, end: call.callee.end },
            ...((isDiscarded && isBesideTheWork(call)) || isScript(file.path)
              ? { severity: 'information' as const }
              : {}),
          },
        ),
      );
    });
  });
}

/** What stands in `finally` gives back what was taken. */
function isInFinally(body: readonly Stmt[], { start, end }: Stmt): boolean {
  return someStmt(
    body,
    each => each.kind === 'try' && each.final?.some(inner => inner.start <= start && end <= inner.end) === true,
  );
}

/** `await Promise.allSettled(…)` as a statement or as what a name is given. */
function settledIn(file: FileView, fn: number, stmt: Stmt): CallExpr | undefined {
  const value =
    stmt.kind === 'expression' || (stmt.kind === 'let' && stmt.target.kind === 'name') ? stmt.value : undefined;
  const call = value && awaited(value);
  if (call?.kind !== 'call' || globalName(file, fn, call) !== 'Promise.allSettled') return undefined;
  return stmt.kind === 'expression' || bare(value!).kind === 'await' ? call : undefined;
}

/** A written list of steps beside the work: telling others of it, writing it down, forgetting what is cached. */
function isBesideTheWork({ args: [list] }: CallExpr): boolean {
  if (list?.kind !== 'array' || list.elements.length === 0) return false;
  return list.elements.every(each => stepsOf(each).every(isBeside));
}

/** The calls that an element stands for, on either side of a condition. */
function stepsOf(element: Expr): readonly Expr[] {
  const at = bare(element);
  if (at.kind === 'spread') return stepsOf(at.value);
  if (at.kind === 'conditional') return [...stepsOf(at.yes), ...stepsOf(at.no)];
  if (at.kind === 'binary') return stepsOf(at.right);
  return at.kind === 'array' ? at.elements.flatMap(stepsOf) : at.kind === 'literal' ? [] : [at];
}

function isBeside(step: Expr): boolean {
  if (step.kind !== 'call') return false;
  const path = pathOf(step.callee) ?? '';
  const [name = ''] = path.split('.').slice(-1);
  return (
    /^(notify|track|log|alert|report|expire|revalidate|invalidate|del$|send\w*(Webhook|Postback|Alert|Notification|Emails?|Mail|Slack))/.test(
      name,
    ) ||
    /^record\w*(Log|Activity|Audit|Metric)|^(audit|activity)/i.test(name) ||
    /(cache|logger|analytics|telemetry|metrics)\.\w+$/i.test(path)
  );
}

/** What is settled gives something back or removes it, or handles its own failures. */
function isCleanup(file: FileView, fn: number, call: CallExpr): boolean {
  let isOnlyCleanup = true;
  let handles = false;
  let count = 0;
  for (const arg of call.args)
    eachPartDeep(file.ir, fn, arg, each => {
      if (each.kind === 'function' && catchesAll(file.ir.functions[each.index])) handles = true;
      if (each.kind !== 'call') return;
      const name = calledName(each);
      if (name === 'catch') handles = true;
      if (/^(map|flatMap|filter|values|keys|entries|from|concat)$/.test(name)) return;
      count++;
      isOnlyCleanup &&= isCleanupName(name) || isBestEffortName(name);
    });
  return handles || count === 0 || isOnlyCleanup;
}

/** All that an item waits for stands in a `try` whose handler does not throw. */
function catchesAll(item: FunctionIr | undefined): boolean {
  if (item === undefined || !item.body.some(isCaught)) return false;
  let waitsOutside = false;
  eachExpr(
    item.body.filter(stmt => !isCaught(stmt)),
    each => {
      waitsOutside ||= each.kind === 'await';
    },
  );
  return !waitsOutside;
}

function isCaught(stmt: Stmt): boolean {
  return (
    stmt.kind === 'try' && stmt.handler !== undefined && !someStmt(stmt.handler.body, each => each.kind === 'throw')
  );
}

/** The results are asked for `fulfilled`, never for what was rejected, and go nowhere else. */
function readsFulfilledOnly(file: FileView, fn: number, stmt: Stmt, rest: readonly Stmt[]): boolean {
  if (stmt.kind !== 'let' || stmt.target.kind !== 'name') return false;
  const { name } = stmt.target;
  const uses = usesOf(file, fn, rest, name);
  if (uses.length === 0) return false;
  // How many there were is what went in.
  if (uses.every(({ around: [outer], name: use }) => isLengthOf(outer, use))) return true;
  const staysHere = uses.every(({ around: [outer, call], name: use, stmt: at }) => {
    if (outer === undefined) return at.kind === 'loop';
    if (outer.kind !== 'member' || outer.object !== use) return false;
    return call?.kind === 'call' && /^(filter|flatMap|map|forEach|reduce|find|some|every)$/.test(outer.property);
  });
  if (!staysHere) return false;
  const says = (word: string): boolean =>
    someInStmts(file.ir, fn, rest, each => each.kind === 'literal' && each.value === word);
  const readsReason = someInStmts(file.ir, fn, rest, each => each.kind === 'member' && each.property === 'reason');
  const keepsPlace = someInStmts(
    file.ir,
    fn,
    rest,
    each =>
      each.kind === 'conditional' &&
      someDeep(file.ir, fn, each.test, part => part.kind === 'literal' && part.value === 'fulfilled') &&
      !isEmptyList(each.no),
  );
  // Whoever gets the number of those that succeeded can tell how many did not.
  const counts = someInStmts(
    file.ir,
    fn,
    rest,
    each => each.kind === 'member' && each.property === 'length' && bare(each.object).kind === 'call',
  );
  if (counts) return false;
  return (
    says('fulfilled') &&
    !says('rejected') &&
    !readsReason &&
    !keepsPlace &&
    !hasOtherBranch(
      file,
      uses.map(use => use.stmt),
      rest,
    )
  );
}

function isLengthOf(outer: Expr | undefined, use: Expr): boolean {
  return outer?.kind === 'member' && outer.object === use && outer.property === 'length';
}

function isEmptyList(expr: { kind: string; elements?: readonly unknown[] }): boolean {
  return expr.kind === 'array' && expr.elements?.length === 0;
}

/** `if (r.status === 'fulfilled') … else …`, or what follows when it is left early. */
function hasOtherBranch(file: FileView, around: readonly Stmt[], rest: readonly Stmt[]): boolean {
  let found = false;
  const look = (stmts: readonly Stmt[]): void =>
    eachStmt(stmts, stmt => {
      if (stmt.kind !== 'if') return;
      const asks = someDeep(file.ir, 0, stmt.test, part => part.kind === 'literal' && part.value === 'fulfilled');
      if (asks && (stmt.no.length > 0 || alwaysLeaves(stmt.yes))) found = true;
    });
  look(rest);
  for (const stmt of around) look([stmt]);
  for (const fn of file.ir.functions)
    if (rest.some(stmt => stmt.start <= fn.start && fn.end <= stmt.end)) look(fn.body);
  return found;
}

/** `Promise.all` over writes that do not bear repeating: when one rejects, nobody knows which of the others happened. */
function checkWrites({ file, report }: FailureContext, fn: number, ir: FunctionIr): void {
  for (const call of callsOf(ir)) {
    if (globalName(file, fn, call) !== 'Promise.all' || isCompensated(ir, call) || isTransactional(file, fn, call))
      continue;
    const [list] = call.args;
    if (list?.kind !== 'array') continue;
    const writes = list.elements.flatMap(each => {
      const inner = bare(each);
      return inner.kind === 'call' && effectOf(file, fn, inner) === 'write-non-idempotent' ? [inner] : [];
    });
    if (writes.length < 2) continue;
    report(
      draftAt(
        file,
        fn,
        call,
        `When one of ${listOf(writes.map(each => printExpr(each.callee)))} rejects, nobody learns whether the others took place. Do them one after the other, or keep the outcome of each.`,
        {
          span: { start: call.callee.start, end: call.callee.end },
          related: writes.map(write => relatedAt(file, write, 'This write may have happened.')),
        },
      ),
    );
  }
}

/** The handler around it does something besides reporting and rethrowing: it makes good what happened. */
function isCompensated({ body }: FunctionIr, call: CallExpr): boolean {
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'try' || stmt.handler === undefined) return;
    const holds = stmt.block.some(each => each.start <= call.start && call.end <= each.end);
    found ||=
      holds && stmt.handler.body.some(each => each.kind === 'expression' && awaited(each.value) !== bare(each.value));
  });
  return found;
}

function isTransactional(file: FileView, fn: number, call: CallExpr): boolean {
  const list = call.args[0];
  if (
    list?.kind === 'array' &&
    list.elements.some(
      each => each.kind === 'call' && /^(tx|trx|t|transaction)\b/.test(pathOf(receiverOf(each) ?? each) ?? ''),
    )
  )
    return true;
  for (let at = fn; at > 0; at = file.ir.functions[at]?.parent ?? 0) {
    const inside = file.ir.functions[at]!;
    const parent = file.ir.functions[inside.parent];
    if (
      parent &&
      callsOf(parent).some(
        each =>
          each.args.some(arg => arg.kind === 'function' && arg.index === at) &&
          (/transaction|^tx$/i.test(calledName(each)) ||
            (modelOf(file, inside.parent, each)?.marks.includes('transaction') ?? false)),
      )
    )
      return true;
  }
  return false;
}
