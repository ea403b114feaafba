import type { AbstractValue, FailureContract, FailureMode } from '../failures/contract.js';
import { printExpr } from '../failures/print.js';
import { type ReturnedMode, returnedModes } from '../failures/returned-modes.js';
import type { FunctionRef } from '../failures/view.js';
import { callsOf } from '../failures/walk.js';
import type { FilePath } from '../files/paths.js';
import { rangeOf } from '../text/lines.js';
import type { Range, Span } from '../text/span.js';
import type { Snapshot } from './snapshot.js';

/** A place for people and tools: 1-based lines, 1-based columns in UTF-16 units, `end` exclusive. */
export interface ReportedPlace {
  readonly path: FilePath;
  readonly range: Range;
}

export interface ReportedOrigin extends ReportedPlace {
  readonly kind: string;
  /** What starts the failure: `fetch`, `new NotFoundError()`. */
  readonly text: string;
  /** Symbols it passed on its way, innermost first. */
  readonly via: readonly string[];
}

/** One way in which a function fails, as a caller sees it. */
export interface ReportedMode {
  /** Class, channel, type and discriminants: the same for the same failure in every run. */
  readonly id: string;
  readonly class: FailureMode['class'];
  readonly channel: FailureMode['channel'];
  readonly type: { readonly text: string; readonly symbol?: string };
  readonly discriminants: FailureMode['discriminants'];
  readonly when?: string;
  readonly retryable: FailureMode['retryable'];
  readonly confidence: FailureMode['confidence'];
  readonly origins: readonly ReportedOrigin[];
  /** Of channel `return`: where the value that stands for the failure is returned. */
  readonly returned?: ReportedPlace;
}

export interface ReportedSwallow extends ReportedPlace {
  /** Ids in `modes` (what the failures became) or in `hidden`. */
  readonly modes: readonly string[];
  readonly to: string;
  readonly value?: AbstractValue;
  readonly reason?: string;
}

/** A failure contract as it is told: what `lintel contract --format json` prints. */
export interface ContractReport {
  readonly symbol: string;
  readonly async: boolean;
  /** Whether `modes` is all that can leave; if not, `holes` says what is not known. */
  readonly closed: boolean;
  /** What leaves: thrown, rejected, and values that stand for a failure (channel `return`). */
  readonly modes: readonly ReportedMode[];
  /** What is caught inside and reaches no caller in any form. */
  readonly hidden: readonly ReportedMode[];
  /** Programming errors; they are not passed on through contracts. */
  readonly bugs: readonly ReportedMode[];
  readonly declared: readonly ReportedMode[];
  /** Handlers that end failures. */
  readonly swallows: readonly ReportedSwallow[];
  /** Pairs of ids in `modes` of different class that a caller cannot tell apart; `normal` is the result of success. */
  readonly conflations: readonly (readonly [string, string])[];
  /** Calls of which it is not known how they fail; `why` is `inside` for functions of the workspace that call such. */
  readonly holes: readonly (ReportedPlace & { readonly why: string; readonly text: string })[];
  /** Of what leaves: unchanged means that no caller is affected. */
  readonly digest: string;
}

/** The contract of a function, told; `undefined` where its file is not analysed. */
export function contractReport(snapshot: Snapshot, ref: FunctionRef): ContractReport | undefined {
  const contract = snapshot.failures.contractOf(ref);
  if (!contract) return undefined;
  const at = (path: FilePath, span: Span): ReportedPlace => ({ path, range: rangeOf(snapshot.lineStarts(path), span) });
  const own = ({ start, end }: Span) => at(ref.path, { start, end });
  const told = (mode: FailureMode) => reported(mode, at);
  const returned = [...returnedModes(contract).values()];
  return {
    symbol: contract.symbol,
    async: contract.isAsync,
    closed: contract.closed,
    modes: [...contract.modes.map(told), ...returned.map(({ mode, span }) => ({ ...told(mode), returned: own(span) }))],
    hidden: hiddenModes(contract, returned).map(told),
    bugs: contract.bugs.map(told),
    declared: contract.declared.map(told),
    swallows: contract.swallows.map(({ start, end, modes, ...rest }) => ({
      ...own({ start, end }),
      modes: [...new Set(modes.flatMap(mode => becomes(mode, returned)))],
      ...rest,
    })),
    conflations: conflated(contract, returned),
    holes: [...contract.holes, ...(contract.closed ? [] : openCalls(snapshot, ref))].map(({ start, end, ...rest }) => ({
      ...own({ start, end }),
      ...rest,
    })),
    digest: contract.digest,
  };
}

/** Calls of functions of the workspace in which something is not known, each text once. */
function openCalls(snapshot: Snapshot, { path, index }: FunctionRef): (Span & { why: string; text: string })[] {
  const file = snapshot.failures.file(path);
  const ir = file?.ir.functions[index];
  if (!file || !ir) return [];
  const found = new Map<string, Span & { why: string; text: string }>();
  for (const call of callsOf(ir)) {
    const callee = file.callee(index, call);
    if (callee.kind !== 'project') continue;
    if (!callee.targets.some(target => snapshot.failures.contractOf(target)?.open)) continue;
    const text = printExpr(call.callee).slice(0, 80);
    if (!found.has(text)) found.set(text, { start: call.start, end: call.end, why: 'inside', text });
  }
  return [...found.values()];
}

/** Ids of what a caught failure becomes: values that leave, or itself where nothing leaves. */
function becomes({ key }: FailureMode, returned: readonly ReturnedMode[]): string[] {
  const values = returned.filter(each => each.of.includes(key)).map(each => each.mode.key);
  return values.length > 0 ? values : [key];
}

function hiddenModes({ swallows, modes }: FailureContract, returned: readonly ReturnedMode[]): FailureMode[] {
  const left = new Set([...modes.map(each => each.key), ...returned.flatMap(each => each.of)]);
  const hidden = swallows.flatMap(each => each.modes).filter(each => !left.has(each.key));
  return [...new Map(hidden.map(each => [each.key, each])).values()];
}

function conflated({ conflations }: FailureContract, returned: readonly ReturnedMode[]): (readonly [string, string])[] {
  return conflations.flatMap(({ value, modes, withNormal }) => {
    const keys = new Set(modes.map(each => each.key));
    const alike = returned
      .filter(each => each.value === value && each.of.some(key => keys.has(key)))
      .map(each => each.mode);
    const pairs = alike.flatMap((one, i) =>
      alike.slice(i + 1).flatMap(other => (one.class === other.class ? [] : [[one.key, other.key] as const])),
    );
    return withNormal ? [...pairs, ...alike.map(each => [each.key, 'normal'] as const)] : pairs;
  });
}

function reported(
  { key, type, typeSymbol, origins, when, ...mode }: FailureMode,
  at: (path: FilePath, span: Span) => ReportedPlace,
): ReportedMode {
  return {
    id: key,
    class: mode.class,
    channel: mode.channel,
    type: { text: type, ...(typeSymbol !== undefined && { symbol: typeSymbol }) },
    discriminants: mode.discriminants,
    ...(when !== undefined && { when }),
    retryable: mode.retryable,
    confidence: mode.confidence,
    origins: origins.map(({ path, start, end, ...origin }) => ({ ...at(path, { start, end }), ...origin })),
  };
}
