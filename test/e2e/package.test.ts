import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { typescript6 } from '../../core/typescript6.js';
import { type Fixture, fixture, newFolder } from './fixture.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const declared = Object.keys(manifest.dependencies);

describe('the package as published', () => {
  let user: Fixture;
  let installed: string;
  let files: readonly string[];

  beforeAll(() => {
    const folder = newFolder();
    const packed = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: repository,
      encoding: 'utf8',
    });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    user = fixture({
      'package.json': '{ "name": "user", "type": "module" }\n',
      'src/a.ts': "import { b } from './b.js';\nexport const a = () => b;\n",
      'src/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
    });
    // What `npm install` does, without the network: unpack, and place the declared dependencies beside.
    installed = join(user.root, 'node_modules/lintel');
    mkdirSync(installed, { recursive: true });
    spawnSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1']);
    for (const name of declared) {
      const link = join(user.root, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(repository, 'node_modules', name), link);
    }
    const [[command, bin]] = Object.entries<string>(manifest.bin) as [[string, string]];
    mkdirSync(join(user.root, 'node_modules/.bin'));
    symlinkSync(join('../lintel', bin), join(user.root, 'node_modules/.bin', command));
    chmodSync(join(installed, bin), 0o755);
    files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(installed.length + 1))
      .sort();
  }, 60_000);

  test('holds what its users need', () => {
    for (const file of [
      'README.md',
      'LICENSE',
      'package.json',
      'report.schema.json',
      ...Object.values<string>(manifest.bin),
    ])
      expect(files).toContain(file);
    for (const file of ['architecture.schema.json', 'architecture.module.schema.json']) expect(files).toContain(file);
    const pages = readdirSync(join(repository, 'core/rules'), { recursive: true, encoding: 'utf8' });
    for (const page of pages.filter(name => name.endsWith('.md'))) expect(files).toContain(`dist/core/rules/${page}`);
    const target = (manifest.exports['.'] as { types: string; default: string }) ?? {};
    for (const path of [target.types, target.default]) expect(files).toContain(path.replace('./', ''));
  });

  test('and nothing else: no tests, no sources, no build records', () => {
    const known =
      /^(?:dist\/(?:core|clients|server|mcp)\/.+\.(?:js|d\.ts|md|jsonc?)|dist\/clients\/cli\/bundle\/[\w-]+\.cjs|dist\/core\/build-id|clients\/ci\/[\w.-]+|[\w.-]+\.schema\.json|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    expect(files.filter(file => !known.test(file))).toEqual([]);
    expect(files.filter(file => /tsbuildinfo|\.test\.|^(?:dist\/)?test\/|fixtures/.test(file))).toEqual([]);
  });

  test('imports at run time only what it declares and holds', () => {
    const ts = typescript6();
    const undeclared: string[] = [];
    const missing: string[] = [];
    for (const file of files.filter(name => /\.c?js$/.test(name))) {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(installed, file), 'utf8'), true, true);
      for (const { fileName: specifier } of importedFiles) {
        if (specifier.startsWith('.')) {
          if (!existsSync(join(installed, dirname(file), specifier))) missing.push(`${file}: ${specifier}`);
          continue;
        }
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        const isBuiltin = specifier.startsWith('node:') || builtinModules.includes(specifier);
        if (!isBuiltin && !declared.includes(name)) undeclared.push(`${file}: ${specifier}`);
      }
    }
    expect([undeclared, missing]).toEqual([[], []]);
  });

  test('npx lintel check and explain run from it', () => {
    const npx = (...args: string[]) =>
      spawnSync('npx', ['--no-install', 'lintel', ...args], {
        cwd: user.root,
        encoding: 'utf8',
        env: { ...process.env, XDG_CACHE_HOME: user.cache },
      });
    const checked = npx('check', '--format', 'json');
    expect(JSON.parse(checked.stdout).findings.map((finding: { rule: string }) => finding.rule)).toEqual([
      'arch/cycle',
    ]);
    expect(checked.status).toBe(1);
    const explained = npx('explain', 'arch/cycle');
    expect([explained.status, explained.stdout.split('\n')[0]]).toEqual([0, '# arch/cycle']);
    expect(npx('--version').stdout.trim()).toBe(manifest.version);
  }, 60_000);

  test('may be imported as a library', () => {
    const script = `import { openWorkspace } from 'lintel';
      const workspace = await openWorkspace({ root: process.cwd(), cache: false });
      console.log(workspace.snapshot.report({}).findings.length);
      await workspace.close();`;
    const made = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: user.root,
      encoding: 'utf8',
    });
    expect([made.stdout, made.stderr]).toEqual(['1\n', '']);
  });
});
