import { digest } from '../../syntax/strings.js';
import type { AbstractValue, Conflation, FailureContract, FailureMode, Origin, ReturnOutcome } from '../contract.js';
import { anchored } from './anchors.js';
import { declaredModes, inheritedModes } from './declared.js';
import type { CaughtFacts, Evaluation } from './evaluation.js';
import { HOLE, handedBy, isOpen, known, type Modes, modesOf, noModes, onChannel, union } from './modes.js';
import { startOf } from './start.js';
import { evaluateBody } from './statements.js';

/** What came out of the evaluation of one function. */
export interface FunctionResult {
  readonly contract: FailureContract;
  readonly caught: readonly CaughtFacts[];
  /** The same object for as long as the function and all that it rests on are what they were, wherever it stands. */
  readonly evaluation: object;
}

/** Evaluates a function and sums it up. */
export function makeContract(run: Evaluation): FunctionResult {
  const { ir, unit } = run;
  evaluateBody(run, startOf(run));
  const thrown = run.sinks[0]?.modes ?? noModes;
  const outside = run.outside.modes;
  // A callback's promise that is handed on makes no promise of a function that knows nothing of the callback.
  const isAsync = ir.isAsync || [...outside.values()].some(each => !handedBy(each));
  const all = union(onChannel(thrown, ir.isAsync ? 'reject' : 'throw'), onChannel(outside, 'reject'));
  const handed = [...handedOf(thrown, ir.isAsync ? 'reject' : 'throw'), ...handedOf(outside, 'reject')];
  const declared = declaredModes(unit, run.index, run.linker, run.classes);
  const modes = known(all);
  const returns = distinctReturns(run.returns);
  const absolute: FailureContract = {
    symbol: `${unit.path}#${ir.name}`,
    isAsync,
    modes: modes.filter(each => each.class !== 'bug'),
    bugs: modes.filter(each => each.class === 'bug'),
    returns,
    swallows: run.swallows.map(swallow => ({ ...swallow, modes: known(modesOf(swallow.modes)) })),
    conflations: conflationsOf(returns),
    declared,
    inherited: inheritedModes(unit, run.index, run.linker, run.classes),
    closed: !isOpen(all),
    open: all.has(HOLE),
    handed,
    holes: run.holes,
    digest: '',
  };
  const contract = anchored(absolute, unit.path, ir);
  return { contract: { ...contract, digest: digestOf(contract, all) }, caught: run.caught, evaluation: {} };
}

/**
 * A contract of a function without a body: what its documentation declares, and open where it declares nothing. An abstract
 * member stays open: whoever implements it may add.
 */
export function declaredContract(run: Evaluation): FunctionResult {
  const { ir, unit } = run;
  const declared = declaredModes(unit, run.index, run.linker, run.classes);
  const isTold = declared.length > 0 && ir.owner < 0;
  const absolute: FailureContract = {
    symbol: `${unit.path}#${ir.name}`,
    isAsync: ir.returns?.kind === 'ref' && ir.returns.name === 'Promise',
    modes: declared.filter(each => each.class !== 'bug'),
    bugs: [],
    returns: [],
    swallows: [],
    conflations: [],
    declared,
    inherited: inheritedModes(unit, run.index, run.linker, run.classes),
    closed: isTold,
    open: !isTold,
    handed: [],
    holes: isTold ? [] : [{ start: ir.start, end: ir.end, why: 'dynamic', text: ir.name }],
    digest: '',
  };
  const contract = anchored(absolute, unit.path, ir);
  return { contract: { ...contract, digest: digestOf(contract, noModes) }, caught: [], evaluation: {} };
}

function handedOf(modes: Modes, leaves: 'throw' | 'reject'): FailureContract['handed'] {
  return [...modes.values()].flatMap(each => {
    const by = handedBy(each);
    return by ? [{ ...by, leaves }] : [];
  });
}

function distinctReturns(returns: readonly ReturnOutcome[]): ReturnOutcome[] {
  const found = new Map<string, ReturnOutcome>();
  for (const each of returns) {
    const tags = JSON.stringify(Object.entries(each.tags).sort());
    const key = `${each.start} ${each.value} ${tags} ${each.handled} ${each.carriesError} ${each.modes.map(mode => mode.key).join()}`;
    if (!found.has(key) && found.size < 24) found.set(key, each);
  }
  return [...found.values()];
}

const sentinels: readonly AbstractValue[] = ['null', 'undefined', 'false', 'empty', 'literal', 'true', 'object'];

/** Values that stand for failures of more than one class, or for a failure and for the normal result (§4.2). */
function conflationsOf(returns: readonly ReturnOutcome[]): Conflation[] {
  const found: Conflation[] = [];
  for (const value of sentinels) {
    const alike = returns.filter(each => observed(each) === value && !each.carriesError);
    const failing = alike.filter(each => each.modes.length > 0);
    // A handler answers it, or a look at the status of an answer does.
    const atHandler = failing.find(each => each.handled) ?? failing.find(each => each.modes.some(isHttp));
    if (!atHandler) continue;
    if (value === 'object' && new Set(alike.map(each => JSON.stringify(Object.entries(each.tags).sort()))).size > 1)
      continue;
    const modes = [...modesOf(failing.flatMap(each => each.modes)).values()];
    const classes = new Set(modes.map(each => each.class));
    const normal = alike.some(each => each.modes.length === 0 && !each.handled);
    if (classes.size > 1 || normal)
      found.push({ value, modes, withNormal: normal, start: atHandler.start, end: atHandler.end });
  }
  return found;
}

function isHttp({ type }: FailureMode): boolean {
  return type === 'HTTP';
}

function observed({ value }: ReturnOutcome): AbstractValue {
  return value === 'none' ? 'undefined' : value;
}

function digestOf(contract: FailureContract, all: Modes): string {
  const outgoing = [
    contract.isAsync,
    contract.closed,
    all.has(HOLE),
    contract.handed,
    contract.modes.map(brief),
    contract.bugs.map(brief),
    contract.returns.map(each => [
      each.value,
      each.tags,
      each.handled,
      each.carriesError,
      each.modes.map(mode => mode.key),
    ]),
    contract.declared.map(each => each.key),
  ];
  return digest(JSON.stringify(outgoing));
}

function brief(each: FailureMode): unknown {
  return [each.key, each.confidence, each.origins.map(placeOf)];
}

/** Which place of the function it is bound to, wherever that stands. */
function placeOf({ path, start, text, via, anchor }: Origin): unknown {
  return anchor ? [path, anchor.name, anchor.nth, text, via] : [path, start, text, via];
}
