import type { FileChange } from '../../../core/files/file-system.js';
import { relativeSpecifier } from '../../../core/files/paths.js';

/** Numbers from a seed: mulberry32 (public domain, Tommy Ettinger). The same seed gives the same edits on every machine. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;
export type Files = Record<string, string>;

const folders = ['src/http', 'src/orders', 'src/orders/core', 'src/billing', 'src/kernel', 'packages/lib/src', 'test'];
const stems = ['index', 'a', 'b', 'c', 'service', 'types', 'model.test'];
const names = ['Order', 'load', 'Id', 'helper'];
const packages = ['pg', 'zod', 'undeclared-thing', 'node:fs', '@acme/lib', '@acme/lib/deep', '#kernel', '~kernel/a'];

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

function anyPath(random: Random): string {
  return `${pick(random, folders)}/${pick(random, stems)}.${pick(random, ['ts', 'ts', 'ts', 'tsx', 'js'])}`;
}

/** A specifier that mostly leads to a file that is there. */
function specifier(random: Random, from: string, files: Files): string {
  if (random(5) === 0) return pick(random, packages);
  const known = Object.keys(files).filter(path => /\.(tsx?|js)$/.test(path));
  const target = random(6) === 0 || known.length === 0 ? anyPath(random) : pick(random, known);
  const relative = relativeSpecifier(from.slice(0, from.lastIndexOf('/')), target);
  const ending = pick(random, ['', '', '.js', '.ts']);
  return relative.replace(/\.(tsx?|js)$/, '').replace(/\/index$/, random(2) ? '' : '/index') + ending;
}

function statement(random: Random, from: string, files: Files): string {
  const to = JSON.stringify(specifier(random, from, files));
  const name = pick(random, names);
  switch (random(14)) {
    case 0:
      return `import type { ${name} } from ${to};`;
    case 1:
      return `export * from ${to};`;
    case 2:
      return `export { ${name} } from ${to};`;
    case 3:
      return `export const later${random(9)} = () => import(${to});`;
    case 4:
      return `import * as ns${random(3)} from ${to};`;
    case 5:
      return `import ${to};`;
    case 6:
      return `export class ${name} {}`;
    case 7:
      return `export const ${name} = ${random(9)}; // ${'x'.repeat(random(30))}`;
    case 8:
      return `export function stamp${random(9)}() { return Date.now(); }`;
    case 9:
      return `// lintel-ignore-next-line arch/layer-order: agreed for now`;
    case 10:
      return `export interface ${name} { value: string }`;
    case 11:
      return `import { ${name} as other${random(9)} } from ${to}; export const used${random(9)} = other${random(9)};`;
    case 12:
      return `const unfinished = { ${random(2) ? '' : '}'}`;
    default:
      return `import { ${name} } from ${to}; export const copy${random(9)} = ${name};`;
  }
}

function source(random: Random, path: string, files: Files): string {
  return Array.from({ length: random(6) }, () => statement(random, path, files)).join('\n');
}

function policy(random: Random): string {
  const layers = random(2) ? '["interface", "application", "platform"]' : '["application", "interface", "platform"]';
  const entry = random(2) ? '"entryPoints": ["index.ts"],' : '';
  const dependsOn = pick(random, ['["kernel"]', '["kernel", "billing"]', '["*"]', '["nowhere"]']);
  return `{
  "version": 1,
  "layers": { "main": { "order": ${layers} } },
  "modules": [
    { "id": "http", "path": "src/http", "layer": "interface", "dependsOn": ${dependsOn} },
    { "id": "orders", "path": "src/orders", "layer": "application", ${entry} "dependsOn": ["kernel"] },
    { "id": "orders/core", "path": "src/orders/core", "visibility": "${pick(random, ['siblings', 'private', 'public'])}" },
    { "id": "billing", "path": "src/billing", "layer": "application", "dependsOn": ["orders", "kernel"] },
    { "id": "kernel", "path": "src/kernel", "layer": "platform", "dependsOn": [] },
    { "id": "lib-{name}", "path": "packages/{name}/src" }
  ],
  "rules": [
    { "id": "no-clock", "type": "forbidden", "from": "kernel", "calls": ["Date.now"] },
    { "id": "no-billing", "type": "transitive", "from": "http", "to": "billing", "kinds": ["value"] }
  ],
  "cycles": [
    { "scope": "file", "kinds": ["eager"], "severity": "error" },
    { "scope": "module", "kinds": ["value", "type"], "severity": "warning" }
  ]${random(4) === 0 ? ', "unknownKey": 1' : ''}
}`;
}

function tsconfig(random: Random): string {
  return JSON.stringify({
    compilerOptions: {
      module: pick(random, ['esnext', 'nodenext']),
      moduleResolution: pick(random, ['bundler', 'nodenext']),
      verbatimModuleSyntax: random(2) === 0,
      paths: random(2) ? { '~kernel/*': ['./src/kernel/*'] } : {},
      target: 'es2022',
    },
  });
}

function manifest(random: Random): string {
  return JSON.stringify({
    name: 'app',
    workspaces: random(4) ? ['packages/*'] : [],
    dependencies: random(2) ? { pg: '1', zod: '3' } : { zod: '3' },
    imports: random(2) ? { '#kernel': './src/kernel/index.ts' } : {},
  });
}

function library(random: Random): string {
  return JSON.stringify({
    name: '@acme/lib',
    exports: random(2) ? { '.': './src/index.ts' } : { '.': './dist/index.js', './deep': './dist/a.js' },
  });
}

/** A small workspace with everything that later edits touch. */
export function randomWorkspace(random: Random): Files {
  const files: Files = {
    'package.json': manifest(random),
    'packages/lib/package.json': library(random),
    'tsconfig.json': tsconfig(random),
  };
  if (random(5) > 0) files['architecture.jsonc'] = policy(random);
  for (let i = 0; i < 14; i++) {
    const path = anyPath(random);
    files[path] = source(random, path, files);
  }
  return files;
}

/** One to three changes: sources added, edited, deleted, renamed; policy, tsconfig and manifests rewritten. */
export function randomEdit(random: Random, files: Files): readonly FileChange[] {
  const sources = Object.keys(files).filter(path => /\.(tsx?|js)$/.test(path));
  switch (random(12)) {
    case 0:
      return [{ path: 'architecture.jsonc', text: random(6) === 0 ? undefined : policy(random) }];
    case 1:
      return [{ path: 'tsconfig.json', text: random(8) === 0 ? '{ broken' : tsconfig(random) }];
    case 2:
      return [
        {
          path: pick(random, ['package.json', 'packages/lib/package.json']),
          text: random(8) ? library(random) : manifest(random),
        },
      ];
    case 3:
    case 4: {
      const path = anyPath(random);
      return [{ path, text: source(random, path, files) }];
    }
    case 5:
      return sources.length === 0 ? [] : [{ path: pick(random, sources), text: undefined }];
    case 6: {
      if (sources.length === 0) return [];
      const from = pick(random, sources);
      return [
        { path: from, text: undefined },
        { path: anyPath(random), text: files[from] },
      ];
    }
    default: {
      if (sources.length === 0) return [];
      return Array.from({ length: 1 + random(2) }, () => {
        const path = pick(random, sources);
        return { path, text: source(random, path, files) };
      });
    }
  }
}

/** The files after changes. */
export function applied(files: Files, changes: readonly FileChange[]): Files {
  const next = { ...files };
  for (const { path, text } of changes) {
    if (text === undefined) delete next[path];
    else next[path] = text;
  }
  return next;
}
