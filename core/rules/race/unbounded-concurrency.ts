import { printExpr } from '../../failures/print.js';
import { calledName, constantOf, globalName, modelOf, receiverOf } from '../../failures/shapes/calls.js';
import { bare, eachPartDeep, functionsOf } from '../../failures/shapes/scope.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { callsOf, eachStmt, pathOf, someIn } from '../../failures/walk.js';
import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';

export const unboundedConcurrency = defineRule({
  id: 'race/unbounded-concurrency',
  summary: 'One remote or file operation starts for every item at once.',
  severity: 'hint',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const call of callsOf(fn)) {
        const started = mappedIn(file, index, call) ?? pushedIn(file, index, call);
        if (started === undefined) continue;
        const { call: mapped, list } = started;
        if (isBounded(file, index, list) || isLimited(file, index, mapped)) continue;
        const io = ioIn(failures, file, index, mapped.args[0]!);
        if (io === undefined) continue;
        report(
          draftAt(
            file,
            index,
            mapped,
            `${printExpr(io.callee)} starts for every item of ${printExpr(list)} at once, and nothing bounds their number: the other side, or the limit on open files, gives way first. Run a few at a time.`,
            {
              span: { start: mapped.callee.start, end: mapped.callee.end },
              ...(isFromRequest(file, index, list) ? { severity: 'warning' as const } : {}),
              related:
                io.start >= mapped.start && io.end <= mapped.end
                  ? [relatedAt(file, io, 'This runs for each item.')]
                  : [],
            },
          ),
        );
      }
    }
  },
});

/** What starts something for each item of a list: `map`, or `push` in a loop. */
interface Started {
  readonly call: CallExpr;
  readonly list: Expr;
}

/** `Promise.all(xs.map(f))`, also `allSettled`, also with the promises in a `const`. */
function mappedIn(file: FileView, fn: number, call: CallExpr): Started | undefined {
  if (!isOfAll(file, fn, call)) return undefined;
  const given = constantOf(file, fn, call.args[0]!);
  if (given.kind !== 'call' || calledName(given) !== 'map' || given.args.length === 0) return undefined;
  const list = receiverOf(given);
  return list && { call: given, list };
}

/** `for (const x of xs) jobs.push(f(x)); await Promise.all(jobs)`. */
function pushedIn(file: FileView, fn: number, call: CallExpr): Started | undefined {
  const jobs = isOfAll(file, fn, call) ? call.args[0]! : undefined;
  if (jobs?.kind !== 'name' || constantOf(file, fn, jobs).kind !== 'array') return undefined;
  let found: Started | undefined;
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    if (stmt.kind !== 'loop' || stmt.over === undefined || stmt.end > call.start) return;
    for (const { value } of stmt.body.flatMap(each => (each.kind === 'expression' ? [each] : []))) {
      const receiver = value.kind === 'call' && calledName(value) === 'push' ? receiverOf(value) : undefined;
      if (value.kind === 'call' && receiver?.kind === 'name' && receiver.name === jobs.name && value.args.length === 1)
        found = { call: value, list: stmt.over };
    }
  });
  return found;
}

function isOfAll(file: FileView, fn: number, call: CallExpr): boolean {
  return /^Promise\.(all|allSettled)$/.test(globalName(file, fn, call) ?? '') && call.args.length > 0;
}

/** A literal list, a slice, a page: something says how long it can be. */
function isBounded(file: FileView, fn: number, list: Expr): boolean {
  const at = constantOf(file, fn, list);
  if (at.kind === 'array') return !at.elements.some(each => each.kind === 'spread');
  if (at.kind === 'call') {
    const name = calledName(at);
    if (/^(slice|splice|chunk|batch|take|page|limit|sample)/i.test(name)) return true;
    const receiver = receiverOf(at);
    if (/^(filter|map|flat|sort|toSorted|reverse|concat)$/.test(name) && receiver) return isBounded(file, fn, receiver);
    const isOfObject = /^Object\.(keys|values|entries)$/.test(pathOf(at.callee) ?? '');
    if (isOfObject && at.args[0]) return constantOf(file, fn, at.args[0]).kind === 'object';
    return pathOf(at.callee) === 'Array.from' && at.args[0]?.kind === 'object';
  }
  const path = pathOf(at) ?? '';
  if (/(chunk|batch|page|slice|window|group)/i.test(path)) return true;
  // A list of a `for … of chunks`.
  const bound = at.kind === 'name' ? file.binding(fn, at.name) : undefined;
  if (bound?.kind === 'each') return /(chunk|batch|page|slice)/i.test(printExpr(bound.over));
  return /^[A-Z][A-Z0-9_]+$/.test(path) || hasTupleType(file, fn, at);
}

function hasTupleType(file: FileView, fn: number, list: Expr): boolean {
  const type = file.typeOf(fn, list);
  return type?.kind === 'written' && type.type.kind === 'unread' && type.type.text.startsWith('[');
}

/** A limiter in the chain: `limit(() => …)`, a semaphore, a queue. */
function isLimited(file: FileView, fn: number, mapped: CallExpr): boolean {
  let found = false;
  eachPartDeep(file.ir, fn, mapped.args[0]!, (each, at) => {
    if (each.kind === 'name' && /(limit|semaphore|queue|throttle|pool|bottleneck)/i.test(each.name)) found = true;
    if (each.kind !== 'call') return;
    found ||=
      /(limit|throttle|schedule|enqueue|acquire)/i.test(calledName(each)) ||
      (modelOf(file, at, each)?.marks.includes('limiter') ?? false);
  });
  return found;
}

/** A call that reaches out of the process, in the function or in a function of the project that it calls. */
function ioIn(failures: FailureView, file: FileView, fn: number, callback: Expr): CallExpr | undefined {
  if (callback.kind === 'call') return reaches(failures, file, fn, callback) ? callback : undefined;
  let found: CallExpr | undefined;
  const take = (call: CallExpr, at: number): void => {
    if (found === undefined && reaches(failures, file, at, call)) found = call;
  };
  const given = bare(callback);
  if (given.kind !== 'function') {
    const value = file.functionValue(fn, given);
    const ref = value?.kind === 'project' ? value.targets[0] : undefined;
    const home = ref && failures.file(ref.path);
    const target = ref && home?.ir.functions[ref.index];
    if (home && target && callsOf(target).some(call => isIo(home, ref.index, call)))
      return { ...emptyCall, ...given, kind: 'call', callee: given };
    return undefined;
  }
  eachPartDeep(file.ir, fn, given, (each, at) => {
    if (each.kind === 'call') take(each, at);
  });
  return found;
}

const emptyCall = { args: [], isNew: false, optional: false, typeArgs: [] } as const;

function reaches(failures: FailureView, file: FileView, fn: number, call: CallExpr): boolean {
  if (isIo(file, fn, call)) return true;
  const callee = file.callee(fn, call);
  if (callee.kind !== 'project') return false;
  return callee.targets.some(({ path, index }) => {
    const home = failures.file(path);
    const target = home?.ir.functions[index];
    if (home === undefined || target === undefined || !target.isAsync) return false;
    return callsOf(target).some(each => isIo(home, index, each));
  });
}

/** By its model: over the network, or a process or file that is waited for. */
function isIo(file: FileView, fn: number, call: CallExpr): boolean {
  const model = modelOf(file, fn, call);
  if (model === undefined) return false;
  return model.remote || (model.channel === 'reject' && /^node:(fs|child_process|dns|net|http)/.test(model.package));
}

/** The length is somebody else's to choose: it comes out of a request. */
function isFromRequest(file: FileView, fn: number, list: Expr): boolean {
  const isRequest = (expr: Expr): boolean =>
    someIn(expr, each =>
      /^(req|request|ctx\.request|c\.req|event)\.(body|query|params|files)/.test(pathOf(each) ?? ''),
    );
  const bound = list.kind === 'name' ? file.binding(fn, list.name) : undefined;
  return isRequest(list) || (bound?.kind === 'local' && bound.value !== undefined && isRequest(bound.value));
}
