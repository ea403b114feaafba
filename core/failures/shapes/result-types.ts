import type { TypeIr, TypeMember } from '../../syntax/ir/nodes.js';
import type { FileView, StaticType } from '../view.js';

/** What a result says of its failure. */
export interface ResultShape {
  /** The member that tells success from failure (`ok`), where the type is written out. */
  readonly tag: string | undefined;
  /** What it is when nothing failed. */
  readonly success: string | number | boolean | undefined;
  /** The member with the error. */
  readonly error: string | undefined;
}

const resultNames = /^(Result|ResultAsync|Either|TaskEither|Outcome|SafeParseReturnType|ZodSafeParseResult)$/;
const tags = /^(ok|success|isOk|status|kind|type|_tag|tag)$/;
const succeeding = /^(ok|success|succeeded|right|done|fulfilled|valid)$/i;
const failing = /^(error|err|fail|failed|failure|left|rejected|invalid)$/i;

/** Whether a type is a union of success and failure that its holder has to look at. */
export function resultShape(file: FileView, type: StaticType | undefined): ResultShape | undefined {
  switch (type?.kind) {
    case 'promise':
      return resultShape(file, type.of);
    case 'external':
      return resultNames.test(type.name) && type.package !== 'lib'
        ? { tag: undefined, success: undefined, error: undefined }
        : undefined;
    case 'declared':
    case 'written':
      return ofUnion(type.type);
    default:
      return undefined;
  }
}

function ofUnion(type: TypeIr): ResultShape | undefined {
  if (type.kind === 'ref' && type.name === 'Promise' && type.args[0]) return ofUnion(type.args[0]);
  if (type.kind === 'ref' && resultNames.test(type.name) && type.args.length > 0)
    return { tag: undefined, success: undefined, error: undefined };
  if (type.kind !== 'union') return undefined;
  const shapes = type.members.flatMap(each => (each.kind === 'shape' ? [each.properties] : []));
  if (shapes.length < 2 || shapes.length !== type.members.length) return undefined;
  for (const { name } of shapes[0]!) {
    if (!tags.test(name)) continue;
    const values = shapes.map(each => literalOf(each, name));
    if (values.some(each => each === undefined)) continue;
    const bad = values.findIndex(each => each === false || (typeof each === 'string' && failing.test(each)));
    // A union of other things may have an error among its members; a result is one of two.
    if (typeof values[bad] === 'string' && !(values.length === 2 && values.some(isSuccess))) continue;
    if (bad < 0) continue;
    const error = shapes[bad]!.find(each => /^(error|err|cause|reason)$/.test(each.name))?.name;
    return { tag: name, success: values.find((_, i) => i !== bad), error };
  }
  return undefined;
}

function literalOf(shape: readonly TypeMember[], name: string): string | number | boolean | undefined {
  const type = shape.find(each => each.name === name)?.type;
  return type?.kind === 'literal' && type.value !== null ? type.value : undefined;
}

function isSuccess(value: unknown): boolean {
  return typeof value === 'string' && succeeding.test(value);
}
