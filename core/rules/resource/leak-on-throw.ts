import { printExpr } from '../../failures/print.js';
import { calledName, modelOf } from '../../failures/shapes/calls.js';
import { awaited, bare, eachBlock, functionsOf, someInStmts, usesOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr } from '../../failures/walk.js';
import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';

export const leakOnThrow = defineRule({
  id: 'resource/leak-on-throw',
  summary: 'A resource is given back only where nothing fails in between.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    if (context.isTest) return;
    for (const { fn, index } of functionsOf(context.file)) {
      eachBlock(fn.body, block => {
        block.forEach((stmt, i) => {
          if (
            stmt.kind !== 'let' ||
            stmt.target.kind !== 'name' ||
            stmt.value === undefined ||
            stmt.keyword.endsWith('using')
          )
            return;
          const call = awaited(stmt.value);
          const release = call.kind === 'call' ? releaseOf(context.file, index, call) : undefined;
          if (call.kind === 'call' && release)
            checkUse(context, index, call, stmt.target.name, release, block.slice(i + 1));
        });
      });
    }
  },
});

/** How something is given back: by a method of it, or by a function that takes it. */
interface Release {
  readonly methods: readonly string[];
  readonly functions: readonly string[];
}

/** What is acquired as a plain value, and the functions that give it back. A `setTimeout` ends by itself. */
const plainValues: Readonly<Record<string, readonly string[]>> = {
  setInterval: ['clearInterval'],
  openSync: ['closeSync'],
  mkdtemp: ['rm', 'rmdir', 'rmSync', 'rmdirSync'],
  mkdtempSync: ['rm', 'rmdir', 'rmSync', 'rmdirSync'],
};

function releaseOf(file: FileView, fn: number, call: CallExpr): Release | undefined {
  const callee = file.callee(fn, call);
  const functions =
    callee.kind === 'external' && /^(lib|(node:)?(fs|fs\/promises|timers))$/.test(callee.package)
      ? plainValues[callee.name]
      : undefined;
  const methods = functions ? [] : releaseNames(file, fn, call);
  return functions || methods.length > 0 ? { methods, functions: functions ?? [] } : undefined;
}

/** Methods that give back what a call acquires. */
function releaseNames(file: FileView, fn: number, call: CallExpr): readonly string[] {
  const model = modelOf(file, fn, call);
  if (model?.resource) return model.resource.release;
  const type = model?.returns === undefined ? undefined : file.typeOf(fn, call);
  const held = type?.kind === 'promise' ? type.of : type;
  // Streams and sockets close themselves when they fail.
  if (held?.kind !== 'external' || held.model?.resource === undefined || 'error' in held.model.emits) return [];
  return held.model.resource.release;
}

function checkUse(
  { file, report }: FailureContext,
  fn: number,
  acquired: CallExpr,
  name: string,
  release: Release,
  rest: readonly Stmt[],
): void {
  const at = rest.findIndex(stmt => releaseIn(file, fn, stmt, name, release) !== undefined);
  const released = rest[at] && releaseIn(file, fn, rest[at], name, release);
  if (released === undefined || isOwnedElsewhere(file, fn, rest, name)) return;
  const risk = riskIn(file, fn, rest.slice(0, at), name);
  if (risk === undefined) return;
  report(
    draftAt(
      file,
      fn,
      acquired,
      `${name} is given back at the end only: when ${printExpr(risk.callee)} fails, ${printExpr(released.callee)} is never reached. Put it into finally.`,
      { related: [relatedAt(file, risk, 'This may fail.'), relatedAt(file, released, 'Here it is given back.')] },
    ),
  );
}

/** `await x.close();` as a statement of the same block: the normal path. */
function releaseIn(file: FileView, fn: number, stmt: Stmt, name: string, release: Release): CallExpr | undefined {
  if (stmt.kind !== 'expression') return undefined;
  const call = awaited(stmt.value);
  if (call.kind !== 'call') return undefined;
  if (release.functions.includes(calledName(call))) {
    const [given] = call.args;
    return given?.kind === 'name' && given.name === name ? call : undefined;
  }
  if (call.callee.kind !== 'member' || !release.methods.includes(call.callee.property)) return undefined;
  const { object } = call.callee;
  return object.kind === 'name' && object.name === name && file.binding(fn, name)?.kind === 'local' ? call : undefined;
}

/** Returned, stored, captured by a callback, or given back in a handler or at last: somebody else sees to it. */
function isOwnedElsewhere(file: FileView, fn: number, rest: readonly Stmt[], name: string): boolean {
  const isStored = usesOf(file, fn, rest, name).some(({ around: [outer], fn: at, stmt, name: use }) => {
    if (at !== fn) return true;
    if (outer === undefined) return stmt.kind === 'return' || stmt.kind === 'let';
    if (outer.kind === 'call')
      return outer.isNew || /^(push|add|set|register|track|defer|use|adopt)$/.test(calledName(outer));
    return (
      outer.kind !== 'member' &&
      outer.kind !== 'binary' &&
      outer.kind !== 'unary' &&
      outer.kind !== 'template' &&
      !(outer.kind === 'assign' && outer.target === use)
    );
  });
  if (isStored) return true;
  let guarded = false;
  eachBlock(rest, block => {
    for (const stmt of block) {
      if (stmt.kind !== 'try') continue;
      const late = [...(stmt.handler?.body ?? []), ...(stmt.final ?? [])];
      guarded ||= someInStmts(file.ir, fn, late, each => each.kind === 'name' && each.name === name);
    }
  });
  return guarded;
}

/** The first call in between that is known to fail and is not caught there. */
function riskIn(file: FileView, fn: number, stmts: readonly Stmt[], name: string): CallExpr | undefined {
  let found: CallExpr | undefined;
  const awaitedCalls = new Set<Expr>();
  eachExpr(stmts, expr => {
    if (expr.kind === 'await') awaitedCalls.add(bare(expr.value));
  });
  for (const stmt of stmts) {
    if (stmt.kind === 'try' && stmt.handler !== undefined) continue;
    eachExpr([stmt], expr => {
      if (found !== undefined || expr.kind !== 'call') return;
      const { throws, rejects } = file.failuresOf(fn, expr);
      const modes = [...throws, ...(awaitedCalls.has(expr) ? rejects : [])];
      if (modes.some(mode => mode.class !== 'bug') && !isReleaseOf(expr, name)) found = expr;
    });
  }
  return found;
}

function isReleaseOf(call: CallExpr, name: string): boolean {
  return (
    call.callee.kind === 'member' &&
    call.callee.object.kind === 'name' &&
    call.callee.object.name === name &&
    /^(on|once|off)$/.test(call.callee.property)
  );
}
