import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOriginMemo } from '../../../core/graph/origin-memo.js';
import { resolveExport } from './ecmascript-oracle.js';
import { type Files, programOf } from './program.js';
import { declaredAt, errorCodes, isValueExport, typescriptProgram } from './typescript-oracle.js';

const modules = 5;
const names = ['a', 'b', 'c', 'd'];
const exportable = [...names, 'default'];
const other = fc.nat({ max: modules - 1 });
const name = fc.constantFrom(...names);
const anyName = fc.constantFrom(...exportable);

/** A statement of a module; `as` is the name it exports, stars have none. */
interface Statement {
  readonly as?: string;
  text(index: number): string;
}

const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc
    .tuple(
      name,
      fc.constantFrom('const NAME = 1', 'class NAME {}', 'interface NAME {}', 'type NAME = 1', 'enum NAME { X }'),
    )
    .map(([as, kind]): Statement => ({ as, text: () => `export ${kind.replace('NAME', as)};` })),
  fc
    .tuple(anyName, other, anyName)
    .map(([from, target, as]): Statement => ({ as, text: () => `export { ${from} as ${as} } from './m${target}';` })),
  fc.tuple(anyName, other, anyName).map(
    ([from, target, as]): Statement => ({
      as,
      text: i => `import { ${from} as local${i} } from './m${target}'; export { local${i} as ${as} };`,
    }),
  ),
  fc
    .tuple(other, name)
    .map(([target, as]): Statement => ({ as, text: () => `export * as ${as} from './m${target}';` })),
  fc.tuple(other, name).map(
    ([target, as]): Statement => ({
      as,
      text: i => `import * as local${i} from './m${target}'; export { local${i} as ${as} };`,
    }),
  ),
  fc.tuple(other, name).map(
    ([target, from]): Statement => ({
      as: 'default',
      text: i => `import { ${from} as local${i} } from './m${target}'; export default local${i};`,
    }),
  ),
  fc.constant<Statement>({ as: 'default', text: () => 'export default class {}' }),
  other.map((target): Statement => ({ text: () => `export * from './m${target}';` })),
  other.map((target): Statement => ({ text: () => `export * from './m${target}';` })),
);

const moduleText = fc
  .array(statement, { maxLength: 5 })
  .map(statements =>
    statements.filter(({ as }, i) => as === undefined || statements.findIndex(each => each.as === as) === i),
  )
  .map(statements => [...statements.map((each, i) => each.text(i)), 'export {};'].join('\n'));

const program = fc
  .array(moduleText, { minLength: modules, maxLength: modules })
  .map((texts): Files => Object.fromEntries(texts.map((text, i) => [`m${i}.ts`, text])));

const ambiguous = 2308; // Module … has already exported a member named …
const circular = 2303; // Circular definition of import alias …

it('exports come from where the checker says, through random barrels', () => {
  let clean = 0;
  fc.assert(
    fc.property(program, files => {
      const { program: oracle } = typescriptProgram(files);
      const codes = errorCodes(oracle);
      if (codes.has(ambiguous) || codes.has(circular)) return;
      clean++;
      const linked = programOf(files);
      for (const path of Object.keys(files)) {
        for (const exported of exportable) {
          const found = linked.origins.origin(path, exported);
          const ours = typeof found === 'object' ? `${found.path}#${found.name}` : found;
          const theirs = declaredAt(oracle, path, exported);
          // Of two stars TypeScript takes the first, where it leads nowhere and (after a shadowed one) without complaint;
          // JavaScript looks at both.
          const bySpecification = resolveExport(linked, path, exported);
          if (bySpecification === 'ambiguous' || (theirs === 'unresolved' && ours === bySpecification)) continue;
          expect([path, exported, ours]).toEqual([path, exported, theirs === 'unresolved' ? 'unknown' : theirs]);
          expect(linked.origins.exportNames(path).names.includes(exported)).toBe(theirs !== undefined);
          if (typeof found !== 'object') continue;
          expect([path, exported, found.isValue]).toEqual([path, exported, isValueExport(oracle, path, exported)]);
          expect([found.through[0], found.through.at(-1)]).toEqual([path, found.path]);
        }
      }
    }),
    { numRuns: 250 },
  );
  expect(clean).toBeGreaterThan(80);
});

it('exports of values come from where ECMAScript says, ambiguous stars and circles included', () => {
  const values = program.map(files =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text.replace(/export interface (\w) \{\}|export type (\w) = 1/g, 'export const $1$2 = 1'),
      ]),
    ),
  );
  fc.assert(
    fc.property(values, files => {
      const linked = programOf(files);
      for (const path of Object.keys(files)) {
        for (const exported of exportable) {
          const found = linked.origins.origin(path, exported);
          const expected = resolveExport(linked, path, exported);
          const isFound = expected !== undefined && expected !== 'ambiguous';
          const ours = typeof found === 'object' ? `${found.path}#${found.name}` : undefined;
          expect([path, exported, ours]).toEqual([path, exported, isFound ? expected : undefined]);
        }
      }
    }),
    { numRuns: 1500 },
  );
});

it('a memo carried through random edits answers as a new one does', () => {
  const edits = fc.array(fc.tuple(other, moduleText), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(program, edits, fc.array(fc.tuple(other, anyName), { maxLength: 6 }), (start, sequence, asked) => {
      const memo = createOriginMemo();
      let files = start;
      for (const [module, text] of [[0, start['m0.ts'] as string] as const, ...sequence]) {
        files = { ...files, [`m${module}.ts`]: text };
        const carried = programOf(files, memo).origins;
        const fresh = programOf(files).origins;
        for (const [index, exported] of asked) {
          const path = `m${index}.ts`;
          expect(carried.origin(path, exported)).toEqual(fresh.origin(path, exported));
          expect(carried.launderedOrigins(path, exported)).toEqual(fresh.launderedOrigins(path, exported));
          expect(carried.exportNames(path)).toEqual(fresh.exportNames(path));
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('an answer holds as long as no file changes that it says it rests on', () => {
  fc.assert(
    fc.property(program, other, moduleText, (files, module, text) => {
      const edited = { ...files, [`m${module}.ts`]: text };
      const before = programOf(files).origins;
      const after = programOf(edited).origins;
      for (const path of Object.keys(files)) {
        for (const exported of exportable) {
          if (before.reads(path, exported).includes(`m${module}.ts`)) continue;
          expect(after.origin(path, exported)).toEqual(before.origin(path, exported));
          expect(after.launderedOrigins(path, exported)).toEqual(before.launderedOrigins(path, exported));
        }
      }
    }),
    { numRuns: 300 },
  );
});
