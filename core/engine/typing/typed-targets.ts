import type { Unit } from '../../failures/link/linker.js';
import {
  type FileTypes,
  placeKey,
  type TypedCallee,
  type TypedClass,
  type TypedTarget,
  type TypedValue,
} from '../../failures/link/typed.js';
import type { FilePath } from '../../files/paths.js';
import { digest } from '../../syntax/strings.js';
import type { Span } from '../../text/span.js';
import type {
  CalleeAnswer,
  ClassRef,
  DeclarationRef,
  FileAnswers,
  FileQuestions,
  TypeAnswer,
  WorkspaceDeclaration,
} from '../../types/oracle.js';

type UnitOf = (path: FilePath) => Unit | undefined;

/** The answers about a file in the form that survives edits elsewhere: by names. `before`: what was said earlier of the same text. */
export function fileTypesOf(
  asked: Pick<FileQuestions, 'callees' | 'types'>,
  answers: FileAnswers,
  unitOf: UnitOf,
  before: FileTypes | undefined,
): FileTypes {
  const callees = inOrder(before?.callees, asked.callees, at => typedCalleeOf(answers.callees[at], unitOf));
  const values = inOrder(before?.values, asked.types, at => typedValueOf(answers.types[at], unitOf));
  const said = [callees, values].map(each => [...each.values()].map(answer => answer ?? 0));
  const made = { callees, values, digest: digest(JSON.stringify(said)) };
  const isSame =
    before?.digest === made.digest && before.callees.size === callees.size && before.values.size === values.size;
  return isSame ? before : made;
}

function inOrder<T>(
  before: ReadonlyMap<string, T> | undefined,
  places: readonly Span[],
  answerAt: (at: number) => T,
): ReadonlyMap<string, T> {
  const all = new Map(before);
  for (const [at, place] of places.entries()) all.set(placeKey(place), answerAt(at));
  return new Map([...all].sort(([a], [b]) => startOf(a) - startOf(b) || (a < b ? -1 : 1)));
}

/** Promises that are results themselves. */
const laterResult = /^(ResultAsync|TaskEither)$/;

function typedValueOf(answer: TypeAnswer | undefined, unitOf: UnitOf): TypedValue | undefined {
  if (!answer || answer.kind === 'unknown' || answer.any) return undefined;
  const classes = answer.classes.flatMap(each => typedClassOf(each, unitOf) ?? []);
  const result =
    answer.resultLike ??
    (answer.classes.some(({ declaration: { name } }) => laterResult.test(name))
      ? { discriminant: '', failure: true }
      : undefined);
  return { classes: classes.length < answer.classes.length ? [] : classes, ...(result && { result }) };
}

function typedClassOf({ declaration, bases }: ClassRef, unitOf: UnitOf): TypedClass | undefined {
  const isOfPackage = 'package' in declaration;
  if (!isOfPackage && !unitOf(declaration.path)?.ir.classes.some(({ name }) => name === declaration.name))
    return undefined;
  return { symbol: symbolOf(declaration), isOfPackage, bases: bases.map(symbolOf) };
}

function symbolOf(ref: DeclarationRef): string {
  return `${'package' in ref ? ref.package : ref.path}#${ref.name}`;
}

function startOf(key: string): number {
  return Number.parseInt(key, 10);
}

function typedCalleeOf(answer: CalleeAnswer | undefined, unitOf: UnitOf): TypedCallee | undefined {
  if (!answer || answer.kind === 'unknown') return undefined;
  if (answer.kind === 'any') return { kind: 'any' };
  const targets = new Map<string, TypedTarget>();
  for (const ref of answer.declarations) {
    const target = targetOf(ref, unitOf);
    // One possibility that is not known makes the others worthless.
    if (!target) return undefined;
    targets.set(JSON.stringify(target), target);
  }
  return targets.size === 0 ? undefined : { kind: 'targets', targets: [...targets.values()] };
}

function targetOf(ref: DeclarationRef, unitOf: UnitOf): TypedTarget | undefined {
  if ('package' in ref) {
    if (ref.kind === 'parameter') return { kind: 'callback' };
    return { kind: 'package', package: ref.package, name: ref.name, ...(ref.promise && { promise: true }) };
  }
  if (ref.kind === 'parameter') return { kind: 'callback' };
  const unit = unitOf(ref.path);
  if (!unit) return undefined;
  if (ref.kind === 'class') {
    return unit.ir.classes.some(each => each.name === ref.name)
      ? { kind: 'class', path: ref.path, name: ref.name }
      : undefined;
  }
  return functionTarget(ref, unit) ?? memberTarget(ref);
}

function functionTarget({ path, start }: WorkspaceDeclaration, { ir }: Unit): TypedTarget | undefined {
  const fn =
    ir.functions.find(each => each.nameStart === start && each.nameEnd > each.nameStart) ??
    ir.functions.find(each => each.start === start && each.form !== 'module');
  return fn?.hasBody ? { kind: 'function', path, name: fn.name } : undefined;
}

const memberKinds: ReadonlySet<WorkspaceDeclaration['kind']> = new Set([
  'abstract-method',
  'interface-method',
  'method',
  'property',
]);

function memberTarget({ path, name, kind }: WorkspaceDeclaration): TypedTarget | undefined {
  const dot = name.lastIndexOf('.');
  if (!memberKinds.has(kind) || dot < 0) return undefined;
  return { kind: 'member', path, owner: name.slice(0, dot), name: name.slice(dot + 1) };
}
