import type { FileSystem } from '../../../core/files/file-system.js';
import { ignoreRules } from '../../../core/files/ignore-rules.js';
import { memoryFileSystem } from '../../../core/files/memory.js';
import type { FilePath } from '../../../core/files/paths.js';
import { type Layout, type LayoutInput, readLayout } from '../../../core/resolve/layout.js';
import type { Resolution, ResolutionRequest, ResolutionSettings } from '../../../core/resolve/resolution.js';
import { createResolver, type Resolver } from '../../../core/resolve/resolver.js';

/** Texts by path; objects are written as JSON. */
export type Tree = Readonly<Record<FilePath, string | object>>;

export interface Workspace {
  readonly fs: FileSystem;
  readonly layout: Layout;
  readonly resolver: Resolver;
  /** The answer in one line: a path, `missing pkg`, `absent …`, `unchecked …` or `? reason`. */
  ask(from: FilePath, specifier: string, more?: Partial<ResolutionRequest>): string;
}

export const nearest: ResolutionSettings = { tsconfig: 'nearest', generated: [] };

export function filesOf(tree: Tree): FileSystem {
  const texts: Record<FilePath, string> = {};
  for (const [path, text] of Object.entries(tree)) texts[path] = typeof text === 'string' ? text : JSON.stringify(text);
  return memoryFileSystem(texts);
}

/** The manifests and tsconfigs of a tree, as the inventory would list them. */
export function inputOf(paths: readonly FilePath[]): LayoutInput {
  const own = paths.filter(path => !path.includes('node_modules/'));
  return {
    manifests: own.filter(path => /(?:^|\/)package\.json$/.test(path)),
    configs: own.filter(path => /(?:^|\/)[tj]sconfig[^/]*\.json$/.test(path)),
  };
}

export function workspace(tree: Tree, settings: Partial<ResolutionSettings> = {}): Workspace {
  return workspaceOver(filesOf(tree), Object.keys(tree), settings);
}

export function workspaceOver(
  fs: FileSystem,
  paths: readonly FilePath[],
  more: Partial<ResolutionSettings> = {},
): Workspace {
  const settings = { ...nearest, ...more };
  const rules = ignoreRules(fs);
  const layout = readLayout(fs, { ...inputOf(paths), ignored: path => rules.isIgnored(path) }, settings);
  const resolver = createResolver({ fs, layout, settings, ignored: path => rules.isIgnored(path) });
  return {
    fs,
    layout,
    resolver,
    ask: (from, specifier, request) => show(resolver.resolve({ from, specifier, mode: 'import', ...request })),
  };
}

export function show(resolution: Resolution): string {
  switch (resolution.kind) {
    case 'file':
      return resolution.path;
    case 'absent':
      return `absent ${resolution.path}`;
    case 'unresolved':
      return `? ${resolution.reason}`;
    case 'unchecked':
      return `unchecked ${resolution.why}`;
    case 'external': {
      const name = resolution.subpath === '' ? resolution.package : `${resolution.package} /${resolution.subpath}`;
      return resolution.builtin ? `built-in ${name}` : `${resolution.installed ? 'installed' : 'missing'} ${name}`;
    }
  }
}
