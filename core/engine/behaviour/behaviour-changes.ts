import type { AffectedCaller, Change, ChangeKind } from '../../failures/diff/changes.js';
import { diffContracts, type FunctionChange } from '../../failures/diff/diff.js';
import { namedAround } from '../../failures/diff/symbols.js';
import type { FilePath } from '../../files/paths.js';
import type { Draft, Finding, Related, Severity } from '../../rules/finding.js';
import { positionAt } from '../../text/lines.js';
import { findingsOf } from '../findings/make-finding.js';
import { compareSeverity } from '../identity.js';
import type { Snapshot } from '../snapshot.js';
import { changeWords, type TextOf } from './change-words.js';
import { changedFiles } from './changed-files.js';
import { harmOf } from './harm.js';

/** Callers and changes that a finding spells out. */
const spelledOut = { callers: 10, words: 3 };

/** One difference in what a function does. */
export interface BehaviourChange {
  readonly kind: ChangeKind;
  readonly severity: Severity;
  /** `returns null where it threw NotFoundError`. */
  readonly says: string;
  /** 1-based line at the head; absent where what changed is no longer there. */
  readonly line?: number;
  /** 1-based line at the base. */
  readonly baseLine?: number;
}

/** A caller of a function that changed. */
export interface BehaviourCaller {
  readonly path: FilePath;
  /** 1-based. */
  readonly line: number;
  readonly symbol: string;
  readonly handling: AffectedCaller['handling'];
  readonly isBroken: boolean;
  /** `path#symbol` from this caller outward. */
  readonly via: readonly string[];
}

/** A function that does something else under the same signature. */
export interface ChangedFunction {
  readonly path: FilePath;
  /** 1-based, of its name. */
  readonly line: number;
  readonly symbol: string;
  readonly basePath: FilePath;
  /** The file of the same function that this one is a copy of, as build output is. */
  readonly copyOf?: FilePath;
  readonly severity: Severity;
  /** The most harmful first. */
  readonly changes: readonly BehaviourChange[];
  readonly callers: readonly BehaviourCaller[];
}

/** What changes under unchanged signatures, or why nobody looked. */
export type BehaviourDelta =
  | {
      readonly status: 'checked';
      /** The most harmful first, then by path and line. */
      readonly functions: readonly ChangedFunction[];
      /** Functions that were compared. */
      readonly compared: number;
      /** Functions left to the type checker, since their signature is another. */
      readonly otherSignature: number;
      readonly findings: readonly Finding[];
    }
  | { readonly status: 'not_checked'; readonly reason: string };

const made = new WeakMap<Snapshot, WeakMap<Snapshot, BehaviourDelta>>();

/** Compares what functions do at the base and at the head; the answer for two snapshots is kept. */
export function behaviourDelta(base: Snapshot, head: Snapshot, renamed = base.renamed): BehaviourDelta {
  const known = made.get(base)?.get(head);
  if (known) return known;
  // Without types where one side has none: what only one of them knows would look like a change.
  const isTyped = [base, head].every(({ types }) => types.mode !== 'off' && types.isLasting);
  const delta = isTyped ? compare(base, head, renamed) : compare(base.untyped, head.untyped, renamed);
  made.set(base, (made.get(base) ?? new WeakMap()).set(head, delta));
  return delta;
}

function compare(base: Snapshot, head: Snapshot, renamed: ReadonlyMap<FilePath, FilePath>): BehaviourDelta {
  if (!head.policy.usable || !base.policy.usable)
    return { status: 'not_checked', reason: 'the policy cannot be used, so nothing was analysed' };
  const files = changedFiles(base, head, renamed);
  if (files.length === 0) return { status: 'checked', functions: [], compared: 0, otherSignature: 0, findings: [] };
  // The head first: the base was derived from it, and then only what the change reaches is evaluated again.
  const now = head.failures;
  const { functions, compared, otherSignature } = diffContracts(base.failures, now, files, head.graph.files);
  const textOf: TextOf = (side, path, start, end) => (side === 'base' ? base : head).text(path)?.slice(start, end);
  const told = functions.map(change => describe(change, base, head, textOf));
  const drafts = told.map(({ draft }) => draft);
  const findings = findingsOf(drafts, head.policy, path => head.lineStarts(path));
  return {
    status: 'checked',
    functions: told
      .map(({ changed }) => changed)
      .sort(
        (a, b) =>
          compareSeverity(a.severity, b.severity) ||
          (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
          a.line - b.line,
      ),
    compared,
    otherSignature,
    findings,
  };
}

function describe(change: FunctionChange, base: Snapshot, head: Snapshot, textOf: TextOf) {
  const { ref, symbol, callers } = change;
  const ir = head.failures.file(ref.path)?.ir.functions[ref.index];
  const name = ir && ref.index > 0 ? { start: ir.nameStart, end: ir.nameEnd } : { start: 0, end: 0 };
  const lineOf = (side: Snapshot, path: FilePath, start: number) => positionAt(side.lineStarts(path), start).line;
  const judged = change.changes
    .map(each => ({ each, severity: harmOf(each, callers), says: changeWords(each, textOf) }))
    .sort((a, b) => compareSeverity(a.severity, b.severity));
  const severity = judged[0]?.severity ?? 'information';
  const copyOf = change.changes.find(each => each.copyOf !== undefined)?.copyOf;
  const changes = distinct(judged).map(
    ({ each, severity: own, says }): BehaviourChange => ({
      kind: each.kind,
      severity: own,
      says,
      ...(each.spot && each.spot.path === ref.path && { line: lineOf(head, ref.path, each.spot.start) }),
      ...(each.was && { baseLine: lineOf(base, each.was.path, each.was.start) }),
    }),
  );
  const changed: ChangedFunction = {
    path: ref.path,
    line: lineOf(head, ref.path, name.start),
    symbol,
    basePath: change.base.path,
    ...(copyOf !== undefined && { copyOf }),
    severity,
    changes,
    callers: callers.map(({ caller, symbol: by, start, handling, isBroken, path: via }) => ({
      path: caller.path,
      line: lineOf(head, caller.path, start),
      symbol: by,
      handling,
      isBroken,
      via,
    })),
  };
  const worst = judged[0]?.each;
  const span = worst?.spot && worst.spot.path === ref.path && worst.spot.isOwn ? spanOf(worst) : name;
  const draft: Draft = {
    rule: 'review/behaviour-changed',
    path: ref.path,
    span,
    severity,
    symbol,
    site: changes.map(({ says }) => says).join('; '),
    message: messageOf(changed),
    related: callers.slice(0, spelledOut.callers).map(caller => relatedOf(caller)),
    data: { changes, callers: changed.callers, basePath: changed.basePath },
  };
  return { changed, draft };
}

function spanOf({ spot }: Change): { readonly start: number; readonly end: number } {
  return { start: spot!.start, end: spot!.end };
}

function distinct<T extends { readonly says: string }>(all: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return all.filter(({ says }) => !seen.has(says) && seen.add(says) !== undefined);
}

const handlingWords: Readonly<Record<AffectedCaller['handling'], string>> = {
  catches: 'catches',
  tests: 'asks for the value',
  uses: 'uses the result as it comes',
  ignores: 'does not look at the result',
};

function relatedOf({ caller, symbol, start, end, handling, isBroken, path }: AffectedCaller): Related {
  const reached = path.length > 1 ? `; reached from ${namedAround(path.at(-1) ?? '')}` : '';
  const broken = isBroken ? ', and relies on what is gone' : '';
  return {
    path: caller.path,
    span: { start, end },
    message: `${namedAround(symbol) || 'the module'} calls it and ${handlingWords[handling]}${broken}${reached}`,
  };
}

function messageOf({ symbol, changes, callers, copyOf }: ChangedFunction): string {
  const [first, ...rest] = changes.slice(0, spelledOut.words).map(({ says }) => says);
  const more = changes.length > spelledOut.words ? ` and ${changes.length - spelledOut.words} more changes` : '';
  const said = [first, ...rest].join('; ') + (copyOf === undefined ? '' : `, as ${copyOf} does`);
  const broken = callers.filter(({ isBroken }) => isBroken);
  const names = [...new Set((broken.length > 0 ? broken : callers).map(each => namedAround(each.symbol) || each.path))];
  const listed = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const who =
    broken.length > 0
      ? ` ${listed} ${names.length === 1 ? 'relies' : 'rely'} on how it was.`
      : callers.length > 0
        ? ` Called by ${listed}.`
        : ' No caller is known here.';
  return `${symbol === '' ? 'The module' : symbol} ${said}${more}, under the same signature.${who} Keep the old behaviour, or change the signature so that callers see it.`;
}
