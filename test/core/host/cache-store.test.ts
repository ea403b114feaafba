import { spawn } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCacheFolder } from '../../../core/host/cache-folder.js';
import { packRecord, unpackRecord } from '../../../core/host/cache-record.js';
import { openStore } from '../../../core/host/cache-store.js';
import { tempFolder } from '../files/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined): string | undefined => content && Buffer.from(content).toString();
const onlyFile = (folder: string): string => join(folder, readdirSync(folder)[0] ?? '');

describe('openStore', () => {
  it('gives back what was written, also to another store on the folder', () => {
    const folder = join(tempFolder(), 'not', 'there', 'yet');
    const store = openStore(folder);
    expect(store.read('graph')).toBeUndefined();
    expect(store.keys()).toEqual([]);
    store.prune(0);
    store.delete('graph');
    expect(store.failures()).toBe(0);
    store.write('graph', bytes('one'));
    store.write('graph', bytes('two'));
    store.write('facts/ab', bytes(''));
    const other = openStore(folder);
    expect(text(other.read('graph'))).toBe('two');
    expect(text(other.read('facts/ab'))).toBe('');
    expect(other.keys()).toEqual(['facts/ab', 'graph']);
    other.delete('graph');
    expect(store.read('graph')).toBeUndefined();
    expect(store.failures()).toBe(0);
  });

  it('tells keys apart that a file system may not, and never leaves its folder', () => {
    const parent = tempFolder();
    const folder = join(parent, 'cache');
    const store = openStore(folder);
    const keys = ['a', 'A', 'ä', '../up', '..', '.', 'con', 'a b', 'a%62', 'a/b', 'a\\b', '🙂', 'x\0y'];
    for (const key of keys) store.write(key, bytes(`content of ${key}`));
    for (const key of keys) expect(text(store.read(key))).toBe(`content of ${key}`);
    expect(store.keys()).toEqual([...keys].sort());
    expect(readdirSync(parent)).toEqual(['cache']);
    expect(new Set(readdirSync(folder).map(name => name.toLowerCase())).size).toBe(keys.length);
  });

  it('does not store what has no name', () => {
    const store = openStore(tempFolder());
    for (const key of ['', 'long'.repeat(100), '\ud800']) {
      store.write(key, bytes('x'));
      expect(store.read(key)).toBeUndefined();
    }
    expect(store.failures()).toBe(3);
  });

  it.each<[what: string, damage: (path: string) => void]>([
    ['cut short', path => truncateSync(path, statSync(path).size - 1)],
    ['cut inside the header', path => truncateSync(path, 7)],
    ['empty', path => truncateSync(path, 0)],
    ['with one bit changed', path => flip(path, -1)],
    ['with a changed length', path => flip(path, 8)],
    ['with a huge key length', path => flip(path, 7)],
    ['with bytes after it', path => writeFileSync(path, 'x', { flag: 'a' })],
    ['of another program', path => writeFileSync(path, '{"version": 1}'.repeat(10))],
    ['that became a folder', path => rmSync(path) ?? mkdirSync(path)],
  ])('takes a record %s for a miss', (_, damage) => {
    const folder = tempFolder();
    const store = openStore(folder);
    store.write('key', bytes('content'.repeat(50)));
    damage(onlyFile(folder));
    expect(store.read('key')).toBeUndefined();
    expect(store.failures()).toBe(1);
  });

  it('heals a damaged record by writing it again', () => {
    const folder = tempFolder();
    const store = openStore(folder);
    store.write('key', bytes('content'));
    truncateSync(onlyFile(folder), 9);
    store.write('key', bytes('content'));
    expect(text(store.read('key'))).toBe('content');
  });

  it('does not hand out the record of another key', () => {
    const folder = tempFolder();
    const store = openStore(folder);
    store.write('a', bytes('of a'));
    writeFileSync(join(folder, 'b.record'), readFileSync(join(folder, 'a.record')));
    expect(store.read('b')).toBeUndefined();
  });

  it('counts what the disk refuses and goes on', () => {
    const blocked = join(tempFolder({ file: '' }), 'file', 'cache');
    const store = openStore(blocked);
    store.write('key', bytes('x'));
    expect(store.read('key')).toBeUndefined();
    expect(store.keys()).toEqual([]);
    store.delete('key');
    store.prune(10);
    expect(store.failures()).toBeGreaterThan(0);
  });

  it('leaves nothing behind when a record cannot be put into its place', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'key.record'));
    const store = openStore(folder);
    store.write('key', bytes('x'));
    expect(store.failures()).toBe(1);
    expect(readdirSync(folder)).toEqual(['key.record']);
  });

  it('removes the longest unused records first, and files of writers that died', () => {
    const folder = tempFolder();
    const store = openStore(folder);
    const hoursAgo = (name: string, hours: number): void => {
      const time = Date.now() / 1000 - hours * 3_600;
      utimesSync(join(folder, name), time, time);
    };
    for (const key of ['old', 'older', 'used', 'new']) store.write(key, bytes('x'.repeat(1_000)));
    hoursAgo('old.record', 5);
    hoursAgo('older.record', 6);
    hoursAgo('used.record', 50);
    writeFileSync(join(folder, 'x.record.1-0-0.tmp'), 'left');
    hoursAgo('x.record.1-0-0.tmp', 2);
    writeFileSync(join(folder, 'y.record.2-0-0.tmp'), 'being written');
    writeFileSync(join(folder, 'README'), 'not ours');
    store.read('used');
    store.prune(3_500);
    expect(readdirSync(folder).sort()).toEqual([
      'README',
      'new.record',
      'old.record',
      'used.record',
      'y.record.2-0-0.tmp',
    ]);
    store.prune(0);
    expect(store.keys()).toEqual([]);
    expect(store.failures()).toBe(0);
  });

  it('shows readers whole records while two processes write, one of which is killed', async () => {
    const folder = tempFolder();
    const store = openStore(folder);
    const writers = ['a', 'b'].map(letter => startWriter(folder, letter));
    await Promise.all(writers.map(writer => writer.started));
    const seen = new Set<string>();
    for (let i = 0; i < 2_000; i++) {
      if (i === 500) writers[0]?.kill();
      const content = store.read('shared');
      if (!content) continue;
      expect(Buffer.alloc(200_000, content[0]).equals(content)).toBe(true);
      seen.add(String.fromCharCode(content[0] ?? 0));
    }
    for (const writer of writers) writer.kill();
    expect([...seen].every(letter => letter === 'a' || letter === 'b')).toBe(true);
    expect(seen.size).toBeGreaterThan(0);
    expect(store.failures()).toBe(0);
  });
});

/** A process that writes one key over and over through the built store. */
function startWriter(folder: string, letter: string): { started: Promise<void>; kill(): void } {
  const module = new URL('../../../dist/core/host/cache-store.js', import.meta.url).href;
  const code = `
    import { openStore } from ${JSON.stringify(module)};
    const store = openStore(${JSON.stringify(folder)});
    const content = Buffer.alloc(200_000, ${JSON.stringify(letter)});
    store.write('shared', content);
    console.log('started');
    while (true) store.write('shared', content);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const started = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', code => reject(new Error(`The writer ended with ${code}.`)));
  });
  started.catch(() => {});
  return { started, kill: () => child.kill('SIGKILL') };
}

describe('records', () => {
  it('come back for any key and content, and never after any change', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (key, content, at, mask) => {
          const record = packRecord(key, content);
          expect(unpackRecord(key, record)).toEqual(Buffer.from(content));
          const damaged = Uint8Array.from(record);
          const index = at % damaged.length;
          damaged[index] = (damaged[index] ?? 0) ^ mask;
          expect(unpackRecord(key, damaged)).toBeUndefined();
          expect(unpackRecord(key, record.subarray(0, index))).toBeUndefined();
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('defaultCacheFolder', () => {
  const linux = { platform: 'linux', env: {}, home: '/home/u' } as const;

  it('is never inside the workspace, whose repository could bring records of its own', () => {
    const root = tempFolder({ 'node_modules/.cache/lintel/run': '' });
    expect(defaultCacheFolder(root, linux)).toMatch(/^\/home\/u\/\.cache\/lintel\//);
  });

  it.each<[where: string, context: Parameters<typeof defaultCacheFolder>[1], expected: RegExp | undefined]>([
    ['the home folder', linux, /^\/home\/u\/\.cache\/lintel\/[\w-]{22}$/],
    ['XDG_CACHE_HOME', { ...linux, env: { XDG_CACHE_HOME: '/c' } }, /^\/c\/lintel\/[\w-]{22}$/],
    ['not a relative XDG_CACHE_HOME', { ...linux, env: { XDG_CACHE_HOME: 'c' } }, /^\/home\/u\/\.cache\/lintel\//],
    ['Library/Caches', { ...linux, platform: 'darwin' }, /^\/home\/u\/Library\/Caches\/lintel\//],
    ['LOCALAPPDATA', { platform: 'win32', env: { LOCALAPPDATA: '/L' }, home: '/h' }, /^\/L\/lintel\//],
    ['nowhere without a home', { ...linux, home: '' }, undefined],
  ])('is in the cache of the user: %s', (_, context, expected) => {
    const folder = defaultCacheFolder(tempFolder(), context);
    if (expected === undefined) expect(folder).toBeUndefined();
    else expect(folder).toMatch(expected);
  });

  it('differs by workspace', () => {
    expect(defaultCacheFolder(tempFolder(), linux)).not.toBe(defaultCacheFolder(tempFolder(), linux));
  });
});

function flip(path: string, index: number): void {
  const content = readFileSync(path);
  const at = index < 0 ? content.length + index : index;
  content[at] = (content[at] ?? 0) ^ 0x40;
  writeFileSync(path, content);
}
