import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { packIr, unpackIr } from '../../../core/syntax/ir/codec.js';
import type { Expr, FunctionIr } from '../../../core/syntax/ir/nodes.js';
import { shapes } from '../../../core/syntax/ir/shapes.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';

const parser = typescriptParser();
const irOf = (text: string) => parser.extract(text, 'ts').ir;
const named = (text: string, name: string): FunctionIr => irOf(text).functions.find(fn => fn.name === name)!;

describe('the failure IR', () => {
  test('speaks of functions by the names that the facts use', () => {
    const text =
      'class A { m() { return [1].map(x => x); } }\nconst f = () => {};\nfunction f2() { function inner() {} }';
    const { body, ir } = parser.extract(text, 'ts');
    expect(ir.functions.slice(1).map(fn => fn.name)).toEqual(body.functions.map(fn => fn.name));
    expect(ir.functions[0]).toMatchObject({ name: '', form: 'module' });
  });

  test('takes the sugar out of expressions and keeps their places', () => {
    const text = 'function f(a?: { b: string }) { return (a!.b as string)?.trim(); }';
    const { body } = named(text, 'f');
    const returned = (body[0] as { value: Expr }).value;
    expect(returned).toMatchObject({ kind: 'call', callee: { kind: 'member', property: 'trim', optional: true } });
    expect(text.slice(returned.start, returned.end)).toBe('(a!.b as string)?.trim()');
  });

  test('keeps handlers with their parameter, their comments and what runs at last', () => {
    const text = 'function f() { try { g(); } catch (err) { /* expected absent: a first run */ } finally { h(); } }';
    const { functions, comments } = irOf(text);
    expect(functions[1]?.body[0]).toMatchObject({
      kind: 'try',
      handler: { param: { kind: 'name', name: 'err' }, body: [] },
      final: [{ kind: 'expression' }],
    });
    expect(comments.map(comment => comment.text)).toEqual(['expected absent: a first run']);
  });

  test('reads documentation: text, tags, types in braces', () => {
    const text =
      '/**\n * Reads it.\n * @throws {NotFound} [absent] when {@link x} is not there\n */\nexport const get = () => 1;';
    expect(named(text, 'get').doc).toMatchObject({
      text: 'Reads it.',
      tags: [{ name: 'throws', type: 'NotFound', text: '[absent] when {@link x} is not there' }],
    });
  });

  test('members know their class, parameters that are fields say so', () => {
    const { functions, classes } = irOf(
      'class A extends B implements C { constructor(private db: Db) { super(); } run = async () => {}; }',
    );
    expect(classes[0]).toMatchObject({ name: 'A', extends: { name: 'B' }, implements: [{ name: 'C' }] });
    expect(classes[0]?.methods.map(method => method.name)).toEqual(['constructor', 'run']);
    expect(functions[1]).toMatchObject({
      form: 'constructor',
      owner: 0,
      params: [{ isField: true, type: { name: 'Db' } }],
    });
  });

  test.each([
    ['numbers', 'export const a = [0, -1, 1.5, 1e21, -0.25, 0x7fffffffff];'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source text of a template.
    ['text', 'export const a = ["\\u0000", "𝒳", `${a}b`, /x/u];'],
    [
      'every statement',
      'a: for (;;) { switch (x) { case 1: break a; default: continue; } } do {} while (x); for await (const y of z) {}',
    ],
    ['broken text', 'function ( { class { x = '],
    ['nothing', ''],
  ])('survives packing: %s', (_, text) => {
    const ir = irOf(text);
    expect(unpackIr(packIr(ir))).toEqual(ir);
  });

  test('the shapes of our own sources are all listed, so that records stay small', () => {
    const found = new Set<string>();
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(collect);
      else if (value !== null && typeof value === 'object') {
        const { kind, ...rest } = value as Record<string, unknown>;
        found.add([typeof kind === 'string' ? kind : '', ...Object.keys(rest)].join());
        Object.values(rest).forEach(collect);
      }
    };
    for (const entry of readdirSync('core', { recursive: true, encoding: 'utf8' }))
      if (entry.endsWith('.ts')) collect(irOf(readFileSync(`core/${entry}`, 'utf8')));
    const listed = new Set(shapes.map(shape => shape.join()));
    expect([...found].filter(shape => !listed.has(shape))).toEqual([]);
  });

  test('bytes of another origin are refused', () => {
    expect(unpackIr(new Uint8Array([1, 2, 3]))).toBeUndefined();
    expect(unpackIr(packIr(irOf('f(1)')).subarray(0, -3))).toBeUndefined();
  });
});
