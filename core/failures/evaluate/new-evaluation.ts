import type { FailureContract } from '../contract.js';
import type { Linker, Unit } from '../link/linker.js';
import type { FunctionRef } from '../view.js';
import type { ClassMap } from './errors.js';
import type { Evaluation } from './evaluation.js';
import { evaluate } from './expressions.js';
import { noModes } from './modes.js';
import { evaluateBody } from './statements.js';

/** What functions of a program are evaluated with. */
export interface EvaluationMeans {
  readonly linker: Linker;
  readonly classes: ClassMap;
  contractOf(ref: FunctionRef): FailureContract | undefined;
}

/** The evaluation of a function of a file, before anything was looked at. */
export function newEvaluation(unit: Unit, index: number, { linker, classes, contractOf }: EvaluationMeans): Evaluation {
  return {
    unit,
    index,
    ir: unit.ir.functions[index]!,
    linker,
    classes,
    contractOf,
    ...nothingYet(),
    called: new Map(),
    evaluate,
    evaluateBody,
    depth: 0,
  };
}

/** The evaluation of another function within one: of a handler, an executor, the function around it. */
export function within(run: Evaluation, unit: Unit, index: number): Evaluation {
  return { ...run, unit, index, ir: unit.ir.functions[index]!, ...nothingYet(), depth: run.depth + 1 };
}

function nothingYet(): Pick<
  Evaluation,
  'returns' | 'swallows' | 'holes' | 'caught' | 'sinks' | 'outside' | 'jumps' | 'evaluated'
> {
  return {
    returns: [],
    swallows: [],
    holes: [],
    caught: [],
    sinks: [{ modes: noModes }],
    outside: { modes: noModes },
    jumps: [],
    evaluated: new Map(),
  };
}
