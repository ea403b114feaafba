import type { FailureClass } from '../../failures/classes.js';
import type { FailureContract, FailureMode } from '../../failures/contract.js';
import { type Exit, exitsOf } from '../../failures/policy/boundaries.js';
import { isMisuse } from '../../failures/shapes/misuse.js';
import { isExample, isScript } from '../../failures/shapes/settings.js';
import type { FileView } from '../../failures/view.js';
import type { FailurePolicy } from '../../policy/failures/failure-policy.js';
import { relatedAt } from '../draft.js';
import { classWords, originsOf } from '../failure/wording.js';
import type { Severity } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { listOf } from '../wording.js';
import { handlerSkeleton } from './handler-skeleton.js';
import { processEnds } from './process-ends.js';

export const unhandledAtBoundary = defineRule({
  id: 'contract/unhandled-at-boundary',
  summary: 'A failure leaves a boundary that does not let it through, or ends the process.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts', 'policy'],
  check(context) {
    const { file, failures, isTest } = context;
    if (isTest) return;
    const exits = exitsOf(file, file.policy);
    for (const same of sameExits(exits)) checkExit(context, same);
    for (const { ref, at, fn, call, modes, isOwn } of processEnds(file, failures)) {
      if (exits.some(exit => exit.ref.path === ref.path && exit.ref.index === ref.index)) continue;
      context.report({
        path: file.path,
        span: { start: at.start, end: at.end },
        message: `Nothing stands between a throw in this function and the end of the process, and it fails with ${namesOf(modes)}: ${call} hands what it throws to nobody. Catch it inside, and decide what becomes of the rest.`,
        symbol: file.symbolOf(fn),
        site: `${call} ${namesOf(modes)}`,
        severity: isOwn || isMinor(file, modes) ? 'information' : 'warning',
        related: originsOf(modes),
        data: { classes: classesOf(modes) },
      });
    }
  },
});

/** Code that shows something, scripts, and built-ins that refuse what a request brings, which the caller often has looked at. */
function isMinor({ path }: FileView, modes: readonly FailureMode[]): boolean {
  return isExample(path) || isScript(path) || modes.every(isMisuse);
}

/** A function that is handed over several times leaves the boundary at each, and is told once. */
function sameExits(exits: readonly Exit[]): readonly (readonly [Exit, ...Exit[]])[] {
  const found = new Map<string, [Exit, ...Exit[]]>();
  for (const exit of exits) {
    const key = `${exit.boundary.id} ${exit.ref.path} ${exit.ref.index}`;
    const known = found.get(key);
    if (known) known.push(exit);
    else found.set(key, [exit]);
  }
  return [...found.values()];
}

function checkExit({ file, failures, report }: FailureContext, [exit, ...others]: readonly [Exit, ...Exit[]]): void {
  const { boundary, ref, at, fn, call } = exit;
  const contract = failures.contractOf(ref);
  if (!contract || !boundary.allow) return;
  const modes = escapes(contract, exit, file);
  const span = { start: at.start, end: at.end };
  const allowed = [...boundary.allow];
  const rest = allowed.length === 0 ? 'lets nothing through' : `lets ${listOf(allowed)} through`;
  if (modes.length > 0) {
    const fix = handlerSkeleton(file, exit, modes);
    report({
      path: file.path,
      span,
      message: `${wordsOf(modes)} leave the boundary ${boundary.id} here, which ${rest}: ${call ? 'the framework' : 'the caller'} gets an error that nobody decided about. Handle each class, and throw the rest.`,
      symbol: file.symbolOf(fn),
      site: `${boundary.id}: ${classesOf(modes).join(' ')}`,
      related: [...originsOf(modes), ...others.map(each => relatedAt(file, each.at, 'It leaves here too.'))],
      data: { boundary: boundary.id, classes: classesOf(modes) },
      ...(fix ? { fixes: [fix] } : {}),
    });
    return;
  }
  const { openWorld } = file.policy;
  const [hole] = contract.holes;
  if (openWorld === 'off' || contract.closed || allowed.length > 0) return;
  report({
    path: file.path,
    span,
    message: `It is not known what leaves the boundary ${boundary.id} here, which ${rest}: ${hole ? `${hole.text} may fail in any way` : 'something that is called may fail in any way'}. Declare it with @throws, describe it in a model, or handle it here.`,
    symbol: file.symbolOf(fn),
    site: `${boundary.id}: unknown`,
    severity: openWorld as Severity,
    related:
      hole && ref.path === file.path
        ? [{ path: ref.path, span: { start: hole.start, end: hole.end }, message: 'This is not known.' }]
        : [],
    data: { boundary: boundary.id, classes: ['unknown'] },
  });
}

/** What leaves although it may not. A failure of no known class may leave where some class may. */
function escapes({ modes, bugs }: FailureContract, { boundary, call }: Exit, file: FileView): readonly FailureMode[] {
  const { allow } = boundary;
  const { crashOnly } = file.policy;
  const handled = call ? handledByFramework(file) : none;
  // What a stranger sends to a handler may well be refused by a built-in; elsewhere the value is the program's own.
  const isOwnMisuse = (mode: FailureMode): boolean => call === undefined && isMisuse(mode);
  return [...modes, ...bugs].filter(
    mode =>
      (mode.channel === 'throw' || mode.channel === 'reject') &&
      !allow?.has(mode.class) &&
      !crashOnly.has(mode.class) &&
      !handled.has(mode.class) &&
      !isOwnMisuse(mode) &&
      (mode.class !== 'unknown' || allow?.size === 0),
  );
}

const none: ReadonlySet<FailureClass> = new Set();
const handlers = new WeakMap<FailurePolicy, ReadonlySet<FailureClass>>();

/** Classes that the central handlers of the policy turn into answers. */
function handledByFramework({ policy }: FileView): ReadonlySet<FailureClass> {
  const known = handlers.get(policy) ?? new Set(policy.errorHandlers.flatMap(each => [...each.handles]));
  handlers.set(policy, known);
  return known;
}

function classesOf(modes: readonly FailureMode[]): readonly string[] {
  return [...new Set(modes.map(mode => mode.class))].sort();
}

/** `absent and upstream failures (NotFound, Upstream)`. */
function wordsOf(modes: readonly FailureMode[]): string {
  const known = classWords(modes);
  const types = typesOf(modes);
  const named = types.length === 0 ? '' : ` (${listOf(types)})`;
  return known === '' ? `Failures of no known class${named}` : `${sentenceStart(known)} failures${named}`;
}

function namesOf(modes: readonly FailureMode[]): string {
  const types = typesOf(modes);
  return `${classWords(modes)} failures${types.length === 0 ? '' : ` (${listOf(types)})`}`;
}

function typesOf(modes: readonly FailureMode[]): readonly string[] {
  return [...new Set(modes.map(mode => mode.type).filter(type => type !== ''))].sort();
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
