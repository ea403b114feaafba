import { printExpr } from '../../failures/print.js';
import { calledName, globalName, isOwnProgram, modelOf, receiverOf, textOf } from '../../failures/shapes/calls.js';
import { isFollowedByDeclarator } from '../../failures/shapes/declarators.js';
import {
  awaited,
  bare,
  eachBlock,
  functionAt,
  functionsOf,
  someInStmts,
  type Use,
  usesOf,
} from '../../failures/shapes/scope.js';
import { isExample, isScript } from '../../failures/shapes/settings.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { callsOf, eachStmt } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';

export const unhandledErrorEvent = defineRule({
  id: 'event/unhandled-error-event',
  summary: 'An emitter that may emit `error` has no listener for it.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (isTest) return;
    const exported = new Set(file.facts.exports.map(each => each.local ?? each.name));
    for (const { fn, index } of functionsOf(file)) {
      if (isExecutor(file, index, fn)) continue;
      eachBlock(fn.body, block => {
        block.forEach((stmt, i) => {
          if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.value === undefined) return;
          const { name } = stmt.target;
          if (index === 0 && exported.has(name)) return;
          const made = awaited(stmt.value);
          if (made.kind !== 'call' || !emitsError(failures, file, index, made)) return;
          // A `var` belongs to the whole function.
          const uses = usesOf(file, index, stmt.keyword === 'var' ? fn.body : block.slice(i + 1), name);
          if (uses.some(use => escapes(use) || hearsErrors(use)) || isAwaitedThroughout(uses)) return;
          report(
            draftAt(
              file,
              index,
              made,
              `${name} emits 'error' when it fails, and nobody listens: it is then thrown where nothing can catch it${file.environment === 'browser' ? '' : ', and the process ends'}. Listen to 'error'.`,
              {
                ...(isScript(file.path) || isExample(file.path) ? { severity: 'information' as const } : {}),
                fixes: fixOf(file, block, stmt, name),
              },
            ),
          );
        });
      });
    }
  },
});

/** Of a new promise that waits for the emitter alone: `async/promise-never-settles` speaks of that. */
function isExecutor(file: FileView, index: number, fn: FunctionIr): boolean {
  if (callsOf(fn).some(call => globalName(file, index, call) === 'Promise.withResolvers')) return true;
  const { parent, body } = fn;
  const around = file.ir.functions[parent];
  if (
    around === undefined ||
    !callsOf(around).some(call => call.isNew && functionAt(file, call.args[0])?.index === index)
  )
    return false;
  return !someInStmts(
    file.ir,
    index,
    body,
    each => each.kind === 'call' && /^set(Timeout|Interval)$/.test(calledName(each)),
  );
}

/** What a call gives tells of failures by `error` and ends the process when nobody listens. */
function emitsError(failures: FailureView, file: FileView, fn: number, made: CallExpr): boolean {
  const model = modelOf(file, fn, made);
  const type = file.typeOf(fn, made);
  // What a getter or a field hands out was made elsewhere, and may be listened to there.
  if (type?.kind === 'class') return isMade(failures, file, fn, made) && emitsItself(failures, type.path, type.index);
  if (/^(write|end|push|send|connect)$/.test(calledName(made)) && isMethodOf(file, fn, made)) return false;
  const known = type?.kind === 'external' ? type.model : undefined;
  if (known !== undefined && (known.unheard !== 'crash' || isServer(known.name))) return false;
  if (isOwnProgram(made)) return false;
  if (calledName(made) === 'listen' || (known === undefined && /Server$/.test(calledName(made)))) return false;
  return (model?.emits.includes('error') ?? false) || (known !== undefined && made.isNew && 'error' in known.emits);
}

/** `new Bus()`, or a function of the workspace that returns one it made. */
function isMade(failures: FailureView, file: FileView, fn: number, made: CallExpr): boolean {
  if (made.isNew) return true;
  const callee = file.callee(fn, made);
  const targets = callee.kind === 'project' ? callee.targets : [];
  return (
    targets.length > 0 &&
    targets.every(({ path, index }) => {
      const body = failures.file(path)?.ir.functions[index]?.body ?? [];
      const made = new Set<string>();
      let isFresh = false;
      eachStmt(body, stmt => {
        if (stmt.kind === 'let' && stmt.target.kind === 'name' && stmt.value && isNew(stmt.value))
          made.add(stmt.target.name);
        if (stmt.kind === 'return' && stmt.value)
          isFresh ||= isNew(stmt.value) || (stmt.value.kind === 'name' && made.has(stmt.value.name));
      });
      return isFresh;
    })
  );
}

function isNew(value: Expr): boolean {
  const at = awaited(value);
  return at.kind === 'call' && at.isNew;
}

/** `stream.write(…)` of a stream that is there already, not `net.connect(…)` of the module. */
function isMethodOf(file: FileView, fn: number, made: CallExpr): boolean {
  const receiver = receiverOf(made);
  if (receiver === undefined) return false;
  return receiver.kind !== 'name' || file.binding(fn, receiver.name)?.kind !== 'import';
}

/** A server that cannot listen ends the process at its start, with the reason: what one wants. */
function isServer(name: string): boolean {
  return /Server$/.test(name);
}

/** A class of the workspace that extends an emitter and emits `error` itself. */
function emitsItself(failures: FailureView, path: string, index: number): boolean {
  const home = failures.file(path);
  const cls = home?.ir.classes[index];
  if (home === undefined || cls?.extends === undefined || !/EventEmitter$/.test(printExpr(cls.extends))) return false;
  return cls.methods.some(method => {
    const body = home.ir.functions[method.index]?.body ?? [];
    return someInStmts(
      home.ir,
      method.index,
      body,
      each =>
        each.kind === 'call' &&
        calledName(each) === 'emit' &&
        each.callee.kind === 'member' &&
        each.callee.object.kind === 'this' &&
        each.args[0] !== undefined &&
        textOf(each.args[0]) === 'error',
    );
  });
}

/** Handed to somebody, returned, stored, iterated, piped: another may listen, or another rule looks. */
function escapes({ name, around: [member, outer] }: Use): boolean {
  if (member?.kind !== 'member' || member.object !== name)
    return member?.kind !== 'binary' && !(member?.kind === 'unary' && member.op === '!');
  if (member.property === 'pipe') return true;
  return outer?.kind === 'assign' && outer.target === member && /^on/.test(member.property);
}

/** Every use is an awaited call, as with clients: they reject while somebody waits, and end with the function. */
function isAwaitedThroughout(uses: readonly Use[]): boolean {
  return (
    uses.length > 0 &&
    uses.every(
      ({ around: [member, call, wait] }) =>
        member?.kind === 'member' && call?.kind === 'call' && wait?.kind === 'await',
    )
  );
}

/** `x.on('error', …)`, also behind other calls of a chain. */
function hearsErrors({ around }: Use): boolean {
  return around.some(
    each =>
      each.kind === 'call' &&
      /^(on|once|addListener|prependListener|addEventListener)$/.test(calledName(each)) &&
      isErrorName(each.args[0]),
  );
}

function isErrorName(event: Expr | undefined): boolean {
  if (event === undefined) return false;
  const inner = bare(event);
  return textOf(inner) === 'error' || inner.kind === 'name' || inner.kind === 'member';
}

/** The listener behind the declaration; what it does is for the author to say. */
function fixOf(file: FileView, block: readonly Stmt[], stmt: Stmt, name: string): readonly Fix[] {
  if (isFollowedByDeclarator(block, stmt)) return [];
  const text = `${name}.on('error', error => {\n  console.error('${name} failed', error);\n});`;
  return [replacing(file, stmt, `Listen to 'error' of ${name}`, text, 'statement-behind')];
}
