import type { Cases } from '../case.js';
import { invoke, soonAborted } from '../installed.js';
import { emitted, rejected, thrown } from '../observe.js';
import { startServers } from '../servers.js';

const bodies = ['text', 'arrayBuffer', 'blob', 'json'];

export const webCases: Cases = {
  failures: [
    {
      package: 'lib',
      names: ['fetch'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: async () => rejected(async () => fetch(`http://127.0.0.1:${(await startServers()).deadPort}`)),
    },
    {
      package: 'lib',
      names: ['fetch'],
      class: 'upstream',
      when: 'the connection is reset',
      provoke: async () => rejected(async () => fetch(`${(await startServers()).base}/reset`)),
    },
    {
      package: 'lib',
      names: ['fetch'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: async () =>
        rejected(async () => fetch(`${(await startServers()).base}/hang`, { signal: soonAborted() })),
    },
    {
      package: 'lib',
      names: ['fetch'],
      class: 'timeout',
      when: 'AbortSignal.timeout runs out',
      provoke: async () =>
        rejected(async () => fetch(`${(await startServers()).base}/hang`, { signal: AbortSignal.timeout(20) })),
    },
    {
      package: 'lib',
      names: bodies.map(name => `Response.${name}`),
      class: 'upstream',
      when: 'the body breaks off',
      provoke: async name => {
        const response = await fetch(`${(await startServers()).base}/cut`);
        return rejected(() => invoke(response, name.slice(9)));
      },
    },
    {
      package: 'lib',
      names: ['Response.json'],
      class: 'invalid',
      when: 'the body is not JSON',
      provoke: async () => rejected(async () => (await fetch(`${(await startServers()).base}/garbage`)).json()),
    },
    {
      package: 'lib',
      names: ['Request.json'],
      class: 'invalid',
      when: 'the body is not JSON',
      provoke: () => rejected(() => new Request('http://x', { method: 'POST', body: '{' }).json()),
    },
    {
      package: 'lib',
      names: ['URL'],
      class: 'invalid',
      when: 'it is no URL',
      provoke: () => thrown(() => new URL('x')),
    },
    {
      package: 'lib',
      names: ['atob'],
      class: 'invalid',
      when: 'it is no base64',
      provoke: () => thrown(() => atob('*')),
    },
    {
      package: 'lib',
      names: ['btoa'],
      class: 'invalid',
      when: 'a character is above U+00FF',
      provoke: () => thrown(() => btoa('€')),
    },
    {
      package: 'lib',
      names: ['structuredClone'],
      class: 'invalid',
      when: 'a function is in it',
      provoke: () => thrown(() => structuredClone(() => {})),
    },
    {
      package: 'lib',
      names: ['TextDecoder'],
      class: 'invalid',
      when: 'no such encoding',
      provoke: () => thrown(() => new TextDecoder('nope')),
    },
    {
      package: 'lib',
      names: ['TextDecoder.decode'],
      class: 'invalid',
      when: 'fatal, and no UTF-8',
      provoke: () => thrown(() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))),
    },
    {
      package: 'lib',
      names: ['AbortSignal.throwIfAborted'],
      class: 'cancelled',
      when: 'it is aborted',
      provoke: () => thrown(() => AbortSignal.abort().throwIfAborted()),
    },
    {
      package: 'lib',
      names: ['crypto.subtle.importKey'],
      class: 'invalid',
      when: 'the key is garbage',
      provoke: () =>
        rejected(() => crypto.subtle.importKey('pkcs8', new Uint8Array(3), { name: 'Ed25519' }, false, ['sign'])),
    },
    {
      package: 'lib',
      names: ['crypto.subtle.decrypt', 'crypto.subtle.unwrapKey'],
      class: 'invalid',
      when: 'the data was changed',
      provoke: name =>
        rejected(async () => {
          const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, [
            'decrypt',
            'encrypt',
            'unwrapKey',
          ]);
          const how = { name: 'AES-GCM', iv: new Uint8Array(12) };
          if (name.endsWith('decrypt')) return crypto.subtle.decrypt(how, key, new Uint8Array(40));
          return crypto.subtle.unwrapKey('raw', new Uint8Array(40), key, how, { name: 'AES-GCM' }, true, ['encrypt']);
        }),
    },
    {
      package: 'lib',
      names: ['crypto.subtle.digest', 'crypto.subtle.encrypt', 'crypto.subtle.sign', 'crypto.subtle.verify'],
      class: 'bug',
      when: 'no such algorithm',
      provoke: name =>
        rejected(async () => {
          const data = new Uint8Array(1);
          if (name.endsWith('digest')) return crypto.subtle.digest('NOPE', data);
          const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
          return invoke(crypto.subtle, name.slice(14), { name: 'NOPE' }, key, data, data);
        }),
    },
    {
      package: 'lib',
      names: ['crypto.getRandomValues'],
      class: 'bug',
      when: 'too many bytes',
      provoke: () => thrown(() => crypto.getRandomValues(new Uint8Array(65_537))),
    },
  ],
  invokes: [
    {
      package: 'lib',
      names: ['setTimeout', 'setImmediate'],
      hand: (name, callback) => void invoke(globalThis, name, callback),
    },
    {
      package: 'lib',
      names: ['setInterval'],
      hand: (_, callback) => {
        const timer = setInterval(() => {
          clearInterval(timer);
          return callback();
        });
      },
    },
    { package: 'lib', names: ['queueMicrotask'], hand: (_, callback) => void queueMicrotask(callback) },
    {
      package: 'lib',
      names: ['EventTarget.addEventListener'],
      hand: (_, callback) => {
        const target = new EventTarget();
        target.addEventListener('x', () => callback() as undefined);
        target.dispatchEvent(new Event('x'));
      },
    },
    {
      package: 'lib',
      names: ['URLSearchParams.forEach'],
      hand: (_, callback) => new URLSearchParams('a=1').forEach(callback),
    },
    { package: 'lib', names: ['Headers.forEach'], hand: (_, callback) => new Headers({ a: '1' }).forEach(callback) },
    {
      package: 'lib',
      names: ['FormData.forEach'],
      hand: (_, callback) => {
        const form = new FormData();
        form.append('a', '1');
        invoke(form, 'forEach', callback);
      },
    },
  ],
  quiet: [
    {
      package: 'lib',
      names: ['Response.formData', 'Request.text', 'Request.arrayBuffer'],
      run: name =>
        name.startsWith('Response')
          ? new Response(new FormData()).formData()
          : invoke(new Request('http://x', { method: 'POST', body: 'x' }), name.slice(8)),
    },
    { package: 'lib', names: ['Blob.text', 'Blob.arrayBuffer'], run: name => invoke(new Blob(['x']), name.slice(5)) },
    { package: 'lib', names: ['AbortSignal.timeout'], run: () => AbortSignal.timeout(1) },
    {
      package: 'lib',
      names: ['fetch'],
      run: async () => {
        const response = await fetch(`${(await startServers()).base}/status/500`);
        if (response.ok || response.status !== 500) throw new Error('it should resolve with the status');
      },
    },
  ],
  notRunnable: [
    {
      package: 'lib',
      names: [
        'Storage.setItem',
        'XMLHttpRequest.send',
        'EventSource',
        'navigator.sendBeacon',
        'requestAnimationFrame',
        'requestIdleCallback',
        'window.setTimeout',
        'window.setInterval',
        'NodeList.forEach',
      ],
      because: 'browsers have it, Node does not',
    },
    ...(typeof WebSocket === 'undefined'
      ? [{ package: 'lib', names: ['WebSocket'], because: `Node ${process.versions.node} does not have it` }]
      : []),
  ],
};

if (typeof WebSocket !== 'undefined')
  (webCases.failures as unknown[]).push({
    package: 'lib',
    names: ['WebSocket'],
    class: 'upstream',
    when: 'nobody listens',
    provoke: async () => {
      const { deadPort } = await startServers();
      return emitted(() => {
        const socket = new WebSocket(`ws://127.0.0.1:${deadPort}`);
        return {
          once: (event: string, listener: () => void) => socket.addEventListener(event, listener),
          on: () => {},
        };
      });
    },
  });
