import type { Expr, FileIr, FunctionIr } from '../../syntax/ir/nodes.js';
import { mentions } from '../walk.js';

/** A value that stands in a class, with the function whose names it sees. */
export interface ClassValue {
  readonly value: Expr;
  readonly fn: number;
}

/**
 * What `new` evaluates before the body of a constructor: initialisers of fields, functions left out. They see what stands
 * around the class, and `this`; no parameter of the constructor.
 */
export function fieldValues({ classes }: FileIr, fn: FunctionIr, index: number): readonly ClassValue[] {
  if (fn.form !== 'constructor') return [];
  const params = fn.params.flatMap(({ target }) => (target.kind === 'name' ? [target.name] : []));
  return (classes[fn.owner]?.fields ?? []).flatMap(({ value, isStatic }) => {
    if (isStatic || !value || value.kind === 'function') return [];
    return [{ value, fn: params.some(name => mentions(value, name)) ? fn.parent : index }];
  });
}

/** What runs where a class is declared: initialisers of static fields, and static blocks as functions of the file. */
export function staticParts(
  { classes, functions }: FileIr,
  index: number,
): { readonly values: readonly Expr[]; readonly blocks: readonly number[] } {
  const values = (classes[index]?.fields ?? []).flatMap(({ value, isStatic }) =>
    isStatic && value && value.kind !== 'function' ? [value] : [],
  );
  const blocks = functions.flatMap(({ form, owner }, at) => (form === 'static-block' && owner === index ? [at] : []));
  return { values, blocks };
}
