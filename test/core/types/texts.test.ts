import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TypeOracle } from '../../../core/types/oracle.js';
import { askText, compilers, folderWith, line, marked, open as openOracle, tidy, write } from './fixture.js';

const config = '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022" } }';
const caller = "import { run } from './callee.js'; «run»()";

async function called(oracle: TypeOracle, path = 'src/caller.ts', source = caller): Promise<string> {
  const { callees } = (await oracle.ask([marked(path, source).questions])).files[0]!;
  return line(callees[0]);
}

function project(more: Readonly<Record<string, string>> = {}): string {
  return folderWith({
    'tsconfig.json': config,
    'package.json': '{ "type": "module" }',
    'src/caller.ts': marked('', caller).text,
    'src/callee.ts': 'export function run() {}',
    ...more,
  });
}

describe.each(compilers)('texts of %s', { timeout: 120_000 }, compiler => {
  afterEach(tidy);

  it('are those of the disk until one is replaced, and again when it is given back', async () => {
    const oracle = openOracle(project(), { compiler });
    expect(await called(oracle)).toBe('src/callee.ts run function');
    oracle.update([
      { path: 'src/callee.ts', text: 'export class Runner { run() {} } export const { run } = new Runner();' },
    ]);
    expect(await called(oracle)).toBe('src/callee.ts Runner.run method');
    oracle.update([{ path: 'src/callee.ts', text: undefined }]);
    expect(await called(oracle)).toBe('src/callee.ts run function');
  });

  it('may change in several files at once, in few or in many', async () => {
    for (const count of [3, 40]) {
      const names = Array.from({ length: count }, (_, i) => `f${i}`);
      const files = Object.fromEntries(names.map(name => [`src/${name}.ts`, `export function ${name}() {}`]));
      const source = names.map(name => `import { ${name} } from './${name}.js'; «${name}»();`).join('\n');
      const oracle = openOracle(project({ ...files, 'src/all.ts': marked('', source).text }), { compiler });
      const { questions } = marked('src/all.ts', source);
      const lines = async () => (await oracle.ask([questions])).files[0]!.callees.map(line);
      expect(await lines()).toEqual(names.map(name => `src/${name}.ts ${name} function`));
      oracle.update(names.map(name => ({ path: `src/${name}.ts`, text: `export const ${name} = () => 1;` })));
      expect(await lines()).toEqual(names.map(name => `src/${name}.ts ${name} variable`));
    }
  });

  it('of files that are not on disk count', async () => {
    const root = project();
    rmSync(join(root, 'src/callee.ts'));
    const oracle = openOracle(root, { compiler });
    expect(await called(oracle)).toBe('any');
    oracle.update([{ path: 'src/callee.ts', text: "export { run } from './deep/er/other.js';" }]);
    oracle.update([{ path: 'src/deep/er/other.ts', text: 'export const run = () => 1;' }]);
    expect(await called(oracle)).toBe('src/deep/er/other.ts run variable');
    oracle.update([{ path: 'src/deep/er/other.ts', text: undefined }]);
    expect(await called(oracle)).toBe('any');
  });

  it('can be taken away from the disk', async () => {
    const oracle = openOracle(project(), { compiler });
    expect(await called(oracle)).toBe('src/callee.ts run function');
    oracle.update([{ path: 'src/callee.ts', text: null }]);
    expect(await called(oracle)).toBe('any');
    expect((await oracle.ask([{ path: 'src/callee.ts', callees: [], types: [] }])).files[0]!.unanswered).toMatch(
      /not part of any/,
    );
    oracle.update([{ path: 'src/callee.ts', text: undefined }]);
    expect(await called(oracle)).toBe('src/callee.ts run function');
  });

  it('are read anew when the disk changed, as far as was said', async () => {
    const root = project();
    const oracle = openOracle(root, { compiler });
    expect(await called(oracle)).toBe('src/callee.ts run function');
    write(root, 'src/callee.ts', 'export const run = () => {};');
    oracle.update([{ path: 'src/callee.ts', text: undefined }]);
    expect(await called(oracle)).toBe('src/callee.ts run variable');
    write(root, 'src/callee.ts', "export { run } from './new.js';");
    write(root, 'src/new.ts', 'export class Runner { run() {} } export const { run } = new Runner();');
    oracle.refresh();
    expect(await called(oracle)).toBe('src/new.ts Runner.run method');
  });

  it('of an install count after a refresh', async () => {
    const root = project();
    const oracle = openOracle(root, { compiler });
    const source = "import { query } from 'pg'; «query»()";
    expect(line((await askText(oracle, 'src/main.ts', source)).callees[0])).toBe('any');
    write(root, 'node_modules/pg/package.json', '{ "name": "pg", "types": "index.d.ts" }');
    write(root, 'node_modules/pg/index.d.ts', 'export declare function query(): void;');
    oracle.refresh();
    expect(line((await askText(oracle, 'src/main.ts', source)).callees[0])).toBe('pg query function');
  });

  it('of configurations count when they change', async () => {
    const root = project({ 'lib/shared.ts': 'export function shared() {}' });
    const oracle = openOracle(root, { compiler });
    const source = "import { shared } from '#lib/shared'; «shared»()";
    expect(line((await askText(oracle, 'src/main.ts', source)).callees[0])).toBe('any');
    oracle.update([
      { path: 'tsconfig.json', text: config.replace('"strict"', '"paths": { "#lib/*": ["./lib/*.ts"] }, "strict"') },
    ]);
    expect(await called(oracle, 'src/main.ts', source)).toBe('lib/shared.ts shared function');
  });

  it('may be wrong in every way', async () => {
    const oracle = openOracle(project({ 'tsconfig.json': '{ "compilerOptions": { "strict": tru' }), { compiler });
    expect(await called(oracle)).toBe('src/callee.ts run function');
    const { callees } = await askText(
      oracle,
      'src/caller.ts',
      "import { run } from './callee.js'; const a = = ; { «run»( } <<< \u0000",
    );
    expect(line(callees[0])).toBe('src/callee.ts run function');
  });
});

describe.each(compilers)('projects of %s', { timeout: 120_000 }, compiler => {
  afterEach(tidy);

  it('are the nearest configuration, or none', async () => {
    const root = folderWith({
      'package.json': '{ "type": "module" }',
      'one/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } }, "include": ["src"] }',
      'one/src/lib.ts': 'export function one() {}',
      'two/tsconfig.json': '{ "files": [], "references": [{ "path": "./app" }, { "path": "tsconfig.gone.json" }] }',
      'two/app/tsconfig.json': '{ "compilerOptions": { "composite": true, "paths": { "@/*": ["./*"] } } }',
      'two/app/lib.ts': 'export function two() {}',
      'one/script.js': '',
    });
    const oracle = openOracle(root, { compiler });
    const ask = async (path: string, source: string) => line((await askText(oracle, path, source)).callees[0]);
    expect(await ask('one/src/main.ts', "import { one } from '@/lib'; «one»()")).toBe('one/src/lib.ts one function');
    expect(await ask('two/app/main.ts', "import { two } from '@/lib'; «two»()")).toBe('two/app/lib.ts two function');
    // Outside every configuration: the file is answered all the same, JavaScript too.
    expect(await ask('one/script.js', "import { one } from './src/lib'; const f = () => {}; «f»(); «one»()")).toBe(
      'one/script.js f variable',
    );
    expect(await ask('three/three.ts', "import { one } from '../one/src/lib'; «one»()")).toBe(
      'one/src/lib.ts one function',
    );
  });

  it('see installed @types without a word, and only the named ones where some are named', async () => {
    const node = { 'node_modules/@types/node/index.d.ts': "declare module 'node:fs' { export function open(): void }" };
    const source = "import { open } from 'node:fs'; «open»()";
    for (const [settings, expected] of [
      [undefined, 'node:fs open function'],
      ['{}', 'node:fs open function'],
      ['{ /* none */ "compilerOptions": { "strict": true, }, }', 'node:fs open function'],
      ['{ "compilerOptions": { "types": [] } }', 'any'],
    ] as const) {
      const oracle = openOracle(folderWith({ ...node, ...(settings && { 'tsconfig.json': settings }) }), { compiler });
      expect([settings, line((await askText(oracle, 'main.ts', source)).callees[0])]).toEqual([settings, expected]);
    }
  });

  it('do not read what lies outside the root, packages excepted', async () => {
    const outer = folderWith({
      'tsconfig.json': '{ "compilerOptions": { "paths": { "secret": ["./secret.ts"] } } }',
      'secret.ts': 'export function secret() {}',
      'node_modules/pg/index.d.ts': 'export declare function query(): void;',
      'inner/main.ts': '',
    });
    const oracle = openOracle(join(outer, 'inner'), { compiler });
    const ask = async (source: string) => line((await askText(oracle, 'main.ts', source)).callees[0]);
    expect(await ask("import { secret } from '../secret'; «secret»()")).toBe('any');
    expect(await ask("import { secret } from 'secret'; «secret»()")).toBe('any');
    expect(await ask("import { query } from 'pg'; «query»()")).toBe('pg query function');
  });
});
