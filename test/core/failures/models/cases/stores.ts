import net from 'node:net';
import type { Cases } from '../case.js';
import { invoke, load } from '../installed.js';
import { rejected } from '../observe.js';
import { listen, startServers } from '../servers.js';

type Class = new (...args: unknown[]) => unknown;

const host = '127.0.0.1';

/** Speaks just enough of PostgreSQL to let a client in and answer every query with one error. */
function postgresServer(sqlState: string): net.Server {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const ready = message('Z', Buffer.from('I'));
  const error = message('E', Buffer.from(`SERROR\0VERROR\0C${sqlState}\0Mno\0\0`));
  return net.createServer(socket => {
    let isIn = false;
    socket.on('error', () => {});
    socket.on('data', data => {
      if (!isIn) {
        isIn = true;
        socket.write(sqlState.startsWith('28') ? error : Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      } else if (data[0] === 0x51) socket.write(Buffer.concat([error, ready]));
    });
  });
}

const postgresPorts = new Map<string, Promise<number>>();
function postgresPort(sqlState: string): Promise<number> {
  let port = postgresPorts.get(sqlState);
  if (!port) {
    port = listen(postgresServer(sqlState));
    postgresPorts.set(sqlState, port);
  }
  return port;
}

/** A call on a client or a pool; the first names what is called, the port where. */
async function postgresCall(name: string, port: number, settings: object = {}): Promise<unknown> {
  const { default: pg } = await load('pg');
  const { Client, Pool } = pg as { Client: Class; Pool: Class };
  const config = { host, port, user: 'u', database: 'd', ...settings };
  if (name === 'Pool.query') return invoke(new Pool(config), 'query', 'select 1');
  if (name === 'Pool.connect') return invoke(new Pool(config), 'connect');
  if (name === 'PoolClient.query')
    return invoke(await (invoke(new Pool(config), 'connect') as Promise<unknown>), 'query', 'select 1');
  const client = new Client(config);
  invoke(client, 'on', 'error', () => {});
  const connected = invoke(client, 'connect') as Promise<unknown>;
  if (name === 'Client.connect') return connected;
  await connected;
  return invoke(client, 'query', 'select 1');
}

/** Answers whatever a Redis client says with one line, one for each command. */
const redisServer = (line: string) =>
  net.createServer(socket => {
    socket.on('error', () => {});
    socket.on('data', data => {
      for (const _ of data.toString().match(/^\*\d+/gm) ?? []) socket.write(`${line}\r\n`);
    });
  });

let wrongType: Promise<number> | undefined;

const names = (file: string, list: string) => list.split(' ').map(name => `${file}.${name}`);
const ioredisNames = names(
  'Redis',
  'get mget exists ttl keys scan hget hgetall hmget lrange llen smembers sismember zrange zscore ping set setex setnx mset del unlink expire hset hdel sadd srem zadd zrem flushall incr decr incrby lpush rpush lpop rpop publish xadd append eval',
);
const redisNames = names(
  'RedisClient',
  'get mGet exists ttl keys hGet hGetAll lRange sMembers zRange ping set setEx setNX del expire hSet hDel sAdd zAdd incr decr lPush rPush publish xAdd',
);
/** More arguments than any of them needs is fine for ioredis, which sends what it gets. */
const ioredisArgs = ['a', '1', 'b'];
const redisArgs: Record<string, unknown[]> = {
  mGet: [['a']],
  keys: ['*'],
  ping: [],
  hGet: ['a', 'b'],
  lRange: ['a', 0, 1],
  zRange: ['a', 0, 1],
  set: ['a', 'b'],
  setEx: ['a', 1, 'b'],
  setNX: ['a', 'b'],
  expire: ['a', 1],
  hSet: ['a', 'b', 'c'],
  hDel: ['a', 'b'],
  sAdd: ['a', 'b'],
  zAdd: ['a', { score: 1, value: 'b' }],
  lPush: ['a', 'b'],
  rPush: ['a', 'b'],
  publish: ['a', 'b'],
  xAdd: ['a', '*', { a: 'b' }],
};

async function ioredis(port: number, settings: object = {}): Promise<unknown> {
  const { Redis } = await load('ioredis');
  const client = new (Redis as Class)({ host, port, lazyConnect: true, enableReadyCheck: false, ...settings });
  invoke(client, 'on', 'error', () => {});
  return client;
}

async function mongoose(): Promise<{ model: unknown; Model: Class; module: unknown }> {
  const { default: module } = await load('mongoose');
  const { Schema, models } = module as { Schema: Class; models: Record<string, unknown> };
  invoke(module, 'set', 'bufferTimeoutMS', 30);
  const model = models.Thing ?? invoke(module, 'model', 'Thing', new Schema({ n: { type: Number, required: true } }));
  return { model, Model: model as Class, module };
}

const modelReads = names('Model', 'find findOne exists countDocuments distinct');
const modelWrites = names(
  'Model',
  'updateOne updateMany findOneAndUpdate replaceOne deleteOne deleteMany findOneAndDelete',
);
const modelById = names('Model', 'findById findByIdAndUpdate findByIdAndDelete');
const filter = (name: string, value: unknown) =>
  name === 'Model.distinct' ? ['n', { n: value }] : [{ n: value }, ...(/update|replace/i.test(name) ? [{ n: 1 }] : [])];

async function modelCall(name: string, ...args: unknown[]): Promise<unknown> {
  const { model } = await mongoose();
  return invoke(model, name.slice(6), ...args);
}

/** Lets a PostgreSQL client in, and hangs up on it. */
const hangingUp = () =>
  net.createServer(socket => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
      setTimeout(() => socket.destroy(), 30);
    });
  });

export const storeCases: Cases = {
  unheard: [
    {
      package: 'pg',
      type: 'Client',
      run: async () => {
        const { Client } = (await load('pg')).default as { Client: Class };
        await invoke(new Client({ host, port: await listen(hangingUp()), user: 'u' }), 'connect');
      },
    },
    {
      package: 'pg',
      type: 'Pool',
      run: async () => {
        const { Pool } = (await load('pg')).default as { Pool: Class };
        const client = await invoke(new Pool({ host, port: await listen(hangingUp()), user: 'u' }), 'connect');
        invoke(client, 'release');
      },
    },
    {
      package: 'ioredis',
      type: 'Redis',
      run: async () => {
        const { Redis } = await load('ioredis');
        const client = new (Redis as Class)({ host, port: (await startServers()).deadPort, retryStrategy: () => null });
        await new Promise(resolve => invoke(client, 'once', 'end', resolve));
      },
    },
    {
      package: 'mongoose',
      type: 'Connection',
      run: async () => {
        const { module } = await mongoose();
        const uri = `mongodb://${host}:${(await startServers()).deadPort}/x`;
        invoke(module, 'createConnection', uri, { serverSelectionTimeoutMS: 30 });
      },
    },
  ],
  failures: [
    {
      package: 'pg',
      names: ['Client.connect', 'Pool.connect', 'Pool.query'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => rejected(async () => postgresCall(name, (await startServers()).deadPort)),
    },
    {
      package: 'pg',
      names: ['Client.connect', 'Pool.connect', 'Pool.query'],
      class: 'timeout',
      when: 'connectionTimeoutMillis runs out',
      provoke: name =>
        rejected(async () => postgresCall(name, (await startServers()).silentPort, { connectionTimeoutMillis: 30 })),
    },
    {
      package: 'pg',
      names: ['Client.connect', 'Pool.connect'],
      class: 'denied',
      when: 'the password is wrong',
      provoke: name => rejected(async () => postgresCall(name, await postgresPort('28P01'))),
    },
    ...(
      [
        ['23505', 'conflict'],
        ['23503', 'conflict'],
        ['23502', 'invalid'],
        ['42P01', 'bug'],
        ['57014', 'timeout'],
        ['42501', 'denied'],
        ['53300', 'exhausted'],
        ['40001', 'conflict'],
      ] as const
    ).map(([state, failure]) => ({
      package: 'pg',
      names: state === '23505' ? ['Client.query', 'Pool.query', 'PoolClient.query'] : ['Client.query'],
      class: failure,
      when: `the server answers ${state}`,
      provoke: (name: string) => rejected(async () => postgresCall(name, await postgresPort(state))),
    })),

    {
      package: 'ioredis',
      names: ['Redis.connect'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: () =>
        rejected(async () =>
          invoke(await ioredis((await startServers()).deadPort, { retryStrategy: () => null }), 'connect'),
        ),
    },
    {
      package: 'ioredis',
      names: ioredisNames,
      class: 'upstream',
      when: 'the connection does not come back',
      provoke: name =>
        rejected(async () =>
          invoke(
            await ioredis((await startServers()).deadPort, { maxRetriesPerRequest: 0, retryStrategy: () => null }),
            name.slice(6),
            ...ioredisArgs,
          ),
        ),
    },
    {
      package: 'ioredis',
      names: ['Redis.get'],
      class: 'upstream',
      when: 'the retries are used up',
      provoke: () =>
        rejected(async () => {
          const client = await ioredis((await startServers()).deadPort, {
            maxRetriesPerRequest: 1,
            retryStrategy: () => 5,
          });
          return (invoke(client, 'get', 'a') as Promise<unknown>).finally(() => invoke(client, 'disconnect'));
        }),
    },
    {
      package: 'ioredis',
      names: ['Redis.get'],
      class: 'timeout',
      when: 'commandTimeout runs out',
      provoke: () =>
        rejected(async () => {
          const client = await ioredis((await startServers()).silentPort, { commandTimeout: 30 });
          return (invoke(client, 'get', 'a') as Promise<unknown>).finally(() => invoke(client, 'disconnect'));
        }),
    },
    {
      package: 'ioredis',
      names: ['Redis.quit'],
      class: 'upstream',
      when: 'the connection is closed',
      provoke: () =>
        rejected(async () => {
          const client = await ioredis((await startServers()).deadPort, { retryStrategy: () => null });
          await (invoke(client, 'connect') as Promise<unknown>).catch(() => {});
          return invoke(client, 'quit');
        }),
    },
    {
      package: 'redis',
      names: ['RedisClient.connect'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: () =>
        rejected(async () => {
          const client = invoke(await load('redis'), 'createClient', {
            socket: { host, port: (await startServers()).deadPort, reconnectStrategy: false },
          });
          invoke(client, 'on', 'error', () => {});
          return invoke(client, 'connect');
        }),
    },
    {
      package: 'redis',
      names: ['RedisClient.connect'],
      class: 'unknown',
      when: 'the server answers with an error',
      provoke: () =>
        rejected(async () => {
          wrongType ??= listen(redisServer('-WRONGTYPE no'));
          const client = invoke(await load('redis'), 'createClient', {
            socket: { host, port: await wrongType, reconnectStrategy: false },
          });
          invoke(client, 'on', 'error', () => {});
          return invoke(client, 'connect');
        }),
    },
    {
      package: 'redis',
      names: [...redisNames, 'RedisClient.quit', 'RedisClient.close'],
      class: 'upstream',
      when: 'it is not connected',
      provoke: name =>
        rejected(async () => {
          const client = invoke(await load('redis'), 'createClient', {});
          invoke(client, 'on', 'error', () => {});
          const key = name.slice(12);
          return invoke(client, key, ...(redisArgs[key] ?? (key === 'quit' || key === 'close' ? [] : ['a'])));
        }),
    },

    {
      package: 'mongoose',
      names: ['connect'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: () =>
        rejected(async () => {
          const { deadPort } = await startServers();
          const { module } = await mongoose();
          return (
            invoke(module, 'connect', `mongodb://${host}:${deadPort}/x`, {
              serverSelectionTimeoutMS: 30,
            }) as Promise<unknown>
          ).finally(() => invoke(module, 'disconnect'));
        }),
    },
    {
      package: 'mongoose',
      names: ['Connection.asPromise', 'Connection.openUri'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name =>
        rejected(async () => {
          const { deadPort } = await startServers();
          const { module } = await mongoose();
          const uri = `mongodb://${host}:${deadPort}/x`;
          const options = { serverSelectionTimeoutMS: 30 };
          if (name.endsWith('openUri')) return invoke(invoke(module, 'createConnection'), 'openUri', uri, options);
          return invoke(invoke(module, 'createConnection', uri, options), 'asPromise');
        }),
    },
    {
      package: 'mongoose',
      names: [...modelReads, ...modelWrites],
      class: 'timeout',
      when: 'it is not connected',
      provoke: name => rejected(() => modelCall(name, ...filter(name, 1))),
    },
    {
      package: 'mongoose',
      names: [...modelReads, ...modelWrites],
      class: 'invalid',
      when: 'the filter cannot be cast',
      provoke: name => rejected(() => modelCall(name, ...filter(name, 'no number'))),
    },
    {
      package: 'mongoose',
      names: modelById,
      class: 'invalid',
      when: 'it is no id',
      provoke: name => rejected(() => modelCall(name, 'no id', { n: 1 })),
    },
    {
      package: 'mongoose',
      names: ['Model.aggregate'],
      class: 'timeout',
      when: 'it is not connected',
      provoke: name => rejected(() => modelCall(name, [])),
    },
    {
      package: 'mongoose',
      names: ['Model.create', 'Model.insertMany'],
      class: 'invalid',
      when: 'the document is not valid',
      provoke: name => rejected(() => modelCall(name, [{ n: 'no number' }])),
    },
    {
      package: 'mongoose',
      names: ['Document.save', 'Document.validate'],
      class: 'invalid',
      when: 'the document is not valid',
      provoke: name => rejected(async () => invoke(new (await mongoose()).Model({}), name.slice(9))),
    },
    {
      package: 'mongoose',
      names: ['Document.save'],
      class: 'timeout',
      when: 'it is not connected',
      provoke: () => rejected(async () => invoke(new (await mongoose()).Model({ n: 1 }), 'save')),
    },
    {
      package: 'mongoose',
      names: ['Query.exec'],
      class: 'timeout',
      when: 'it is not connected',
      provoke: () => rejected(async () => invoke(invoke((await mongoose()).model, 'find'), 'exec')),
    },
  ],
  quiet: [
    {
      package: 'mongoose',
      names: ['model', 'Connection.model'],
      run: async name => {
        const { module } = await mongoose();
        const { Schema } = module as { Schema: Class };
        const home = name === 'model' ? module : invoke(module, 'createConnection');
        return invoke(home, 'model', name === 'model' ? 'Quiet' : 'Still', new Schema({ n: Number }));
      },
    },
    {
      package: 'pg',
      names: ['Client', 'Pool'],
      run: async name => new (((await load('pg')).default as Record<string, Class>)[name] as Class)({ host }),
    },
    {
      package: 'pg',
      names: ['Client.end', 'Pool.end'],
      run: async name =>
        invoke(
          new (((await load('pg')).default as Record<string, Class>)[name.slice(0, -4)] as Class)({ host }),
          'end',
        ),
    },
    {
      package: 'pg',
      names: ['PoolClient.release'],
      run: async () =>
        invoke(await (postgresCall('Pool.connect', await postgresPort('23505')) as Promise<unknown>), 'release'),
    },
    {
      package: 'ioredis',
      names: ['default', 'Redis', 'Cluster'],
      run: async name => {
        const client = new ((await load('ioredis'))[name] as Class)(name === 'Cluster' ? [] : { lazyConnect: true }, {
          lazyConnect: true,
        });
        invoke(client, 'disconnect');
      },
    },
    { package: 'ioredis', names: ['Redis.disconnect'], run: async () => invoke(await ioredis(1), 'disconnect') },
    {
      package: 'redis',
      names: ['createClient', 'createCluster'],
      run: async name => invoke(await load('redis'), name, { rootNodes: [] }),
    },
    { package: 'mongoose', names: ['createConnection'], run: async name => invoke((await mongoose()).module, name) },
    { package: 'mongoose', names: ['disconnect'], run: async name => invoke((await mongoose()).module, name) },
    {
      package: 'mongoose',
      names: names('Query', 'orFail lean select sort limit skip populate where'),
      run: async name => {
        const query = invoke((await mongoose()).model, 'find');
        const key = name.slice(6);
        return void invoke(
          query,
          key,
          ...(key === 'orFail' || key === 'lean' ? [] : key === 'limit' || key === 'skip' ? [1] : ['n']),
        );
      },
    },
  ],
  notRunnable: [
    {
      package: 'pg',
      names: ['ClientBase.query'],
      because: 'it is the base class of Client and PoolClient, which are run',
    },
    {
      package: '@prisma/client',
      names: [
        ...names(
          'PrismaClient.*',
          'findUnique findFirst findMany count aggregate groupBy findUniqueOrThrow findFirstOrThrow create createMany createManyAndReturn update delete updateMany deleteMany upsert',
        ),
        ...names(
          'PrismaClient',
          '$transaction $queryRaw $queryRawUnsafe $executeRaw $executeRawUnsafe $connect $disconnect',
        ),
        'PrismaClient',
      ],
      because: 'the client is generated from a schema by a program that is downloaded, and it needs a database',
    },
  ],
};
