import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { buildId } from '../../../core/engine/warm/build-id.js';

const folder = mkdtempSync(join(tmpdir(), 'lintel-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const id = () => buildId(pathToFileURL(`${folder}/`));
const put = (path: string, text: string, seconds: number) => {
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), seconds, seconds);
};

test('a build is what it wrote down of itself, unless it was compiled again since', () => {
  mkdirSync(join(folder, 'rules'));
  put('index.js', 'one', 100);
  put('rules/rule.js', 'one', 100);
  put('rules/tsconfig.tsbuildinfo', '{}', 100);
  const unstamped = id();
  put('build-id', 'first', 200);
  const stamped = id();
  expect(stamped).not.toBe(unstamped);
  put('rules/rule.js', 'more', 150);
  expect(id()).toBe(stamped);
  put('build-id', 'second', 200);
  expect(id()).not.toBe(stamped);
  put('rules/tsconfig.tsbuildinfo', '{}', 300);
  const compiled = id();
  put('rules/rule.js', 'most', 400);
  expect(id()).not.toBe(compiled);
});
