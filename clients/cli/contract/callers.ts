import type { Engine, FailureContract, FailureMode, FunctionRef, ReportedPlace, Snapshot } from '../engine.js';

/** What a function that calls another does about its failures. */
export interface Caller {
  readonly symbol: string;
  /** Where the caller is declared. */
  readonly place: ReportedPlace;
  /** Failures of the callee that leave the caller too, by type or class. */
  readonly passesOn: readonly string[];
  readonly handles: readonly string[];
  /** Where it decides what a value that stands for failures means: "takes the value for "not there"". */
  readonly assumes: readonly (ReportedPlace & { readonly what: string })[];
}

export function callersOf(engine: Engine, snapshot: Snapshot, ref: FunctionRef, found: FailureContract): Caller[] {
  const { failures } = snapshot;
  const at = (path: string, span: { start: number; end: number }): ReportedPlace => ({
    path,
    range: engine.rangeOf(snapshot.lineStarts(path), span),
  });
  const evidence = engine.callerEvidence(failures, ref);
  return failures.callers(ref).map(site => {
    const caller = failures.contractOf(site);
    const fn = failures.file(site.path)?.ir.functions[site.index];
    const span = { start: fn?.start ?? 0, end: fn?.end ?? 0 };
    const leaves = (mode: FailureMode): boolean =>
      caller?.modes.some(each => each.class === mode.class && each.type === mode.type && each.channel !== 'return') ??
      false;
    return {
      symbol: caller?.symbol ?? site.path,
      place: at(site.path, span),
      passesOn: namesOf(found.modes.filter(leaves)),
      handles: namesOf(found.modes.filter(mode => !leaves(mode))),
      assumes: evidence
        .filter(each => each.path === site.path && each.span.start >= span.start && each.span.end <= span.end)
        .map(each => ({ ...at(each.path, each.span), what: each.message })),
    };
  });
}

function namesOf(modes: readonly FailureMode[]): string[] {
  return [...new Set(modes.map(mode => (mode.type === '' ? mode.class : mode.type)))].sort();
}
