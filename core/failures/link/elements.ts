import type { CallExpr, FileIr, TypeIr } from '../../syntax/ir/nodes.js';
import type { StaticType } from '../view.js';
import { eachExpr } from '../walk.js';
import type { Linker, Unit } from './linker.js';

const sameElements = /^(filter|slice|sort|toSorted|reverse|toReversed|splice|concat|values|with|fill)$/;
const oneElement = /^(find|findLast|at|pop|shift|get)$/;
const callsWithElement =
  /^(map|forEach|filter|flatMap|some|every|find|findIndex|findLast|findLastIndex|partition|sort|toSorted)$/;

/** What a built-in collection holds; `undefined` for other types and where it is not written. */
function heldBy(type: StaticType | undefined): StaticType | undefined {
  if (type?.kind === 'list') return type.of;
  return type?.kind === 'external' && type.package === 'lib' ? type.of : undefined;
}

/** The type that a method of a built-in collection gives, where that is what the collection holds; and a `new Map<K, V>()`. */
export function collectionResult(
  unit: Unit,
  fn: number,
  { callee, args, isNew, typeArgs }: CallExpr,
  linker: Linker,
  depth: number,
): StaticType | undefined {
  if (isNew && callee.kind === 'name' && callee.name === 'Map') return mapOf(unit, typeArgs, linker, depth);
  if (callee.kind !== 'member') return undefined;
  const { property, object } = callee;
  if (property === 'from' && object.kind === 'name' && object.name === 'Array')
    return args[0] && listOf(heldBy(linker.typeOf(unit, fn, args[0], depth + 1)));
  const isOne = oneElement.test(property);
  if (!isOne && !sameElements.test(property)) return undefined;
  const held = heldBy(linker.typeOf(unit, fn, object, depth + 1));
  return isOne ? held : listOf(held);
}

function listOf(of: StaticType | undefined): StaticType | undefined {
  return of && { kind: 'list', of };
}

/** `Map<K, V>`, written or made with its type arguments, as a type that holds `V`. */
export function mapOf(unit: Unit, args: readonly TypeIr[], linker: Linker, depth: number): StaticType | undefined {
  const [, value] = args;
  const of = value && linker.writtenType(unit, value, depth + 1);
  const type = linker.libType('Map');
  return of && type.kind === 'external' ? { ...type, of } : undefined;
}

/** The type of a parameter that is not annotated, of a function handed to a method of a collection or to `then`. */
export function handedType(
  unit: Unit,
  fn: number,
  parameter: number,
  linker: Linker,
  depth: number,
): StaticType | undefined {
  if (parameter !== 0) return undefined;
  const taker = takersIn(unit.ir).get(fn);
  const callee = taker?.call.callee;
  if (!taker || callee?.kind !== 'member') return undefined;
  const { property, object } = callee;
  const isThen = property === 'then' && taker.position === 0;
  if (!isThen && !callsWithElement.test(property)) return undefined;
  const type = linker.typeOf(unit, taker.fn, object, depth + 1);
  if (isThen) return type?.kind === 'promise' ? type.of : undefined;
  return heldBy(type);
}

interface Taker {
  readonly fn: number;
  readonly call: CallExpr;
  readonly position: number;
}

const known = new WeakMap<FileIr, ReadonlyMap<number, Taker>>();

/** The calls that functions of a file are handed to where they are written, by their index. */
function takersIn(ir: FileIr): ReadonlyMap<number, Taker> {
  const found = known.get(ir);
  if (found) return found;
  const takers = new Map<number, Taker>();
  for (const [fn, { body }] of ir.functions.entries())
    eachExpr(body, call => {
      if (call.kind !== 'call') return;
      for (const [position, arg] of call.args.entries())
        if (arg.kind === 'function') takers.set(arg.index, { fn, call, position });
    });
  known.set(ir, takers);
  return takers;
}
