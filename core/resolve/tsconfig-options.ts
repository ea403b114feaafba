import { type FilePath, join } from '../files/paths.js';
import { isObject, type JsonObject, stringsOf } from './json-file.js';
import type { EmitOptions } from './resolution.js';

export type ModuleResolution = 'classic' | 'node10' | 'node16' | 'nodenext' | 'bundler';

/** One entry of `paths`: the pattern with at most one `*`, its targets relative to the workspace root. */
export interface PathAlias {
  readonly pattern: string;
  readonly targets: readonly FilePath[];
}

/** The options that decide resolution and erasure, computed as TypeScript 6 does, paths relative to the workspace root. */
export interface CompilerOptions {
  readonly moduleResolution: ModuleResolution;
  readonly baseUrl?: FilePath;
  readonly paths: readonly PathAlias[];
  readonly rootDirs: readonly FilePath[];
  readonly moduleSuffixes: readonly string[];
  readonly customConditions: readonly string[];
  readonly allowJs: boolean;
  readonly resolveJsonModule: boolean;
  readonly packageExports: boolean;
  readonly packageImports: boolean;
  readonly outDir?: FilePath;
  readonly rootDir?: FilePath;
  readonly declarationDir?: FilePath;
  readonly emit: EmitOptions;
  readonly hasDom: boolean;
  readonly hasErrorCause: boolean;
}

/** `compilerOptions` of one file and those it extends, merged; path options already relative to the workspace root. */
export type RawOptions = Readonly<Record<string, unknown>>;

const pathOptions = new Set(['baseUrl', 'outDir', 'rootDir', 'declarationDir']);
const pathListOptions = new Set(['rootDirs', 'typeRoots']);
/** Where `paths` of the same file are looked up unless `baseUrl` says otherwise; kept beside the options while merging. */
const pathsFolder = 'lintel:pathsFolder';

/**
 * The options of one tsconfig with its paths resolved against its folder. `${configDir}` stays until the last config
 * of a chain is known. `null` takes an inherited value away.
 */
export function ownOptions(config: JsonObject, folder: FilePath, root: string): RawOptions {
  const written = config.compilerOptions;
  if (!isObject(written)) return {};
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(written)) {
    if (value === null) own[name] = undefined;
    else if (pathOptions.has(name)) own[name] = typeof value === 'string' ? locate(folder, value, root) : undefined;
    else if (pathListOptions.has(name)) own[name] = stringsOf(value).map(path => locate(folder, path, root));
    else own[name] = value;
  }
  if (isObject(written.paths)) own[pathsFolder] = folder;
  return own;
}

/** A path of a tsconfig relative to the workspace root; one that starts with `${configDir}` stays as it is. */
export function locate(folder: FilePath, path: string, root: string): FilePath {
  if (startsWithConfigDir(path)) return path;
  const forward = path.replaceAll('\\', '/');
  if (!/^(?:\/|[a-z]:\/)/i.test(forward)) return join(folder, forward);
  if (forward === root) return '';
  return forward.startsWith(`${root}/`) ? join('', forward.slice(root.length + 1)) : `../${forward}`;
}

function startsWithConfigDir(path: string): boolean {
  return /^\$\{configDir\}/i.test(path);
}

const configDirLength = 12;

/** Replaces `${configDir}` by the folder of the config that is in force. */
export function withConfigDir(path: string, folder: FilePath): FilePath {
  return startsWithConfigDir(path) ? join(folder, `./${path.slice(configDirLength)}`) : path;
}

/** Computes the options in force from the merged ones; `folder` is that of the config in force. */
export function computeOptions(raw: RawOptions, folder: FilePath, root: string, isJsConfig = false): CompilerOptions {
  const path = (name: string) => {
    const value = raw[name];
    return typeof value === 'string' ? withConfigDir(value, folder) : undefined;
  };
  const module = text(raw.module) ?? moduleOfTarget(text(raw.target));
  const moduleResolution = moduleResolutionOf(text(raw.moduleResolution), module);
  const modern = moduleResolution !== 'classic' && moduleResolution !== 'node10';
  const baseUrl = path('baseUrl');
  const outDir = path('outDir');
  const rootDir = path('rootDir');
  const declarationDir = path('declarationDir');
  return {
    moduleResolution,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    paths: pathAliases(raw, baseUrl, folder, root),
    rootDirs: stringsOf(raw.rootDirs).map(item => withConfigDir(item, folder)),
    moduleSuffixes: stringsOf(raw.moduleSuffixes),
    customConditions: stringsOf(raw.customConditions),
    allowJs: flag(raw.allowJs) ?? (isJsConfig || raw.checkJs === true),
    resolveJsonModule:
      flag(raw.resolveJsonModule) ?? (module === 'nodenext' || module === 'node20' || moduleResolution === 'bundler'),
    packageExports: modern && flag(raw.resolvePackageJsonExports) !== false,
    packageImports: modern && flag(raw.resolvePackageJsonImports) !== false,
    ...(outDir === undefined ? {} : { outDir }),
    ...(rootDir === undefined ? {} : { rootDir }),
    ...(declarationDir === undefined ? {} : { declarationDir }),
    emit: emitOptions(raw),
    hasDom: stringsOf(raw.lib).some(name => /^dom(\.|$)/i.test(name)),
    hasErrorCause: hasErrorCause(raw),
  };
}

/** The options of `Error` came with ES2022. */
function hasErrorCause(raw: RawOptions): boolean {
  const modern = /^(es(20(2[2-9]|[3-9]\d)|next)(\.error|\.full)?)$/i;
  const libs = stringsOf(raw.lib);
  if (libs.length > 0) return libs.some(name => modern.test(name));
  const target = text(raw.target);
  return target === undefined || modern.test(target);
}

function moduleResolutionOf(written: string | undefined, module: string): ModuleResolution {
  switch (written) {
    case 'node':
    case 'node10':
      return 'node10';
    case 'classic':
    case 'node16':
    case 'nodenext':
    case 'bundler':
      return written;
  }
  switch (module) {
    case 'none':
    case 'amd':
    case 'umd':
    case 'system':
      return 'classic';
    case 'nodenext':
      return 'nodenext';
    case 'node16':
    case 'node18':
    case 'node20':
      return 'node16';
    default:
      return 'bundler';
  }
}

/** The module format only matters here as far as it implies CommonJS or not; TypeScript 6 targets its newest by default. */
function moduleOfTarget(target: string | undefined): string {
  return target === 'es3' || target === 'es5' ? 'commonjs' : 'esnext';
}

function pathAliases(
  raw: RawOptions,
  baseUrl: FilePath | undefined,
  folder: FilePath,
  root: string,
): readonly PathAlias[] {
  const paths = raw.paths;
  if (!isObject(paths)) return [];
  const written = raw[pathsFolder];
  const base = baseUrl ?? (typeof written === 'string' ? written : folder);
  return Object.entries(paths).map(([pattern, targets]) => ({
    pattern,
    targets: stringsOf(targets).map(target => withConfigDir(locate(base, target, root), folder)),
  }));
}

function emitOptions(raw: RawOptions): EmitOptions {
  const verbatimModuleSyntax = raw.verbatimModuleSyntax === true;
  const isolatedModules = verbatimModuleSyntax || raw.isolatedModules === true;
  const jsx = text(raw.jsx);
  const automatic = jsx === 'react-jsx' || jsx === 'react-jsxdev' || typeof raw.jsxImportSource === 'string';
  const factory = typeof raw.jsxFactory === 'string' ? raw.jsxFactory.split('.')[0] : raw.reactNamespace;
  return {
    verbatimModuleSyntax,
    isolatedModules,
    preserveConstEnums: isolatedModules || raw.preserveConstEnums === true,
    preserveValueImports: raw.preserveValueImports === true,
    emitDecoratorMetadata: raw.emitDecoratorMetadata === true,
    ...(automatic ? {} : { jsxFactory: typeof factory === 'string' && factory !== '' ? factory : 'React' }),
  };
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase().trim() : undefined;
}
