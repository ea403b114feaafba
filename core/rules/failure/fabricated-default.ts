import type { FailureClass } from '../../failures/classes.js';
import type { ReturnOutcome } from '../../failures/contract.js';
import { boundariesAround } from '../../failures/policy/boundaries.js';
import { isSelected } from '../../failures/policy/function-names.js';
import { isBodyRead, isOfPrograms } from '../../failures/shapes/misuse.js';
import { awaited, bare } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachStmt, pathOf } from '../../failures/walk.js';
import type { Expr, Stmt, TypeIr } from '../../syntax/ir/nodes.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { caughtName } from './caught-name.js';
import {
  type Clause,
  callsIn,
  chainHandlersIn,
  discriminates,
  handlersAround,
  handlersLeadingTo,
  isAskedFor,
  isProbe,
  isReport,
  isShownToUser,
  returnAt,
  saysSo,
} from './handlers.js';
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
          each => clauses.includes(each) || each.handler.body.length > 0,
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

function isFabricated({ value, tags, handled, carriesError }: ReturnOutcome): boolean {
  if (!handled || carriesError) return false;
  if (value === 'empty' || value === 'literal' || value === 'true') return true;
  // `{ customer: null }` says that there is nothing; `{ hadErrors: true }`, `{ verified: false }` say how it went.
  return (
    value === 'object' &&
    Object.values(tags).some(each => each !== null) &&
    !Object.keys(tags).some(tag =>
      /^(ok|success|succeeded|status|kind|type|_tag|degraded|message|reason|valid|verified|found|exists|available|connected)$|err(or)?s?($|[A-Z])|fail/i.test(
        tag,
      ),
    )
  );
}

/** What a `return` answers, with all that leads to it. */
function atOnePlace(returns: readonly ReturnOutcome[]): readonly ReturnOutcome[] {
  const places = new Map<number, ReturnOutcome>();
  for (const outcome of returns) {
    const known = places.get(outcome.start);
    const modes = new Map([...(known?.modes ?? []), ...outcome.modes].map(mode => [mode.key, mode]));
    places.set(outcome.start, known ? { ...known, modes: [...modes.values()] } : outcome);
  }
  return [...places.values()];
}

/** `return run(options)` behind a handler: what it answers with is told of where it is made. */
function isHandedOn(file: FileView, fn: number, body: readonly Stmt[], { start }: ReturnOutcome): boolean {
  const stmt = returnAt(body, start);
  const value = stmt?.kind === 'return' && stmt.value ? awaited(stmt.value) : undefined;
  return value?.kind === 'call' && file.callee(fn, value).kind !== 'external';
}

/** A property says which it is: `{ step: 'unreadable' }` beside `{ step: 'done' }`, `{ found: false }` beside `{ found: true }`. */
function isToldApart({ tags }: ReturnOutcome, returns: readonly ReturnOutcome[]): boolean {
  return returns.some(
    other =>
      !other.handled && Object.entries(tags).some(([key, value]) => key in other.tags && other.tags[key] !== value),
  );
}

/** `return { statusCode: 200 };` behind the handler is answered when all went well too: nothing is made up in it. */
function isWrittenOut(
  body: readonly Stmt[],
  { start, value }: ReturnOutcome,
  returns: readonly ReturnOutcome[],
): boolean {
  const stmt = returnAt(body, start);
  if (value !== 'object' || stmt?.kind !== 'return' || stmt.value?.kind !== 'object') return false;
  return (
    stmt.value.properties.every(each => each.name !== '...' && each.value.kind === 'literal') &&
    returns.some(other => other.start === start && !other.handled)
  );
}

/** A text for people, a word that stands for nothing (`unknown`, `n/a`), or an object with a place for the error. */
function saysItself(file: FileView, fn: number, { start, end }: ReturnOutcome): boolean {
  let found = false;
  eachExpr(file.ir.functions[fn]?.body ?? [], expr => {
    if (expr.start !== start || expr.end !== end) return;
    // `'signed-in' | 'signed-out' | 'unreachable'`: one of the answers says so.
    if (expr.kind === 'literal' && typeof expr.value === 'string' && isOfWords(file.ir.functions[fn]?.returns))
      found = true;
    if (expr.kind === 'literal' && typeof expr.value === 'string')
      found ||=
        /\s|^(unknown|none|n\/?a|no[-_]|not[-_]|error|failed|unavailable|missing|-|\?)|[_-](failed|failure|error|missing|unavailable|unknown)$/i.test(
          expr.value.trim(),
        );
    // `return 1` beside `return 0`: how a command ends.
    if (expr.kind === 'literal' && typeof expr.value === 'number' && expr.value !== 0) found ||= endsWell(file, fn);
    if (/exit_?(code|status)$/i.test(pathOf(expr) ?? '')) found = true;
    // `{ id, rows: [], total }`: what was learnt, not what was made up.
    if (expr.kind === 'object')
      found ||=
        expr.properties.length > 0 &&
        expr.properties.filter(({ value }) => isLearnt(value)).length * 2 >= expr.properties.length;
    if (expr.kind === 'object')
      found ||= expr.properties.some(
        ({ name, value }) =>
          /^(error|errors|err|errorMessage|failure|problem|reason|message)$/.test(name) && value.kind !== 'literal',
      );
  });
  return found;
}

/** Not written out: a name, a member or what a call gives. */
function isLearnt(value: Expr): boolean {
  const at = bare(value);
  if (at.kind === 'name') return at.name !== 'undefined';
  return at.kind === 'member' || at.kind === 'call' || at.kind === 'await' || at.kind === 'function';
}

/** In a program that somebody starts by hand the failure is printed: who started it reads that. */
function isToldByHand(file: FileView, answering: readonly Clause[]): boolean {
  return file.environment === 'cli' && answering.some(each => callsIn(each.handler.body).some(isReport));
}

/** A choice of written words. */
function isOfWords(type: TypeIr | undefined): boolean {
  if (type?.kind === 'ref') return type.name === 'Promise' && type.args.some(isOfWords);
  return type?.kind === 'union' && type.members.length > 1 && type.members.every(each => each.kind === 'literal');
}

/** 0 is returned somewhere. */
function endsWell(file: FileView, fn: number): boolean {
  let found = false;
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    found ||= stmt.kind === 'return' && stmt.value?.kind === 'literal' && stmt.value.value === 0;
  });
  return found;
}

function severityFor({ modes }: ReturnOutcome, isTold: boolean): { severity: 'information' } | undefined {
  return isTold || isOfPrograms(modes) ? { severity: 'information' } : undefined;
}

function words({ value }: ReturnOutcome): string {
  return (
    { empty: 'an empty value', literal: 'a constant', true: 'true', object: 'a made-up object' }[value as string] ??
    value
  );
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start, end };
}
