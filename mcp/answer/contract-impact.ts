import {
  behaviourDelta,
  callerEvidence,
  contractReport,
  type FilePath,
  type FunctionRef,
  positionAt,
  type Snapshot,
  type Workspace,
} from '../../core/index.js';
import { named } from './callee-failures.js';

const mostLines = 10;
const mostFunctions = 40;

/** What callers rely on of how functions fail, and what the working tree breaks of it. */
export interface ContractImpact {
  readonly contracts?: {
    /** How the functions fail, by name where they are several. */
    readonly fails_with?: readonly string[];
    /** Callers that tell the failures apart or keep them: they break when the contract does. */
    readonly relies?: readonly string[];
    /** What the working tree changed of it since HEAD. */
    readonly changed?: readonly string[];
    readonly breaks?: readonly string[];
  };
  readonly not_checked?: readonly string[];
}

/** The functions that the impact is about: one, or those that files export. */
export interface ImpactTarget {
  readonly functions: readonly FunctionRef[];
  /** Files whose changed functions count; of one of them only the function that is named. */
  readonly isMeant: (path: FilePath, symbol: string) => boolean;
}

/** Answers from contracts as they are known by now. */
export async function contractImpact(
  { functions, isMeant }: ImpactTarget,
  snapshot: Snapshot,
  workspace: Workspace,
): Promise<ContractImpact> {
  if (!snapshot.tellsFailures) return { not_checked: ['contracts: how code fails is still being analysed'] };
  const left: string[] = [];
  if (functions.length > mostFunctions)
    left.push(`contracts of ${functions.length - mostFunctions} more functions: name one`);
  const several = functions.length > 1;
  const fails = functions.slice(0, mostFunctions).flatMap(ref => failuresOf(ref, snapshot, several));
  const relies = functions.slice(0, mostFunctions).flatMap(ref => relyingOn(ref, snapshot));
  const before = await workspace.baseSnapshot('HEAD', snapshot);
  const delta = before.ok ? behaviourDelta(before.snapshot, snapshot) : undefined;
  if (!before.ok) left.push(`what changed: ${before.message}`);
  else if (delta?.status === 'not_checked') left.push(`what changed: ${delta.reason}`);
  const changed = delta?.status === 'checked' ? delta.functions.filter(each => isMeant(each.path, each.symbol)) : [];
  const contracts = {
    ...lines('fails_with', fails),
    ...lines('relies', relies),
    ...lines(
      'changed',
      changed.map(({ path, symbol, changes }) => `${path}#${symbol} ${changes.map(each => each.says).join(', ')}`),
    ),
    ...lines(
      'breaks',
      changed.flatMap(({ callers }) =>
        callers.filter(each => each.isBroken).map(({ path, line, symbol }) => `${path}:${line} ${symbol}`),
      ),
    ),
  };
  return {
    ...(Object.keys(contracts).length > 0 && { contracts }),
    ...(left.length > 0 && { not_checked: left }),
  };
}

function failuresOf(ref: FunctionRef, snapshot: Snapshot, isNamed: boolean): readonly string[] {
  const modes = contractReport(snapshot, ref)?.modes ?? [];
  if (modes.length === 0) return [];
  const names = [...new Set(modes.map(named))].slice(0, mostLines);
  const symbol = snapshot.failures.file(ref.path)?.symbolOf(ref.index) ?? '';
  return isNamed ? [`${symbol}: ${names.join(', ')}`] : names;
}

/** Callers that let not all of its failures out again, and those that take a value of it for something. */
function relyingOn(ref: FunctionRef, snapshot: Snapshot): readonly string[] {
  const { failures } = snapshot;
  const modes = (contractReport(snapshot, ref)?.modes ?? []).filter(mode => mode.channel !== 'return');
  const handling = (modes.length === 0 ? [] : failures.callers(ref)).flatMap(({ path, index }) => {
    const out = new Set(failures.contractOf({ path, index })?.modes.map(mode => mode.key));
    const kept = modes.filter(mode => !out.has(mode.id)).map(named);
    return kept.length === 0
      ? []
      : [`${path}#${failures.file(path)?.symbolOf(index) || '(top level)'} handles ${kept.slice(0, 3).join(', ')}`];
  });
  const taking = callerEvidence(failures, ref).map(
    ({ path, span, message }) => `${path}:${positionAt(snapshot.lineStarts(path), span.start).line} ${message}`,
  );
  return [...new Set([...handling, ...taking])];
}

function lines(key: string, all: readonly string[]): Record<string, readonly string[]> {
  if (all.length === 0) return {};
  const more = all.length > mostLines ? [`and ${all.length - mostLines} more`] : [];
  return { [key]: [...all.slice(0, mostLines).map(each => each.slice(0, 200)), ...more] };
}
