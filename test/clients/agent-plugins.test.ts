import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pluginFiles } from '../../clients/cli/agents/plugins.js';
import { packageVersion } from '../../clients/cli/package-files.js';
import { fixture, main, newFolder } from '../e2e/fixture.js';
import { deep, hookRepository } from '../hooks/hook-repository.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));

test.each([...pluginFiles(packageVersion())])('%s is current (npm run generate)', (path, text) => {
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
});

test('the plugin for opencode refuses what the hook refuses, and lets the rest through', async () => {
  const repo = hookRepository();
  const bin = fixture({ 'package.json': '{"type":"module"}' });
  const source = readFileSync(join(repository, 'clients/opencode/lintel.js'), 'utf8');
  expect(source).toContain("const command = ['lintel'];");
  // The command under test instead of the one on the path.
  const start = [process.execPath, main].map(part => `'${part}'`).join(', ');
  bin.write({
    'plugin.js': source
      .replace("['lintel']", `[${start}]`)
      .replace("'claude-code']", "'claude-code', '--deadline', '50000']")
      .replace('10_000', '60_000'),
  });
  // lintel-ignore-next-line arch/unknown-target: the plugin under test lies in a folder made for it
  const { Lintel } = (await import(join(bin.root, 'plugin.js'))) as {
    Lintel(input: { directory: string }): Promise<Record<string, (call: object, output: object) => Promise<void>>>;
  };
  const before = (await Lintel({ directory: repo.root }))['tool.execute.before'] ?? expect.fail('no hook');
  const filePath = join(repo.root, 'src/http/new.ts');
  const call = (tool: string, args: object) => before({ tool, sessionID: newFolder(), callID: '1' }, { args });
  await expect(call('write', { filePath, content: deep })).rejects.toThrow('Import order from "../orders/index.js"');
  await expect(
    call('apply_patch', {
      patchText: `*** Begin Patch\n*** Add File: src/http/new.ts\n+${deep.trimEnd().replaceAll('\n', '\n+')}\n*** End Patch`,
    }),
  ).rejects.toThrow('src/http/new.ts:1');
  await call('write', { filePath, content: deep.replace('order.js', 'index.js') });
  await call('read', { filePath });
  await call('bash', { command: 'ls' });
});
