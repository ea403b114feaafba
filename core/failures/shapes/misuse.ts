import type { FailureMode } from '../contract.js';

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
