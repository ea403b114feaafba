import assert from 'node:assert';
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import { Console } from 'node:console';
import crypto from 'node:crypto';
import dns from 'node:dns/promises';
import process from 'node:process';
import { Writable } from 'node:stream';
import url from 'node:url';
import util from 'node:util';
import zlib from 'node:zlib';
import type { Cases } from '../case.js';
import { invoke } from '../installed.js';
import { calledBack, emitted, rejected, thrown } from '../observe.js';

const inflaters = ['gunzip', 'inflate', 'inflateRaw', 'unzip'];
const garbage = Buffer.from('this is not compressed');
const failingAsserts: Record<string, unknown[]> = {
  default: [false],
  ok: [false],
  equal: [1, 2],
  strictEqual: [1, 2],
  deepEqual: [{ a: 1 }, {}],
  deepStrictEqual: [{ a: 1 }, {}],
  notEqual: [1, 1],
  notStrictEqual: [1, 1],
  fail: [],
  match: ['a', /b/],
  ifError: [new Error('x')],
  throws: [() => {}],
};

export const nodeValueCases: Cases = {
  failures: [
    {
      package: 'node:assert',
      names: Object.keys(failingAsserts),
      class: 'bug',
      when: 'it does not hold',
      provoke: name =>
        thrown(() => (name === 'default' ? assert(false) : invoke(assert, name, ...(failingAsserts[name] ?? [])))),
    },
    {
      package: 'node:assert',
      names: ['rejects'],
      class: 'bug',
      when: 'nothing rejects',
      provoke: () => rejected(() => assert.rejects(Promise.resolve())),
    },
    {
      package: 'node:buffer',
      names: ['Buffer.alloc'],
      class: 'bug',
      when: 'the size is negative',
      provoke: () => thrown(() => Buffer.alloc(-1)),
    },
    {
      package: 'node:buffer',
      names: ['UInt8', 'UInt16BE', 'UInt16LE', 'UInt32BE', 'UInt32LE', 'Int32BE', 'Int32LE'].map(
        kind => `Buffer.read${kind}`,
      ),
      class: 'bug',
      when: 'past the end',
      provoke: name => thrown(() => invoke(Buffer.alloc(8), name.slice(7), 100)),
    },
    {
      package: 'node:crypto',
      names: ['createHash', 'createHmac'],
      class: 'bug',
      when: 'no such algorithm',
      provoke: name => thrown(() => invoke(crypto, name, 'nope', 'key')),
    },
    {
      package: 'node:crypto',
      names: ['createCipheriv', 'createDecipheriv'],
      class: 'bug',
      when: 'no such cipher',
      provoke: name => thrown(() => invoke(crypto, name, 'nope', Buffer.alloc(16), Buffer.alloc(16))),
    },
    {
      package: 'node:crypto',
      names: ['createCipheriv', 'createDecipheriv'],
      class: 'invalid',
      when: 'the key has another length',
      provoke: name => thrown(() => invoke(crypto, name, 'aes-128-cbc', Buffer.alloc(3), Buffer.alloc(16))),
    },
    {
      package: 'node:crypto',
      names: ['createCipheriv', 'createDecipheriv'],
      class: 'invalid',
      when: 'the vector has another length',
      provoke: name => thrown(() => invoke(crypto, name, 'aes-128-cbc', Buffer.alloc(16), Buffer.alloc(3))),
    },
    {
      package: 'node:crypto',
      names: ['Decipher.final'],
      class: 'invalid',
      when: 'the text was changed',
      provoke: () => {
        const decipher = crypto.createDecipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16));
        decipher.update(Buffer.alloc(16, 7));
        return thrown(() => decipher.final());
      },
    },
    {
      package: 'node:crypto',
      names: ['createPrivateKey', 'createPublicKey'],
      class: 'invalid',
      when: 'it is no key',
      provoke: name => thrown(() => invoke(crypto, name, 'nope')),
    },
    {
      package: 'node:crypto',
      names: ['sign', 'privateDecrypt', 'publicEncrypt'],
      class: 'invalid',
      when: 'it is no key',
      provoke: name =>
        thrown(() =>
          name === 'sign' ? crypto.sign('sha256', garbage, 'nope') : invoke(crypto, name, 'nope', garbage),
        ),
    },
    {
      package: 'node:crypto',
      names: ['verify'],
      class: 'invalid',
      when: 'it is no key',
      provoke: () => thrown(() => crypto.verify('sha256', garbage, 'nope', garbage)),
    },
    {
      package: 'node:crypto',
      names: ['verify'],
      class: 'invalid',
      when: 'the signature is another',
      provoke: () => {
        const { publicKey } = crypto.generateKeyPairSync('ed25519');
        return { channel: 'return', failure: crypto.verify(null, garbage, publicKey, Buffer.alloc(64)) };
      },
    },
    {
      package: 'node:crypto',
      names: ['timingSafeEqual'],
      class: 'invalid',
      when: 'the lengths differ',
      provoke: () => thrown(() => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2))),
    },
    {
      package: 'node:crypto',
      names: ['pbkdf2Sync'],
      class: 'bug',
      when: 'no such digest',
      provoke: () => thrown(() => crypto.pbkdf2Sync('a', 'b', 1, 8, 'nope')),
    },
    {
      package: 'node:crypto',
      names: ['scryptSync'],
      class: 'bug',
      when: 'too much memory is asked for',
      provoke: () => thrown(() => crypto.scryptSync('a', 'b', 8, { N: 2 ** 20 })),
    },
    {
      package: 'node:crypto',
      names: ['pbkdf2', 'scrypt'],
      class: 'bug',
      when: 'the parameters are wrong',
      provoke: name =>
        thrown(() =>
          name === 'scrypt'
            ? crypto.scrypt('a', 'b', 8, { N: 2 ** 20 }, () => {})
            : crypto.pbkdf2('a', 'b', 1, 8, 'nope', () => {}),
        ),
    },
    {
      package: 'node:crypto',
      names: ['generateKeyPairSync'],
      class: 'bug',
      when: 'no such curve',
      provoke: () => thrown(() => crypto.generateKeyPairSync('ec', { namedCurve: 'nope' })),
    },
    {
      package: 'node:dns/promises',
      names: ['lookup'],
      class: 'absent',
      when: 'the name does not exist',
      provoke: () => rejected(() => dns.lookup('nothing.invalid')),
    },
    {
      package: 'node:process',
      names: ['chdir'],
      class: 'absent',
      when: 'no such folder',
      provoke: () =>
        import('node:child_process').then(({ execFileSync }) => ({
          channel: 'throw',
          failure: JSON.parse(
            execFileSync(
              process.execPath,
              [
                '-e',
                'try { process.chdir("/none") } catch (e) { console.log(JSON.stringify({ ...e, name: e.name })) }',
              ],
              { encoding: 'utf8' },
            ),
          ),
        })),
    },
    {
      package: 'node:process',
      names: ['kill'],
      class: 'absent',
      when: 'no such process',
      provoke: () => thrown(() => process.kill(2 ** 22 + 7, 0)),
    },
    {
      package: 'node:url',
      names: ['fileURLToPath'],
      class: 'invalid',
      when: 'another scheme',
      provoke: () => thrown(() => url.fileURLToPath('http://x')),
    },
    {
      package: 'node:url',
      names: ['fileURLToPath'],
      class: 'invalid',
      when: 'it is no URL',
      provoke: () => thrown(() => url.fileURLToPath('x')),
    },
    {
      package: 'node:util',
      names: ['parseArgs'],
      class: 'invalid',
      when: 'an option is unknown',
      provoke: () => thrown(() => util.parseArgs({ args: ['--nope'], options: {} })),
    },
    {
      package: 'node:util',
      names: ['parseArgs'],
      class: 'invalid',
      when: 'a word stands alone',
      provoke: () => thrown(() => util.parseArgs({ args: ['nope'], options: {} })),
    },
    {
      package: 'node:zlib',
      names: inflaters.map(name => `${name}Sync`),
      class: 'invalid',
      when: 'the data is garbage',
      provoke: name => thrown(() => invoke(zlib, name, garbage)),
    },
    {
      package: 'node:zlib',
      names: ['brotliDecompressSync'],
      class: 'invalid',
      when: 'the data is garbage',
      provoke: () => thrown(() => zlib.brotliDecompressSync(garbage)),
    },
    {
      package: 'node:zlib',
      names: inflaters,
      class: 'invalid',
      when: 'the data is garbage',
      provoke: name => calledBack(done => invoke(zlib, name, garbage, done)),
    },
    {
      package: 'node:zlib',
      names: ['createGunzip', 'createInflate', 'createUnzip'],
      class: 'invalid',
      when: 'the data is garbage',
      provoke: name =>
        emitted(() => {
          const stream = invoke(zlib, name) as Writable;
          stream.write(garbage);
          stream.end();
          return stream;
        }),
    },
  ],
  invokes: [
    {
      package: 'node:async_hooks',
      names: ['AsyncLocalStorage.run', 'AsyncLocalStorage.exit'],
      hand: (name, callback) =>
        invoke(new AsyncLocalStorage(), name.slice(18), ...(name.endsWith('run') ? [1] : []), callback),
    },
    {
      package: 'node:async_hooks',
      names: ['AsyncResource.runInAsyncScope'],
      hand: (_, callback) => new AsyncResource('x').runInAsyncScope(callback),
    },
    { package: 'node:process', names: ['nextTick'], hand: (_, callback) => void process.nextTick(callback) },
    {
      package: 'node:process',
      names: ['on', 'once', 'addListener', 'prependListener'],
      hand: (name, callback) => {
        const event = `lintel-${name}`;
        invoke(process, name, event, callback);
        setImmediate(() => {
          process.nextTick(() => process.removeAllListeners(event));
          process.emit(event as 'beforeExit', 0);
        });
      },
    },
    {
      package: 'node:zlib',
      names: ['gzip', 'deflate'],
      hand: (name, callback) => void invoke(zlib, name, garbage, callback),
    },
    { package: 'node:crypto', names: ['randomBytes'], hand: (_, callback) => void crypto.randomBytes(1, callback) },
  ],
  quiet: [
    {
      package: 'node:console',
      names: [
        'log',
        'error',
        'warn',
        'info',
        'debug',
        'trace',
        'dir',
        'table',
        'group',
        'groupEnd',
        'time',
        'timeEnd',
        'count',
        'assert',
      ],
      run: name => {
        const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
        invoke(new Console(sink), name, name === 'assert' ? false : 'x');
      },
    },
    { package: 'node:process', names: ['stdout.write', 'stderr.write'], run: name => invoke(process, name, '') },
    { package: 'node:util', names: ['promisify'], run: () => util.promisify(setTimeout) },
    {
      package: 'node:zlib',
      names: ['createGzip', 'createDeflate', 'createBrotliCompress'],
      run: name => invoke(zlib, name),
    },
  ],
  notRunnable: [
    {
      package: 'node:dns/promises',
      names: ['resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveTxt', 'reverse'],
      because: 'it asks a name server, and the tests reach none',
    },
  ],
};
