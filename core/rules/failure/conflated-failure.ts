import type { Conflation } from '../../failures/contract.js';
import { boundariesAround, exitsOf } from '../../failures/policy/boundaries.js';
import { isSelected } from '../../failures/policy/function-names.js';
import { inseparable, mergedPair } from '../../failures/policy/separation.js';
import { callerEvidence } from '../../failures/shapes/caller-evidence.js';
import { isOfPrograms } from '../../failures/shapes/misuse.js';
import { awaited } from '../../failures/shapes/scope.js';
import type { FailureView, FileView } from '../../failures/view.js';
import type { Severity } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { listOf } from '../wording.js';
import { asksForExistence, decidingBlocks, grave, isNothing, isTakenForAnswer } from './conflation-meaning.js';
import { discriminatingFix } from './discriminating-fix.js';
import { callsIn, handlersAround, handlersLeadingTo, isReport, returnAt, saysSo } from './handlers.js';
import { isOnTheSide } from './harmless.js';
import { assertionsAt, classWords, nameOf, originsOf } from './wording.js';

export const conflatedFailure = defineRule({
  id: 'failure/conflated-failure',
  summary: 'Failures of different kinds leave a function as the same value.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report, path }) {
    if (isTest) return;
    checkExits(file, failures, report);
    const told: Conflation[] = [];
    for (const fn of file.ir.functions.keys()) {
      const contract = file.contract(fn);
      for (const conflation of contract.conflations) {
        const forbidden = forbiddenBy(file, fn, conflation);
        const isTaken = isTakenForAnswer(file, fn, contract, conflation);
        const mayBeTaken = isTaken || asksForExistence(file, fn, conflation);
        if (!forbidden && (!mayBeTaken || isSelected(file.policy.bestEffort, file, fn))) continue;
        // A callback of a chain: the function that returns the chain was told already.
        if (told.some(each => each.start <= conflation.start && conflation.end <= each.end)) continue;
        const evidence = callerEvidence(failures, { path, index: fn });
        // Whether something is there: no harm is seen until somebody makes what an outage hides.
        if (!forbidden && !isTaken && evidence.every(each => each.asserts !== 'created')) continue;
        told.push(conflation);
        const value = conflation.value === 'none' ? 'undefined' : conflation.value;
        // Where a handler before it goes on, what would be thrown ends in that handler.
        const goesOn =
          handlersAround(file, fn, conflation.start).length === 0 && handlersLeadingTo(file, fn, conflation).length > 0;
        const fix = goesOn ? undefined : discriminatingFix(file, fn, conflation);
        report({
          path,
          span: { start: conflation.start, end: conflation.end },
          message: `${nameOf(file, fn)} answers ${value} for ${alike(conflation)}: a caller cannot tell them apart and will take an outage for an answer. Keep ${value} for what is really absent and throw the rest.${forbidden ? ` ${forbidden}` : ''}`,
          symbol: file.symbolOf(fn),
          site: `return ${value}`,
          severity: forbidden ? 'error' : severityFor({ file, failures }, fn, conflation, evidence.length > 0),
          handler: decidingBlocks(file, fn, conflation)[0],
          related: [...originsOf(conflation.modes.filter(mode => mode.class !== 'unknown')), ...assertionsAt(evidence)],
          data: {
            value,
            classes: [...new Set(conflation.modes.map(mode => mode.class))].sort(),
            callers: evidence.map(each => each.asserts).sort(),
          },
          ...(fix ? { fixes: [fix] } : {}),
        });
      }
    }
  },
});

/** What a boundary says against the conflation, as a sentence. */
function forbiddenBy(file: FileView, fn: number, { value, modes, withNormal }: Conflation): string | undefined {
  if (isNothing(value) && file.contract(fn).returns.every(each => isNothing(each.value))) return undefined;
  const classes = new Set(modes.map(mode => mode.class).filter(each => each !== 'unknown' && each !== 'bug'));
  const merged = mergedPair(file, fn, file.policy, classes);
  if (merged) return `The boundary ${merged.boundary.id} wants ${merged.pair.join(' told from ')}.`;
  // A text that is not of the form is one answer among the normal ones.
  if (classes.size < (withNormal ? 1 : 2) || (classes.size === 1 && classes.has('invalid'))) return undefined;
  const boundary = boundariesAround(file, fn, file.policy).find(each => each.forbidsConflation);
  return boundary && `The boundary ${boundary.id} forbids that.`;
}

/** Failures that a boundary wants told apart and that leave it looking the same. */
function checkExits(file: FileView, failures: FailureView, report: FailureContext['report']): void {
  for (const { boundary, ref, at, fn } of exitsOf(file, file.policy)) {
    const modes = failures.contractOf(ref)?.modes ?? [];
    for (const [one, other] of inseparable(modes, boundary)) {
      const type = one.type === '' ? 'the same error' : one.type;
      report({
        path: file.path,
        span: { start: at.start, end: at.end },
        message: `${one.class} and ${other.class} failures leave the boundary ${boundary.id} as ${type} alike, with nothing to tell them apart by. Give each a class, or a code, of its own.`,
        symbol: file.symbolOf(fn),
        site: `${boundary.id}: ${one.class} as ${other.class}`,
        severity: 'error',
        related: originsOf([one, other]),
        data: { boundary: boundary.id, classes: [one.class, other.class].sort() },
      });
    }
  }
}

/** Without a handler only a look at the status says that something failed: written to the log, it was meant as a failure. */
function isTreatedAsFailure(file: FileView, fn: number, { start, modes }: Conflation): boolean {
  if (handlersAround(file, fn, start).length > 0) return true;
  if (file.contract(fn).returns.some(each => each.handled && each.start === start)) return true;
  // What broke the connection was caught on the way: `await fetch(url).catch(() => null)`.
  if (modes.some(mode => mode.type !== 'HTTP' && grave.has(mode.class))) return true;
  return callsIn(file.ir.functions[fn]?.body ?? []).some(isReport);
}

function severityFor(
  { file, failures }: Pick<FailureContext, 'file' | 'failures'>,
  fn: number,
  conflation: Conflation,
  hasEvidence: boolean,
): Severity {
  const isToldElsewhere = isReturnedCall(file, fn, conflation) || isOfPrograms(conflation.modes);
  if (hasEvidence && !isToldElsewhere) return 'error';
  const isOpen = conflation.modes.some(mode => mode.key === 'hole');
  // What nobody calls is there for others, whether it says `export` or not.
  const isPublic = file.isExported(fn) || failures.callers({ path: file.path, index: fn }).length === 0;
  return isPublic &&
    !isOpen &&
    isTreatedAsFailure(file, fn, conflation) &&
    !isToldElsewhere &&
    !isHandedOn(file, fn, conflation) &&
    !saysSo(file, fn) &&
    !isOnTheSide(file, fn)
    ? 'warning'
    : 'information';
}

/** `return load(id)` outside of every handler: it is told of there. */
function isReturnedCall(file: FileView, fn: number, { start, modes }: Conflation): boolean {
  const stmt = returnAt(file.ir.functions[fn]?.body ?? [], start);
  const value = stmt?.kind === 'return' && stmt.value ? awaited(stmt.value) : undefined;
  if (value?.kind !== 'call' || file.callee(fn, value).kind !== 'project') return false;
  return handlersLeadingTo(file, fn, { start, modes }).length === 0;
}

/** What a callee answers is answered on: it is told of there. */
function isHandedOn(file: FileView, fn: number, { start, end, modes }: Conflation): boolean {
  if (modes.some(mode => mode.origins.some(({ via }) => via.length === 0))) return false;
  const body = file.ir.functions[fn]?.body ?? [];
  if (handlersLeadingTo(file, fn, { start, modes }).length > 0) return false;
  return !callsIn(body).some(
    call =>
      call.callee.kind === 'member' &&
      /^(catch|then)$/.test(call.callee.property) &&
      call.start <= end &&
      start <= call.end,
  );
}

function alike({ modes, withNormal }: Conflation): string {
  const classes = classWords(modes);
  if (withNormal) return listOf([`${classes} failures`, 'where nothing failed']);
  return `${classes} alike`;
}
