import type { FailureMode } from '../contract.js';

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
    typeSymbol === undefined &&
    /^(TypeError|RangeError|URIError|DOMException)$/.test(type)
  );
}

/** The system refuses with a code of its own: `ENOENT`, `EACCES`. */
export function isOfSystem({ confidence, discriminants }: FailureMode): boolean {
  return confidence === 'modelled' && /^E[A-Z]{3,}$/.test(String(discriminants.code));
}

/** A file of this machine that is not there or may not be read. */
function isOfFile(mode: FailureMode): boolean {
  return isOfSystem(mode) && mode.class !== 'upstream' && mode.class !== 'timeout';
}
