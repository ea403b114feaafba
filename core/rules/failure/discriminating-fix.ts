import type { Conflation, ReturnOutcome } from '../../failures/contract.js';
import { constantOf } from '../../failures/shapes/calls.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt } from '../../failures/walk.js';
import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { spanOf } from '../draft.js';
import type { Fix, IntendedEdit } from '../finding.js';
import { caughtName } from './caught-name.js';
import { handlersOf, returnAt } from './handlers.js';

/**
 * Throws what was caught instead of answering with the sentinel; an HTTP answer gets its 404 answered with the sentinel
 * first, so that "not there" keeps its value.
 */
export function discriminatingFix(file: FileView, fn: number, conflation: Conflation): Fix | undefined {
  const value = conflation.value === 'undefined' || conflation.value === 'none' ? 'undefined' : conflation.value;
  const body = file.ir.functions[fn]?.body ?? [];
  const at = returnAt(body, conflation.start);
  const chain = at && chainOf(at);
  const parts = chain ? inChain(file, chain, conflation, value) : inBody(file, fn, conflation, value);
  if (!parts || parts.edits.length === 0) return undefined;
  return {
    title: parts.keeps404 ? `Answer ${value} for 404 alone and throw the rest` : 'Throw the failure on',
    safe: false,
    path: file.path,
    at: at ? { start: at.start, end: at.end } : { start: conflation.start, end: conflation.end },
    intent: { kind: 'edits', edits: parts.edits },
  };
}

interface Parts {
  readonly edits: readonly IntendedEdit[];
  /** The sentinel stays for 404. */
  readonly keeps404: boolean;
}

/** `try`/`catch` and looks at the status in the function itself. */
function inBody(file: FileView, fn: number, conflation: Conflation, value: string): Parts | undefined {
  const body = file.ir.functions[fn]?.body ?? [];
  const edits: IntendedEdit[] = [];
  const answer = responseIn(file, fn, body);
  const byStatus = answersByStatus(file, fn, conflation);
  if (answer)
    edits.push({
      span: spanOf(answer.stmt),
      text: `if (${answer.name}.status === 404) return ${value};${byStatus ? `\nif (!${answer.name}.ok) throw new Error(\`HTTP \${${answer.name}.status}\`);` : ''}`,
      placed: 'statement-behind',
    });
  else if (byStatus) return undefined;
  let keeps404 = answer !== undefined;
  for (const each of handlersOf(file)) {
    const { fn: at, handler, statement } = each;
    const returned = at === fn ? handler.body.find(stmt => isSentinelReturn(file, fn, stmt, conflation)) : undefined;
    if (!returned) continue;
    const caught = caughtName(file, fn, each);
    if (!caught) continue;
    const asked = answer ? undefined : axiosTest(file, fn, statement.block, caught.name);
    keeps404 ||= asked !== undefined;
    edits.push(...caught.edits, {
      span: { start: returned.start, end: returned.end },
      text: `${asked ? `if (${asked}) return ${value};\n` : ''}throw ${caught.name};`,
    });
  }
  // What a callee gives for its failures stays what it is.
  const isMended = ({ start, handled }: ReturnOutcome): boolean =>
    edits.some(({ span }) => span.start <= start && start < span.end) || (!handled && answer !== undefined);
  const failed = file.contract(fn).returns.filter(each => each.modes.length > 0 && givesSame(each, conflation));
  if (!failed.every(isMended)) return undefined;
  return { edits, keeps404 };
}

function givesSame(outcome: ReturnOutcome, { value }: Conflation): boolean {
  return outcome.value === value || (outcome.value === 'none' && value === 'undefined');
}

/** A sentinel is returned because of the status alone, outside of handlers. */
function answersByStatus(file: FileView, fn: number, conflation: Conflation): boolean {
  return file
    .contract(fn)
    .returns.some(
      each =>
        !each.handled && givesSame(each, conflation) && each.modes.filter(mode => mode.type === 'HTTP').length > 1,
    );
}

function isSentinelReturn(file: FileView, fn: number, stmt: Stmt, { value }: Conflation): boolean {
  if (stmt.kind !== 'return') return false;
  if (stmt.value === undefined) return value === 'undefined' || value === 'none';
  const given = constantOf(file, fn, stmt.value);
  if (given.kind === 'name') return given.name === 'undefined' && value === 'undefined';
  return given.kind === 'literal' && String(given.value) === value;
}

/** `const res = await fetch(…);`: its name and the statement. */
function responseIn(
  file: FileView,
  fn: number,
  body: readonly Stmt[],
): { readonly name: string; readonly stmt: Stmt } | undefined {
  for (const stmt of body) {
    if (stmt.kind === 'let' && givesResponse(file, fn, stmt.value) && stmt.target.kind === 'name')
      return { name: stmt.target.name, stmt };
    const inner = stmt.kind === 'try' ? responseIn(file, fn, stmt.block) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function givesResponse(file: FileView, fn: number, value: Expr | undefined): boolean {
  if (value?.kind !== 'await' || value.value.kind !== 'call') return false;
  const callee = file.callee(fn, value.value);
  return (
    callee.kind === 'external' && callee.model?.returns?.name === 'Response' && callee.model.httpStatus === 'resolves'
  );
}

/** How a handler of axios asks for 404, where its default export is at hand. */
function axiosTest(file: FileView, fn: number, block: readonly Stmt[], param: string): string | undefined {
  let found: string | undefined;
  eachExpr(block, expr => {
    if (expr.kind !== 'call' || found !== undefined) return;
    const callee = file.callee(fn, expr);
    if (callee.kind === 'external' && callee.package === 'axios' && file.binding(fn, 'axios')?.kind === 'import')
      found = `axios.isAxiosError(${param}) && ${param}.response?.status === 404`;
  });
  return found;
}

/** The outermost `.then(…)` or `.catch(…)` that a statement returns. */
function chainOf(stmt: Stmt): CallExpr | undefined {
  if (stmt.kind !== 'return' || stmt.value?.kind !== 'call' || stmt.value.callee.kind !== 'member') return undefined;
  return /^(then|catch|finally)$/.test(stmt.value.callee.property) ? stmt.value : undefined;
}

/** Callbacks of a chain: those that take the answer keep 404, those that take the failure throw it on. */
function inChain(file: FileView, chain: CallExpr, conflation: Conflation, value: string): Parts {
  const edits: IntendedEdit[] = [];
  let keeps404 = false;
  eachPart(chain, expr => {
    if (expr.kind !== 'call' || expr.callee.kind !== 'member') return;
    const { property } = expr.callee;
    if (property !== 'then' && property !== 'catch') return;
    const onFailure = property === 'catch' ? expr.args[0] : expr.args[1];
    if (onFailure) edits.push(...throwingOn(file, onFailure, conflation));
    const onAnswer = property === 'then' ? expr.args[0] : undefined;
    const kept = onAnswer && expr.callee.object.kind === 'call' ? keeping404(file, onAnswer, conflation, value) : [];
    keeps404 ||= kept.length > 0;
    edits.push(...kept);
  });
  return { edits, keeps404 };
}

function throwingOn(file: FileView, callback: Expr, conflation: Conflation): readonly IntendedEdit[] {
  const ir = callback.kind === 'function' ? file.ir.functions[callback.index] : undefined;
  if (callback.kind !== 'function' || !ir) return [];
  const param = ir.params[0]?.target;
  const [only] = ir.body;
  const found: Stmt[] = [];
  eachStmt(ir.body, stmt => {
    if (isSentinelReturn(file, callback.index, stmt, conflation)) found.push(stmt);
  });
  if (param?.kind === 'name' && (ir.body.length > 1 || only?.kind !== 'return' || isWrittenOut(only)))
    return found.map(({ start, end }) => ({ span: { start, end }, text: `throw ${param.name};` }));
  if (found.length === 1 && ir.body.length === 1)
    return [{ span: { start: ir.start, end: ir.end }, text: 'cause => { throw cause; }' }];
  return [];
}

/** `return x`, not the `x` of `() => x`. */
function isWrittenOut(stmt: Stmt): boolean {
  return stmt.kind === 'return' && (stmt.value === undefined || stmt.start < stmt.value.start);
}

function keeping404(file: FileView, callback: Expr, conflation: Conflation, value: string): readonly IntendedEdit[] {
  const ir = callback.kind === 'function' ? file.ir.functions[callback.index] : undefined;
  const [first] = ir?.body ?? [];
  const param = ir?.params[0]?.target;
  if (callback.kind !== 'function' || !first || param?.kind !== 'name') return [];
  const asks: Stmt[] = [];
  eachExpr(ir?.body ?? [], expr => {
    if (
      expr.kind === 'member' &&
      expr.object.kind === 'name' &&
      expr.object.name === param.name &&
      /^(ok|status)$/.test(expr.property)
    )
      asks.push(first);
  });
  if (asks.length === 0) return [];
  const rest = answersByStatus(file, callback.index, conflation)
    ? ` if (!${param.name}.ok) throw new Error(\`HTTP \${${param.name}.status}\`);`
    : '';
  const text = `if (${param.name}.status === 404) return ${value};${rest}`;
  if (first.kind !== 'return' || isWrittenOut(first))
    return [{ span: { start: first.start, end: first.start }, text: `${text} ` }];
  return [
    { span: { start: first.start, end: first.start }, text: `{ ${text} return ` },
    { span: { start: first.end, end: first.end }, text: '; }' },
  ];
}
