import type { FailureContract } from '../contract.js';
import type { Linker, Unit } from '../link/linker.js';
import type { FunctionRef } from '../view.js';
import type { ClassMap } from './errors.js';
import { type Evaluation, nothingYet } from './evaluation.js';
import { evaluate } from './expressions.js';
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
