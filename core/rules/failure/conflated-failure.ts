import type { AbstractValue, Conflation, FailureContract, FailureMode } from '../../failures/contract.js';
import { boundariesAround, exitsOf } from '../../failures/policy/boundaries.js';
import { isSelected } from '../../failures/policy/function-names.js';
import { inseparable, mergedPair } from '../../failures/policy/separation.js';
import { callerEvidence } from '../../failures/shapes/caller-evidence.js';
import { isOfPrograms } from '../../failures/shapes/misuse.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { eachStmt } from '../../failures/walk.js';
import type { IfStmt, Place, Stmt, TypeIr } from '../../syntax/ir/nodes.js';
import type { Severity } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { listOf } from '../wording.js';
import { discriminatingFix } from './discriminating-fix.js';
import {
  callsIn,
  discriminates,
  handlersAround,
  handlersLeadingTo,
  isProbe,
  isReport,
  isShownToUser,
} from './handlers.js';
import { isOnTheSide, throwsIn } from './harmless.js';
import { classWords, nameOf, originsOf } from './wording.js';

/** Classes that a sentinel must not hide. Local files that may not be read are left out: on real code they are rarely told apart on purpose. */
const grave = new Set(['upstream', 'timeout']);

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
        if (!forbidden && (!isMeant(file, fn, contract, conflation) || isSelected(file.policy.bestEffort, file, fn)))
          continue;
        // A callback of a chain: the function that returns the chain was told already.
        if (told.some(each => each.start <= conflation.start && conflation.end <= each.end)) continue;
        told.push(conflation);
        const evidence = callerEvidence(failures, { path, index: fn });
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
          related: [
            ...originsOf(conflation.modes.filter(mode => mode.class !== 'unknown')),
            ...evidence.map(({ path: at, span, message }) => ({ path: at, span, message })),
          ],
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

function isNothing(value: AbstractValue): boolean {
  return value === 'undefined' || value === 'none';
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

function isMeant(file: FileView, fn: number, contract: FailureContract, conflation: Conflation): boolean {
  const { value, modes } = conflation;
  if (value !== 'null' && value !== 'undefined' && value !== 'false') return false;
  if (!modes.some(mode => grave.has(mode.class))) return false;
  const known = new Set(modes.map(mode => mode.class).filter(each => each !== 'unknown' && each !== 'bug'));
  const isMixed = known.size > 1 && (known.has('absent') || known.has('denied') || known.has('invalid'));
  const isDeclaredAbsent = value !== 'false' && meansAbsent(file, fn);
  if (!isMixed && !conflation.withNormal && !isDeclaredAbsent) return false;
  // Nothing is returned anywhere: whoever calls cannot take it for an answer.
  if (isNothing(value) && contract.returns.every(each => isNothing(each.value))) return false;
  if (
    value === 'false' &&
    !isBesideValues(file.ir.functions[fn]?.returns) &&
    contract.returns.every(each => each.value === 'true' || each.value === 'false' || each.value === 'other')
  )
    return false;
  if (value === 'undefined' && givesNothing(file.ir.functions[fn]?.returns)) return false;
  // Only the body of an answer is read: that it cannot be parsed is what the value says.
  if (modes.every(isBodyRead)) return false;
  if (isProbe(file, fn)) return false;
  if (declares(file, fn)) return false;
  // Asked which it is, and the rest thrown on: what is answered here is the one that was asked for.
  if (handlersAround(file, fn, conflation.start).some(each => discriminates(each) && throwsIn(each.handler.body)))
    return false;
  return decidingBlocks(file, fn, conflation).every(block => !callsIn(block.body).some(isShownToUser));
}

/** `User | false`: the value stands for nothing, as `null` does. */
function isBesideValues(type: TypeIr | undefined): boolean {
  if (type?.kind === 'ref') return type.name === 'Promise' && type.args.some(isBesideValues);
  if (type?.kind !== 'union') return false;
  return (
    type.members.some(each => each.kind === 'literal' && each.value === false) &&
    type.members.some(each => !(each.kind === 'literal' && typeof each.value === 'boolean'))
  );
}

/** `void` or `Promise<void>`. */
function givesNothing(type: TypeIr | undefined): boolean {
  if (type?.kind !== 'ref') return false;
  return type.name === 'void' || (type.name === 'Promise' && type.args.some(givesNothing));
}

function isBodyRead({ origins }: FailureMode): boolean {
  return origins.every(({ kind, text }) => kind === 'model' && /\.(json|text)$/.test(text));
}

/** Where the value is decided on: the handlers around it, or the branch of the test that looked at a status. */
function decidingBlocks(
  file: FileView,
  fn: number,
  conflation: Conflation,
): readonly (Place & { readonly body: readonly Stmt[] })[] {
  const { start, end } = conflation;
  const handlers = handlersLeadingTo(file, fn, conflation).map(each => each.handler);
  if (handlers.length > 0) return handlers;
  let branch: IfStmt | undefined;
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    if (stmt.kind === 'if' && stmt.start <= start && end <= stmt.end) branch = stmt;
  });
  return branch ? [{ start: branch.start, end: branch.end, body: [branch] }] : [];
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
  if (hasEvidence) return 'error';
  const isOpen = conflation.modes.some(mode => mode.key === 'hole');
  // What nobody calls is there for others, whether it says `export` or not.
  const isPublic = file.isExported(fn) || failures.callers({ path: file.path, index: fn }).length === 0;
  return isPublic &&
    !isOpen &&
    isTreatedAsFailure(file, fn, conflation) &&
    !isOfPrograms(conflation.modes) &&
    !isHandedOn(file, fn, conflation) &&
    !saysSo(file, fn) &&
    !isOnTheSide(file, fn)
    ? 'warning'
    : 'information';
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

/** The text of the documentation tells callers: "returns null on any error". */
function saysSo(file: FileView, fn: number): boolean {
  return /\b(on|for|upon|in case of|if there (is|was)) (an(y)?|a|all)? ?(error|failure|outage)s?\b|\b(if|when) [\w\s,]{0,60}\b(fails|failed|unreachable|unavailable|errors?)\b/i.test(
    file.ir.functions[fn]?.doc?.text ?? '',
  );
}

/** `find…(): T | null`: the name and the type say that the value means absent. */
function meansAbsent(file: FileView, fn: number): boolean {
  const ir = file.ir.functions[fn];
  const name = ir?.name.split('.').at(-1) ?? '';
  return /^(find|get|lookup|load|read|fetch)[A-Z_]/.test(name) && ir?.returns !== undefined && hasNothing(ir.returns);
}

function hasNothing(type: TypeIr): boolean {
  if (type.kind === 'ref' && type.name === 'Promise') return type.args.some(hasNothing);
  if (type.kind === 'union') return type.members.some(hasNothing);
  return (type.kind === 'literal' && type.value === null) || (type.kind === 'ref' && type.name === 'undefined');
}

/** `@returns the user, or null [absent, upstream] because …`. */
function declares(file: FileView, fn: number): boolean {
  return (
    file.ir.functions[fn]?.doc?.tags.some(
      tag => /^returns?$/.test(tag.name) && /\[[a-z]+,\s*[a-z, ]+\]/.test(tag.text),
    ) ?? false
  );
}

function alike({ modes, withNormal }: Conflation): string {
  const classes = classWords(modes);
  if (withNormal) return listOf([`${classes} failures`, 'where nothing failed']);
  return `${classes} alike`;
}
