import { describe, expect, test } from 'vitest';
import { saysTheSame } from '../../../core/reuse/same-text.js';

const original = `export function shown(price: Price, rate: number) {
  const [whole, part] = String(price.amount * rate).split('.');
  return format(whole, part);
}`;

describe('two functions say the same', () => {
  test.each([
    ['with other parameters', original.replaceAll('price', 'cost').replaceAll('rate', 'factor')],
    ['with other locals', original.replaceAll('whole', 'a').replaceAll('part', 'b')],
    ['with another name', original.replace('shown', 'displayed')],
    ['with comments and other spaces', original.replace('{\n', '{ // as people read it\n\n  /* cut */\n')],
    ['not exported', original.replace('export ', '')],
  ])('%s', (_, other) => {
    expect(saysTheSame(original, other)).toBe(true);
    expect(saysTheSame(other, original)).toBe(true);
  });

  test.each([
    ['(a, b) => { let c = read(a); return c ?? b; }', '(x, y) => { let z = read(x); return z ?? y; }'],
    [
      'function f({ a, b = true, c }: Props) { return <B a={a} b={b} c={c} />; }',
      'function g({ x, y = true, z }: Props) { return <B a={x} b={y} c={z} />; }',
    ],
    ['one => keep(one)', 'two => keep(two)'],
    ['rows.map(row => keep(row))', 'rows.map(each => keep(each))'],
    [
      'function f() { try { run(); } catch (error) { tell(error); } }',
      'function g() { try { run(); } catch (e) { tell(e); } }',
    ],
  ])('%s', (a, b) => {
    expect(saysTheSame(a, b)).toBe(true);
  });
});

describe('two functions do not say the same', () => {
  test.each([
    ['where they call others', original, original.replace('format(', 'joined(')],
    ['where they read another field', original, original.replace('.amount', '.net')],
    ['where a literal is another', original, original.replace("'.'", "','")],
    [
      'where they take another thing from around them',
      'function blog() { return pick(blogJourneys.map(j => j.pages)); }',
      'function saas() { return pick(saasJourneys.map(j => j.pages)); }',
    ],
    ['where parameters are exchanged', '(a, b) => a - b', '(a, b) => b - a'],
    ['where two become one', '(a, b) => keep(a, b)', '(a, b) => keep(a, a)'],
    ['where a type is another', '(a: One) => keep(a)', '(a: Two) => keep(a)'],
  ])('%s', (_, a, b) => {
    expect(saysTheSame(a, b)).toBe(false);
    expect(saysTheSame(b, a)).toBe(false);
  });
});
