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
// be declared, so that the same words in another repository stay unresolved. A prefix ends in `/` or `:`; the others are
// names, which may have subpaths.
const madeUp: readonly (readonly [prefix: string, makers: readonly string[]])[] = [
  ['astro:', ['astro']],
  ['virtual:', ['vite', 'rollup', 'astro', '@sveltejs/kit', 'nuxt', 'vitest', 'rolldown', 'webpack']],
  ['\0', ['vite', 'rollup', 'rolldown']],
  ['~icons/', ['unplugin-icons']],
  ['$app/', ['@sveltejs/kit']],
  ['$env/', ['@sveltejs/kit']],
  ['$service-worker', ['@sveltejs/kit']],
  ['#imports', ['nuxt', 'wxt', 'nitropack']],
  ['#app', ['nuxt']],
  ['#build', ['nuxt']],
  ['#components', ['nuxt']],
  ['#head', ['nuxt']],
  ['#q-app', ['@quasar/app-vite', '@quasar/app-webpack']],
  ['@theme/', ['@docusaurus/core']],
  ['@theme-original/', ['@docusaurus/core']],
  ['@theme-init/', ['@docusaurus/core']],
  ['@generated/', ['@docusaurus/core']],
  ...(
    'BrowserOnly ComponentCreator constants ExecutionEnvironment Head Interpolate isInternalUrl Link Noop renderRoutes ' +
    'router Translate useBaseUrl useBrokenLinks useDocusaurusContext useGlobalData useIsBrowser useRouteContext'
  )
    .split(' ')
    .map(name => [`@docusaurus/${name}`, ['@docusaurus/core']] as const),
  ['@internal/', ['vuepress']],
  ['@ember/', ['ember-source']],
  ['@reach/router', ['gatsby']],
  ['uno.css', ['unocss', '@unocss/vite', '@unocss/nuxt']],
  ['~pages', ['vite-plugin-pages']],
  ['~react-pages', ['vite-plugin-pages']],
  ['vscode', ['@types/vscode']],
  ['k6', ['@types/k6']],
  ['bun', ['@types/bun', 'bun-types']],
];

/**
 * Specifiers that name no file by design: URLs, runtime modules and modules made up by a build tool. `undefined` for the
 * rest. `declares` tells whether a manifest above the importer declares a package.
 */
export function schemeTarget(specifier: string, declares: (name: string) => boolean): Resolution | undefined {
  for (const [prefix, makers] of madeUp) {
    if (isBelow(specifier, prefix) && makers.some(declares)) return builtin(specifier.replace('\0', ''));
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

function isBelow(specifier: string, prefix: string): boolean {
  if (!specifier.startsWith(prefix)) return false;
  return specifier.length === prefix.length || /[/:\0]$/.test(prefix) || specifier[prefix.length] === '/';
}

/** True for `virtual:x`, `https://…` and all that is no path and no package by its form. */
export function hasScheme(specifier: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(specifier);
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
    pinned: true,
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
    pinned: true,
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
