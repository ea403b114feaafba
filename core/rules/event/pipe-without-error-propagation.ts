import { printExpr } from '../../failures/print.js';
import { calledName, modelOf, receiverOf, textOf } from '../../failures/shapes/calls.js';
import { someStmt } from '../../failures/shapes/paths.js';
import { bare, functionsOf, usesOf } from '../../failures/shapes/scope.js';
import { isExample } from '../../failures/shapes/settings.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, pathOf } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt, replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const pipeWithoutErrorPropagation = defineRule({
  id: 'event/pipe-without-error-propagation',
  summary: 'Streams are joined by `pipe`, which does not hand on failures.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      const pipes = callsOf(fn).filter(call => isPipe(file, index, call));
      for (const pipe of pipes) {
        if (pipes.some(each => receiverOf(each) === pipe || unchained(receiverOf(each)) === pipe)) continue;
        const streams = heardBehind(fn, pipe, streamsOf(file, index, pipe));
        // Returned, stored or handed on, the last stream is for whoever gets it.
        const own = isStatement(fn, pipe) ? streams : streams.slice(0, -1);
        const unheard = own.filter(
          stream => isMadeHere(file, index, stream.expr) && !stream.isHeard && !isHeard(file, index, stream.expr),
        );
        if (unheard.length === 0) continue;
        report(
          draftAt(
            file,
            index,
            pipe,
            `pipe does not hand on errors: when ${listOf(unheard.map(({ expr }) => nameOf(expr)))} ${unheard.length > 1 ? 'fail' : 'fails'}, nobody hears of it${file.environment === 'browser' ? '' : ' and the process ends'}, or the other streams stay open. Use pipeline.`,
            {
              ...(isExample(file.path) ? { severity: 'information' as const } : {}),
              related: unheard.map(({ expr }) => relatedAt(file, expr, "Nobody listens to 'error' of this stream.")),
              fixes: fixOf(file, index, fn, pipe, streams),
            },
          ),
        );
      }
    }
  },
});

interface Stream {
  readonly expr: Expr;
  /** `.on('error', …)` stands in the chain right behind it. */
  readonly isHeard: boolean;
}

function isPipe(file: FileView, fn: number, call: CallExpr): boolean {
  if (calledName(call) !== 'pipe' || call.args.length === 0) return false;
  if (modelOf(file, fn, call)?.marks.includes('pipe')) return true;
  // What `pipe` gives is the stream that was handed to it: in a chain all are streams when the first is.
  const before = unchained(receiverOf(call));
  return before?.kind === 'call' && isPipe(file, fn, before);
}

/** A chain without the listeners in it: `a.on(…)` is `a`. */
function unchained(expr: Expr | undefined): Expr | undefined {
  const at = expr && bare(expr);
  if (at?.kind === 'call' && /^(on|once|addListener)$/.test(calledName(at))) return unchained(receiverOf(at));
  return at;
}

function hearsInChain(expr: Expr | undefined): boolean {
  const at = expr && bare(expr);
  if (at?.kind !== 'call' || !/^(on|once|addListener)$/.test(calledName(at))) return false;
  return (at.args[0] !== undefined && textOf(at.args[0]) === 'error') || hearsInChain(receiverOf(at));
}

/** The streams of `a.pipe(b).pipe(c)`, the source first. */
function streamsOf(file: FileView, fn: number, pipe: CallExpr): readonly Stream[] {
  const receiver = receiverOf(pipe);
  const before = unchained(receiver);
  const head =
    before?.kind === 'call' && isPipe(file, fn, before)
      ? streamsOf(file, fn, before)
      : before
        ? [{ expr: before, isHeard: false }]
        : [];
  const heard = hearsInChain(receiver)
    ? head.map((each, i) => (i === head.length - 1 ? { ...each, isHeard: true } : each))
    : head;
  const target = pipe.args[0]!;
  return [...heard, { expr: unchained(target) ?? target, isHeard: hearsInChain(target) }];
}

/** `a.pipe(b).on('error', …)` listens to `b`. */
function heardBehind(fn: FunctionIr, pipe: CallExpr, streams: readonly Stream[]): readonly Stream[] {
  const isHeard = callsOf(fn).some(call => call !== pipe && unchained(call) === pipe && hearsInChain(call));
  return isHeard ? streams.map((each, i) => (i === streams.length - 1 ? { ...each, isHeard } : each)) : streams;
}

/** Made by a call here: its failures are this function's business. Parameters, fields and the standard streams are not. */
function isMadeHere(file: FileView, fn: number, expr: Expr): boolean {
  const made = madeBy(file, fn, expr);
  // `new Readable()`, `Readable.from(buffer)`: pushed from here, it has nothing to fail with.
  if (made === undefined || /(^|\.)Readable(\.from)?$/.test(pathOf(made.call.callee) ?? '')) return false;
  const type = file.typeOf(made.fn, made.call);
  const fails = modelOf(file, made.fn, made.call)?.emits.includes('error') ?? false;
  return fails || (type?.kind === 'external' && type.model !== undefined && 'error' in type.model.emits);
}

function madeBy(file: FileView, fn: number, expr: Expr): { readonly fn: number; readonly call: CallExpr } | undefined {
  const at = bare(expr);
  if (at.kind === 'call') return { fn, call: at };
  const bound = at.kind === 'name' ? file.binding(fn, at.name) : undefined;
  if (bound?.kind !== 'local' || bound.value === undefined) return undefined;
  const value = bare(bound.value);
  return value.kind === 'call' ? { fn: bound.fn, call: value } : undefined;
}

/** A listener or observer somewhere in the function that binds the name, or the stream goes to somebody else. */
function isHeard(file: FileView, fn: number, expr: Expr): boolean {
  if (expr.kind !== 'name') return false;
  const bound = file.binding(fn, expr.name);
  const home = bound?.kind === 'local' ? bound.fn : fn;
  return usesOf(file, home, file.ir.functions[home]?.body ?? [], expr.name).some(({ name, around }) => {
    const [outer] = around;
    if (outer?.kind === 'member' && outer.object === name)
      return around.some(each => unchained(each) === name && hearsInChain(each));
    if (outer?.kind === 'call' && outer.args.some(arg => arg === name)) return calledName(outer) !== 'pipe';
    return (
      outer !== undefined &&
      outer.kind !== 'pattern' &&
      outer.kind !== 'binary' &&
      outer.kind !== 'unary' &&
      outer.kind !== 'conditional'
    );
  });
}

function nameOf(expr: Expr): string {
  return expr.kind === 'call' ? (pathOf(expr.callee) ?? printExpr(expr)) : printExpr(expr);
}

/** The chain stands as a statement, with nothing behind it but listeners. */
function isStatement({ body }: FunctionIr, pipe: CallExpr): boolean {
  return someStmt(body, stmt => stmt.kind === 'expression' && unchained(stmt.value) === pipe);
}

/** `await pipeline(a, b, c)`, where the file has it imported from `node:stream/promises` and the chain is a statement. */
function fixOf(file: FileView, fn: number, ir: FunctionIr, pipe: CallExpr, streams: readonly Stream[]): readonly Fix[] {
  const bound = file.binding(fn, 'pipeline');
  const fact = bound?.kind === 'import' ? file.facts.imports[bound.import] : undefined;
  if (!ir.isAsync || fact === undefined || !/stream\/promises$/.test(fact.specifier ?? '')) return [];
  const texts = streams.map(({ expr }) => printExpr(expr));
  if (
    !someStmt(ir.body, stmt => stmt.kind === 'expression' && stmt.value === pipe) ||
    streams.some(each => each.isHeard) ||
    texts.some(text => text.includes('…'))
  )
    return [];
  return [replacing(file, pipe, 'Use pipeline', `await pipeline(${texts.join(', ')})`)];
}
