import type { ClassMap } from '../../failures/evaluate/errors.js';
import type { Unit } from '../../failures/link/linker.js';
import { type LoadedPack, loadModelPack } from '../../failures/model-pack/load.js';
import type { ModelPack } from '../../failures/model-pack/pack.js';
import { callPathsIn } from '../../failures/policy/call-pattern.js';
import type { Program } from '../../failures/program/program.js';
import { compileGlob } from '../../policy/globs.js';
import { suggestion } from '../../policy/nearest.js';
import type { PolicyProblem } from '../../policy/policy.js';
import { matchesWildcard } from '../../policy/wildcard.js';
import type { Setting } from './state.js';

/** What contracts are made with besides the sources. */
export interface AnalysisPolicy {
  readonly pack: ModelPack;
  readonly classes: ClassMap;
  /** Of the model packs that the policy names. */
  readonly problems: readonly PolicyProblem[];
}

/** The very objects of an earlier program where nothing in them changed: then its contracts still hold. */
export function analysisPolicy(
  before: Pick<Program, 'classes'> | undefined,
  { policy, failureInputs }: Setting,
): AnalysisPolicy {
  const { pack, problems } = packOf(failureInputs.models);
  const { classes } = policy.failures;
  const isSame = before !== undefined && JSON.stringify([...before.classes]) === JSON.stringify([...classes]);
  return { pack, classes: isSame ? before.classes : classes, problems };
}

let last: { readonly key: string; readonly loaded: LoadedPack } | undefined;

/** Packs of equal texts are one object. */
function packOf(models: Setting['failureInputs']['models']): LoadedPack {
  if (models.length === 0) return loadModelPack();
  const key = JSON.stringify(models);
  if (last?.key !== key) last = { key, loaded: loadModelPack(models) };
  return last.loaded;
}

/** Words of the section `failures` that mean nothing in this code: a warning each. */
export function problemsOf(program: Program, { policy, failureInputs }: Setting): PolicyProblem[] {
  const { models, callPatterns, errorTypes } = policy.failures;
  if (policy.isKept || models.length + callPatterns.length + errorTypes.length === 0) return [];
  const vacuous = (span: PolicyProblem['span'], message: string): PolicyProblem => ({
    rule: 'arch/vacuous-rule',
    path: policy.path,
    span,
    message,
    severity: 'warning',
  });
  const calls = new Set(callPatterns.map(each => each.pattern));
  const types = new Set(errorTypes.map(each => lastName(each.type)));
  for (const { name } of program.pack.errors) types.delete(name);
  for (const { unit } of program.members.values()) {
    if (calls.size === 0 && types.size === 0) break;
    for (const pattern of calls) if (isCalled(pattern, unit)) calls.delete(pattern);
    for (const type of types) if (isNamed(type, unit)) types.delete(type);
  }
  const declared = () =>
    [...program.members.values()].flatMap(({ unit }) => unit.ir.classes.map(({ name }) => lastName(name)));
  return [
    ...models
      .filter(({ glob }) => !failureInputs.models.some(({ path }) => compileGlob(glob).matches(path)))
      .map(({ glob, span }) =>
        vacuous(span, `"${glob}" matches no file, so no models are read. Correct it, or remove it.`),
      ),
    ...callPatterns
      .filter(({ pattern }) => calls.has(pattern))
      .map(({ pattern, span }) =>
        vacuous(
          span,
          `Nothing in this code calls "${pattern}", so this does nothing. Write the call as the code does, or remove it.`,
        ),
      ),
    ...errorTypes
      .filter(({ type }) => types.has(lastName(type)))
      .map(({ type, span }) =>
        vacuous(
          span,
          `No class "${type}" is declared or imported here, so nothing has this class.${suggestion(lastName(type), declared(), 0)}`,
        ),
      ),
  ];
}

/** A call is written so, or the pattern starts with a package that the file imports. */
function isCalled(pattern: string, { ir, facts }: Unit): boolean {
  for (const path of callPathsIn(ir)) if (matchesWildcard(pattern, path)) return true;
  return facts.imports.some(({ specifier }) => specifier !== undefined && pattern.startsWith(`${specifier}.`));
}

/** The file declares the type or imports it. */
function isNamed(type: string, { ir, facts }: Unit): boolean {
  return (
    ir.classes.some(({ name }) => lastName(name) === type) ||
    ir.types.some(({ name }) => name === type) ||
    facts.imports.some(({ names }) => names.some(({ imported, local }) => imported === type || local === type))
  );
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
