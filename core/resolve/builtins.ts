import type { Resolution } from './resolution.js';
import { splitPackage } from './specifier.js';

// Written out rather than asked of the running Node, so that the answer is the same on every version.
const nodeModules = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain ' +
    'events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl ' +
    'stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'
  ).split(' '),
);
const nodeSubpaths = new Set(
  (
    'assert/strict dns/promises fs/promises inspector/promises path/posix path/win32 readline/promises ' +
    'stream/consumers stream/promises stream/web timers/promises util/types'
  ).split(' '),
);

/** The built-in that a bare specifier names (`fs/promises` → `node:fs/promises`), whether or not it has the prefix. */
export function nodeBuiltin(specifier: string): Resolution | undefined {
  if (specifier.startsWith('node:')) return builtin(specifier);
  return nodeModules.has(specifier) || nodeSubpaths.has(specifier) ? builtin(`node:${specifier}`) : undefined;
}

// Schemes whose modules a runtime or host brings along.
const runtimeSchemes = new Set(['bun', 'cloudflare', 'deno', 'workerd', 'data', 'blob', 'about', 'chrome', 'resource']);

// Modules that a tool makes up while it builds: nothing on the disk has that name. Each belongs to a package that has to
// be declared, so that the same words in another repository stay unresolved.
const madeUp: readonly (readonly [prefix: string, makers: readonly string[]])[] = [
  ['astro:', ['astro']],
  ['virtual:', ['vite', 'rollup', 'astro', '@sveltejs/kit', 'nuxt', 'vitest', 'rolldown', 'webpack']],
  ['\0', ['vite', 'rollup', 'rolldown']],
  ['~icons/', ['unplugin-icons']],
  ['$app/', ['@sveltejs/kit']],
  ['$env/', ['@sveltejs/kit']],
  ['$service-worker', ['@sveltejs/kit']],
  ['#imports', ['nuxt']],
  ['#app', ['nuxt']],
  ['#build', ['nuxt']],
];

/**
 * Specifiers that name no file by design: URLs, runtime modules and modules made up by a build tool. `undefined` for the
 * rest. `declares` tells whether a manifest above the importer declares a package.
 */
export function schemeTarget(specifier: string, declares: (name: string) => boolean): Resolution | undefined {
  for (const [prefix, makers] of madeUp) {
    if (specifier.startsWith(prefix) && makers.some(declares)) return builtin(specifier.replace('\0', ''));
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(specifier)?.[1]?.toLowerCase();
  if (scheme === undefined || specifier.startsWith('node:')) return undefined;
  const rest = specifier.slice(scheme.length + 1);
  if (scheme === 'data') return builtin('data:');
  if (runtimeSchemes.has(scheme)) return builtin(specifier);
  if (scheme === 'npm' || scheme === 'jsr') return registryTarget(scheme, rest);
  if (scheme === 'http' || scheme === 'https') return urlTarget(scheme, rest);
  if (scheme === 'file') return { kind: 'unresolved', reason: `'${specifier}' is an absolute file URL.` };
  return {
    kind: 'unresolved',
    reason: `No package declared in a package.json above provides modules named '${scheme}:…'. Declare the tool that does, or add \`declare module '${specifier}'\`.`,
  };
}

/** `npm:@scope/name@1.2/sub` is the package `@scope/name`; `jsr:` keeps its prefix, for it is another registry. */
function registryTarget(scheme: string, rest: string): Resolution {
  const plain = rest.replace(/^\/+/, '').replace(/^(@?[^@]+)@[^/]*/, '$1');
  const split = splitPackage(plain);
  const name = split?.name ?? plain;
  return {
    kind: 'external',
    package: scheme === 'npm' ? name : `jsr:${name}`,
    subpath: split?.subpath ?? '',
    builtin: false,
    installed: false,
  };
}

function urlTarget(scheme: string, rest: string): Resolution {
  const [host = '', ...path] = rest.replace(/^\/+/, '').split('/');
  return {
    kind: 'external',
    package: `${scheme}://${host}`,
    subpath: path.join('/'),
    builtin: false,
    installed: false,
  };
}

function builtin(specifier: string): Resolution {
  const slash = specifier.startsWith('node:') ? -1 : specifier.indexOf('/');
  return {
    kind: 'external',
    package: slash < 0 ? specifier : specifier.slice(0, slash),
    subpath: slash < 0 ? '' : specifier.slice(slash + 1),
    builtin: true,
    installed: true,
  };
}
