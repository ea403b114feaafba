import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withContributions } from '../../clients/vscode/manifest.js';
import { newFolder } from '../e2e/fixture.js';

const folder = fileURLToPath(new URL('../../clients/vscode', import.meta.url));
const tools = existsSync(join(folder, 'node_modules/.bin/vsce'));
const isRequired = process.env.LINTEL_EDITORS === 'all';
const missing = 'the packager of the extension (npm ci --prefix clients/vscode --ignore-scripts)';
if (!tools) process.stderr.write(`not tested: ${missing}\n`);

/** Where the system can take the network away from a process, it does. */
function withoutNetwork(program: string, args: readonly string[]): readonly [string, readonly string[]] {
  const canCut = spawnSync('unshare', ['-rn', 'true']).status === 0;
  return canCut ? ['unshare', ['-rn', program, ...args]] : [program, args];
}

test.skipIf(!tools && !isRequired)(
  'the extension is packaged without a network: its program, the generated manifest, nothing else',
  { timeout: 120_000 },
  () => {
    expect(tools, missing).toBe(true);
    const vsix = join(newFolder(), 'lintel.vsix');
    const unzip = (...args: string[]): string => run('unzip', [...args], folder);
    run(...withoutNetwork('npm', ['run', 'package', '--', '--out', vsix]), folder);
    const listed = unzip('-Z1', vsix).trim().split('\n').sort();
    expect(listed).toEqual([
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/dist/extension.cjs',
      'extension/package.json',
      'extension/readme.md',
    ]);
    expect(statSync(vsix).size).toBeLessThan(200_000);

    const text = unzip('-p', vsix, 'extension/package.json');
    const manifest = JSON.parse(text);
    // Settings and commands are those that the server and the extension have: made from them, not written down beside them.
    expect(manifest.contributes).toEqual(JSON.parse(withContributions(text)).contributes);
    expect(Object.keys(manifest.contributes.configuration.properties)).toContain('lintel.codeLens.failures');
    expect(listed).toContain(`extension/${manifest.main.replace('./', '')}`);
    const code = unzip('-p', vsix, 'extension/dist/extension.cjs');
    for (const { command } of manifest.contributes.commands) expect(code).toContain(`"${command}"`);
  },
);

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 10_000_000 });
  expect(status, `${program}: ${error?.message ?? `${stdout}${stderr}`}`).toBe(0);
  return stdout;
}
