import { printExpr } from '../../failures/print.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr } from '../../failures/walk.js';
import type { CallExpr, Stmt } from '../../syntax/ir/nodes.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { counted } from '../wording.js';
import { callsIn, type Handler, handlersOf, isCleanup, isProbe } from './handlers.js';
import { originsOf } from './wording.js';

export const swallowedException = defineRule({
  id: 'failure/swallowed-exception',
  summary: 'A failure is caught and nothing is done with it.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const handler of handlersOf(file)) {
      const { fn, statement, handler: clause, caught } = handler;
      if (!isIdle(clause.body) || isCleanup(statement.block) || isProbe(file, fn)) continue;
      if (caught.modes.length === 0 && !caught.open) continue;
      if (
        !caught.open &&
        new Set(caught.modes.map(mode => mode.class)).size === 1 &&
        caught.modes[0]?.class === 'invalid'
      )
        continue;
      if (callsIn(statement.block).length === 0) continue;
      report({
        path,
        span: { start: clause.start, end: clause.end },
        message: `${what(handler)} is caught here and dropped: nobody learns that it failed, and what follows runs as if it had not. Throw it on with what was being done, or narrow the handler to what is expected; \`// expected <class>: reason\` records a decision.`,
        symbol: file.symbolOf(fn),
        site: `catch ${printCalls(statement.block)}`,
        handler: clause,
        related: originsOf(caught.modes),
        fixes: fixesFor(path, handler),
      });
    }
    for (const [fn, call, handed] of silencedPromises(file)) {
      report({
        path,
        span: { start: handed.start, end: handed.end },
        message: `What ${printExpr((call.callee as { object: CallExpr }).object.callee)} fails with is dropped here: nobody learns of it. Handle the rejection, or let it go on to the caller.`,
        symbol: file.symbolOf(fn),
        site: printExpr(call),
        handler: call,
      });
    }
  },
});

/** Nothing happens: no statement, or a bare `return`. */
function isIdle(body: readonly Stmt[]): boolean {
  return body.length === 0 || (body.length === 1 && body[0]?.kind === 'return' && body[0].value === undefined);
}

function what({ statement }: Handler): string {
  const calls = callsIn(statement.block).filter(call => call.callee.kind === 'name' || call.callee.kind === 'member');
  const [first] = calls;
  const more = calls.length - 1;
  const name = first ? printExpr(first.callee).slice(0, 60) : 'What is tried';
  return `What ${name}${more > 0 ? ` and ${counted(more, 'more call')}` : ''} fails with`;
}

function printCalls(block: readonly Stmt[]): string {
  return callsIn(block)
    .slice(0, 4)
    .map(call => printExpr(call.callee))
    .join(' ');
}

/** `f().catch(() => {})` on a call that is no clean-up. A promise held in a variable is observed elsewhere too. */
function silencedPromises(file: FileView): [number, CallExpr, { start: number; end: number }][] {
  const found: [number, CallExpr, { start: number; end: number }][] = [];
  for (const [fn, ir] of file.ir.functions.entries()) {
    if (isProbe(file, fn)) continue;
    eachExpr(ir.body, expr => {
      if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.property !== 'catch') return;
      const [handed] = expr.args;
      const tried = expr.callee.object;
      if (handed?.kind !== 'function' || tried.kind !== 'call') return;
      const body = file.ir.functions[handed.index]?.body;
      if (
        !body ||
        !isIdle(body) ||
        isCleanup([{ kind: 'expression', start: tried.start, end: tried.end, value: tried }])
      )
        return;
      const { rejects, open } = file.failuresOf(fn, tried);
      if (rejects.length === 0 && !open) return;
      found.push([fn, expr, handed]);
    });
  }
  return found;
}

function fixesFor(path: string, { handler, param, caught }: Handler): Fix[] {
  const at = { start: handler.start, end: handler.end };
  const name = param ?? 'cause';
  const fixes: Fix[] = [
    {
      title: 'Throw it on',
      safe: false,
      path,
      at,
      intent: { kind: 'replace', span: at, text: `catch (${name}) {\n    throw ${name};\n  }` },
    },
  ];
  const first = caught.modes.find(mode => mode.class !== 'unknown');
  const failure = first?.class ?? 'unknown';
  fixes.push({
    title: 'Say why this is expected',
    safe: false,
    path,
    at,
    intent: {
      kind: 'replace',
      span: at,
      text: `catch {\n    // expected ${failure}: TODO say why nothing has to be done\n  }`,
    },
  });
  return fixes;
}
