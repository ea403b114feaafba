import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatNames } from '../../clients/cli/format/formats.js';
import { shop } from '../cli/run-lintel.js';
import { lintel, newFolder } from './fixture.js';

/** The shop, copied, so that nothing around it plays a part. */
function copyOfShop(parent = newFolder()): string {
  const root = join(parent, 'shop');
  cpSync(shop, root, { recursive: true, filter: path => !path.includes('node_modules') });
  return root;
}

const today = ['--today', '2026-06-30'];

describe('the same input gives the same bytes', () => {
  let root: string;
  let reference: string;
  const cold = () => ({ XDG_CACHE_HOME: newFolder() });
  const check = async (args: readonly string[], env: Readonly<Record<string, string>>, cwd = root) =>
    (await lintel(['check', '--format', 'json', ...today, ...args], { cwd, env })).out;

  beforeAll(async () => {
    root = copyOfShop();
    reference = await check(['--no-cache'], cold());
  });

  test('control: there is something to print, without a trace of the place', () => {
    expect(JSON.parse(reference).findings.length).toBeGreaterThan(10);
    expect(reference).not.toContain(root);
    expect(reference).not.toContain('/tmp');
  });

  test('cold, warm, warm again, and with the cache of another number of threads', async () => {
    const env = cold();
    for (const args of [['--threads', '1'], [], ['--threads', '4'], ['--no-cache', '--threads', '2']])
      expect(await check(args, env), args.join(' ')).toBe(reference);
  });

  test.each(['1', '2', '4'])('--threads %s on a cold cache', async threads => {
    expect(await check(['--threads', threads], cold())).toBe(reference);
  });

  test('from another folder with --root, from below, and on a copy at another place', async () => {
    const env = cold();
    expect(await check(['--root', root], env, newFolder())).toBe(reference);
    expect(await check(['--root', '../..'], env, join(root, 'src/http'))).toBe(reference);
    expect(await check([], env, join(root, 'src/http'))).toBe(reference);
    expect(await check([], env, copyOfShop())).toBe(reference);
  });

  test('on a tree whose files were written in another order', async () => {
    const other = newFolder();
    const copy = copyOfShop();
    mkdirSync(join(other, 'shop'));
    // Each rename makes a new entry in the folder: the directory lists them in another order than the copy did.
    for (const name of ['test', 'src', 'tsconfig.json', 'package.json', 'architecture', 'architecture.jsonc']) {
      try {
        renameSync(join(copy, name), join(other, 'shop', name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    expect(await check([], cold(), join(other, 'shop'))).toBe(reference);
  });

  test.each(formatNames.filter(name => name !== 'json'))(
    '--format %s, one thread and four, no cache and a cold one',
    async format => {
      const env = cold();
      const print = async (...args: string[]) =>
        (await lintel(['check', '--format', format, ...today, '--root', root, ...args], { cwd: newFolder(), env })).out;
      const first = await print('--threads', '1', '--no-cache');
      expect(first).not.toBe('');
      expect(await print('--threads', '4')).toBe(first);
      if (format !== 'pretty') expect(first).not.toContain(root);
    },
  );

  test.each(['mermaid', 'dot', 'json', 'dsm'])('graph --format %s', async format => {
    const print = (root: string, ...args: string[]) =>
      lintel(['graph', '--format', format, '--root', root, ...args], { env: cold() });
    const first = await print(root);
    expect(first.status).toBe(0);
    expect(await print(copyOfShop(), '--no-cache')).toEqual(first);
  });
});
