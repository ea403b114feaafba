import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../core/syntax/facts.js';
import { packCold, packHot, unpackCold, unpackHot } from '../../../core/syntax/pack.js';
import { cpuTime } from '../../harness/cpu-time.js';
import { extract, factsOf, importsOf } from './facts-of.js';

const folder = fileURLToPath(new URL('../../../core/syntax/', import.meta.url));
const sources = readdirSync(folder)
  .filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(folder + name, 'utf8'));

describe('depth', () => {
  const first = 'import a from "./a";\n';
  it.each<[string, string]>([
    ['parentheses', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['brackets that never close', `x = ${'['.repeat(50_000)}`],
    ['functions', '(() => '.repeat(20_000)],
    ['blocks', '{'.repeat(20_000)],
    ['a chain of calls', `x${'.y()'.repeat(50_000)}`],
    ['types', `type T = ${'Array<'.repeat(20_000)}`],
    ['markup', `x = ${'<a>'.repeat(20_000)}`],
    ['template literals', `x = ${'`${'.repeat(20_000)}`],
    ['else', `if (a) b; ${'else if (a) b; '.repeat(20_000)}`],
  ])('of %s gives the imports and at most a problem', (_, code) => {
    for (const dialect of ['tsx', 'js', 'vue'] as const) {
      const text = dialect === 'vue' ? `<script>\n${first}${code}\n</script>` : first + code;
      const { imports, problems, problemCount } = factsOf(text, dialect);
      expect(imports[0]).toMatchObject({ form: 'import', specifier: './a' });
      expect(problems.length).toBe(Math.min(problemCount, 5));
    }
  });

  it('is none in a sum of 50,000 terms', () => {
    const { problemCount, imports } = factsOf(
      `const x = ${'"a" + '.repeat(50_000)}"b"; import(${'"a" + '.repeat(50_000)}"b")`,
    );
    expect(problemCount).toBe(0);
    expect(imports[0]?.specifier).toHaveLength(50_001);
  });

  it('leaves the next file whole', () => {
    factsOf(`((((a) => `.repeat(20_000));
    expect(factsOf('const f = (a: number) => ((a) + (a)); export { f }')).toMatchObject({ problemCount: 0 });
  });

  it('in one statement keeps what stands in the others', () => {
    const deep = `x${'.y()'.repeat(50_000)};`;
    expect(importsOf(`${deep}\nimport("./b"); require("./c")`)).toEqual(['dynamic-import ./b deferred', 'require ./c']);
  });
});

describe('size', () => {
  it.each<[string, string]>([
    ['comment openings', '/**'.repeat(100_000)],
    ['imports in comments', '/** @type {import("./x")} */\n'.repeat(2_000)],
    ['braces behind a tag', `/** ${'@type {'.repeat(30_000)} import */`],
    ['suppressions', '// lintel-ignore-next-line a/b: c\n'.repeat(1_000)],
    ['white space', `import(${' '.repeat(200_000)}x)`],
    ['HTML comments', '<!--'.repeat(100_000)],
    ['script tags', '<script '.repeat(30_000)],
    ['attributes', `<script ${'a={'.repeat(30_000)}`],
  ])('of %s costs no more than it must', (_, code) => {
    const spent = cpuTime();
    factsOf(code, 'ts');
    factsOf(code, 'vue');
    expect(spent()).toBeLessThan(4000);
  });
});

describe('any text', () => {
  const dialects: readonly Dialect[] = ['ts', 'tsx', 'dts', 'js', 'jsx', 'vue', 'svelte', 'astro', 'json'];
  const pieces = [...new Set(sources.flatMap(source => source.match(/[\w$]+|\s+|[^\w\s$]/g) ?? []))];

  it('gives a record that survives packing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(
          fc.record({
            at: fc.double({ min: 0, max: 1, noNaN: true }),
            cut: fc.integer({ min: 0, max: 40 }),
            put: fc.constantFrom('', '', ...pieces, '<script>', '---', '`', '/*', '*/', '"', '\ud800'),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.constantFrom(...dialects),
        (source, edits, dialect) => {
          let text = source;
          for (const { at, cut, put } of edits) {
            const place = Math.floor(at * text.length);
            text = text.slice(0, place) + put + text.slice(place + cut);
          }
          const { facts, body } = extract(text, dialect);
          expect(unpackHot(packHot(facts))).toEqual(facts);
          expect(unpackCold(packCold(body))).toEqual(body);
          for (const { span, statement } of facts.imports) {
            expect(statement.start <= span.start && span.end <= statement.end && statement.end <= text.length).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of any kind gives the same record again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...dialects), (text, dialect) => {
        expect(extract(text, dialect)).toEqual(extract(text, dialect));
      }),
      { numRuns: 200 },
    );
  });

  it('is not read from bytes that were never packed', () => {
    expect(unpackHot(new Uint8Array([1, 2, 3]))).toBeUndefined();
    expect(unpackHot(Buffer.from('[]'))).toBeUndefined();
    expect(unpackCold(Buffer.from('{"a":1}'))).toBeUndefined();
    expect(unpackCold(Buffer.from('[1,2]'))).toBeUndefined();
  });
});
