import type { Cases, Observed } from '../case.js';
import { invoke, load, soonAborted } from '../installed.js';
import { emitted, rejected } from '../observe.js';
import { startServers } from '../servers.js';

const bodiless = ['get', 'head', 'delete', 'options', 'request', 'default'];

/** `axios.get(url, config)`, `axios.post(url, data, config)`, `axios({ url, … })`. */
async function axiosCall(name: string, path: string, config: object = {}): Promise<unknown> {
  const { base } = await startServers();
  const { default: axios } = await load('axios');
  const url = path.startsWith('http') ? path : base + path;
  if (name === 'default' || name === 'request')
    return invoke(axios, name === 'default' ? '' : name, { url, ...config });
  return bodiless.includes(name) ? invoke(axios, name, url, config) : invoke(axios, name, url, {}, config);
}

/** got and ky: `client.get(url, options)`, or the client itself. */
async function clientCall(client: 'got' | 'ky', name: string, path: string, options: object = {}): Promise<unknown> {
  const { base } = await startServers();
  const module = await load(client);
  const url = path.startsWith('http') ? path : base + path;
  const own = client === 'got' ? { retry: { limit: 0 } } : { retry: 0 };
  return invoke(module.default, name === 'default' || name === 'got' ? '' : name, url, { ...own, ...options });
}

async function undiciCall(name: string, path: string, options: object = {}): Promise<unknown> {
  const { base } = await startServers();
  const url = path.startsWith('http') ? path : base + path;
  const undici = await load('undici');
  if (!name.includes('.')) return invoke(undici, name, url, options);
  const { origin, pathname } = new URL(url);
  const Class = undici[name.split('.')[0] === 'Dispatcher' ? 'Pool' : (name.split('.')[0] ?? '')] as new (
    origin?: string,
  ) => unknown;
  const dispatcher = name.startsWith('Agent') ? new Class() : new Class(origin);
  return invoke(dispatcher, 'request', { origin, path: pathname, method: 'GET', ...options });
}

async function nodeFetch(path: string, options: object = {}): Promise<unknown> {
  const { base } = await startServers();
  const { default: fetch } = await load('node-fetch');
  return (fetch as typeof globalThis.fetch)(path.startsWith('http') ? path : base + path, options);
}

const dead = async () => `http://127.0.0.1:${(await startServers()).deadPort}`;
const statuses = [
  [404, 'absent'],
  [401, 'denied'],
  [403, 'denied'],
  [409, 'conflict'],
  [429, 'exhausted'],
  [422, 'invalid'],
  [504, 'timeout'],
  [500, 'upstream'],
] as const;
const axiosNames = [
  'get',
  'head',
  'options',
  'delete',
  'post',
  'put',
  'patch',
  'postForm',
  'putForm',
  'patchForm',
  'request',
  'default',
];
const clientNames = ['get', 'head', 'post', 'put', 'patch', 'delete', 'default'];
const dispatchers = ['request', 'Client.request', 'Pool.request', 'Agent.request', 'Dispatcher.request'];
const met = (run: () => Promise<unknown>): Promise<Observed> => rejected(run);

export const httpClientCases: Cases = {
  failures: [
    ...statuses.flatMap(([status, failure]) => [
      {
        package: 'axios',
        names: status === 404 || status === 500 ? axiosNames : ['get'],
        class: failure,
        when: `the answer is ${status}`,
        provoke: (name: string) => met(() => axiosCall(name, `/status/${status}`)),
      },
      {
        package: 'got',
        names: status === 404 || status === 500 ? [...clientNames, 'got'] : ['get'],
        class: failure,
        when: `the answer is ${status}`,
        provoke: (name: string) => met(() => clientCall('got', name, `/status/${status}`)),
      },
      {
        package: 'ky',
        names: status === 404 || status === 500 ? clientNames : ['get'],
        class: failure,
        when: `the answer is ${status}`,
        provoke: (name: string) => met(() => clientCall('ky', name, `/status/${status}`)),
      },
    ]),
    {
      package: 'axios',
      names: axiosNames,
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => met(async () => axiosCall(name, await dead())),
    },
    {
      package: 'axios',
      names: ['get', 'post', 'default'],
      class: 'upstream',
      when: 'the connection is reset',
      provoke: name => met(() => axiosCall(name, '/reset')),
    },
    {
      package: 'axios',
      names: ['get', 'post', 'default'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: name => met(() => axiosCall(name, '/hang', { timeout: 30 })),
    },
    {
      package: 'axios',
      names: ['get', 'post', 'default'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: name => met(() => axiosCall(name, '/hang', { signal: soonAborted() })),
    },
    {
      package: 'axios',
      names: ['get'],
      class: 'cancelled',
      when: 'AbortSignal.timeout runs out',
      provoke: name => met(() => axiosCall(name, '/hang', { signal: AbortSignal.timeout(20) })),
    },
    {
      package: 'got',
      names: [...clientNames, 'got'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => met(async () => clientCall('got', name, await dead())),
    },
    {
      package: 'got',
      names: ['get', 'post'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: name => met(() => clientCall('got', name, '/hang', { timeout: { request: 30 } })),
    },
    {
      package: 'got',
      names: ['get', 'post'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: name => met(() => clientCall('got', name, '/hang', { signal: soonAborted() })),
    },
    {
      package: 'got',
      names: ['get'],
      class: 'invalid',
      when: 'the body is not JSON',
      provoke: name => met(() => clientCall('got', name, '/garbage', { responseType: 'json' })),
    },
    {
      package: 'got',
      names: ['stream'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: async () => {
        const { default: got } = await load('got');
        const url = await dead();
        return emitted(() => invoke(got, 'stream', url, { retry: { limit: 0 } }));
      },
    },
    {
      package: 'ky',
      names: clientNames,
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => met(async () => clientCall('ky', name, await dead())),
    },
    {
      package: 'ky',
      names: ['get', 'post'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: name => met(() => clientCall('ky', name, '/hang', { timeout: 30 })),
    },
    {
      package: 'ky',
      names: ['get', 'post'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: name => met(() => clientCall('ky', name, '/hang', { signal: soonAborted() })),
    },
    {
      package: 'undici',
      names: [...dispatchers, 'fetch'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => met(async () => undiciCall(name, await dead())),
    },
    {
      package: 'undici',
      names: dispatchers,
      class: 'upstream',
      when: 'the connection is reset',
      provoke: name => met(() => undiciCall(name, '/reset')),
    },
    {
      package: 'undici',
      names: dispatchers,
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: name => met(() => undiciCall(name, '/hang', { signal: soonAborted() })),
    },
    {
      package: 'undici',
      names: ['request'],
      class: 'timeout',
      when: 'no headers come',
      provoke: name => met(() => undiciCall(name, '/hang', { headersTimeout: 20 })),
    },
    {
      package: 'undici',
      names: ['fetch'],
      class: 'timeout',
      when: 'AbortSignal.timeout runs out',
      provoke: name => met(() => undiciCall(name, '/hang', { signal: AbortSignal.timeout(20) })),
    },
    {
      package: 'undici',
      names: ['BodyReadable.json'],
      class: 'invalid',
      when: 'the body is not JSON',
      provoke: () => met(async () => invoke(await undiciCall('request', '/garbage'), 'body.json')),
    },
    {
      package: 'undici',
      names: ['BodyReadable.text', 'BodyReadable.arrayBuffer', 'BodyReadable.json'],
      class: 'upstream',
      when: 'the body breaks off',
      provoke: name => met(async () => invoke(await undiciCall('request', '/cut'), `body.${name.slice(13)}`)),
    },
    {
      package: 'node-fetch',
      names: ['default'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: () => met(async () => nodeFetch(await dead())),
    },
    {
      package: 'node-fetch',
      names: ['default'],
      class: 'upstream',
      when: 'the connection is reset',
      provoke: () => met(() => nodeFetch('/reset')),
    },
    {
      package: 'node-fetch',
      names: ['default'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => met(() => nodeFetch('/hang', { signal: soonAborted() })),
    },
    {
      package: 'node-fetch',
      names: ['Response.json'],
      class: 'invalid',
      when: 'the body is not JSON',
      provoke: () => met(async () => invoke(await nodeFetch('/garbage'), 'json')),
    },
    {
      package: 'node-fetch',
      names: ['Response.json', 'Response.text', 'Response.arrayBuffer', 'Response.blob', 'Response.buffer'],
      class: 'upstream',
      when: 'the body breaks off',
      provoke: name => met(async () => invoke(await nodeFetch('/cut'), name.slice('Response.'.length))),
    },
  ],
  quiet: [
    {
      package: 'node-fetch',
      names: ['default'],
      run: async () => {
        const { status } = (await nodeFetch('/status/500')) as Response;
        if (status !== 500) throw new Error('it should resolve with the status');
      },
    },
    {
      package: 'undici',
      names: dispatchers,
      run: async name => {
        const { statusCode } = (await undiciCall(name, '/status/500')) as { statusCode: number };
        if (statusCode !== 500) throw new Error('it should resolve with the status');
      },
    },
    {
      package: 'undici',
      names: ['Client', 'Pool', 'Agent'],
      run: async name => {
        const Class = (await load('undici'))[name] as new (origin?: string) => unknown;
        return name === 'Agent' ? new Class() : new Class('http://127.0.0.1');
      },
    },
    {
      package: 'axios',
      names: ['create'],
      run: async name => invoke((await load('axios')).default, name, { timeout: 1000 }),
    },
    {
      package: 'got',
      names: ['extend'],
      run: async name => invoke((await load('got')).default, name, { timeout: { request: 1000 } }),
    },
    {
      package: 'ky',
      names: ['create', 'extend'],
      run: async name => invoke((await load('ky')).default, name, { timeout: 1000 }),
    },
  ],
};
