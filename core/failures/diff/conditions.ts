import type { Expr } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import type { FileView } from '../view.js';

/** How far constants are followed into their values. */
const mostHops = 3;
/** Longest text of an object or a list, in UTF-16 units: enough to tell one from another. */
const longest = 400;

const flipped: Readonly<Record<string, string>> = { '>': '<', '>=': '<=' };
const negated: Readonly<Record<string, string>> = { '<': '>=', '<=': '>' };

/**
 * The alternatives of a condition that holds (`sign`) or does not, each as a text in which names of locals do not count,
 * `const` names stand for their values, and equal questions are written alike. A `!` in front is the sign.
 */
export function alternativesOf(file: FileView, fn: number, test: Expr, sign: boolean): readonly string[] {
  const all = [...new Set(alternatives(file, fn, test, sign))];
  // Where `a.b` is asked for, `a` is: `!a || !a.b` says no more than `!a?.b`.
  return all.filter(each => !(each.startsWith('!') && all.some(other => other.startsWith(`${each}.`))));
}

function alternatives(file: FileView, fn: number, test: Expr, sign: boolean): readonly string[] {
  const inner = bare(test);
  if (inner.kind === 'unary' && inner.op === '!') return alternatives(file, fn, inner.value, !sign);
  if (inner.kind === 'binary' && inner.op === (sign ? '||' : '&&'))
    return [...alternatives(file, fn, inner.left, sign), ...alternatives(file, fn, inner.right, sign)];
  const constant = constantValue(file, fn, inner);
  if (constant) return alternatives(file, constant.fn, constant.value, sign);
  return [signed(conditionText(file, fn, inner, mostHops), sign)];
}

/** A condition without its sign. */
export function unsigned(text: string): string {
  return text.startsWith('!') ? text.slice(1) : text;
}

function signed(text: string, sign: boolean): string {
  if (sign) return text;
  return text.startsWith('!') ? text.slice(1) : `!${text}`;
}

/** The value of a `const` that was taken out of a condition. */
function constantValue(file: FileView, fn: number, expr: Expr): { value: Expr; fn: number } | undefined {
  if (expr.kind !== 'name') return undefined;
  const bound = file.binding(fn, expr.name);
  if (bound?.kind !== 'local' || bound.isReassigned || bound.value === undefined) return undefined;
  const value = bare(bound.value);
  const isQuestion = (value.kind === 'binary' && value.op !== '??' && value.op !== '+') || value.kind === 'unary';
  return isQuestion ? { value, fn: bound.fn } : undefined;
}

/** An expression as text in which names of locals and parameters do not count. */
export function conditionText(file: FileView, fn: number, expr: Expr, hops = mostHops): string {
  const inner = bare(expr);
  const of = (each: Expr): string => conditionText(file, fn, each, hops);
  switch (inner.kind) {
    case 'literal':
      return JSON.stringify(inner.value);
    case 'name':
      return nameText(file, fn, inner.name, hops);
    case 'this':
      return 'this';
    case 'member':
      return `${of(inner.object)}.${inner.property}`;
    case 'index':
      return `${of(inner.object)}[${of(inner.index)}]`;
    case 'call':
      return `${of(inner.callee)}(${inner.args.map(of).join()})`;
    case 'await':
    case 'cast':
      return of(inner.value);
    case 'unary':
      if (inner.op === '!') return signed(of(inner.value), false);
      return `${inner.op} ${of(inner.value)}`;
    case 'binary':
      return binaryText(inner.op, of(inner.left), of(inner.right));
    case 'template':
      return `\`${inner.text}\``;
    case 'regex':
      return inner.text;
    case 'object': {
      // The order of properties says nothing.
      const properties = inner.properties.map(({ name, value }) => `${name}:${of(value)}`).sort();
      return cut(`{${properties.join()}}`);
    }
    case 'array':
      return cut(`[${inner.elements.map(of).join()}]`);
    default:
      return `<${inner.kind}>`;
  }
}

function cut(text: string): string {
  return text.length > longest ? text.slice(0, longest) : text;
}

function binaryText(op: string, left: string, right: string): string {
  if (op === '==' || op === '===') return equality(left, right);
  if (op === '!=' || op === '!==') return signed(equality(left, right), false);
  if (op === '&&' && right.startsWith(`${left}.`)) return right;
  if (op === '&&' || op === '||') return `${left} ${op} ${right}`;
  const turned = flipped[op];
  if (turned !== undefined) return binaryText(turned, right, left);
  if (op === '<' && left === '0' && /\.(length|size)$/.test(right)) return right;
  const opposite = negated[op];
  return opposite === '>' ? `!${right} < ${left}` : `${left} ${op} ${right}`;
}

const nothing: ReadonlySet<string> = new Set(['null', 'undefined', '""', '0']);

/** `x == null`, `x === ''` and `!x` ask alike for something that is not there. */
function equality(left: string, right: string): string {
  for (const [a, b] of [
    [left, right],
    [right, left],
  ] as const) {
    if (nothing.has(b)) return `!${a}`;
    if (b === 'false') return signed(a, false);
    if (b === 'true') return a;
  }
  return left < right ? `${left} == ${right}` : `${right} == ${left}`;
}

function nameText(file: FileView, fn: number, name: string, hops: number): string {
  if (name === 'undefined') return name;
  const bound = file.binding(fn, name);
  switch (bound?.kind) {
    case 'param':
      return ['$', ...bound.path].join('.');
    case 'local':
      if (hops > 0 && !bound.isReassigned && bound.fn !== 0 && isPath(bound.value))
        return conditionText(file, bound.fn, bound.value, hops - 1);
      return bound.fn === 0 ? name : '$';
    case 'each':
    case 'caught':
      return '$';
    default:
      return name;
  }
}

/** A value that is only another name for something: `user.name`, `this.options`. */
function isPath(value: Expr | undefined): value is Expr {
  if (value === undefined) return false;
  const inner = bare(value);
  return inner.kind === 'member' ? isPath(inner.object) : inner.kind === 'name' || inner.kind === 'this';
}
