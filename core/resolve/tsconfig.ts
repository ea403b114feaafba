import { basename, dirname, type FilePath, join } from '../files/paths.js';
import { matchExports } from './export-map.js';
import { isObject, type JsonObject, parseJsonObject, stringsOf } from './json-file.js';
import type { PackageJson } from './package-json.js';
import type { ProjectProblem } from './resolution.js';
import { isRelative, splitPackage } from './specifier.js';
import type { Tree } from './tree.js';
import {
  type CompilerOptions,
  computeOptions,
  locate,
  ownOptions,
  type RawOptions,
  withConfigDir,
} from './tsconfig-options.js';
import { type FileSpecs, fileMatcher } from './tsconfig-specs.js';

/** A tsconfig in force: everything inherited filled in. */
export interface TsConfig {
  readonly path: FilePath;
  readonly folder: FilePath;
  readonly options: CompilerOptions;
  readonly specs: FileSpecs;
  /** The configs that `references` names, those that exist, in the order written. */
  readonly references: readonly FilePath[];
  /** Why a part of what it extends or refers to is not there, though nothing is wrong: aliases may be unknown. */
  readonly incomplete?: 'generated' | 'not-installed';
  /** True when the files of the config, judged by path alone, would hold that file. */
  includes(path: FilePath): boolean;
}

/** Reads tsconfigs, each file once. Problems are collected as they are met. */
export interface ConfigReader {
  /** `undefined` when there is no such file. A broken one gives what could be read of it. */
  read(path: FilePath): TsConfig | undefined;
  readonly problems: readonly ProjectProblem[];
}

/** A config with what it extends merged in; `${configDir}` still open. */
interface Merged {
  readonly options: RawOptions;
  readonly specs: FileSpecs;
  readonly references: readonly string[];
  readonly incomplete?: TsConfig['incomplete'];
}

/** What the reader must know of the rest of the workspace. */
export interface ConfigSurroundings {
  readonly findPackage: PackageFinder;
  /** True when a manifest at or above the folder declares the package. */
  declares(folder: FilePath, name: string): boolean;
  /** True for paths that git ignores. */
  ignored(path: FilePath): boolean;
}

/** Finds the folder of a package for `extends`: installed above `folder`, or of the workspace. */
export type PackageFinder = (folder: FilePath, name: string) => PackageJson | undefined;

/** Where frameworks write the tsconfig that a project is to extend. */
const toolFolder =
  /(?:^|\/)\.(?:nuxt|svelte-kit|astro|wxt|output|react-router|vinxi|nitro|expo|plasmo|quasar|umi\w*)\//;
const extendsConditions = new Set(['require', 'types', 'node']);

/**
 * Creates a reader that merges `extends` chains as TypeScript 6 does (arrays and packages included; tests compare the
 * two). TypeScript's own reader is not used: loading it costs 170 ms and some 80 MB, which a warm run does not need.
 */
export function createConfigReader(tree: Tree, surroundings: ConfigSurroundings): ConfigReader {
  const { root } = tree.fs;
  const { findPackage } = surroundings;
  const merged = new Map<FilePath, Merged | undefined>();
  const configs = new Map<FilePath, TsConfig | undefined>();
  const problems: ProjectProblem[] = [];

  const merge = (path: FilePath, stack: readonly FilePath[]): Merged | undefined => {
    if (stack.includes(path)) {
      problems.push({
        path: stack[0] ?? path,
        message: `"extends" leads in a circle: ${[...stack, path].join(' → ')}.`,
      });
      return undefined;
    }
    if (merged.has(path)) return merged.get(path);
    const text = tree.text(path);
    const result = text === undefined ? undefined : mergeText(path, text, stack);
    merged.set(path, result);
    return result;
  };

  const mergeText = (path: FilePath, text: string, stack: readonly FilePath[]): Merged => {
    const { value = {}, problem } = parseJsonObject(text, 'jsonc');
    if (problem !== undefined) problems.push({ path, message: problem });
    const folder = dirname(path);
    let options: RawOptions = {};
    let inherited: FileSpecs = {};
    let incomplete: TsConfig['incomplete'];
    for (const written of extendsOf(value)) {
      const target = findExtended(folder, written);
      const base = target === undefined ? undefined : merge(target, [...stack, path]);
      if (target === undefined) {
        const kind = whyMissing(folder, written);
        problems.push({ path, message: missingExtends(folder, written), ...(kind === undefined ? {} : { kind }) });
        incomplete ??= kind;
      }
      if (base === undefined) continue;
      incomplete ??= base.incomplete;
      options = { ...options, ...base.options };
      inherited = { ...inherited, ...base.specs };
    }
    return {
      options: { ...options, ...ownOptions(value, folder, root) },
      specs: { ...inherited, ...ownSpecs(value, folder, root) },
      references: referencesOf(value),
      ...(incomplete === undefined ? {} : { incomplete }),
    };
  };

  const findExtended = (folder: FilePath, written: string): FilePath | undefined => {
    if (isRelative(written) || /^(?:\/|[a-z]:)/i.test(written)) {
      return configFile(locate(folder, written, root), isRelative(written) && !/^\.\.?\//.test(written));
    }
    const split = splitPackage(written);
    const json = split && findPackage(folder, split.name);
    if (split === undefined || json === undefined) return undefined;
    if (json.exports !== undefined) {
      const answer = matchExports(json.exports, split.subpath, extendsConditions);
      const target = answer.listed ? answer.targets[0]?.target : undefined;
      return target === undefined ? undefined : configFile(join(json.folder, target), false);
    }
    return configFile(join(json.folder, split.subpath || json.tsconfig || 'tsconfig.json'), true);
  };

  const configFile = (path: FilePath, orFolder: boolean): FilePath | undefined => {
    if (tree.isFile(path)) return path;
    if (!path.endsWith('.json') && tree.isFile(`${path}.json`)) return `${path}.json`;
    return orFolder && tree.isFile(join(path, 'tsconfig.json')) ? join(path, 'tsconfig.json') : undefined;
  };

  const missingExtends = (folder: FilePath, written: string): string => {
    const split = isRelative(written) ? undefined : splitPackage(written);
    if (split === undefined) return `"extends": "${written}" names no file. The options it would give are missing.`;
    return findPackage(folder, split.name) === undefined
      ? `"extends": "${written}" needs the package ${split.name}, which is not installed. The options it would give are missing.`
      : `"extends": "${written}" names no file that the package ${split.name} offers.`;
  };

  /** A fresh clone has neither what tools write nor what package managers install. */
  const whyMissing = (folder: FilePath, written: string): TsConfig['incomplete'] => {
    const split = isRelative(written) ? undefined : splitPackage(written);
    if (split !== undefined) {
      const isMissing = findPackage(folder, split.name) === undefined && surroundings.declares(folder, split.name);
      return isMissing ? 'not-installed' : undefined;
    }
    return whyNoFile(locate(folder, written, root));
  };

  const whyNoFile = (target: FilePath): TsConfig['incomplete'] => {
    if (/(?:^|\/)node_modules\//.test(target)) return 'not-installed';
    const isWritten = [target, `${target}.json`].some(path => surroundings.ignored(path));
    return isWritten || toolFolder.test(target) ? 'generated' : undefined;
  };

  const read = (path: FilePath): TsConfig | undefined => {
    const parts = merge(path, []);
    return parts && configOf(path, parts);
  };

  const configOf = (path: FilePath, parts: Merged): TsConfig => {
    const folder = dirname(path);
    const options = computeOptions(parts.options, folder, root, basename(path).startsWith('jsconfig'));
    const specs = specsInForce(parts.specs, folder);
    const references: FilePath[] = [];
    let { incomplete } = parts;
    for (const written of parts.references) {
      const target = locate(folder, written, root);
      const found = [target, `${target}/tsconfig.json`].find(candidate => tree.isFile(candidate));
      if (found !== undefined) {
        references.push(found);
        continue;
      }
      const kind = whyNoFile(target);
      const message = `"references" names "${written}", where there is no tsconfig.`;
      problems.push({ path, message, ...(kind === undefined ? {} : { kind }) });
      incomplete ??= kind;
    }
    let matcher: ((file: FilePath) => boolean) | undefined;
    const includes = (file: FilePath) => {
      matcher ??= fileMatcher(specs, options, folder, root);
      return matcher(file);
    };
    return { path, folder, options, specs, references, includes, ...(incomplete === undefined ? {} : { incomplete }) };
  };

  return {
    problems,
    read: path => {
      if (!configs.has(path)) configs.set(path, read(path));
      return configs.get(path);
    },
  };
}

/** True for the names under which editors look for a config by themselves. */
export function isDefaultConfig(path: FilePath): boolean {
  return basename(path) === 'tsconfig.json' || basename(path) === 'jsconfig.json';
}

function extendsOf(config: JsonObject): readonly string[] {
  const written = config.extends;
  return typeof written === 'string' ? [written] : stringsOf(written);
}

function referencesOf(config: JsonObject): readonly string[] {
  const written = config.references;
  if (!Array.isArray(written)) return [];
  return written.map(item => (isObject(item) ? item.path : undefined)).filter(path => typeof path === 'string');
}

function ownSpecs(config: JsonObject, folder: FilePath, root: string): FileSpecs {
  const list = (name: string) =>
    Array.isArray(config[name]) ? stringsOf(config[name]).map(spec => locate(folder, spec, root)) : undefined;
  const files = list('files');
  const include = list('include');
  const exclude = list('exclude');
  return {
    ...(files === undefined ? {} : { files }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  };
}

function specsInForce(specs: FileSpecs, folder: FilePath): FileSpecs {
  const filled = (list: readonly string[]) => list.map(spec => withConfigDir(spec, folder));
  return {
    ...(specs.files === undefined ? {} : { files: filled(specs.files) }),
    ...(specs.include === undefined ? {} : { include: filled(specs.include) }),
    ...(specs.exclude === undefined ? {} : { exclude: filled(specs.exclude) }),
  };
}
