import type { FailureMode, Origin } from '../contract.js';
import { printExpr } from '../print.js';
import type { FailureView } from '../view.js';
import { eachStmt } from '../walk.js';

const program = /((^|\.)(execSync|execFileSync|spawnSync)|^((child_process|cp)\.)?(exec|execFile|spawn)(Async)?)$/;

/** Whatever is known of a set starts in programs of this machine that are run: `git rev-parse` that fails is often the answer itself. */
export function isOfPrograms(modes: readonly FailureMode[]): boolean {
  const known = modes.filter(
    each => each.class !== 'unknown' && each.class !== 'bug' && each.class !== 'invalid' && !isOfFile(each),
  );
  return known.length > 0 && known.every(({ origins }) => origins.every(({ text }) => program.test(text)));
}

/**
 * A built-in refuses what it was given: `new URL(x)`, `toISOString()` of no date. Where the value is the program's own it never
 * happens, so that alone is no reason to speak of a call.
 */
export function isMisuse({ class: failure, type, typeSymbol }: FailureMode): boolean {
  return (
    (failure === 'invalid' || failure === 'bug') &&
    (/^ERR_INVALID_(ARG|THIS)/.test(type) ||
      (typeSymbol === undefined && /^(TypeError|RangeError|URIError|DOMException)$/.test(type)))
  );
}

/**
 * Something that is set up at the start is not there yet: `static get() { if (!instance) throw …; return instance }`. While the
 * program runs that never happens.
 */
export function isNotSetUp(failures: FailureView, { origins }: FailureMode): boolean {
  return origins.length > 0 && origins.every(origin => isMadeOnce(origin) || isBeforeSetUp(failures, origin));
}

/** What making the only instance fails with, which was made long before whoever asks for it; what a log fails with. */
function isMadeOnce({ via }: Origin): boolean {
  return via.some(symbol =>
    /(^|[.#])(getInstance|getSingleton|instance)$|(^|[./#])(\w*[lL]ogger|log)[.#]/.test(symbol),
  );
}

/**
 * A failure that one has to reckon with while the program runs: of a known kind, or of an error class of the project, and neither
 * a mistake in the program nor a text of its own that cannot be parsed.
 */
export function isReckonedWith(failures: FailureView, mode: FailureMode): boolean {
  const { class: failure, type, typeSymbol } = mode;
  if (failure === 'bug' || isMisuse(mode) || isNotSetUp(failures, mode)) return false;
  if (typeSymbol === undefined && type === 'SyntaxError') return false;
  return failure !== 'unknown' || typeSymbol !== undefined;
}

/** Thrown where a function without parameters finds that what it hands out is not there. */
function isBeforeSetUp(failures: FailureView, { path, start, end, kind, text }: Origin): boolean {
  if (kind !== 'throw') return false;
  if (
    /\b(not|never|before) (yet )?(been )?(initiali[sz]|set up|NOT_INITIALI)|NOT_INITIALI[SZ]ED|must be used (with)?in/i.test(
      text,
    )
  )
    return true;
  const fn = failures
    .file(path)
    ?.ir.functions.filter(each => each.start <= start && end <= each.end)
    .at(-1);
  if (fn === undefined || fn.params.length > 0 || fn.isAsync) return false;
  let found = false;
  eachStmt(fn.body, stmt => {
    if (stmt.kind !== 'if' || stmt.start > start || end > stmt.end) return;
    const test = printExpr(stmt.test);
    found ||= fn.body.some(
      each =>
        each.kind === 'return' &&
        each.value !== undefined &&
        /^[\w.]+$/.test(printExpr(each.value)) &&
        test.includes(printExpr(each.value)),
    );
  });
  return found;
}

/** The system refuses with a code of its own: `ENOENT`, `EACCES`. */
export function isOfSystem({ confidence, discriminants }: FailureMode): boolean {
  return confidence === 'modelled' && /^E[A-Z]{3,}$/.test(String(discriminants.code));
}

/** A file of this machine that is not there or may not be read. */
function isOfFile(mode: FailureMode): boolean {
  return isOfSystem(mode) && mode.class !== 'upstream' && mode.class !== 'timeout';
}

/** The body of an answer is read: what fails there is mostly that it cannot be parsed. */
export function isBodyRead({ origins }: FailureMode): boolean {
  return origins.every(({ kind, text }) => kind === 'model' && /\.(json|text)$/.test(text));
}
