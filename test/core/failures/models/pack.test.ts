import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInModelList, loadModelPack } from '../../../../core/failures/model-pack/load.js';
import { effectOfCommand, effectOfHttpMethod, effectOfSql } from '../../../../core/failures/model-pack/pack.js';
import type { FilePath } from '../../../../core/files/paths.js';

const { pack } = loadModelPack();
const own = (text: string) => loadModelPack([{ path: 'models/own.jsonc' as FilePath, text }]);

describe('looking up a call', () => {
  it.each([
    ['fs', 'readFileSync', 'node:fs readFileSync'],
    ['node:fs', 'promises.readFile', 'node:fs/promises readFile'],
    ['fs', 'default.promises.readFile', 'node:fs/promises readFile'],
    ['fs/promises', 'default.readFile', 'node:fs/promises readFile'],
    ['lib', 'globalThis.fetch', 'lib fetch'],
    ['lib', 'Array.prototype.map', 'lib Array.map'],
    ['lib', 'Uint8Array.map', 'lib Array.map'],
    ['lib', 'ReadonlyArray.forEach', 'lib Array.forEach'],
    ['lib', 'process.kill', 'node:process kill'],
    ['node:fs', 'ReadStream.on', 'node:events EventEmitter.on'],
    ['node:http', 'IncomingMessage.pipe', 'node:stream Readable.pipe'],
    ['https', 'get', 'node:http get'],
    ['axios', 'default.post', 'axios post'],
    ['axios', 'AxiosInstance.post', 'axios post'],
    ['@prisma/client', 'PrismaClient.user.create', '@prisma/client PrismaClient.*.create'],
    ['@aws-sdk/client-sqs', 'SQSClient.send', '@aws-sdk/client-* SQSClient.send'],
    ['openai', 'Completions.create', 'openai OpenAI.chat.completions.create'],
  ])('%s %s', (home, name, expected) => {
    const call = pack.call(home, name);
    expect(`${call?.package} ${call?.name.replace('embeddings.create', 'chat.completions.create')}`).toBe(expected);
  });

  it.each([
    ['lib', 'nothing'],
    ['axios', 'nothing'],
    ['nothing', 'get'],
    ['lib', 'constructor'],
    ['lib', '__proto__.x'],
    ['lib', ''],
    ['', ''],
  ])('%s %s is unknown', (home, name) => {
    expect(pack.call(home, name)).toBeUndefined();
    expect(pack.isTotal(home, name)).toBe(false);
  });

  it('picks the model of the version', () => {
    const how = (version?: string) => pack.call('express', 'Application.get', version)?.invokes[0]?.rejected;
    expect([how('4.18.2'), how('^4.0.0'), how('~4'), how('5.0.0'), how('^5.1.0'), how(), how('latest')]).toEqual([
      'unhandled',
      'unhandled',
      'unhandled',
      'handled',
      'handled',
      'handled',
      'handled',
    ]);
  });

  it.each([
    ['lib', 'Array.push', true],
    ['lib', 'Array.map', true],
    ['lib', 'Math.floor', true],
    ['lib', 'Object.keys', true],
    ['lib', 'console.log', true],
    ['lib', 'setTimeout', true],
    ['lib', 'JSON.stringify', true],
    ['lib', 'JSON.parse', false],
    ['lib', 'fetch', false],
    ['lib', 'URL', false],
    ['path', 'join', true],
    ['node:path', 'posix.join', true],
    ['node:util', 'inspect', true],
    ['node:url', 'pathToFileURL', true],
    ['node:url', 'fileURLToPath', false],
    ['node:fs', 'existsSync', true],
    ['node:fs', 'readFileSync', false],
    ['node:net', 'Socket.setTimeout', true],
    ['left-pad', 'default', false],
  ])('%s %s is total: %s', (home, name, expected) => {
    expect(pack.isTotal(home, name)).toBe(expected);
  });

  it('finds types by their own name, by the default export and through what they extend', () => {
    expect(pack.type('stripe', 'default')?.name).toBe('Stripe');
    expect(pack.type('node:fs', 'ReadStream')?.unheard).toBe('crash');
    expect(pack.type('lib', 'Response')?.status?.checks).toContain('ok');
    expect(pack.call('lib', 'fetch')?.returns).toEqual({ package: 'lib', name: 'Response' });
    expect(pack.call('axios', 'create')?.returns).toEqual({ package: 'axios', name: 'AxiosInstance' });
  });

  it('every type that an entry returns and every base is known or has entries', () => {
    const isKnown = (home: string, name: string) =>
      pack.type(home, name) !== undefined ||
      pack.calls.some(call => call.name.startsWith(`${name}.`)) ||
      pack.isTotal(home, `${name}.any`);
    const returned = pack.calls.flatMap(call => (call.returns ? [call.returns] : []));
    const bases = pack.types.flatMap(type => type.extends);
    const unknown = [...returned, ...bases].filter(({ package: home, name }) => !isKnown(home, name));
    expect([...new Set(unknown.map(({ package: home, name }) => `${home}#${name}`))]).toEqual([]);
  });

  it('answers anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.option(fc.string(), { nil: undefined }), (home, name, version) => {
        pack.call(home, name, version);
        pack.isTotal(home, name, version);
        pack.type(home, name, version);
        pack.error(name, home);
      }),
    );
  });
});

describe('tables', () => {
  it.each([
    ['ENOENT', 'absent'],
    ['EEXIST', 'conflict'],
    ['EACCES', 'denied'],
    ['EMFILE', 'exhausted'],
    ['ECONNREFUSED', 'upstream'],
    ['ETIMEDOUT', 'timeout'],
    ['ENOPE', undefined],
    ['toString', undefined],
  ])('errno %s is %s', (code, expected) => {
    expect(pack.errno(code)).toBe(expected);
  });

  it.each([
    [404, 'absent'],
    [400, 'invalid'],
    [422, 'invalid'],
    [401, 'denied'],
    [403, 'denied'],
    [409, 'conflict'],
    [408, 'timeout'],
    [504, 'timeout'],
    [429, 'exhausted'],
    [500, 'upstream'],
    [503, 'upstream'],
    [418, 'invalid'],
    [200, undefined],
    [302, undefined],
    [600, undefined],
    [Number.NaN, undefined],
  ])('HTTP %s is %s', (status, expected) => {
    expect(pack.httpStatus(status)).toBe(expected);
  });

  it.each([
    ['23505', 'conflict'],
    ['23514', 'invalid'],
    ['08006', 'upstream'],
    ['53300', 'exhausted'],
    ['42501', 'denied'],
    ['42601', 'bug'],
    ['99999', undefined],
    ['', undefined],
  ])('SQLSTATE %s is %s', (code, expected) => {
    expect(pack.sqlState(code)).toBe(expected);
  });

  it.each([
    ['P2025', 'absent'],
    ['P2002', 'conflict'],
    ['P1001', 'upstream'],
    ['P9999', undefined],
  ])('Prisma %s is %s', (code, expected) => {
    const error = pack.error('PrismaClientKnownRequestError');
    if (!error) throw new Error('no error of Prisma');
    expect(pack.classOf(error, 'code', code)).toBe(expected);
  });

  it('errors of equal name are told apart by their package', () => {
    expect(pack.error('NotFoundError', 'openai')?.class).toBe('absent');
    expect(pack.error('AbortError')?.package).toBe('lib');
    expect(pack.error('AbortError', 'got')?.extends).toBe('RequestError');
    expect(pack.error('NotFoundError', 'axios')).toBeUndefined();
  });

  it.each([
    ['SELECT 1', 'read'],
    ['  -- why\n select * from t', 'read'],
    ['WITH a AS (SELECT 1) SELECT * FROM a', 'read'],
    ['WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a', 'write-non-idempotent'],
    ['INSERT INTO t VALUES (1)', 'write-non-idempotent'],
    ['INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING', 'write-idempotent'],
    ['UPDATE t SET a = 1', 'write-idempotent'],
    ['UPDATE t SET a = a + 1', 'write-non-idempotent'],
    ['DELETE FROM t', 'write-idempotent'],
    ['', undefined],
  ])('the statement %s is a %s', (statement, expected) => {
    expect(effectOfSql(statement)).toBe(expected);
  });

  it('methods and commands decide effects', () => {
    expect(['get', 'PUT', 'delete', 'POST', 'patch', 'BREW'].map(effectOfHttpMethod)).toEqual([
      'read',
      'write-idempotent',
      'write-idempotent',
      'write-non-idempotent',
      'write-non-idempotent',
      undefined,
    ]);
    expect(
      ['GetObjectCommand', 'PutItemCommand', 'SendMessageCommand', 'BatchGetItemCommand', 'nope'].map(effectOfCommand),
    ).toEqual(['read', 'write-idempotent', 'write-non-idempotent', 'read', undefined]);
  });
});

describe('models of the project', () => {
  it('win over the built-in ones, name by name', () => {
    const { pack: mine, problems } = own(
      '{ "package": "axios", "entries": [{ "name": "get", "channel": "reject", "modes": [{ "class": "absent" }] }] } // ours',
    );
    expect(problems).toEqual([]);
    expect(mine.call('axios', 'get')?.modes.map(mode => mode.class)).toEqual(['absent']);
    expect(mine.call('axios', 'post')?.modes.length).toBeGreaterThan(5);
    expect(pack.call('axios', 'get')?.modes.length).toBeGreaterThan(5);
  });

  it.each([
    ['', 'The file is empty'],
    ['{', 'A `}` is missing'],
    ['[]', 'This list is not valid'],
    ['{}', '"package" is missing'],
    ['{ "package": "x", "entires": [] }', 'Did you mean "entries"?'],
    ['{ "package": "x", "versions": "^2" }', 'expected `*`, or bounds such as `>=4 <5`'],
    ['{ "package": "x", "entries": [{ "name": "f", "modes": ["nope"] }] }', 'No set is named "nope"'],
    ['{ "package": "x", "sets": { "a": ["a"] }, "entries": [{ "name": "f", "modes": ["a"] }] }', 'contains itself'],
    ['{ "package": "x", "entries": [{ "name": "f", "modes": [{ "class": "abset" }] }] }', 'Did you mean "absent"?'],
    [
      '{ "package": "x", "entries": [{ "name": "f", "modes": [{ "expand": "errno", "codes": ["ENOPE"] }] }] }',
      '"ENOPE" is in no table',
    ],
    ['{ "package": "x", "entries": [{ "name": "f", "modes": [{ "expand": "errno" }] }] }', 'Name the codes'],
    [
      '{ "package": "x", "entries": [{ "name": "f", "modes": [{ "expand": "error", "type": "E" }] }] }',
      'No error is named "E"',
    ],
    ['{ "package": "x", "entries": [{ "name": "f" }, { "name": "f" }] }', '"f" has two entries'],
    ['{ "package": "x", "entries": [{ "name": "f", "__proto__": 1 }] }', '__proto__'],
  ])('%s: a problem with its place, and the file is not used', (text, message) => {
    const { pack: mine, problems } = own(text);
    expect(problems.map(problem => problem.message).join('\n')).toContain(message);
    for (const problem of problems) {
      expect(problem.path).toBe('models/own.jsonc');
      expect(problem.span.start).toBeLessThanOrEqual(problem.span.end);
      expect(problem.span.end).toBeLessThanOrEqual(text.length);
    }
    expect(mine.call('x', 'f')).toBeUndefined();
    expect(mine.call('lib', 'fetch')).toBeDefined();
  });

  it('never make it throw', () => {
    const few = { numRuns: 30 };
    fc.assert(
      fc.property(fc.string(), text => own(text).problems.length > 0),
      few,
    );
    fc.assert(
      fc.property(fc.json(), text => {
        own(
          `{ "package": "x", "entries": [{ "name": "f", "modes": [${text}] }], "types": { "T": ${text} }, "errors": { "E": ${text} } }`,
        );
      }),
    );
  });

  it('may be in a circle of base types', () => {
    const { pack: mine, problems } = own(
      '{ "package": "x", "types": { "A": { "extends": "B" }, "B": { "extends": "A" } } }',
    );
    expect(problems).toEqual([]);
    expect(mine.call('x', 'A.nothing')).toBeUndefined();
  });

  it('have the format that the page shows', () => {
    const page = readFileSync(
      fileURLToPath(new URL('../../../../core/failures/models/README.md', import.meta.url)),
      'utf8',
    );
    const example = /```jsonc\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const { pack: mine, problems } = own(example);
    expect(problems).toEqual([]);
    expect(mine.call('acme-billing', 'Client.charge', '2.5.0')?.modes.length).toBe(10);
    expect(mine.call('acme', 'billing.Client.charge')?.idempotencyKey).toEqual({ argument: 1, path: 'key' });
    expect(mine.isTotal('acme-billing', 'Money.add')).toBe(true);
    expect(mine.call('acme-billing', 'Client.on')?.package).toBe('node:events');
  });
});

it('docs/models.md is current (npm run generate)', () => {
  const committed = readFileSync(fileURLToPath(new URL('../../../../docs/models.md', import.meta.url)), 'utf8');
  expect(committed).toBe(builtInModelList());
});
