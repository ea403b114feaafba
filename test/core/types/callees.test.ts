import { afterEach, describe, expect, it } from 'vitest';
import { askText, compilers, folderWith, line, open as openOracle, tidy } from './fixture.js';

const files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022" } }',
  'package.json': '{ "type": "module" }',
  'src/users.ts': `
    export function load(id: number): string;
    export function load(id: string): string;
    export function load(id: unknown) { return String(id); }
    export const store = { save(id: number) { return id; }, load, nested: { deep: () => 1 } };
    export default function () { return 1; }
    export abstract class Repository { abstract find(): number; static open() { return 1; } get size() { return () => 1; } }
    export class UserRepository extends Repository { constructor(private readonly db: Database) { super(); } find() { return this.db.query(); } }
    export interface Database { query(): number; close: () => void; }
    export namespace tools { export function inner() {} }
  `,
  'src/barrel.ts': `export { load as fetchUser, store } from './users.js'; export * as all from './users.js';`,
  'node_modules/pg/package.json': '{ "name": "pg", "types": "index.d.ts" }',
  'node_modules/pg/index.d.ts': `
    export class Client {
      /** @throws {DatabaseError} when it fails */
      query(text: string): Promise<number>; }
    export namespace types { function parse(): void; }
    declare const pool: Client; export default pool;`,
  'node_modules/@types/node/package.json': '{ "name": "@types/node", "types": "index.d.ts" }',
  'node_modules/@types/node/index.d.ts': `
    declare module 'fs' { export function readFileSync(path: string): string; export * as promises from 'fs/promises'; }
    declare module 'node:fs' { export * from 'fs'; }
    declare module 'fs/promises' { export function readFile(path: string): Promise<string>; }
    declare var process: { exit(code: number): never };`,
  'node_modules/@types/babel__core/package.json': '{ "name": "@types/babel__core", "types": "index.d.ts" }',
  'node_modules/@types/babel__core/index.d.ts': 'export function transform(): void;',
};

/** What is called, and where that is declared. */
const cases: readonly [source: string, expected: string][] = [
  [
    "import { load } from './users.js'; «load»(1)",
    'src/users.ts load function, src/users.ts load function, src/users.ts load function',
  ],
  [
    "import { fetchUser as f } from './barrel.js'; «(f)»(1)",
    'src/users.ts load function, src/users.ts load function, src/users.ts load function',
  ],
  ["import { all } from './barrel.js'; «all.tools.inner»()", 'src/users.ts tools.inner function'],
  ["import * as users from './users.js'; «users['tools'].inner»()", 'src/users.ts tools.inner function'],
  ["import anonymous from './users.js'; «anonymous»()", 'src/users.ts default function'],
  ["import { store } from './users.js'; «store.save»(1)", 'src/users.ts store.save method'],
  ["import { store } from './users.js'; «store['save']»(1)", 'src/users.ts store.save method'],
  ["import { store } from './users.js'; «store.nested.deep»()", 'src/users.ts store.nested.deep property'],
  [
    "import { store } from './users.js'; «store.load»(1)",
    'src/users.ts load function, src/users.ts load function, src/users.ts load function',
  ],
  ["import { store } from './users.js'; const { save: keep } = store; «keep»(1)", 'src/users.ts store.save method'],
  ["import { store } from './users.js'; let save = store.save; «save»(1)", 'src/main.ts save variable'],
  ['const own = () => 1; «own»()', 'src/main.ts own variable'],
  ['const own = function named() {}; «own!»()', 'src/main.ts own variable'],
  ['function outer(callback: () => void) { «callback»(); }', 'src/main.ts callback parameter'],
  ['function outer({ callback }: { callback: () => void }) { «callback»(); }', 'src/main.ts callback parameter'],
  ["import { UserRepository } from './users.js'; new «UserRepository»(null!)", 'src/users.ts UserRepository class'],
  [
    "import { UserRepository } from './users.js'; new UserRepository(null!).«find»()",
    'src/users.ts UserRepository.find method',
  ],
  [
    "import { UserRepository } from './users.js'; «new UserRepository(null!).find»()",
    'src/users.ts UserRepository.find method',
  ],
  [
    "import { Repository } from './users.js'; declare const r: Repository; «r.find»()",
    'src/users.ts Repository.find abstract-method',
  ],
  ["import { Repository } from './users.js'; «Repository.open»()", 'src/users.ts Repository.open method'],
  [
    "import { Repository } from './users.js'; declare const r: Repository; «r.size»()",
    'src/users.ts Repository.size accessor',
  ],
  [
    "import type { Database } from './users.js'; declare const d: Database; «d.query»(); ",
    'src/users.ts Database.query interface-method',
  ],
  [
    "import type { Database } from './users.js'; declare const d: Database | undefined; «d?.close»(); ",
    'src/users.ts Database.close property',
  ],
  [
    'class A { m() {} } class B { m() {} } declare const x: A | B; «x.m»()',
    'src/main.ts A.m method, src/main.ts B.m method',
  ],
  ['class A { #p() {} m() { «this.#p»(); } }', 'src/main.ts A.#p method'],
  ['class A { m() {} } class B extends A { m() { «super.m»(); } }', 'src/main.ts A.m method'],
  ['class A {} class B extends A { constructor() { «super»(); } }', 'src/main.ts A class'],
  ['function tag(parts: TemplateStringsArray) { return parts; } «tag»`text`', 'src/main.ts tag function'],
  ['function generic<T>(x: T) { return x; } «generic»<string>("a")', 'src/main.ts generic function'],
  ['function make() { return function made() {}; } «make()»()', 'src/main.ts made function'],
  ['declare const x: any; «x.y.z»()', 'any'],
  ['declare const x: any; «x»()', 'any'],
  ["import { nothing } from 'not-installed'; «nothing»()", 'any'],
  ["import nothing from 'not-installed'; «nothing.run»()", 'any'],
  ['«(() => 1)»()', 'src/main.ts default function'],
  ["import { Client } from 'pg'; new «Client»()", 'pg Client class'],
  ["import { Client } from 'pg'; «new Client().query»('')", 'pg Client.query method'],
  ["import pool, { types } from 'pg'; «types.parse»(); ", 'pg types.parse function'],
  ["import { transform } from '@babel/core'; «transform»(); ", '@babel/core transform function'],
  ["import { readFileSync } from 'node:fs'; «readFileSync»('')", 'node:fs readFileSync function'],
  ["import fs from 'fs'; «fs.promises.readFile»('')", 'node:fs/promises readFile function'],
  ['«process.exit»(1)', 'node process.exit interface-method'],
  ['«Promise.all»([])', 'lib Promise.all interface-method'],
  ['«JSON.parse»("")', 'lib JSON.parse interface-method'],
  ['«[1].map»(String)', 'lib Array.map interface-method'],
  ['new «Error»("x")', 'lib Error interface'],
  [
    'import { load } from "./users.js"; const x = ; if ( «load»(',
    'src/users.ts load function, src/users.ts load function, src/users.ts load function',
  ],
  ['«nowhere»()', 'any'],
];

describe.each(compilers)('callees by %s', { timeout: 120_000 }, compiler => {
  afterEach(tidy);

  it('are followed to where they are declared', async () => {
    const oracle = openOracle(folderWith(files), { compiler });
    const found: [string, string][] = [];
    for (const [source] of cases) {
      const { callees } = await askText(oracle, 'src/main.ts', source);
      found.push([source, line(callees[0])]);
    }
    expect(found).toEqual(cases);
  });

  it('start at the declared name, in UTF-16 units, after a byte order mark', async () => {
    const declared = '/** 🙂 é */ export async function größe() {}';
    const oracle = openOracle(folderWith({ ...files, 'src/units.ts': `\uFEFF${declared}` }), { compiler });
    const { callees } = await askText(oracle, 'src/main.ts', "/* 🙂 */ import { größe } from './units.js'; «größe»()");
    expect(callees).toEqual([
      {
        kind: 'declared',
        declarations: [{ path: 'src/units.ts', start: declared.indexOf('größe'), name: 'größe', kind: 'function' }],
      },
    ]);
  });

  it('of packages carry their @throws tags', async () => {
    const oracle = openOracle(folderWith(files), { compiler });
    const { callees } = await askText(oracle, 'src/main.ts', "import { Client } from 'pg'; «new Client().query»('')");
    expect(callees).toEqual([
      {
        kind: 'declared',
        declarations: [
          {
            package: 'pg',
            name: 'Client.query',
            kind: 'method',
            promise: true,
            throws: [expect.stringContaining('when it fails')],
          },
        ],
      },
    ]);
  });

  it('of packages say whether they give a promise, where all their overloads do', async () => {
    const root = folderWith({
      ...files,
      'node_modules/mailer/package.json': '{ "name": "mailer", "types": "index.d.ts" }',
      'node_modules/mailer/index.d.ts': `
        export interface Mailer {
          send(): Promise<void>; later: () => PromiseLike<void>; ask(): Promise<void>; ask(done: () => void): void; close(): void;
        }
        export declare const mailer: Mailer;
        export declare function open(): Promise<Mailer>;
        export declare const never: Promise<void>;`,
    });
    const oracle = openOracle(root, { compiler });
    const called = '«open»(); «mailer.send»(); «mailer.later»(); «mailer.ask»(); «mailer.close»(); «never»();';
    const source = `import { mailer, never, open } from 'mailer'; ${called}`;
    const { callees } = await askText(oracle, 'src/main.ts', source);
    const promises = callees.map(each => each.kind === 'declared' && each.declarations.some(ref => 'promise' in ref));
    expect(promises).toEqual([true, true, true, false, false, false]);
  });

  it('keep the order of the questions, and a span with nothing there is unknown', async () => {
    const root = folderWith(files);
    const oracle = openOracle(root, { compiler });
    const spans = [
      { start: 9, end: 13 },
      { start: 10, end: 11 },
      { start: 900, end: 905 },
      { start: -4, end: -1 },
      { start: 5, end: 5 },
    ];
    const { files: answers } = await oracle.ask([
      { path: 'src/barrel.ts', callees: spans, types: spans },
      { path: 'src/nowhere.ts', callees: spans, types: [] },
      { path: 'package.json', callees: spans.slice(0, 1), types: [] },
    ]);
    expect(answers.map(({ path }) => path)).toEqual(['src/barrel.ts', 'src/nowhere.ts', 'package.json']);
    expect(answers[0]!.callees.map(line).slice(1)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(answers[1]).toMatchObject({
      callees: spans.map(() => ({ kind: 'unknown' })),
      unanswered: expect.any(String),
    });
    expect(answers[2]!.callees.map(line)).toEqual(['unknown']);
  });
});
