import http from 'node:http';
import net from 'node:net';
import { Writable } from 'node:stream';
import type { Cases, InvokeCase, Observed } from '../case.js';
import { invoke, load } from '../installed.js';
import { emitted, rejected, thrown } from '../observe.js';
import { listen, startServers } from '../servers.js';

type Class = new (...args: unknown[]) => unknown;
type Callback = (...args: unknown[]) => unknown;

const methods = ['get', 'post', 'put', 'patch', 'delete', 'all'];
const host = '127.0.0.1';

/** Asks once and waits for the answer or, where none comes, until the connection is cut after a moment. */
function ask(port: number, method: string): Promise<number | undefined> {
  return new Promise(resolve => {
    const request = http.request({ port, host, method: method.toUpperCase() }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', () => resolve(undefined));
    request.setTimeout(300, () => request.destroy());
    request.end();
  });
}

/** A schema of zod, whichever maker it comes from. */
async function schema(maker: string): Promise<unknown> {
  const { z } = await load('zod');
  const text = invoke(z, 'string');
  const given: Readonly<Record<string, readonly unknown[]>> = {
    object: [{ text }],
    array: [text],
    union: [[text, text]],
    enum: [['a']],
    record: [text, text],
    literal: ['a'],
  };
  return invoke(z, maker, ...(given[maker] ?? []));
}

const verb = (name: string) => (['post', 'put', 'patch', 'delete'].includes(name) ? name : 'get');

/** Installs a handler in Express and asks for it. What Express catches becomes an answer of 500. */
async function express(installed: string, name: string, callback: Callback): Promise<void> {
  const { default: create } = await load(installed);
  const app = invoke(create, '');
  invoke(app, 'set', 'env', 'test');
  const [owner = '', key = ''] = name.split('.');
  const router = owner === 'Router' ? invoke(create, 'Router') : app;
  if (router !== app) invoke(app, 'use', router);
  if (key === 'param') {
    invoke(app, 'param', 'id', callback);
    invoke(app, 'get', '/:id', (_request: unknown, response: http.ServerResponse) => response.end());
  } else invoke(router, key, ...(key === 'use' ? [] : ['/']), callback);
  const server = http.createServer(app as http.RequestListener);
  await new Promise<void>(resolve => {
    void listen(server).then(port => {
      const path = key === 'param' ? '/1' : '/';
      const request = http.request({ port, host, path, method: verb(key).toUpperCase() }, response => {
        response.resume();
        resolve();
      });
      request.on('error', () => resolve());
      request.setTimeout(300, () => request.destroy());
      request.end();
    });
  });
  server.closeAllConnections();
  server.close();
}

const expressNames = [...methods, 'use', 'param']
  .map(name => `Application.${name}`)
  .concat([...methods, 'use'].map(name => `Router.${name}`));

async function fastify(name: string, callback: Callback): Promise<unknown> {
  const app = invoke((await load('fastify')).default, '', { logger: false });
  const key = name.slice('FastifyInstance.'.length);
  if (key === 'route') invoke(app, 'route', { method: 'GET', url: '/', handler: callback });
  else if (key === 'addHook') invoke(app, 'addHook', 'onRequest', async () => callback());
  else if (key === 'setErrorHandler') invoke(app, 'setErrorHandler', callback);
  else invoke(app, key, '/', callback);
  if (key === 'addHook') invoke(app, 'get', '/', async () => 'ok');
  if (key === 'setErrorHandler') invoke(app, 'get', '/', async () => Promise.reject(new Error('x')));
  const answer = (await invoke(app, 'inject', { method: verb(key).toUpperCase(), url: '/' })) as { statusCode: number };
  if (answer.statusCode !== 500) throw new Error(`answered ${answer.statusCode}`);
  return undefined;
}

const koa: InvokeCase['hand'] = async (_, callback) => {
  const app = new ((await load('koa')).default as Class)();
  invoke(app, 'on', 'error', () => {});
  invoke(app, 'use', callback);
  const server = http.createServer(invoke(app, 'callback') as http.RequestListener);
  const status = await ask(await listen(server), 'get');
  server.close();
  if (status !== 500) throw new Error(`answered ${status}`);
};

const hono: InvokeCase['hand'] = async (name, callback) => {
  const app = new ((await load('hono')).Hono as Class)();
  const key = name.slice(5);
  const write = console.error;
  console.error = () => {};
  invoke(app, key, '/', callback);
  const answer = (await invoke(app, 'request', '/', { method: verb(key).toUpperCase() })) as Response;
  console.error = write;
  if (answer.status !== 500) throw new Error(`answered ${answer.status}`);
};

/** A mail server that refuses recipients and passwords. */
const mailServer = () =>
  net.createServer(socket => {
    socket.on('error', () => {});
    socket.write('220 x ESMTP\r\n');
    socket.on('data', data => {
      const line = data.toString();
      if (/^EHLO/i.test(line)) socket.write('250-x\r\n250 AUTH PLAIN\r\n');
      else if (/^AUTH/i.test(line)) socket.write('535 no\r\n');
      else socket.write(/^RCPT/i.test(line) ? '550 no\r\n' : '250 ok\r\n');
    });
  });

async function mail(name: string, settings: object): Promise<unknown> {
  const transport = invoke((await load('nodemailer')).default, 'createTransport', { host, ...settings });
  return name.endsWith('verify')
    ? invoke(transport, 'verify')
    : invoke(transport, 'sendMail', { from: 'a@b.c', to: 'd@e.f', text: 'x' });
}
const mailNames = ['Transporter.sendMail', 'Transporter.verify'];

async function queue(): Promise<unknown> {
  const { Queue } = await load('bullmq');
  const connection = {
    host,
    port: (await startServers()).deadPort,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  };
  const made = new (Queue as Class)('q', { connection });
  invoke(made, 'on', 'error', () => {});
  return made;
}

const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
async function winston(): Promise<unknown> {
  const { default: module } = await load('winston');
  const { transports } = module as { transports: { Stream: Class } };
  const levels = { error: 0, warn: 1, info: 2, http: 3, verbose: 4, debug: 5, silly: 6 };
  return invoke(module, 'createLogger', { levels, transports: [new transports.Stream({ stream: sink() })] });
}

/** Answers a second time, and gives what that throws. */
async function answerTwice(installed: string, key: string): Promise<Observed> {
  const app = invoke((await load(installed)).default, '');
  const met = new Promise<Observed>(resolve => {
    invoke(app, 'get', '/', (_request: unknown, response: unknown) => {
      invoke(response, 'send', 'first');
      resolve(thrown(() => invoke(response, key, 'second')));
    });
  });
  const server = http.createServer(app as http.RequestListener);
  await ask(await listen(server), 'get');
  server.close();
  return met;
}

export const frameworkCases: Cases = {
  unheard: [
    {
      package: 'koa',
      type: 'Application',
      run: async () => {
        const app = new ((await load('koa')).default as Class)();
        invoke(app, 'use', () => Promise.reject(new Error('x')));
        const server = http.createServer(invoke(app, 'callback') as http.RequestListener);
        await ask(await listen(server), 'get');
        server.close();
      },
    },
  ],
  failures: [
    ...(['4', '5'] as const).map(major => ({
      package: 'express',
      version: major,
      names: ['Response.send', 'Response.json'],
      class: 'bug' as const,
      when: 'it has answered',
      provoke: (name: string) => answerTwice(major === '4' ? 'express4' : 'express', name.slice(9)),
    })),
    ...(['4', '5'] as const).map(major => ({
      package: 'express',
      version: major,
      names: ['Application.listen'],
      class: 'conflict' as const,
      when: 'the port is taken',
      provoke: async () => {
        const { default: create } = await load(major === '4' ? 'express4' : 'express');
        const { port } = await startServers();
        // Express 5 hands the error to the callback where there is one.
        return emitted(() => invoke(invoke(create, ''), 'listen', port, host));
      },
    })),
    {
      package: 'fastify',
      names: ['FastifyInstance.listen'],
      class: 'conflict',
      when: 'the port is taken',
      provoke: () =>
        rejected(async () =>
          invoke(invoke((await load('fastify')).default, ''), 'listen', { port: (await startServers()).port, host }),
        ),
    },
    {
      package: 'koa',
      names: ['Application.listen'],
      class: 'conflict',
      when: 'the port is taken',
      provoke: async () => {
        const app = new ((await load('koa')).default as Class)();
        const { port } = await startServers();
        return emitted(() => invoke(app, 'listen', port, host));
      },
    },
    ...(
      [
        [404, 'absent'],
        [403, 'denied'],
        [409, 'conflict'],
        [500, 'upstream'],
      ] as const
    ).map(([status, failure]) => ({
      package: 'koa',
      names: ['Context.throw'],
      class: failure,
      when: `the status is ${status}`,
      provoke: async () => {
        const app = new ((await load('koa')).default as Class)();
        const context = invoke(
          app,
          'createContext',
          new http.IncomingMessage(new net.Socket()),
          new http.ServerResponse(new http.IncomingMessage(new net.Socket())),
        );
        return thrown(() => invoke(context, 'throw', status));
      },
    })),
    {
      package: 'nodemailer',
      names: mailNames,
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => rejected(async () => mail(name, { port: (await startServers()).deadPort })),
    },
    {
      package: 'nodemailer',
      names: mailNames,
      class: 'timeout',
      when: 'no greeting comes',
      provoke: name =>
        rejected(async () => mail(name, { port: (await startServers()).silentPort, greetingTimeout: 30 })),
    },
    {
      package: 'nodemailer',
      names: mailNames,
      class: 'denied',
      when: 'the password is wrong',
      provoke: name =>
        rejected(async () => mail(name, { port: await listen(mailServer()), auth: { user: 'a', pass: 'b' } })),
    },
    {
      package: 'nodemailer',
      names: ['Transporter.sendMail'],
      class: 'invalid',
      when: 'no recipient is accepted',
      provoke: name => rejected(async () => mail(name, { port: await listen(mailServer()) })),
    },
    {
      package: 'bullmq',
      names: ['Queue.add', 'Queue.addBulk'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name =>
        rejected(async () => {
          const made = await queue();
          const args = name === 'Queue.add' ? ['a', {}] : [[{ name: 'a', data: {} }]];
          return invoke(made, name.slice(6), ...args);
        }),
    },
    {
      package: 'node-cron',
      names: ['schedule', 'createTask'],
      class: 'bug',
      when: 'the expression is wrong',
      provoke: async name => {
        const module = await load('node-cron');
        return thrown(() => invoke(module, name, 'nonsense', () => {}));
      },
    },
    {
      package: 'p-limit',
      names: ['default', 'limitFunction'],
      class: 'bug',
      when: 'the concurrency is 0',
      provoke: async name => {
        const module = await load('p-limit');
        return thrown(() =>
          name === 'default' ? invoke(module.default, '', 0) : invoke(module, name, () => {}, { concurrency: 0 }),
        );
      },
    },
    {
      package: 'zod',
      names: ['ZodType.parse'],
      class: 'invalid',
      when: 'the value does not fit',
      provoke: async () => {
        const text = await schema('string');
        return thrown(() => invoke(text, 'parse', 1));
      },
    },
    {
      package: 'zod',
      names: ['ZodType.parseAsync'],
      class: 'invalid',
      when: 'the value does not fit',
      provoke: () => rejected(async () => invoke(await schema('string'), 'parseAsync', 1)),
    },
    {
      package: 'p-map',
      names: ['default'],
      class: 'unknown',
      when: 'some reject and stopOnError is false',
      provoke: () =>
        rejected(async () =>
          invoke((await load('p-map')).default, '', [1], () => Promise.reject(new Error('x')), { stopOnError: false }),
        ),
    },
  ],
  invokes: [
    {
      package: 'express',
      version: '5.0.0',
      names: expressNames,
      hand: (name, callback) => express('express', name, callback),
    },
    {
      package: 'express',
      version: '4.0.0',
      names: expressNames,
      hand: (name, callback) => express('express4', name, callback),
    },
    {
      package: 'fastify',
      names: [...methods, 'route', 'addHook', 'setErrorHandler'].map(name => `FastifyInstance.${name}`),
      hand: fastify,
    },
    {
      package: 'fastify',
      names: ['FastifyInstance.register'],
      hand: async (_, callback) => {
        const app = invoke((await load('fastify')).default, '');
        invoke(app, 'register', async () => callback());
        return invoke(app, 'ready');
      },
    },
    { package: 'koa', names: ['Application.use'], hand: koa },
    { package: 'hono', names: [...methods, 'use'].map(name => `Hono.${name}`), hand: hono },
    {
      package: 'p-retry',
      names: ['default'],
      hand: async (_, callback) => invoke((await load('p-retry')).default, '', callback, { retries: 1, minTimeout: 1 }),
    },
    {
      package: 'p-limit',
      names: ['LimitFunction'],
      hand: async (_, callback) => invoke(invoke((await load('p-limit')).default, '', 1), '', callback),
    },
    {
      package: 'p-map',
      names: ['default'],
      hand: async (_, callback) => invoke((await load('p-map')).default, '', [1], callback),
    },
    {
      package: 'node-cron',
      names: ['schedule', 'createTask'],
      hand: async (name, callback) => {
        const module = await load('node-cron');
        invoke(module, 'setLogger', { info() {}, warn() {}, error() {}, debug() {} });
        const task = invoke(module, name, '0 0 1 1 *', callback);
        await Promise.resolve(invoke(task, 'execute')).catch(() => {});
        await invoke(task, 'destroy');
      },
    },
  ],
  quiet: [
    ...(['express', 'express4'] as const).flatMap(installed => {
      const version = installed === 'express' ? '5.0.0' : '4.0.0';
      return [
        {
          package: 'express',
          version,
          names: ['default'],
          run: async () => invoke((await load(installed)).default, ''),
        },
        {
          package: 'express',
          version,
          names: ['Router', 'json', 'urlencoded'],
          run: async (name: string) => invoke((await load(installed)).default, name, { extended: true }),
        },
        {
          package: 'express',
          version,
          names: ['static'],
          run: async (name: string) => invoke((await load(installed)).default, name, '/'),
        },
      ];
    }),
    { package: 'fastify', names: ['default', 'fastify'], run: async name => invoke((await load('fastify'))[name], '') },
    {
      package: 'fastify',
      names: ['FastifyInstance.inject'],
      run: async () => {
        const { statusCode } = (await invoke(invoke((await load('fastify')).default, ''), 'inject', '/none')) as {
          statusCode: number;
        };
        if (statusCode !== 404) throw new Error('it should resolve with the status');
      },
    },
    {
      package: 'zod',
      names: ['z.object', 'z.string', 'z.number', 'z.boolean', 'z.array', 'z.union', 'z.enum', 'z.record', 'z.literal'],
      run: name => schema(name.slice('z.'.length)),
    },
    {
      package: 'zod',
      names: ['ZodType.safeParseAsync'],
      run: async () => invoke(await schema('string'), 'safeParseAsync', 1),
    },
    { package: 'koa', names: ['default'], run: async () => new ((await load('koa')).default as Class)() },
    { package: 'hono', names: ['Hono'], run: async () => new ((await load('hono')).Hono as Class)() },
    {
      package: 'nodemailer',
      names: ['createTransport'],
      run: async name => invoke((await load('nodemailer')).default, name, { host }),
    },
    {
      package: 'p-retry',
      names: ['AbortError'],
      run: async () => new ((await load('p-retry')).AbortError as Class)('x'),
    },
    { package: 'bullmq', names: ['Queue'], run: () => queue() },
    {
      package: 'pino',
      names: ['default', 'pino'],
      run: async name => invoke((await load('pino'))[name], '', {}, sink()),
    },
    {
      package: 'pino',
      names: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'child'].map(name => `Logger.${name}`),
      run: async name => {
        const logger = invoke((await load('pino')).default, '', {}, sink());
        return void invoke(logger, name.slice(7), {});
      },
    },
    { package: 'winston', names: ['createLogger'], run: () => winston() },
    {
      package: 'winston',
      names: ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly', 'log', 'child'].map(
        name => `Logger.${name}`,
      ),
      run: async name => {
        const logger = await winston();
        const key = name.slice(7);
        return void invoke(logger, key, ...(key === 'log' ? ['info', 'x'] : key === 'child' ? [{}] : ['x']));
      },
    },
    {
      package: 'winston',
      names: ['error', 'warn', 'info', 'debug', 'log'],
      run: async name => {
        const { default: module } = await load('winston');
        invoke(module, 'add', await winston());
        return void invoke(module, name, ...(name === 'log' ? ['info', 'x'] : ['x']));
      },
    },
  ],
  notRunnable: [
    { package: 'bullmq', names: ['Worker'], because: 'a worker waits for a Redis server' },
    {
      package: 'hono',
      names: ['Hono.onError'],
      because: 'what an error handler throws becomes a rejection of `fetch`, which the server adapter handles',
    },
    { package: 'node-cron', version: '3.0.0', names: ['schedule'], because: 'version 4 is installed' },
    {
      package: '@nestjs/common',
      names: ['log', 'error', 'warn', 'debug', 'verbose'].map(name => `Logger.${name}`),
      because: 'Nest needs decorator metadata that the test runner does not emit',
    },
  ],
};
