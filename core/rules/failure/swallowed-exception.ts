import type { FailureMode } from '../../failures/contract.js';
import { boundariesAround } from '../../failures/policy/boundaries.js';
import { isSelected } from '../../failures/policy/function-names.js';
import { printExpr } from '../../failures/print.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt } from '../../failures/walk.js';
import type { Stmt } from '../../syntax/ir/nodes.js';
import { replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { counted, listOf } from '../wording.js';
import { callsIn, type Handler, handlersOf, isIdle, isProbe } from './handlers.js';
import { isHarmless, isOnTheSide, isOnTheWayOut } from './harmless.js';
import { silencedPromises } from './silenced-promises.js';
import { assertionsAt, originsOf } from './wording.js';

export const swallowedException = defineRule({
  id: 'failure/swallowed-exception',
  summary: 'A failure is caught and nothing is done with it.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    checkForbidden(file, report);
    for (const handler of handlersOf(file)) {
      const { fn, statement, handler: clause, caught } = handler;
      if (forbiddenAt(file, handler) || isSelected(file.policy.bestEffort, file, fn)) continue;
      if (!isIdle(clause.body) || isProbe(file, fn) || isOnTheSide(file, fn)) continue;
      if (isHarmless(file, fn, statement.block) || isOnTheWayOut(file, fn, statement)) continue;
      if (caught.modes.length === 0 && !caught.open) continue;
      if (!caught.open && isOfOneKind(caught.modes)) continue;
      if (callsIn(statement.block).length === 0) continue;
      const isAnswer = answers(statement.block) || answers(file.ir.functions[fn]?.body ?? []);
      report({
        path,
        span: { start: clause.start, end: clause.end },
        message: `${what(handler)} is caught here and dropped: nobody learns that it failed, and ${isAnswer ? 'what stands in for the answer looks like one' : 'what follows runs as if it had not'}. Throw it on with what was being done, or narrow the handler to what is expected; \`// expected <class>: reason\` records a decision.`,
        symbol: file.symbolOf(fn),
        site: `catch ${printCalls(statement.block)}`,
        handler: clause,
        related: originsOf(caught.modes),
        fixes: fixesFor(file, handler),
      });
    }
    for (const { fn, call, tried, handed, standsIn, evidence } of silencedPromises(file)) {
      const name = printExpr(tried.callee).slice(0, 60);
      const after = { start: tried.end, end: call.end };
      report({
        path,
        span: { start: handed.start, end: handed.end },
        message:
          standsIn === undefined
            ? `What ${name} fails with is dropped here: nobody learns of it. Handle the rejection, or let it go on to the caller.`
            : `Whatever ${name} fails with is taken for ${standsIn} here: what follows ${evidence.length > 0 ? 'takes an outage for "there is none"' : 'cannot tell "there is none" from "it did not work"'}. Let it go on to the caller, or answer ${standsIn} for the failure alone that means it.`,
        symbol: file.symbolOf(fn),
        site: printExpr(call),
        handler: call,
        ...(evidence.length > 0 && {
          severity: 'warning' as const,
          related: assertionsAt(evidence),
        }),
        ...(standsIn !== undefined && {
          fixes: [
            {
              title: 'Let the failure go on',
              safe: false,
              path,
              at: after,
              intent: { kind: 'replace' as const, span: after, text: '' },
            },
          ],
        }),
      });
    }
  },
});

/** The classes that a handler keeps although a boundary forbids it. */
function forbiddenAt(file: FileView, { fn, caught }: Handler) {
  for (const { id, forbidsSwallowing: forbidden } of boundariesAround(file, fn, file.policy)) {
    const kept = caught.modes.filter(
      ({ class: failure, key }) =>
        !caught.leaves.has(key) &&
        failure !== 'bug' &&
        (forbidden === 'any' || (failure !== 'unknown' && forbidden.has(failure))),
    );
    if (kept.length > 0) return { id, kept };
  }
  return undefined;
}

/** Failures that a boundary forbids to swallow, whatever the handler does with them besides. */
function checkForbidden(file: FileView, report: FailureContext['report']): void {
  for (const handler of handlersOf(file)) {
    const found = forbiddenAt(file, handler);
    if (!found || !staysIn(file, handler, found.kept)) continue;
    const { fn, handler: clause, statement } = handler;
    const classes = [...new Set(found.kept.map(mode => mode.class))].sort();
    report({
      path: file.path,
      span: { start: clause.start, end: clause.end },
      message: `${listOf(classes)} failures end in this handler, and the boundary ${found.id} forbids that: callers go on as if nothing had failed. Throw them on, as they are or as an error of this module.`,
      symbol: file.symbolOf(fn),
      site: `catch ${printCalls(statement.block)}`,
      severity: 'error',
      handler: clause,
      related: originsOf(found.kept),
      data: { boundary: found.id, classes },
    });
  }
}

/** What the handler returns does not carry the failure either. */
function staysIn(file: FileView, { fn, handler }: Handler, kept: readonly FailureMode[]): boolean {
  return file
    .contract(fn)
    .swallows.some(
      each => each.start === handler.start && each.modes.some(({ key }) => kept.some(mode => mode.key === key)),
    );
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

/** One failure of one kind, which says that the text was not valid or that the thing is not there. */
function isOfOneKind(modes: readonly FailureMode[]): boolean {
  const [first, ...others] = modes;
  if (first === undefined || others.some(mode => mode.class !== first.class)) return false;
  if (first.class === 'invalid' || first.class === 'absent') return true;
  return others.length === 0 && first.class !== 'upstream' && first.class !== 'timeout' && first.class !== 'exhausted';
}

/** A value is returned from here. */
function answers(stmts: readonly Stmt[]): boolean {
  let found = false;
  eachStmt(stmts, stmt => {
    if (stmt.kind === 'return' && stmt.value !== undefined) found = true;
  });
  return found;
}

function fixesFor(file: FileView, { handler, param, caught }: Handler): Fix[] {
  const at = { start: handler.start, end: handler.end };
  const name = param ?? 'cause';
  const first = caught.modes.find(mode => mode.class !== 'unknown' && mode.class !== 'bug');
  const reason = `// expected ${first?.class ?? 'unknown'}: TODO say why nothing has to be done`;
  const [only] = handler.body;
  const fixes = [
    only !== undefined && param !== undefined
      ? replacing(file, only, 'Throw it on', `throw ${name};`)
      : replacing(file, at, 'Throw it on', `catch (${name}) {\n  throw ${name};\n}`),
  ];
  const said = file.ir.comments.filter(each => handler.start <= each.start && each.end <= handler.end);
  const words = said.map(({ text }) => `\n  // ${text}`).join('');
  if (only) fixes.push(replacing(file, only, 'Say why this is expected', reason, 'statement-before'));
  // A longer comment is not known to its end.
  else if (said.every(({ text }) => text.length < 300))
    fixes.push(replacing(file, at, 'Say why this is expected', `catch {\n  ${reason}${words}\n}`));
  return fixes;
}
