import type { FailureContract, FailureMode, ReturnOutcome } from '../../failures/contract.js';
import { printExpr } from '../../failures/print.js';
import { calledName } from '../../failures/shapes/calls.js';
import { isBestEffortName, isCleanupName } from '../../failures/shapes/names.js';
import { type ResultShape, resultShape } from '../../failures/shapes/result-types.js';
import { awaited, bare, eachBlock, functionsOf, usesOf } from '../../failures/shapes/scope.js';
import type { FailureView, FileView, FunctionRef } from '../../failures/view.js';
import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt } from '../draft.js';
import { callsIn, handlersOf, isReport, isShownToUser } from '../failure/handlers.js';
import { originsOf } from '../failure/wording.js';
import type { Fix } from '../finding.js';
import type { FailureContext } from '../rule.js';
import { defineRule } from '../rule.js';

/** From this share of the calls on, dropping the value is what the project does. */
const CUSTOMARY = 0.9;
/** With fewer calls no custom can be read off them. */
const CALLS = 5;

export const ignoredFailureReturn = defineRule({
  id: 'contract/ignored-failure-return',
  summary: 'A call gives back whether it failed, and nobody looks.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    const { file, isTest } = context;
    if (isTest) return;
    for (const { fn, index } of functionsOf(file))
      eachBlock(fn.body, block => {
        for (const [i, stmt] of block.entries()) {
          const call = droppedCall(file, index, stmt, block.slice(i + 1));
          if (call) checkCall(context, index, { call, stmt, block });
        }
      });
  },
});

interface Dropped {
  readonly call: CallExpr;
  readonly stmt: Stmt;
  readonly block: readonly Stmt[];
}

/** A call whose value nothing reads: a statement of its own, or bound to a name that is never mentioned. */
function droppedCall(file: FileView, fn: number, stmt: Stmt, rest: readonly Stmt[]): CallExpr | undefined {
  if (stmt.kind === 'expression') {
    const call = awaited(stmt.value);
    return call.kind === 'call' && !call.isNew ? call : undefined;
  }
  if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.value === undefined) return undefined;
  const { name } = stmt.target;
  const call = awaited(stmt.value);
  if (call.kind !== 'call' || call.isNew || name.startsWith('_') || fn === 0) return undefined;
  return usesOf(file, fn, rest, name).length === 0 ? call : undefined;
}

/** What is not looked at. */
interface Ignored {
  readonly kind: 'result' | 'sentinel';
  readonly shape: ResultShape | undefined;
  /** What stands for the failure is `null`: often an answer like others. */
  readonly isNull?: boolean;
  readonly modes: readonly FailureMode[];
}

function checkCall({ file, failures, report }: FailureContext, fn: number, dropped: Dropped): void {
  const { call, stmt } = dropped;
  const name = calledName(call);
  if (isBestEffortName(name) || isCleanupName(name)) return;
  const isTold = /^(fire|emit|dispatch|notify|trigger|broadcast)(?=[A-Z]|$)/.test(name);
  const isAwaited = stmt.kind === 'expression' && bare(stmt.value).kind === 'await';
  const callee = file.callee(fn, call);
  const targets = callee.kind === 'project' ? callee.targets : [];
  const type = file.typeOf(fn, call);
  // A promise that nobody waits for is another matter.
  if (stmt.kind === 'expression' && !isAwaited && (type?.kind === 'promise' || isAsync(failures, targets))) return;
  const ignored = ignoredIn(failures, targets, name) ?? ofType(file, type) ?? ofChecker(file, fn, stmt);
  if (ignored === undefined || targets.some(target => isCustomary(failures, target))) return;
  if (ignored.kind === 'sentinel' && dropped.block.at(-1) === stmt) return;
  report(
    draftAt(
      file,
      fn,
      call,
      `${printExpr(call.callee)} gives back that it failed, and nobody looks: what follows runs as if it had worked. ${ignored.kind === 'result' ? 'Branch on the result' : 'Branch on the value'}, or throw.`,
      {
        // Of an event that is told to others one seldom asks what they made of it.
        severity:
          isTold ||
          showsIt(failures, targets) ||
          (ignored.kind === 'sentinel' && (ignored.isNull || dealsWithIt(failures, targets)))
            ? 'information'
            : ignored.kind === 'result'
              ? 'error'
              : 'warning',
        related: originsOf(ignored.modes),
        fixes: fixOf(file, fn, dropped, ignored),
        data: { gives: ignored.kind },
      },
    ),
  );
}

/** The handlers do more than to write the failure down: the value is for whoever wants it. */
function dealsWithIt(failures: FailureView, targets: readonly FunctionRef[]): boolean {
  return targets.every(({ path, index }) => {
    const file = failures.file(path);
    if (file === undefined) return false;
    return handlersOf(file).some(each => each.fn === index && callsIn(each.handler.body).some(call => !isReport(call)));
  });
}

/** The function shows its failure to the person in front of the screen: `setError(…)`, `toast.error(…)`. */
function showsIt(failures: FailureView, targets: readonly FunctionRef[]): boolean {
  return (
    targets.length > 0 &&
    targets.every(({ path, index }) =>
      callsIn(failures.file(path)?.ir.functions[index]?.body ?? []).some(isShownToUser),
    )
  );
}

function isAsync(failures: FailureView, targets: readonly FunctionRef[]): boolean {
  return targets.some(target => failures.contractOf(target)?.isAsync === true);
}

/** What the contracts of all targets say: a result object with an error, or `false` and `null` behind a failure. */
function ignoredIn(failures: FailureView, targets: readonly FunctionRef[], name: string): Ignored | undefined {
  const contracts = targets.flatMap(target => failures.contractOf(target) ?? []);
  if (contracts.length === 0 || contracts.length < targets.length) return undefined;
  const failed = contracts.flatMap(contract => contract.returns.filter(each => isFailure(each, contract)));
  if (failed.length === 0 || contracts.some(contract => contract.returns.every(each => isFailure(each, contract))))
    return undefined;
  const modes = failed.flatMap(each => each.modes).filter(mode => mode.class !== 'unknown' || mode.type !== '');
  const results = failed.filter(isResult);
  if (results.length > 0) return { kind: 'result', shape: shapeOf(results[0]!), modes };
  // Whoever fetches something does not always want it; whoever changes something wants to know whether it was.
  const changes =
    /^(save|write|send|update|delete|remove|publish|store|persist|sync|upload|post|put|submit|charge|pay|commit|insert|apply|register|create|set|add|append|flush|push)/;
  return changes.test(name) && !failed.every(each => isAbsent(each))
    ? { kind: 'sentinel', shape: undefined, modes, isNull: failed.every(({ value }) => value === 'null') }
    : undefined;
}

function isFailure(outcome: ReturnOutcome, { returns }: FailureContract): boolean {
  if (isResult(outcome)) return true;
  if (outcome.modes.length === 0 || !outcome.handled) return false;
  if (outcome.value === 'false') return returns.some(each => each.value === 'true' && each.modes.length === 0);
  return outcome.value === 'null' && returns.some(each => each.value !== 'null' && each.modes.length === 0);
}

/** `{ ok: false, … }`, `{ success: false, … }`. */
function isResult({ value, tags }: ReturnOutcome): boolean {
  return value === 'object' && (tags.ok === false || tags.success === false || tags.isOk === false);
}

function isAbsent({ modes }: ReturnOutcome): boolean {
  return modes.every(mode => mode.class === 'absent');
}

function shapeOf({ tags }: ReturnOutcome): ResultShape {
  const tag = tags.ok === false ? 'ok' : tags.success === false ? 'success' : 'isOk';
  return { tag, success: true, error: undefined };
}

/** A declared result type: what is declared has to be looked at, whatever the function does. */
function ofType(file: FileView, type: ReturnType<FileView['typeOf']>): Ignored | undefined {
  const shape = resultShape(file, type);
  return shape && { kind: 'result', shape, modes: [] };
}

/** What the type checker says of a call of a package. */
function ofChecker(file: FileView, fn: number, stmt: Stmt): Ignored | undefined {
  if (stmt.kind !== 'expression' && stmt.kind !== 'let') return undefined;
  const told = stmt.value && file.toldResult(fn, stmt.value);
  if (told === undefined) return undefined;
  const { discriminant, failure } = told;
  const isBoolean = discriminant !== '' && typeof failure === 'boolean';
  const shape = {
    tag: isBoolean ? discriminant : undefined,
    success: isBoolean ? !failure : undefined,
    error: undefined,
  };
  return { kind: 'result', shape, modes: [] };
}

/** Nearly every call in the project drops the value: it is not meant to be looked at. */
function isCustomary(failures: FailureView, target: FunctionRef): boolean {
  let calls = 0;
  let dropped = 0;
  const seen = new Set<string>();
  for (const site of failures.callers(target)) {
    const file = failures.file(site.path);
    const fn = file?.ir.functions[site.index];
    if (!file || !fn || file.isTest || seen.has(`${site.path}#${site.index}`)) continue;
    seen.add(`${site.path}#${site.index}`);
    const isMeant = (call: CallExpr | undefined): boolean => {
      const callee = call && file.callee(site.index, call);
      return (
        callee?.kind === 'project' &&
        callee.targets.some(each => each.path === target.path && each.index === target.index)
      );
    };
    calls++;
    eachBlock(fn.body, block => {
      for (const [i, stmt] of block.entries())
        if (isMeant(droppedCall(file, site.index, stmt, block.slice(i + 1)))) dropped++;
    });
  }
  return calls >= CALLS && dropped / calls >= CUSTOMARY;
}

/** Throws where it failed. */
function fixOf(file: FileView, fn: number, { call, stmt }: Dropped, { kind, shape }: Ignored): readonly Fix[] {
  if (stmt.kind !== 'expression') return [];
  const whole: Expr = bare(stmt.value);
  const isAwaited = whole.kind === 'await';
  const failure = `new Error('${calledName(call)} failed')`;
  const edit = (front: string, back: string): readonly Fix[] => [
    {
      title: 'Throw where it failed',
      safe: false,
      path: file.path,
      at: { start: whole.start, end: whole.end },
      intent: {
        kind: 'edits',
        edits: [
          { span: { start: whole.start, end: whole.start }, text: front },
          { span: { start: whole.end, end: whole.end }, text: back },
        ],
      },
    },
  ];
  if (kind === 'sentinel')
    return isAwaited ? edit('if (!(', `)) throw ${failure}`) : edit('if (!', `) throw ${failure}`);
  if (shape?.tag === undefined || file.binding(fn, 'outcome') !== undefined) return [];
  const failed =
    shape.success === true || shape.success === undefined
      ? `!outcome.${shape.tag}`
      : `outcome.${shape.tag} !== ${JSON.stringify(shape.success).replaceAll('"', "'")}`;
  return edit(
    'const outcome = ',
    `;\nif (${failed}) throw ${shape.error === undefined ? failure : `outcome.${shape.error}`}`,
  );
}
