import type { Expr } from '../syntax/ir/nodes.js';

/** An expression as source text, for messages and conditions: not byte for byte what was written, but what it says. */
export function printExpr(expr: Expr, depth = 0): string {
  const of = (each: Expr): string => printExpr(each, depth + 1);
  if (depth > 6) return '…';
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'literal':
      return typeof expr.value === 'string' ? `'${expr.value.replaceAll("'", "\\'")}'` : String(expr.value);
    case 'template': {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the mark that stands for a part.
      const pieces = expr.text.split('${}');
      return `\`${pieces.map((piece, i) => piece + (expr.parts[i] ? `\${${of(expr.parts[i]!)}}` : '')).join('')}\``;
    }
    case 'regex':
      return expr.text;
    case 'member':
      return `${expr.object.kind === 'await' || expr.object.kind === 'binary' ? `(${of(expr.object)})` : of(expr.object)}${expr.optional ? '?.' : '.'}${expr.property}`;
    case 'index':
      return `${of(expr.object)}[${of(expr.index)}]`;
    case 'call':
      return `${expr.isNew ? 'new ' : ''}${of(expr.callee)}(${expr.args.map(of).join(', ')})`;
    case 'await':
      return `await ${of(expr.value)}`;
    case 'this':
    case 'super':
      return expr.kind;
    case 'unary':
      if (expr.op.startsWith('x')) return `${of(expr.value)}${expr.op.slice(1)}`;
      return `${expr.op}${/[a-z]$/.test(expr.op) ? ' ' : ''}${expr.value.kind === 'binary' ? `(${of(expr.value)})` : of(expr.value)}`;
    case 'binary':
      return `${operand(expr.left, expr.op, of)} ${expr.op} ${operand(expr.right, expr.op, of)}`;
    case 'assign':
      return `${of(expr.target)} ${expr.op} ${of(expr.value)}`;
    case 'conditional':
      return `${of(expr.test)} ? ${of(expr.yes)} : ${of(expr.no)}`;
    case 'cast':
      return of(expr.value);
    case 'spread':
      return `...${of(expr.value)}`;
    case 'array':
      return `[${expr.elements.map(of).join(', ')}]`;
    case 'object':
      return expr.properties.length === 0 ? '{}' : '{ … }';
    case 'function':
      return '() => …';
    default:
      return '…';
  }
}

function operand(expr: Expr, op: string, of: (expr: Expr) => string): string {
  const isWeaker =
    expr.kind === 'binary' &&
    expr.op !== op &&
    (op === '&&' || op === '||' || op === '??'
      ? expr.op === '||' || expr.op === '??' || expr.op === '&&'
      : !/^[*/%]/.test(expr.op));
  return isWeaker || expr.kind === 'conditional' || expr.kind === 'assign' ? `(${of(expr)})` : of(expr);
}
