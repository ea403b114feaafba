import { isSelected } from '../../failures/policy/function-names.js';
import { type CallerEvidence, evidenceIn } from '../../failures/shapes/caller-evidence.js';
import { calledName, constantOf } from '../../failures/shapes/calls.js';
import { outcomeWhenMissing } from '../../failures/shapes/missing.js';
import { ownName } from '../../failures/shapes/names.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt, mentions } from '../../failures/walk.js';
import type { CallExpr, Expr, Place, Stmt } from '../../syntax/ir/nodes.js';
import { callsIn, isIdle, isProbe, isReport, isShownToUser } from './handlers.js';
import { isHarmless, isOnTheSide, isOnTheWayOut, throwsIn } from './harmless.js';

/** A rejection that ends in a callback which does nothing with it. */
export interface Silenced {
  readonly fn: number;
  /** The call of `catch` or `then`. */
  readonly call: CallExpr;
  /** The call whose failures these are. */
  readonly tried: CallExpr;
  readonly handed: Place;
  /** What is taken in the place of the answer, as it is written; `undefined` where nobody takes the answer. */
  readonly standsIn?: string;
  /** Where that is taken for "there is none" although what failed may be an outage. */
  readonly evidence: readonly CallerEvidence[];
}

/**
 * `f().catch(() => {})`, `f().then(g, () => {})` and `const x = await f().catch(() => null)` on a call that is no clean-up.
 * A promise held in a variable is observed elsewhere too.
 */
export function silencedPromises(file: FileView): Silenced[] {
  const found: Silenced[] = [];
  for (const [fn, ir] of file.ir.functions.entries()) {
    if (isProbe(file, fn) || isOnTheSide(file, fn) || isSelected(file.policy.bestEffort, file, fn)) continue;
    eachStmt(ir.body, stmt => {
      const dropped = droppedIn(stmt, ir.body.length === 1);
      const expr = dropped ?? takenIn(stmt);
      if (expr?.kind !== 'call' || expr.callee.kind !== 'member') return;
      const { property } = expr.callee;
      const handed = property === 'catch' ? expr.args[0] : property === 'then' && dropped ? expr.args[1] : undefined;
      const tried = expr.callee.object;
      if (handed?.kind !== 'function' || tried.kind !== 'call' || isDrained(tried)) return;
      const body = file.ir.functions[handed.index]?.body;
      const standsIn = dropped || !body ? undefined : nothingIn(file, handed.index, body);
      if (!body || (dropped ? !isIdle(body) : standsIn === undefined)) return;
      const statement = { kind: 'expression' as const, start: tried.start, end: tried.end, value: tried };
      if (isHarmless(file, fn, [statement]) || isOnTheWayOut(file, fn, stmt)) return;
      const { rejects, throws, open } = file.failuresOf(fn, tried);
      if (rejects.length === 0 && !open) return;
      if (dropped) found.push({ fn, call: expr, tried, handed, evidence: [] });
      else if (stmt.kind === 'let' && standsIn !== undefined) {
        const isPlain =
          !open && ![...rejects, ...throws].some(mode => /^(upstream|timeout|conflict)$/.test(mode.class));
        if (isPlain || namedForIt(file, fn)) return;
        const mayBeOutage = [...rejects, ...throws].some(mode => /^(upstream|timeout)$/.test(mode.class));
        const evidence = mayBeOutage ? takenForNone(file, fn, stmt) : [];
        if (evidence.length === 0 && isAskedAbout(ir.body, stmt)) return;
        found.push({ fn, call: expr, tried, handed, standsIn, evidence });
      }
    });
  }
  return found;
}

/** The expression of a statement whose value nobody takes: `void f()`, `await f()`, or all that an arrow does. */
function droppedIn(stmt: Stmt, isAlone: boolean): Expr | undefined {
  const value =
    stmt.kind === 'expression' ? stmt.value : stmt.kind === 'return' && isAlone ? (stmt.value ?? undefined) : undefined;
  return value && awaited(value);
}

function takenIn(stmt: Stmt): Expr | undefined {
  return stmt.kind === 'let' && stmt.value?.kind === 'await' ? awaited(stmt.value) : undefined;
}

function awaited(value: Expr): Expr {
  let inner = value;
  while (inner.kind === 'await' || (inner.kind === 'unary' && inner.op === 'void')) inner = inner.value;
  return inner;
}

/** `null`, `undefined`, `false`, `[]`, `''`: the callback gives nothing but that, whatever it is handed. */
function nothingIn(file: FileView, fn: number, body: readonly Stmt[]): string | undefined {
  const [only] = body;
  if (body.length !== 1 || only?.kind !== 'return' || only.value === undefined) return undefined;
  const value = constantOf(file, fn, only.value);
  if (value.kind === 'name') return value.name === 'undefined' ? 'undefined' : undefined;
  if (value.kind === 'array') return value.elements.length === 0 ? '[]' : undefined;
  if (value.kind === 'object') return value.properties.length === 0 ? '{}' : undefined;
  if (value.kind !== 'literal') return undefined;
  return value.value === null || value.value === false || value.value === '' ? JSON.stringify(value.value) : undefined;
}

/** The name or the documentation says that failing is no matter here. */
function namedForIt(file: FileView, fn: number): boolean {
  const ir = file.ir.functions[fn];
  const name = ir ? ownName(ir) : '';
  return (
    /default|fallback|^safe|^try[A-Z]|orElse|OrNull|OrEmpty|OrUndefined|^maybe[A-Z]|optional/i.test(name) ||
    /\b(default|fallback|falls? back|best.effort|optional|if (any|there is one))\b/i.test(ir?.doc?.text ?? '')
  );
}

/** `if (!user) throw new NotFound()`, `if (!user) return createUser()`: to deny what cannot be asked is the safe side. */
function takenForNone(
  file: FileView,
  fn: number,
  { target }: Extract<Stmt, { kind: 'let' }>,
): readonly CallerEvidence[] {
  if (target.kind !== 'name') return [];
  const { name } = target;
  return evidenceIn(file, fn, expr => expr.kind === 'name' && expr.name === name).filter(
    ({ asserts }) => asserts === 'absent' || asserts === 'created',
  );
}

/** Something is thrown, told or logged where the answer is not there. */
function isAskedAbout(body: readonly Stmt[], { target, end }: Extract<Stmt, { kind: 'let' }>): boolean {
  if (target.kind !== 'name') return false;
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'if' || stmt.start < end || !mentions(stmt.test, target.name)) return;
    const isOfIt = (expr: Expr) => expr.kind !== 'unary' && expr.kind !== 'binary' && mentions(expr, target.name);
    const absent = outcomeWhenMissing(stmt.test, isOfIt) === false ? stmt.no : stmt.yes;
    found ||= throwsIn(absent) || callsIn(absent).some(call => isReport(call) || isShownToUser(call));
  });
  return found;
}

/** The rest of an answer that nobody wants is read to free the connection. */
function isDrained(call: CallExpr): boolean {
  return /^(text|json|blob|bytes|arrayBuffer|cancel|dump|resume)$/.test(calledName(call)) && call.args.length === 0;
}
