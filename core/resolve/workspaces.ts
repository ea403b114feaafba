import { createRequire } from 'node:module';
import picomatch from 'picomatch';
import type * as Yaml from 'yaml';
import { globProblem } from '../files/globs.js';
import { compareText, dirname, type FilePath, isWithin, join } from '../files/paths.js';
import { isObject, parseJsonObject, stringsOf } from './json-file.js';
import type { PackageJson } from './package-json.js';
import type { ProjectProblem } from './resolution.js';
import type { Tree } from './tree.js';

/** The packages of a workspace by name (the first is the one meant where nothing else decides), and what could not be read. */
export interface Workspaces {
  readonly packages: ReadonlyMap<string, readonly PackageJson[]>;
  /** Manifests that belong to a workspace, named packages or not: what they ask for by name is linked. */
  readonly members: ReadonlySet<PackageJson>;
  readonly problems: readonly ProjectProblem[];
}

/**
 * Finds the workspace's own packages: those that globs of npm, Yarn, Bun, pnpm, Lerna or Rush name (nested workspaces
 * included), then those that another manifest links by `workspace:`, `file:`, `link:` or `portal:`. Of packages with
 * one name those named by a glob come first, then those with a shorter path.
 */
export function findWorkspaces(tree: Tree, manifests: readonly PackageJson[]): Workspaces {
  const problems: ProjectProblem[] = [];
  const matched = new Set<PackageJson>();
  const folders = new Set<FilePath>(['', ...manifests.map(manifest => manifest.folder)]);
  const byFolder = new Map(manifests.map(manifest => [manifest.folder, manifest]));
  for (const folder of folders) {
    const manifest = byFolder.get(folder);
    const globs = [...stringsOf(manifest?.workspaces), ...globsOfTools(tree, folder, problems)];
    if (globs.length === 0) continue;
    const matches = globMatcher(globs);
    if (manifest !== undefined) matched.add(manifest);
    for (const candidate of manifests) {
      if (candidate.folder === folder || !isWithin(candidate.folder, folder)) continue;
      if (matches(folder === '' ? candidate.folder : candidate.folder.slice(folder.length + 1))) matched.add(candidate);
    }
  }
  const ordered = (list: Iterable<PackageJson>) =>
    [...list].sort((a, b) => a.folder.length - b.folder.length || compareText(a.folder, b.folder));
  const packages = new Map<string, PackageJson[]>();
  for (const manifest of [...ordered(matched), ...ordered(linkedManifests(manifests, byFolder))]) {
    if (manifest.name === undefined) continue;
    const same = packages.get(manifest.name);
    if (same === undefined) packages.set(manifest.name, [manifest]);
    else if (!same.includes(manifest)) same.push(manifest);
  }
  return { packages, members: matched, problems };
}

function globsOfTools(tree: Tree, folder: FilePath, problems: ProjectProblem[]): readonly string[] {
  const names = tree.names(folder);
  const globs: string[] = [];
  for (const [name, read] of tools) {
    if (!names.has(name)) continue;
    const path = join(folder, name);
    const { found, problem } = read(tree.text(path) ?? '');
    globs.push(...found);
    if (problem !== undefined) problems.push({ path, message: problem });
  }
  return globs;
}

type ToolReader = (text: string) => { readonly found: readonly string[]; readonly problem?: string | undefined };

const tools: readonly (readonly [file: string, ToolReader])[] = [
  ['pnpm-workspace.yaml', readPnpmWorkspace],
  ['lerna.json', text => fromJson(text, value => stringsOf(value.packages))],
  ['rush.json', text => fromJson(text, rushProjects)],
];

function readPnpmWorkspace(text: string): ReturnType<ToolReader> {
  const plain = plainPackages(text);
  if (plain !== undefined) return { found: plain };
  try {
    // Loaded on first use, for it costs some 50 ms: only what is not written in the usual way needs it.
    const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
    const value: unknown = parse(text, { maxAliasCount: 100 });
    return { found: isObject(value) ? stringsOf(value.packages) : [] };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return { found: [], problem: `Not valid YAML: ${reason.replace(/:$/, '')}. The workspace's packages are unknown.` };
  }
}

/**
 * The `packages` of a file in the form nearly all have: a block list of plain or quoted words. `undefined` for anything
 * else, which a YAML parser has to read.
 */
export function plainPackages(text: string): readonly string[] | undefined {
  const found: string[] = [];
  let inside = false;
  let seen = 0;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    if (/^(?:---|\.\.\.|%|[{["'?&*!])/.test(line)) return undefined;
    if (/^[^\s-]/.test(line)) {
      inside = /^packages\s*:/.test(line);
      if (inside && (++seen > 1 || !/^packages:\s*(?:#.*)?$/.test(line))) return undefined;
    } else if (inside) {
      const item = packageItem.exec(line);
      const word = item?.[1] ?? item?.[2] ?? item?.[3];
      if (word === undefined || /^(?:true|false|null|yes|no|on|off)$/i.test(word)) return undefined;
      found.push(word);
    }
  }
  return found;
}

const packageItem = /^ *- +(?:"([^"\\]*)"|'([^']*)'|([a-z@_][\w@./*{},?-]*))\s*(?:\s#.*)?$/i;

function fromJson(text: string, read: (value: Readonly<Record<string, unknown>>) => readonly string[]) {
  const { value, problem } = parseJsonObject(text, 'jsonc');
  return { found: value === undefined ? [] : read(value), problem };
}

function rushProjects(value: Readonly<Record<string, unknown>>): readonly string[] {
  const projects = Array.isArray(value.projects) ? value.projects : [];
  return stringsOf(projects.map(project => (isObject(project) ? project.projectFolder : undefined)));
}

/** Matches folders relative to the workspace's own; a later `!glob` takes away what an earlier one gave. */
function globMatcher(globs: readonly string[]): (folder: string) => boolean {
  const steps = globs.map(glob => {
    const negated = glob.startsWith('!');
    const plain = (negated ? glob.slice(1) : glob).replace(/^\.\//, '').replace(/\/+$/, '');
    // What no matcher takes (an empty one, one that would match for minutes) names no package.
    const isUsable = globProblem(plain) === undefined;
    return { negated, matches: isUsable ? picomatch(plain, { dot: false }) : () => false };
  });
  return folder =>
    !folder.split('/').includes('node_modules') &&
    steps.some(step => !step.negated && step.matches(folder)) &&
    !steps.some(step => step.negated && step.matches(folder));
}

function linkedManifests(
  manifests: readonly PackageJson[],
  byFolder: ReadonlyMap<FilePath, PackageJson>,
): ReadonlySet<PackageJson> {
  const named = new Map<string, PackageJson[]>();
  for (const manifest of manifests) {
    if (manifest.name !== undefined) named.set(manifest.name, [...(named.get(manifest.name) ?? []), manifest]);
  }
  const linked = new Set<PackageJson>();
  for (const manifest of manifests) {
    for (const [name, { version }] of manifest.declared) {
      const path = /^(?:file|link|portal):(.*)$/.exec(version)?.[1];
      const target = path === undefined ? undefined : byFolder.get(join(dirname(manifest.path), path));
      if (target !== undefined && target.name === name) linked.add(target);
      if (version.startsWith('workspace:')) for (const candidate of named.get(name) ?? []) linked.add(candidate);
    }
  }
  return linked;
}

/**
 * The package of a name that an importer means: of several (nested workspaces, examples that each have an `app`) the one
 * that shares the longest way down with it.
 */
export function nearestPackage(same: readonly PackageJson[], folder: FilePath): PackageJson | undefined {
  let best = same[0];
  if (same.length < 2) return best;
  let shared = -1;
  for (const candidate of same) {
    const depth = sharedDepth(candidate.folder, folder);
    if (depth > shared) {
      best = candidate;
      shared = depth;
    }
  }
  return best;
}

function sharedDepth(a: FilePath, b: FilePath): number {
  const left = a.split('/');
  const right = b.split('/');
  let depth = 0;
  while (depth < left.length && depth < right.length && left[depth] === right[depth]) depth++;
  return depth;
}
