import type { FailureClass } from '../../failures/classes.js';
import type { ReturnOutcome } from '../../failures/contract.js';
import { boundariesAround } from '../../failures/policy/boundaries.js';
import { isSelected } from '../../failures/policy/function-names.js';
import { printExpr } from '../../failures/print.js';
import { isBodyRead, isOfPrograms } from '../../failures/shapes/misuse.js';
import { awaited } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr } from '../../failures/walk.js';
import type { Stmt } from '../../syntax/ir/nodes.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { caughtName } from './caught-name.js';
import {
  type Clause,
  callsIn,
  chainHandlersIn,
  discriminates,
  type Handler,
  handlersAround,
  handlersLeadingTo,
  isAskedFor,
  isProbe,
  isReport,
  isShownToUser,
  returnAt,
  saysSo,
} from './handlers.js';
import { atOnePlace, isFabricated, isToldApart, isWrittenOut, saysItself, words } from './made-up-values.js';
import { classWords, nameOf, originsOf } from './wording.js';

const stakes = { money: 'money', security: 'security', limit: 'a limit' } as const;
const grave = new Set(['upstream', 'timeout']);

/** Questions where yes opens a door. */
const grants = /^can[A-Z]|allow|permi(t|ssion)|authori[sz]|access|admin|granted|verified|trusted|licen[sc]ed/i;

export const fabricatedDefault = defineRule({
  id: 'failure/fabricated-default',
  summary: 'A failure is answered with a value that looks like real data.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const [fn, ir] of file.ir.functions.entries()) {
      const name = ir.name.split('.').at(-1) ?? '';
      if (
        /default|fallback|^safe|^try[A-Z]|orElse|OrNull|OrEmpty|^maybe[A-Z]/i.test(name) ||
        /\b(default|fallback|falls? back)\b/i.test(ir.doc?.text ?? '')
      )
        continue;
      if (isSelected(file.policy.bestEffort, file, fn) || saysSo(file, fn)) continue;
      const around = boundariesAround(file, fn, file.policy);
      const mayDefault = (failure: FailureClass) => around.some(each => each.mayDefault.has(failure));
      const critical = file.policy.critical.find(each => isSelected(each, file, fn));
      const reported = new Set<number>();
      for (const outcome of atOnePlace(file.contract(fn).returns.filter(isFabricated))) {
        if (!outcome.modes.some(mode => grave.has(mode.class) && !mayDefault(mode.class))) continue;
        if ((outcome.value === 'true' && isProbe(file, fn) && !grants.test(name)) || saysItself(file, fn, outcome))
          continue;
        const { returns } = file.contract(fn);
        if (isToldApart(outcome, returns) || isWrittenOut(ir.body, outcome, returns)) continue;
        if (outcome.modes.every(isBodyRead)) continue;
        const clauses = handlersAround(file, fn, outcome.start);
        // An empty handler before it is told of by `failure/swallowed-exception`.
        const leading = handlersLeadingTo(file, fn, outcome).filter(
          each => clauses.includes(each) || (each.handler.body.length > 0 && !triesAgain(each)),
        );
        const answering: readonly Clause[] = leading.length > 0 ? leading : chainHandlersIn(file, fn, outcome);
        const [clause] = answering;
        if (clause === undefined || reported.has(clause.handler.start)) continue;
        if (answering.some(each => callsIn(each.handler.body).some(isShownToUser) || isAskedFor(each, outcome)))
          continue;
        if (leading.length === 0 && answering.some(discriminates)) continue;
        if (leading.length > 0 && clauses.length === 0 && isHandedOn(file, fn, ir.body, outcome)) continue;
        reported.add(clause.handler.start);
        report({
          path,
          span: { start: outcome.start, end: outcome.end },
          message: `${nameOf(file, fn)} answers ${words(outcome)} when ${classWords(outcome.modes)} failures keep it from knowing: callers take it for real data. Throw the failure, or return it beside the value; take the default as a parameter if the caller is to choose one.${critical ? ` Here ${stakes[critical.why]} hangs on it.` : ''}`,
          symbol: file.symbolOf(fn),
          site: `return ${outcome.value}`,
          ...(critical ? { severity: 'error' as const } : severityFor(outcome, isToldByHand(file, answering))),
          handler: clause.handler,
          related: originsOf(outcome.modes.filter(mode => mode.class !== 'unknown')),
          fixes: clauses.slice(0, 1).flatMap((around): Fix[] => {
            const caught = caughtName(file, fn, around);
            if (!caught) return [];
            const thrown = {
              span: spanOf(returnAt(ir.body, outcome.start) ?? outcome),
              text: `throw ${caught.name};`,
            };
            return [
              {
                title: 'Throw the failure on',
                safe: false,
                path,
                at: { start: outcome.start, end: outcome.end },
                intent: { kind: 'edits', edits: [...caught.edits, thrown] },
              },
            ];
          }),
        });
      }
    }
  },
});

/** The handler asks once more for what the block asked for, and goes on with that answer. */
function triesAgain({ statement, handler }: Handler): boolean {
  const asked = new Set(answersIn(statement.block));
  return answersIn(handler.body).some(each => asked.has(each));
}

/** Variables that calls fill, each with what is called: `reply = send`. */
function answersIn(stmts: readonly Stmt[]): readonly string[] {
  const found: string[] = [];
  eachExpr(stmts, expr => {
    if (expr.kind !== 'assign' || expr.target.kind !== 'name') return;
    const value = awaited(expr.value);
    if (value.kind === 'call') found.push(`${expr.target.name} = ${printExpr(value.callee)}`);
  });
  return found;
}

/** `return run(options)` behind a handler: what it answers with is told of where it is made. */
function isHandedOn(file: FileView, fn: number, body: readonly Stmt[], { start }: ReturnOutcome): boolean {
  const stmt = returnAt(body, start);
  const value = stmt?.kind === 'return' && stmt.value ? awaited(stmt.value) : undefined;
  return value?.kind === 'call' && file.callee(fn, value).kind !== 'external';
}

/** In a program that somebody starts by hand the failure is printed: who started it reads that. */
function isToldByHand(file: FileView, answering: readonly Clause[]): boolean {
  return file.environment === 'cli' && answering.some(each => callsIn(each.handler.body).some(isReport));
}

function severityFor({ modes }: ReturnOutcome, isTold: boolean): { severity: 'information' } | undefined {
  return isTold || isOfPrograms(modes) ? { severity: 'information' } : undefined;
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start, end };
}
