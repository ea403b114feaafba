import type { Expr } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import { mentions, partsOf, pathOf } from '../walk.js';
import type { Context } from './context.js';

export function isIgnoring(value: Expr): boolean {
  return value.kind === 'name' && /^(noop|ignore|swallow)/.test(value.name);
}

export function isErrorLike(value: Expr | undefined, context: Context): boolean {
  if (!value) return false;
  const inner = bare(value);
  if (inner.kind === 'call') return inner.isNew && /Error|Exception/.test(pathOf(inner.callee) ?? '');
  return inner.kind === 'name' && (inner.name === context.caught || /^(e|err|error)$/.test(inner.name));
}

/** The class of an error as a caller can tell it, with the status or code it is given. */
export function errorText(error: Expr, { file, fn }: Context): string {
  if (error.kind !== 'call') {
    if (error.kind === 'name') {
      const bound = file.binding(fn, error.name);
      if (bound?.kind === 'local' && bound.value)
        return errorText(bare(bound.value), { file, fn: bound.fn } as Context);
      return '$';
    }
    return error.kind === 'object' ? 'object' : '$';
  }
  const name = pathOf(error.callee)?.replace(/^.*\./, '') ?? 'error';
  const codes: string[] = [];
  for (const arg of error.args) {
    if (arg.kind === 'literal' && typeof arg.value === 'number' && arg.value >= 100 && arg.value < 600)
      codes.push(String(arg.value));
    if (arg.kind === 'object')
      for (const { name: property, value } of arg.properties)
        if (/^(status|statusCode|code)$/.test(property) && value.kind === 'literal') codes.push(String(value.value));
  }
  return [name, ...codes].join(' ');
}

export function causeIn(error: Expr, { caught }: Context): 'whole' | 'part' | 'none' {
  if (caught === undefined || !mentions(error, caught)) return 'none';
  let isWhole = false;
  const visit = (expr: Expr): void => {
    if (expr.kind === 'name' && expr.name === caught) isWhole = true;
    if (expr.kind === 'template' || (expr.kind === 'member' && expr.object.kind === 'name')) return;
    if (expr.kind === 'call' && /^(String|JSON\.stringify)$/.test(pathOf(expr.callee) ?? '')) return;
    if (expr.kind === 'binary' && (expr.op === 'instanceof' || expr.op === '+')) return;
    for (const part of partsOf(expr)) visit(part);
  };
  visit(error);
  return isWhole ? 'whole' : 'part';
}

/** An error, as a text, with a message that no other is likely to have. */
export function hasMessage(detail: string): boolean {
  return /"[^"]*\w{3,}[^\w"]+\w{3,}[^"]*"|`[^`]*\w{3,}[^\w`]+\w{3,}[^`]*`/.test(detail);
}
