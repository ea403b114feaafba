import type { FailureMode } from '../../failures/contract.js';
import { exitsOf } from '../../failures/policy/boundaries.js';
import { isMisuse } from '../../failures/shapes/misuse.js';
import { documentationPlace, isCovered, throwsTags } from '../../failures/throws-tags.js';
import type { FileView } from '../../failures/view.js';
import type { FailureBoundary } from '../../policy/failures/failure-policy.js';
import type { DocIr, Place } from '../../syntax/ir/nodes.js';
import { nameOf, originsOf } from '../failure/wording.js';
import type { Fix } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { listOf } from '../wording.js';

export const undeclaredFailure = defineRule({
  id: 'contract/undeclared-failure',
  summary: 'An exported function fails in a way that its documentation does not declare.',
  severity: 'hint',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    const strict = strictExits(file);
    for (const [fn, boundary] of strict) checkStrict(file, fn, boundary, report);
    for (const [fn, ir] of file.ir.functions.entries()) {
      if (ir.owner >= 0 && ir.hasBody) checkOverride(file, fn, report);
      if (strict.has(fn)) continue;
      // Documented functions promise something; where nothing is documented, nothing is promised falsely.
      if (!ir.doc || !ir.hasBody || !file.isExported(fn) || ir.form === 'setter') continue;
      if (isInternal(ir.doc)) continue;
      const { modes, declared, inherited } = file.contract(fn);
      const promised = [...declared, ...inherited];
      const missing = modes.filter(mode => isNamed(mode) && !promised.some(each => isCovered(mode, each)));
      if (missing.length === 0) continue;
      const names = [...new Set(missing.map(mode => mode.type))].sort();
      report({
        path,
        span: { start: ir.nameStart, end: Math.max(ir.nameEnd, ir.nameStart + 1) },
        message: `${ir.name} can fail with ${listOf(names)}, and its documentation does not say so: callers learn of it in production. Declare it with @throws.`,
        symbol: file.symbolOf(fn),
        site: names.join(' '),
        related: originsOf(missing),
        data: { missing: names },
        fixes: [fixFor(path, ir.doc, missing)],
      });
    }
  },
});

/** Exports of boundaries that want every failure declared, by function. */
function strictExits(file: FileView): ReadonlyMap<number, FailureBoundary> {
  const found = new Map<number, FailureBoundary>();
  for (const { boundary, ref } of exitsOf(file, file.policy)) {
    const doc = file.ir.functions[ref.index]?.doc;
    if (!boundary.requireDeclared || ref.path !== file.path || isInternal(doc) || found.has(ref.index)) continue;
    found.set(ref.index, boundary);
  }
  return found;
}

/** At such a boundary every failure counts, of whatever package, with or without documentation, and `Error` declares nothing. */
function checkStrict(file: FileView, fn: number, boundary: FailureBoundary, report: FailureContext['report']): void {
  const ir = file.ir.functions[fn];
  if (!ir || ir.form === 'setter') return;
  const { modes, declared, inherited, closed, holes } = file.contract(fn);
  const at = {
    path: file.path,
    span: { start: ir.nameStart, end: Math.max(ir.nameEnd, ir.nameStart + 1) },
    symbol: file.symbolOf(fn),
  };
  const promises = [...declared, ...inherited];
  const missing = modes.filter(
    mode =>
      mode.class !== 'bug' &&
      !isMisuse(mode) &&
      (mode.channel === 'throw' || mode.channel === 'reject') &&
      !promises.some(each => isNamedBy(mode, each)),
  );
  if (missing.length > 0) {
    const names = [...new Set(missing.map(wordOf))].sort();
    const own = missing.filter(mode => mode.typeSymbol !== undefined);
    const doc = documentationPlace(file.ir, fn);
    report({
      ...at,
      message: `${nameOf(file, fn)} can fail with ${listOf(names)} and does not declare it, as the boundary ${boundary.id} requires: callers cannot handle what they are not told of. Declare it with @throws {Type} [class], or handle it here.`,
      site: names.join(' '),
      severity: 'error',
      related: originsOf(missing),
      data: { boundary: boundary.id, missing: names },
      ...(doc && own.length === missing.length ? { fixes: [fixFor(file.path, doc, own)] } : {}),
    });
  }
  const broad = declared.find(isTooBroad);
  if (broad)
    report({
      ...at,
      message: `@throws {${broad.type || 'Error'}} is too broad for the boundary ${boundary.id}: it declares any failure, so callers learn nothing from it. Name the error and its class: @throws {Type} [class] when …`,
      site: '@throws Error',
      severity: 'information',
      data: { boundary: boundary.id },
    });
  const { openWorld } = file.policy;
  const [hole] = holes;
  if (openWorld === 'off' || closed) return;
  report({
    ...at,
    message: `It is not fully known how ${nameOf(file, fn)} fails${hole ? `: ${hole.text} may fail in any way` : ''}, so its declaration proves nothing at the boundary ${boundary.id}. Describe what it calls in a model, or give it a type that is known.`,
    site: 'open',
    severity: openWorld,
    related: hole
      ? [{ path: file.path, span: { start: hole.start, end: hole.end }, message: 'This is not known.' }]
      : [],
    data: { boundary: boundary.id },
  });
}

/** By its type or class; `@throws {Error} [upstream]` names that class alone. */
function isNamedBy(mode: FailureMode, declared: FailureMode): boolean {
  if (declared.type !== '' && declared.type !== 'Error') return isCovered(mode, declared);
  return declared.class === mode.class && declared.class !== 'unknown';
}

/** An implementation may not fail in ways that what it implements does not know. */
function checkOverride(file: FileView, fn: number, report: FailureContext['report']): void {
  const ir = file.ir.functions[fn];
  const { modes, inherited } = file.contract(fn);
  if (!ir || inherited.length === 0 || inherited.some(isTooBroad)) return;
  const added = modes.filter(
    mode =>
      (mode.channel === 'throw' || mode.channel === 'reject') &&
      mode.class !== 'bug' &&
      mode.class !== 'unknown' &&
      !inherited.some(each => isNamedBy(mode, each)),
  );
  if (added.length === 0) return;
  const [promise] = inherited[0]?.origins ?? [];
  const classes = [...new Set(added.map(mode => mode.class))].sort();
  report({
    path: file.path,
    span: { start: ir.nameStart, end: Math.max(ir.nameEnd, ir.nameStart + 1) },
    message: `${nameOf(file, fn)} adds ${listOf(classes)} failures (${listOf([...new Set(added.map(wordOf))].sort())}) to what the member it implements declares: who calls through that type does not expect them. Handle them here, or declare them there.`,
    symbol: file.symbolOf(fn),
    site: `override ${classes.join(' ')}`,
    severity: 'information',
    related: [
      ...(promise
        ? [{ path: promise.path, span: { start: promise.start, end: promise.end }, message: 'Declared here.' }]
        : []),
      ...originsOf(added),
    ],
    data: { added: classes },
  });
}

function isTooBroad({ type, class: failure }: FailureMode): boolean {
  return (type === '' || type === 'Error' || type === 'unknown' || type === 'any') && failure === 'unknown';
}

function wordOf({ type, class: failure }: FailureMode): string {
  return type === '' ? (failure === 'unknown' ? 'an error of no known type' : failure) : type;
}

function isInternal(doc: DocIr | undefined): boolean {
  return (
    doc !== undefined &&
    (doc.tags.some(tag => /^(internal|private|override|inheritdoc)$/i.test(tag.name)) ||
      /\{@inheritdoc/i.test(doc.text))
  );
}

/** The project's own errors: what libraries throw is declared where it matters to somebody. */
function isNamed(mode: FailureMode): boolean {
  return mode.typeSymbol !== undefined && mode.class !== 'bug' && mode.channel !== 'return';
}

function fixFor(path: string, doc: Place, missing: readonly FailureMode[]): Fix {
  const at = { start: doc.start, end: doc.end };
  return { title: 'Write @throws', safe: true, path, at, intent: { kind: 'throws-tags', tags: throwsTags(missing) } };
}
