import { afterEach, describe, expect, it } from 'vitest';
import type { DeclarationRef, TypeAnswer } from '../../../core/types/oracle.js';
import { askText, compilers, folderWith, open as openOracle, tidy } from './fixture.js';

const files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022" } }',
  'package.json': '{ "type": "module" }',
  'src/errors.ts': `
    export class AppError extends Error { code = 1; }
    export class NotFound<T> extends AppError { readonly status: T | undefined; }
    export interface Failure extends AppError { why: string }
    export enum Level { Low, High = 'high' }
    export type Result = { ok: true; value: number } | { ok: false; error: AppError };
    export type Tagged = { _tag: 'Left'; left: Error } | { _tag: 'Right'; right: number };
    export type Shape = { kind: 'circle'; r: number } | { kind: 'square'; a: number };
  `,
  'node_modules/pg/package.json': '{ "name": "pg", "types": "index.d.ts" }',
  'node_modules/pg/index.d.ts': 'export declare class DatabaseError extends Error { code: string }',
};

/** What is known of the marked expression: the parts that are not empty, in one line. */
const cases: readonly [source: string, expected: string][] = [
  ['declare const x: string; ‹x›', 'string'],
  ['declare const x: any; ‹x.y›', 'any | any'],
  ["import { gone } from 'not-installed'; ‹gone()›", 'any | any'],
  ['declare const x: unknown; ‹x›', 'unknown'],
  ['declare const x: boolean; ‹x›', 'boolean | values false,true'],
  ["declare const x: 'b' | 'a' | 2 | null | undefined; ‹x›", 'null | values 2,null,a,b,undefined'],
  ["import { Level } from './errors.js'; declare const l: Level; ‹l›", 'Level | values 0,high'],
  ['async function f() { return 1; } ‹f()›', 'Promise<number> | thenable | classes lib Promise'],
  ['async function f() { return 1; } async () => { ‹await f()›; }', 'number'],
  ['declare const t: { then(done: () => void): void }; ‹t›', '{ then(done: () => void): void; } | thenable'],
  ['declare const t: { then: number }; ‹t›', '{ then: number; }'],
  [
    "import { NotFound } from './errors.js'; ‹new NotFound<string>()›",
    'NotFound<string> | classes src/errors.ts NotFound < src/errors.ts AppError < lib Error',
  ],
  [
    "import type { Failure } from './errors.js'; declare const f: Failure; ‹f›",
    'Failure | classes src/errors.ts Failure < src/errors.ts AppError < lib Error',
  ],
  [
    "import { DatabaseError } from 'pg'; declare const e: DatabaseError | undefined; ‹e›",
    'DatabaseError | undefined | classes pg DatabaseError < lib Error | values undefined',
  ],
  ['declare const e: Error & { code: number }; ‹e›', 'Error & { code: number; } | classes lib Error'],
  ['function f<T extends Error>(e: T) { ‹e›; }', 'T | classes lib Error'],
  ['try {} catch (e) { ‹e›; }', 'unknown'],
  ['try {} catch (e) { if (e instanceof TypeError) ‹e›; }', 'TypeError | classes lib TypeError < lib Error'],
  ["import type { Result } from './errors.js'; declare const r: Result; ‹r›", 'Result | result ok=false'],
  [
    "import type { Result } from './errors.js'; declare const r: Promise<Result>; async () => { ‹await r›; }",
    'Result | result ok=false',
  ],
  ["import type { Tagged } from './errors.js'; declare const r: Tagged; ‹r›", 'Tagged | result _tag=Left'],
  [
    'class Ok { isErr() { return false; } } class Err { isErr() { return true; } } type R = Ok | Err; declare const r: R; ‹r›',
    'R | classes src/main.ts Ok, src/main.ts Err | result =true',
  ],
  ["import type { Shape } from './errors.js'; declare const r: Shape; ‹r›", 'Shape'],
  [
    'declare const r: { success: true } | { success: false; why: string } | null; ‹r›',
    '{ success: true; } | { success: false; why: string; } | null | values null | result success=false',
  ],
  ['class A { m(): this { return ‹this›; } }', 'this | classes src/main.ts A'],
  ["import * as errors from './errors.js'; ‹errors›", 'typeof import("src/errors")'],
];

function line(answer: TypeAnswer | undefined): string {
  if (answer?.kind !== 'known') return 'no answer';
  const { text, any, thenable, classes, literals, resultLike } = answer;
  const name = (ref: DeclarationRef): string => `${'path' in ref ? ref.path : ref.package} ${ref.name}`;
  const parts = [
    // The order of a union's members is the checker's: only the other parts are compared.
    literals.length > 3 ? 'null' : text,
    any ? 'any' : '',
    thenable ? 'thenable' : '',
    classes.length > 0
      ? `classes ${classes.map(({ declaration, bases }) => [declaration, ...bases].map(name).join(' < ')).join(', ')}`
      : '',
    literals.length > 0 ? `values ${literals.map(String).join(',')}` : '',
    resultLike ? `result ${resultLike.discriminant}=${resultLike.failure}` : '',
  ];
  return parts.filter(part => part !== '').join(' | ');
}

describe.each(compilers)('types by %s', { timeout: 120_000 }, compiler => {
  afterEach(tidy);

  it('are described', async () => {
    const oracle = openOracle(folderWith(files), { compiler });
    const found: [string, string][] = [];
    for (const [source] of cases) {
      const { types } = await askText(oracle, 'src/main.ts', source);
      found.push([source, line(types[0])]);
    }
    expect(found).toEqual(cases);
  });

  it('print as at most 200 characters', async () => {
    const oracle = openOracle(folderWith(files), { compiler });
    const members = Array.from({ length: 80 }, (_, i) => `member${i}: string`).join('; ');
    const { types } = await askText(oracle, 'src/main.ts', `declare const x: { ${members} }; ‹x›`);
    expect(types[0]).toMatchObject({ kind: 'known', text: expect.stringMatching(/^.{1,200}$/) });
  });

  it('are unknown where nothing is', async () => {
    const oracle = openOracle(folderWith(files), { compiler });
    const { files: answers } = await oracle.ask([
      { path: 'src/errors.ts', callees: [], types: [{ start: 0, end: 1 }] },
    ]);
    expect(answers[0]!.types).toEqual([{ kind: 'unknown' }]);
  });
});
