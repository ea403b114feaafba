import type { FileIr, FunctionIr } from '../../syntax/ir/nodes.js';
import { digest } from '../../syntax/strings.js';
import { calledName } from '../shapes/calls.js';
import { eachExprDeep } from '../shapes/scope.js';

const positions = new Set(['start', 'end', 'nameStart', 'nameEnd', 'doc', 'parent', 'owner']);

/** A function with everything in it, without positions and comments: equal for equal code. */
export function shapeOf(ir: FileIr, index: number): string {
  const write = (fn: FunctionIr): string =>
    JSON.stringify(fn, (key, value: unknown) => {
      if (positions.has(key)) return undefined;
      if (isFunctionNode(value)) {
        const inner = ir.functions[value.index];
        return inner ? ['function', write({ ...inner, name: '' })] : undefined;
      }
      return value;
    });
  const fn = ir.functions[index];
  return fn ? digest(write({ ...fn, name: '' })) : '';
}

function isFunctionNode(value: unknown): value is { readonly index: number } {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('index' in value)) return false;
  return (value.kind === 'function' || value.kind === 'declare-function') && typeof value.index === 'number';
}

/** What a function mentions, with counts: what two versions of it have in common. */
export function wordsOf(ir: FileIr, index: number): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  const note = (word: string): void => {
    words.set(word, (words.get(word) ?? 0) + 1);
  };
  const fn = ir.functions[index];
  if (!fn) return words;
  eachExprDeep(ir, index, fn.body, expr => {
    if (expr.kind === 'call') note(`${calledName(expr)}()`);
    else if (expr.kind === 'member') note(`.${expr.property}`);
    else if (expr.kind === 'literal') note(JSON.stringify(expr.value));
    else if (expr.kind === 'template') note(expr.text);
    else if (expr.kind === 'name') note(expr.name);
  });
  return words;
}

/** Twice what is common by the sum of both: 1 for the same words. */
export function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  let total = 0;
  for (const [word, count] of a) {
    common += Math.min(count, b.get(word) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 0 : (2 * common) / total;
}
