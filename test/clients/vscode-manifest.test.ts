import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { serverCommands as called } from '../../clients/vscode/contributions.js';
import { withContributions } from '../../clients/vscode/manifest.js';
import { listedSettings, serverCommands, settingsFrom } from '../../server/index.js';

const read = (url: URL) => readFileSync(fileURLToPath(url), 'utf8');
const manifest = read(new URL('../../clients/vscode/package.json', import.meta.url));
const packageManifest = read(new URL('../../package.json', import.meta.url));

test('settings and commands in the manifest are current: npm run generate writes them', () => {
  expect(withContributions(manifest)).toBe(manifest);
});

test('a setting that was renamed or a command that was removed by hand shows', () => {
  expect(withContributions(manifest.replace('lintel.codeLens.dependents', 'lintel.codeLens.users'))).toBe(manifest);
  expect(withContributions(manifest.replace('Restart Server', 'Start'))).toBe(manifest);
});

test('the server takes every value that the manifest offers', () => {
  for (const { key, default: usual, values } of listedSettings()) {
    const other = values ? values.find(value => value !== usual) : !usual;
    const path = key.split('.').slice(1);
    const given = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), other);
    const taken = path.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], settingsFrom(given));
    expect([key, taken]).toEqual([key, other]);
  }
});

test('extension and package carry one version', () => {
  expect(JSON.parse(manifest).version).toBe(JSON.parse(packageManifest).version);
});

test('the extension calls the commands of the server by the names they have', () => {
  expect(called).toEqual(serverCommands);
});
