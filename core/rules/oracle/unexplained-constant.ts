import { ownName } from '../../failures/shapes/names.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { eachExpr, partsOf } from '../../failures/walk.js';
import type { Expr, FunctionIr, LiteralExpr, TypeIr } from '../../syntax/ir/nodes.js';
import { relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

/** Fewer are left alone: one number can be read off its place. */
const enough = 3;

export const unexplainedConstant = defineRule({
  id: 'oracle/unexplained-constant',
  summary: 'A function computes a number with constants whose origin nobody states.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (isTest || isExempt(file.path)) return;
    for (const { fn, index } of functionsOf(file)) {
      if (fn.form === 'module' || !givesNumber(fn) || isExempt(ownName(fn)) || explains(file, fn)) continue;
      const found = unexplained(fn);
      if (found.length < enough || isTested(failures, file, index)) continue;
      const numbers = found.map(each => String(each.value));
      report({
        path: file.path,
        span: { start: fn.nameStart, end: Math.max(fn.nameEnd, fn.nameStart + 1) },
        message: `${ownName(fn)} computes with ${listOf(numbers)}: nobody can say where they come from, or whether a wrong one would be noticed. Name them, and say the source in the comment.`,
        symbol: file.symbolOf(index),
        site: numbers.join(' '),
        related: found.slice(0, 6).map(each => relatedAt(file, each, `Why ${each.value}?`)),
        data: { constants: found.map(each => each.value) },
      });
    }
  },
});

/** Geometry, colour, animation, random and hash functions: their constants are conventions. */
function isExempt(name: string): boolean {
  return /(colou?r|rgb|hsl|hsv|oklch|gamma|luminance|eas(e|ing)|bezier|spline|angle|rotat|geo|lat|lng|haversine|mercator|svg|canvas|animat|spring|perlin|noise|hash|crc|murmur|crypto|random|seed|font|pixel|layout|constants|fixtures|calendar|date|format|parse|encode|decode|utf|base64|render|draw|matrix|vector|shader|wave|audio)/i.test(
    name,
  );
}

function givesNumber({ returns, body }: FunctionIr): boolean {
  if (returns !== undefined) return isNumber(returns);
  return body.some(stmt => stmt.kind === 'return' && stmt.value !== undefined && isArithmetic(bare(stmt.value)));
}

function isNumber(type: TypeIr): boolean {
  if (type.kind === 'union')
    return type.members.every(each => isNumber(each) || (each.kind === 'literal' && each.value === null));
  return (
    type.kind === 'ref' &&
    (type.name === 'number' || (type.name === 'Promise' && type.args[0] !== undefined && isNumber(type.args[0])))
  );
}

function isArithmetic(expr: Expr): boolean {
  return expr.kind === 'binary' && /^(\*\*|[-+*/%])$/.test(expr.op) && (isNumeric(expr.left) || isNumeric(expr.right));
}

function isNumeric(expr: Expr): boolean {
  const at = bare(expr);
  return (at.kind === 'literal' && typeof at.value === 'number') || isArithmetic(at);
}

/** The comment names a source, a unit or a formula, or the body explains line by line. */
function explains(file: FileView, fn: FunctionIr): boolean {
  const text =
    fn.doc === undefined ? '' : `${fn.doc.text} ${fn.doc.tags.map(tag => `${tag.name} ${tag.text}`).join(' ')}`;
  if (
    /https?:|§|\bsee\b|\bper\b|formula|according|source|from|RFC|ISO|\b(ms|seconds?|minutes?|hours?|days?|percent|cents?|metres?|meters?|bytes?|kg|km)\b|[=≈∑√]/i.test(
      text,
    )
  )
    return true;
  const inside = file.ir.comments.filter(
    comment => fn.start <= comment.start && comment.end <= fn.end && comment.text.split(/\s+/).length >= 4,
  );
  return inside.length > 0;
}

/** Distinct numbers in arithmetic and thresholds that say nothing by themselves. */
function unexplained({ body }: FunctionIr): readonly LiteralExpr[] {
  const found = new Map<number, LiteralExpr>();
  const take = (expr: Expr): void => {
    const at = bare(expr);
    if (at.kind === 'literal' && typeof at.value === 'number' && !isTrivial(at.value))
      found.set(Math.abs(at.value), found.get(Math.abs(at.value)) ?? at);
  };
  eachExpr(body, expr => {
    if (expr.kind === 'binary' && /^([-+*/%]|[<>]=?)$/.test(expr.op)) {
      take(expr.left);
      take(expr.right);
    }
    if (expr.kind === 'conditional') for (const part of partsOf(expr).slice(1)) take(part);
    if (expr.kind === 'assign' && /^[-+*/]=$/.test(expr.op)) take(expr.value);
  });
  return [...found.values()].sort((a, b) => a.start - b.start);
}

const known = new Set([
  3, 5, 12, 24, 60, 7, 30, 31, 52, 90, 180, 255, 256, 360, 365, 366, 400, 1440, 3600, 86400, 9.81, 3.14, 1.5, 0.5, 0.25,
  0.75,
]);

/** Small whole numbers, powers of two and ten, units of time and angle, statuses of HTTP. */
function isTrivial(value: number): boolean {
  const size = Math.abs(value);
  if (Number.isInteger(size) && size <= 4) return true;
  if (known.has(size) || known.has(size / 1000)) return true;
  if (isPowerOf(size, 10) || isPowerOf(size, 2)) return true;
  return (
    Number.isInteger(size) &&
    size >= 100 &&
    size < 600 &&
    [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 409, 422, 429, 499, 500, 502, 503, 504].includes(size)
  );
}

function isPowerOf(value: number, base: number): boolean {
  if (value <= 0) return value === 0;
  const power = Math.log(value) / Math.log(base);
  return Math.abs(power - Math.round(power)) < 1e-9;
}

/** A test calls it: somebody wrote down what it should give. */
function isTested(failures: FailureView, file: FileView, index: number): boolean {
  return failures.callers({ path: file.path, index }).some(caller => failures.file(caller.path)?.isTest === true);
}
