import type { FileSystem } from '../files/file-system.js';
import { basename, compareText, dirname, type FilePath, join } from '../files/paths.js';
import { entryFiles, hasUnknownEntries } from './entry-files.js';
import { createImportMaps, type ImportMaps } from './import-maps.js';
import { createInstalledPackages, type InstalledPackages } from './installed.js';
import { createOutputMap, type OutputMap } from './output-map.js';
import { type PackageJson, readPackageJson } from './package-json.js';
import type { Manifest, Project, ProjectLayout, ProjectProblem, ResolutionSettings } from './resolution.js';
import { createTree, type Tree } from './tree.js';
import { createConfigReader, isDefaultConfig, type TsConfig } from './tsconfig.js';
import { findWorkspaces, nearestPackage } from './workspaces.js';

/** The files that describe the projects of a workspace, relative to the root. */
export interface LayoutInput {
  /** All `package.json` outside `node_modules` and ignored folders. */
  readonly manifests: readonly FilePath[];
  /** All `tsconfig.json`, `jsconfig.json` and their variants (`tsconfig.app.json`). */
  readonly configs: readonly FilePath[];
  /** True for paths that git ignores; missing: none is. */
  readonly ignored?: (path: FilePath) => boolean;
}

/** The layout with what the resolver needs beyond the contract that rules see. */
export interface Layout extends ProjectLayout {
  readonly tree: Tree;
  readonly installed: InstalledPackages;
  readonly outputs: OutputMap;
  readonly importMaps: ImportMaps;
  /** A tsconfig by its own path; read on first use. */
  config(path: FilePath): TsConfig | undefined;
  /** The tsconfig whose options hold for a file. */
  configOf(path: FilePath): TsConfig | undefined;
  /** The nearest `package.json` of any kind at or above a folder: it decides the module format and `#imports`. */
  scopeOf(folder: FilePath): PackageJson | undefined;
  /** Any `package.json`, those of folders and installed packages included; read on first use. */
  packageJson(path: FilePath): PackageJson | undefined;
  /** The workspace's own packages by name. */
  readonly packages: ReadonlyMap<string, readonly PackageJson[]>;
  /** Manifests that belong to a workspace: package managers link what they ask for by name. */
  readonly members: ReadonlySet<PackageJson>;
  /** The nearest manifest at or above a folder that declares a package. */
  declaring(folder: FilePath, name: string): PackageJson | undefined;
  /** Last names of `paths` targets that no `*` gives: a file of that name may answer a specifier of any other. */
  readonly aliasNames: readonly string[];
  /** True when a tsconfig lays folders over one another, so that a relative path stands for several. */
  readonly hasRootDirs: boolean;
  /** The same manifests and tsconfigs over a file system in which other files appeared or vanished. */
  after(fs: FileSystem, changed: readonly FilePath[]): Layout;
}

/**
 * Reads the manifests and tsconfigs of a workspace. Broken ones are reported in `problems` and used as far as they can
 * be read. Pass the `tree` of an earlier layout, brought up to date with `after`, to keep its folder listings.
 */
export function readLayout(
  fs: FileSystem,
  input: LayoutInput,
  settings: ResolutionSettings,
  tree: Tree = createTree(fs),
): Layout {
  const problems: ProjectProblem[] = [];
  const manifests: PackageJson[] = [];
  for (const path of [...new Set(input.manifests)].sort(compareText)) {
    const text = tree.text(path);
    if (text === undefined) continue;
    const { json, problem } = readPackageJson(path, text);
    manifests.push(json);
    if (problem !== undefined) problems.push({ path, message: problem });
  }
  const { packages, members, problems: workspaceProblems } = findWorkspaces(tree, manifests);
  const installed = createInstalledPackages(tree);
  const packageJson = packageReader(tree, manifests);
  const scopeOf = byFolder(manifests);
  const reader = createConfigReader(tree, {
    findPackage: (folder, name) => {
      const found = installed.find(folder, name);
      if (found === undefined || found.typesOnly) return nearestPackage(packages.get(name) ?? [], folder);
      return found.at === undefined ? undefined : packageJson(join(found.linked ?? found.at, 'package.json'));
    },
    declares: (folder, name) => scopesAbove(scopeOf, folder).some(json => json.declared.has(name)),
    ignored: path => input.ignored?.(path) ?? false,
  });
  const { configs, configOf } = readConfigs(reader, input.configs, settings);
  if (settings.tsconfig !== 'nearest' && configs.length === 0) {
    problems.push({ path: join('', settings.tsconfig), message: 'The tsconfig that the policy names is not there.' });
  }
  problems.push(...workspaceProblems, ...reader.problems);
  problems.sort((a, b) => compareText(a.path, b.path) || compareText(a.message, b.message));
  return layoutOver(tree, {
    manifests,
    packages,
    members,
    configs,
    config: reader.read,
    configOf,
    scopeOf,
    problems,
  });
}

/** The part of a layout that only manifests and tsconfigs decide. */
interface Reading extends Pick<Layout, 'packages' | 'members' | 'config' | 'configOf' | 'scopeOf' | 'problems'> {
  readonly manifests: readonly PackageJson[];
  readonly configs: readonly TsConfig[];
}

function layoutOver(tree: Tree, reading: Reading): Layout {
  const { manifests, packages, members, configs, config, configOf, scopeOf, problems } = reading;
  const outputs = createOutputMap(tree, configs);
  const packageJson = packageReader(tree, manifests);
  const publicOf = new Map<PackageJson, Manifest>();
  const manifestFor = (json: PackageJson): Manifest => {
    let manifest = publicOf.get(json);
    if (manifest === undefined) {
      const files = { tree, packageJson };
      manifest = publicManifest(json, {
        files: () => entryFiles(files, outputs, json),
        programs: () => entryFiles(files, outputs, { folder: json.folder, bin: json.bin }),
        areUnknown: () => hasUnknownEntries(files, outputs, json),
      });
      publicOf.set(json, manifest);
    }
    return manifest;
  };
  const above = (folder: FilePath) => scopesAbove(scopeOf, folder);
  const targets = configs.flatMap(({ options }) => options.paths.flatMap(alias => alias.targets));
  const aliasNames = [...new Set(targets.map(basename))].filter(name => !name.includes('*'));
  return {
    tree,
    installed: createInstalledPackages(tree),
    outputs,
    importMaps: createImportMaps(tree),
    config,
    configOf,
    scopeOf,
    packageJson,
    packages,
    members,
    problems,
    declaring: (folder, name) => above(folder).find(json => json.declared.has(name)),
    aliasNames,
    hasRootDirs: configs.some(({ options }) => options.rootDirs.length > 0),
    after: (fs, changed) => layoutOver(tree.after(fs, changed), reading),
    manifests: manifests.map(manifestFor),
    workspacePackages: new Map(
      [...packages]
        .sort(([a], [b]) => compareText(a, b))
        .flatMap(([name, [first]]) => (first === undefined ? [] : [[name, manifestFor(first)]])),
    ),
    manifestsAbove: path => above(dirname(path)).map(manifestFor),
    manifestOf: path => {
      const all = above(dirname(path));
      // A `{ "type": "module" }` somewhere inside a package sets the format and declares nothing.
      const declaring = all.find(json => json.name !== undefined || json.declared.size > 0) ?? all[0];
      return declaring && manifestFor(declaring);
    },
    projectOf: path => {
      const config = configOf(path);
      return config && projectFor(config);
    },
  };
}

/** All manifests on the way up from a folder, nearest first. */
function scopesAbove(scopeOf: Layout['scopeOf'], folder: FilePath): readonly PackageJson[] {
  const json = scopeOf(folder);
  if (json === undefined) return [];
  return json.folder === '' ? [json] : [json, ...scopesAbove(scopeOf, dirname(json.folder))];
}

function packageReader(tree: Tree, manifests: readonly PackageJson[]): Layout['packageJson'] {
  const known = new Map<FilePath, PackageJson | undefined>(manifests.map(json => [json.path, json]));
  return path => {
    if (!known.has(path)) {
      const text = tree.text(path);
      known.set(path, text === undefined ? undefined : readPackageJson(path, text).json);
    }
    return known.get(path);
  };
}

function byFolder(manifests: readonly PackageJson[]): (folder: FilePath) => PackageJson | undefined {
  const nearest = new Map<FilePath, PackageJson | undefined>(manifests.map(json => [json.folder, json]));
  const find = (folder: FilePath): PackageJson | undefined => {
    if (nearest.has(folder)) return nearest.get(folder);
    const found = folder === '' ? undefined : find(dirname(folder));
    nearest.set(folder, found);
    return found;
  };
  return find;
}

function readConfigs(
  reader: ReturnType<typeof createConfigReader>,
  paths: readonly FilePath[],
  settings: ResolutionSettings,
): { configs: readonly TsConfig[]; configOf: Layout['configOf'] } {
  if (settings.tsconfig !== 'nearest') {
    const one = reader.read(join('', settings.tsconfig));
    return { configs: one === undefined ? [] : [one], configOf: () => one };
  }
  const configs = [...new Set(paths)]
    .sort(compareText)
    .map(reader.read)
    .filter(config => config !== undefined);
  const nearest = new Map<FilePath, TsConfig | undefined>();
  for (const config of configs) {
    // `jsconfig.json` sorts before `tsconfig.json`, which therefore wins where both stand.
    if (isDefaultConfig(config.path)) nearest.set(config.folder, config);
  }
  const find = (folder: FilePath): TsConfig | undefined => {
    if (nearest.has(folder)) return nearest.get(folder);
    const found = folder === '' ? undefined : find(dirname(folder));
    nearest.set(folder, found);
    return found;
  };
  return {
    configs,
    configOf: path => {
      const config = find(dirname(path));
      return config && ownerOf(path, config, reader.read);
    },
  };
}

/** The nearest config, or, when that does not hold the file, the first one it references that does. */
function ownerOf(path: FilePath, nearest: TsConfig, read: (path: FilePath) => TsConfig | undefined): TsConfig {
  if (nearest.references.length === 0 || nearest.includes(path)) return nearest;
  const open = [...nearest.references];
  const seen = new Set(open);
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const config = read(at);
    if (config === undefined) continue;
    if (config.includes(path)) return config;
    for (const next of config.references) {
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return nearest;
}

const projects = new WeakMap<TsConfig, Project>();

function projectFor(config: TsConfig): Project {
  const known = projects.get(config);
  if (known !== undefined) return known;
  const { emit, moduleResolution, paths, hasDom, hasErrorCause } = config.options;
  const exactAliases = new Set(paths.map(({ pattern }) => pattern).filter(pattern => !pattern.includes('*')));
  const project: Project = { config: config.path, emit, moduleResolution, exactAliases, hasDom, hasErrorCause };
  projects.set(config, project);
  return project;
}

interface Entries {
  files(): readonly FilePath[];
  programs(): readonly FilePath[];
  areUnknown(): boolean;
}

function publicManifest(json: PackageJson, entries: Entries): Manifest {
  let known: readonly FilePath[] | undefined;
  let areUnknown: boolean | undefined;
  let programs: readonly FilePath[] | undefined;
  return {
    path: json.path,
    folder: json.folder,
    ...(json.name === undefined ? {} : { name: json.name }),
    isPrivate: json.isPrivate,
    dependencies: new Map([...json.declared].map(([name, { field }]) => [name, field])),
    versions: new Map([...json.declared].map(([name, { version }]) => [name, version])),
    hasExports: json.exports !== undefined,
    // Patterns such as `./dist/*` need folder listings, which most runs never ask for.
    get entryFiles() {
      known ??= entries.files();
      return known;
    },
    get programs() {
      programs ??= json.bin.length === 0 ? [] : entries.programs();
      return programs;
    },
    get hasUnknownEntries() {
      areUnknown ??= entries.areUnknown();
      return areUnknown;
    },
  };
}
