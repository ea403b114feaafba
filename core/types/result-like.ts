import type { Checker, TypeHandle } from './checker.js';
import type { KnownType } from './oracle.js';

/** Properties that tell success from failure, the most telling first. */
const discriminants = [
  'ok',
  'success',
  'isOk',
  'isSuccess',
  'valid',
  'isErr',
  'isError',
  'failed',
  '_tag',
  'status',
  'kind',
  'type',
  'tag',
  'result',
];

/** Where `true` is the failure. */
const negative = new Set(['isErr', 'isError', 'failed']);

const failureWord = /^(err|error|errored|fail|failed|failure|ko|left|invalid|rejected|bad)$/i;

/** More members than this are an enumeration of cases, not a result. */
const maxMembers = 8;

/** The discriminant of a union of object types of which at least one means failure and at least one does not. */
export function resultLike(checker: Checker, members: readonly TypeHandle[]): KnownType['resultLike'] {
  const objects = members.filter(member => isObject(checker, member));
  if (objects.length < 2 || objects.length > maxMembers) return undefined;
  const properties = objects.map(
    object => new Map(checker.propertiesOf(object).map(property => [property.name, property])),
  );
  if (areOkAndErr(checker, objects)) return { discriminant: '', failure: true };
  for (const discriminant of discriminants) {
    const symbols = properties.flatMap(of => of.get(discriminant) ?? []);
    if (symbols.length < objects.length) continue;
    const values = checker.typesOf(symbols).map(type => discriminantValue(checker, type));
    if (values.some(value => value === undefined)) continue;
    const isFailure = (value: unknown): boolean =>
      typeof value === 'boolean' ? value === negative.has(discriminant) : failureWord.test(String(value));
    const failure = values.find(isFailure);
    if (failure !== undefined && !values.every(isFailure)) return { discriminant, failure };
  }
  return undefined;
}

/** Two classes that a member function tells apart: `result.isErr()`. */
function areOkAndErr(checker: Checker, objects: readonly TypeHandle[]): boolean {
  const names = objects.map(object => checker.symbolOf(object)?.name ?? '').sort();
  return (
    /^(Err Ok|Failure Success|Left Right)$/.test(names.join(' ')) &&
    objects.every(object => checker.propertyOf(object, 'isErr') ?? checker.propertyOf(object, 'isLeft'))
  );
}

function isObject(checker: Checker, type: TypeHandle): boolean {
  const { kind } = checker.shapeOf(type);
  return kind === 'object' || kind === 'class';
}

function discriminantValue(checker: Checker, type: TypeHandle | undefined): string | boolean | undefined {
  const shape = type && checker.shapeOf(type);
  const value = shape?.kind === 'value' ? shape.value : undefined;
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}
