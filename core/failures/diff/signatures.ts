import type { FunctionIr, ParamIr, TypeIr } from '../../syntax/ir/nodes.js';

/** Whether callers of the one may call the other as they do: parameters may join where they are optional. */
export function isCompatible(base: FunctionIr, head: FunctionIr): boolean {
  if (base.form === 'module' || head.form === 'module') return true;
  // A function that gives a plain value now says so in its type.
  if (base.isAsync && !head.isAsync && head.returns !== undefined && !isPromise(head.returns)) return false;
  if (head.params.length < base.params.length) return false;
  const hasSame = base.params.every((param, i) => isSameParam(param, head.params[i]!));
  const mayBeLeftOut = head.params
    .slice(base.params.length)
    .every(({ isOptional, isRest, fallback }) => isOptional || isRest || fallback !== undefined);
  return hasSame && mayBeLeftOut && isSameType(base.returns, head.returns);
}

function isPromise(type: TypeIr): boolean {
  if (type.kind === 'union') return type.members.some(isPromise);
  return type.kind !== 'ref' || /(Promise|PromiseLike|Thenable|Task|Either|any|unknown|never|void)$/i.test(type.name);
}

function isSameParam(base: ParamIr, head: ParamIr): boolean {
  if (base.isRest !== head.isRest) return false;
  if (base.isOptional && !head.isOptional) return false;
  return isSameType(base.type, head.type);
}

/** A type that is not written is taken for the same: nothing says otherwise. */
function isSameType(base: TypeIr | undefined, head: TypeIr | undefined): boolean {
  return base === undefined || head === undefined || written(base) === written(head);
}

/** A type without the documentation of its members. */
function written(type: TypeIr): string {
  return JSON.stringify(type, (key, value: unknown) => (key === 'doc' ? undefined : value));
}
