import { type FailureClass, isTransient } from '../../failures/classes.js';
import type { FailureMode } from '../../failures/contract.js';
import { exitsOf } from '../../failures/policy/boundaries.js';
import { mergedPair } from '../../failures/policy/separation.js';
import { assertionOf } from '../../failures/shapes/caller-evidence.js';
import { isOfPrograms, isOfSystem } from '../../failures/shapes/misuse.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt, mentions } from '../../failures/walk.js';
import { spanOf } from '../draft.js';
import { caughtName } from '../failure/caught-name.js';
import { discriminates, type Handler, handlersOf, isProbe } from '../failure/handlers.js';
import { classWords, nameOf, originsOf } from '../failure/wording.js';
import type { Fix } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { listOf } from '../wording.js';

export const indistinctHandling = defineRule({
  id: 'contract/indistinct-handling',
  summary: 'A handler takes every failure for the one it has in mind.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const handler of handlersOf(file)) {
      const { fn, handler: clause, caught } = handler;
      const classes = new Set(
        caught.modes.map(mode => mode.class).filter(each => each !== 'unknown' && each !== 'bug'),
      );
      if (classes.size < 2 || discriminates(handler) || throwsItOn(handler)) continue;
      const asserts = assertionOf(clause.body);
      if (asserts !== undefined && tellsReason(handler)) continue;
      if (asserts === undefined || asserts === 'created') {
        checkNeutral(file, handler, classes, report);
        continue;
      }
      // A text that is not of the form is not there, and not allowed, either.
      if ([...classes].every(each => each === asserts || each === 'invalid')) continue;
      const isAtBoundary =
        mergedPair(file, fn, file.policy, classes) !== undefined ||
        (classes.has('absent') && classes.has('upstream') && isExit(file, fn));
      if (isProbe(file, fn)) continue;
      const words = { absent: 'not there', denied: 'not allowed', conflict: 'already there' }[asserts];
      report({
        path,
        span: { start: clause.start, end: clause.end },
        message: `${nameOf(file, fn)} answers "${words}" for ${classWords(caught.modes)} failures alike, although what it calls tells them apart: an outage looks like an answer. Branch on the ${asserts} failure and throw the rest on.`,
        symbol: file.symbolOf(fn),
        ...(caught.modes.every(isOfLocalFile) || isOfPrograms(caught.modes)
          ? { severity: 'information' as const }
          : {}),
        site: `catch as ${asserts}`,
        ...(isAtBoundary ? { severity: 'error' as const } : {}),
        handler: clause,
        related: originsOf(caught.modes),
        fixes: fixOf(file, handler, asserts),
      });
    }
  },
});

/** Throws on what is of another class than the one the handler has in mind, where that can be named in the file. */
function fixOf(file: FileView, handler: Handler, asserts: string): readonly Fix[] {
  const type = fixType(handler.caught.modes, asserts);
  const caught = caughtName(file, handler.fn, handler, 'err');
  const [first] = handler.handler.body;
  if (!caught || !first || type === undefined || file.binding(handler.fn, type) === undefined) return [];
  const text = `if (!(${caught.name} instanceof ${type})) throw ${caught.name};`;
  const thrown = { span: spanOf(first), text, placed: 'statement-before' as const };
  const { start, end } = handler.handler;
  const intent = { kind: 'edits' as const, edits: [...caught.edits, thrown] };
  return [{ title: `Throw on what is no ${type}`, safe: false, path: file.path, at: { start, end }, intent }];
}

/** What is thrown says what failed besides: `throw new Error(`not found after all: ${err}`)`. */
function tellsReason({ handler, param }: Handler): boolean {
  if (param === undefined) return false;
  let tells = false;
  eachStmt(handler.body, stmt => {
    if (stmt.kind !== 'throw' || stmt.value.kind !== 'call') return;
    tells ||= stmt.value.args.some(text => /^(template|binary)$/.test(text.kind) && mentions(text, param));
  });
  return tells;
}

/** `throwIfUnauthorized(err); throw err`: what is not the one goes on as it came. */
function throwsItOn({ handler, param }: Handler): boolean {
  const last = handler.body.at(-1);
  return param !== undefined && last?.kind === 'throw' && last.value.kind === 'name' && last.value.name === param;
}

/** The handler takes no failure for another, and still gives one answer where the policy wants two. */
function checkNeutral(
  file: FileView,
  { fn, handler, caught }: Handler,
  classes: ReadonlySet<string>,
  report: FailureContext['report'],
): void {
  const kept = new Set(caught.modes.filter(({ key }) => !caught.leaves.has(key)).map(mode => mode.class));
  const merged = mergedPair(
    file,
    fn,
    file.policy,
    new Set([...classes].filter(each => kept.has(each as FailureClass))),
  );
  if (!merged || isToldAsValue(file, fn, handler)) return;
  const { boundary, pair } = merged;
  report({
    path: file.path,
    span: { start: handler.start, end: handler.end },
    message: `${nameOf(file, fn)} gives one answer for ${listOf([...pair])} failures, and the boundary ${boundary.id} wants them told apart. Branch on what failed, and answer each in its own way.`,
    symbol: file.symbolOf(fn),
    site: `catch ${pair.join(' as ')}`,
    severity: 'error',
    handler,
    related: originsOf(caught.modes.filter(mode => mode.class === pair[0] || mode.class === pair[1])),
    data: { boundary: boundary.id, classes: [...pair].sort() },
  });
}

/** The one answer is a value that the handler returns: `failure/conflated-failure` speaks of it. */
function isToldAsValue(file: FileView, fn: number, { start, end }: Handler['handler']): boolean {
  return file
    .contract(fn)
    .conflations.some(
      each => start <= each.start && each.end <= end && each.value !== 'undefined' && each.value !== 'none',
    );
}

function isExit(file: FileView, fn: number): boolean {
  return exitsOf(file, file.policy).some(({ ref }) => ref.path === file.path && ref.index === fn);
}

/** A file of this machine that is not there or may not be read: on real code the two are rarely told apart on purpose. */
function isOfLocalFile(mode: FailureMode): boolean {
  const { class: failure } = mode;
  if (failure === 'unknown' || failure === 'bug') return true;
  return isOfSystem(mode) && (!isTransient(failure) || failure === 'exhausted');
}

/** The one error class of that failure. */

function fixType(modes: Parameters<typeof classWords>[0], asserts: string): string | undefined {
  const types = new Set(
    modes.filter(mode => mode.class === asserts && mode.typeSymbol !== undefined).map(mode => mode.type),
  );
  return types.size === 1 ? [...types][0] : undefined;
}
