import type { FailureClass } from '../../failures/classes.js';
import { calledName } from '../../failures/shapes/calls.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt, pathOf } from '../../failures/walk.js';
import type { CallExpr, Stmt } from '../../syntax/ir/nodes.js';
import { callsIn, isCleanup } from './handlers.js';

/** Names that on strings, lists, elements and paths do nothing that an owner has to hear of. */
const total =
  /^(split|slice|substring|substr|replace|replaceAll|trim|trimStart|trimEnd|toLowerCase|toUpperCase|startsWith|endsWith|includes|indexOf|lastIndexOf|charAt|charCodeAt|codePointAt|padStart|padEnd|concat|join|push|pop|shift|unshift|reverse|flat|match|matchAll|test|toString|valueOf|toISOString|toFixed|at|keys|values|entries|fromEntries|freeze|isArray|isNaN|isFinite|parseInt|parseFloat|String|Number|Boolean|defineProperty|querySelector|querySelectorAll|getAttribute|hasAttribute|setAttribute|removeAttribute|addEventListener|appendChild|removeChild|getElementById|createElement|getBoundingClientRect|getComputedStyle|matchMedia|scrollTo|scrollIntoView|focus|blur|exitFullscreen|requestFullscreen|play|pause|vibrate|setPointerCapture|getItem|setItem|removeItem|existsSync|dirname|basename|extname|normalize|isAbsolute|floor|ceil|round|min|max|abs|now)$/;

/** What can only say that a text or a value is not of the form wanted. */
const parsing =
  /^(JSON\.(parse|stringify)|URL|URLSearchParams|decodeURI|decodeURIComponent|encodeURI|encodeURIComponent|escape|unescape|atob|btoa|RegExp|BigInt|Date|DOMParser|structuredClone|Intl\.\w+|URL\.createObjectURL)$/;

/** Names of functions that read a text: what they fail with says that it is not of the form. */
const readingText =
  /^(try)?(parse|decode|deserialize|unmarshal|tokenize|unescape|unquote|fromJSON|nodeFromJSON|base64\w*To|from(Base64|Hex|Json))(?=[A-Z_0-9]|$|\w*(JSON|Json|Base64))/i;

const bestEffort =
  /(^|[a-z_])([Cc]ache|[Tt]elemetry|[Aa]nalytics|[Mm]etrics?|[Dd]ebug|[Dd]iag|[Ll]ogger|[Ll]ogging|[Pp]rogress|[Pp]refetch|[Pp]reload|[Bb]readcrumb|[Hh]eartbeat)|(^|\.)_?(log|track|capture|trace|prefetch|preload|warm)([A-Z]|$)/;

const cleaning =
  /^_?(close|dispose|destroy|shutdown|shutDown|teardown|tearDown|cleanup|cleanUp|clean|stop|terminate|kill|abort|release|quit|disconnect|detach|unmount|unsubscribe)(?=[A-Z_0-9]|$)/;

/** Nothing is tried whose failure somebody has to hear of: parsing a text, looking at a page, counting, giving back. */
export function isHarmless(file: FileView, fn: number, block: readonly Stmt[]): boolean {
  const calls = callsIn(block);
  return calls.length > 0 && calls.every(call => isHarmlessCall(file, fn, call));
}

function isHarmlessCall(file: FileView, fn: number, call: CallExpr): boolean {
  const path = pathOf(call.callee) ?? calledName(call);
  if (bestEffort.test(path)) return true;
  if (isCleanup([{ kind: 'expression', start: call.start, end: call.end, value: call }])) return true;
  const callee = file.callee(fn, call);
  if (callee.kind === 'project') {
    const { throws, rejects, open } = file.failuresOf(fn, call);
    if (!open && throws.length === 0 && rejects.length === 0) return true;
    return readingText.test(calledName(call)) && ![...throws, ...rejects].some(mode => isGrave(mode.class));
  }
  if (callee.kind === 'external' && callee.isTotal) return true;
  if (
    parsing.test(path) ||
    /(^|\.)(file|blob)\.(text|arrayBuffer|bytes)$/i.test(path) ||
    isParsed(call) ||
    readingText.test(calledName(call))
  )
    return true;
  return total.test(calledName(call)) && call.args.every(arg => arg.kind !== 'function');
}

/** Something else did not answer or was in the way; a file that is not there or may not be read is a plain case. */
function isGrave(failure: FailureClass): boolean {
  return failure === 'upstream' || failure === 'timeout' || failure === 'conflict';
}

/** `new DOMParser().parseFromString(…)`, `new TextDecoder().decode(…)`. */
function isParsed(call: CallExpr): boolean {
  return /^(parseFromString|decode|encode)$/.test(calledName(call)) || /^Text(De|En)coder$/.test(calledName(call));
}

/** Counting what people do: nobody is to notice when it fails. */
const countingFile = /(^|\/)(analytics|telemetry|tracking|trackers?|metrics|beacon)(\/|\.|-)/i;

/** The function is there to give things back, or does what it does on the side. */
export function isOnTheSide(file: FileView, fn: number): boolean {
  const name = file.ir.functions[fn]?.name.split('.').at(-1) ?? '';
  return cleaning.test(name) || bestEffort.test(file.ir.functions[fn]?.name ?? '') || countingFile.test(file.path);
}

/** It stands in a `finally` block, or in a handler that throws: another failure is on its way already. */
export function isOnTheWayOut(
  file: FileView,
  fn: number,
  at: { readonly start: number; readonly end: number },
): boolean {
  let found = false;
  const holds = (stmts: readonly Stmt[]): boolean => stmts.some(each => each.start <= at.start && at.end <= each.end);
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    if (stmt.kind !== 'try') return;
    if (stmt.final && holds(stmt.final)) found = true;
    if (stmt.handler && holds(stmt.handler.body) && throwsIn(stmt.handler.body)) found = true;
  });
  return found;
}

/** A `throw` stands in statements. */
export function throwsIn(stmts: readonly Stmt[]): boolean {
  let found = false;
  eachStmt(stmts, stmt => {
    if (stmt.kind === 'throw') found = true;
  });
  return found;
}
