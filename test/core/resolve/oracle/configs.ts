import { posix } from 'node:path';
import type { FileSystem } from '../../../../core/files/file-system.js';
import type { FilePath } from '../../../../core/files/paths.js';
import type { TsConfig } from '../../../../core/resolve/tsconfig.js';
import { type TypeScript, typescript6 } from '../../../../core/typescript6.js';
import { typeScriptHost } from './typescript-host.js';

/** The part of a tsconfig that both readers are compared by, paths relative to the root. */
export interface ComparedConfig {
  readonly moduleResolution: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
  /** Of the files asked about, those that belong to the config. */
  readonly files: readonly FilePath[];
}

const kinds: Readonly<Record<number, string>> = {
  1: 'classic',
  2: 'node10',
  3: 'node16',
  99: 'nodenext',
  100: 'bundler',
};

/** A tsconfig as TypeScript 6 reads it. */
export function byTypeScript(fs: FileSystem, path: FilePath, files: readonly FilePath[]): ComparedConfig {
  const ts = typescript6() as typeof TypeScript & InternalFunctions;
  const host = typeScriptHost(fs);
  const absolute = host.absolute(path);
  const base = absolute.slice(0, absolute.lastIndexOf('/'));
  const readDirectory: TypeScript.ParseConfigHost['readDirectory'] = (folder, extensions, excludes, includes, depth) =>
    ts.matchFiles(
      folder,
      extensions,
      excludes,
      includes,
      true,
      fs.root,
      depth,
      entriesOf(host.relative, files),
      p => p,
    );
  const { config } = ts.readConfigFile(absolute, host.readFile);
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, { ...host, readDirectory }, base, undefined, absolute);
  const { options } = parsed;
  const relative = (value: string | undefined) => (value === undefined ? undefined : posix.relative(fs.root, value));
  const relatives = (values: readonly string[] | undefined) => (values ?? []).map(relative);
  const pathsBase = options.baseUrl ?? (options.pathsBasePath as string | undefined) ?? base;
  return {
    moduleResolution: kinds[ts.getEmitModuleResolutionKind(options)] ?? '',
    values: {
      baseUrl: relative(options.baseUrl),
      rootDirs: relatives(options.rootDirs),
      outDir: relative(options.outDir),
      rootDir: relative(options.rootDir),
      declarationDir: relative(options.declarationDir),
      moduleSuffixes: options.moduleSuffixes ?? [],
      customConditions: options.customConditions ?? [],
      allowJs: ts.getAllowJSCompilerOption(options),
      resolveJsonModule: ts.getResolveJsonModule(options),
      packageExports: ts.getResolvePackageJsonExports(options),
      packageImports: ts.getResolvePackageJsonImports(options),
      verbatimModuleSyntax: options.verbatimModuleSyntax === true,
      isolatedModules: ts.getIsolatedModules(options),
      preserveConstEnums: ts.shouldPreserveConstEnums(options),
      emitDecoratorMetadata: options.emitDecoratorMetadata === true,
    },
    paths: Object.entries(options.paths ?? {}).map(([pattern, targets]) => [
      pattern,
      targets.map(target => relative(ts.getNormalizedAbsolutePath(target, pathsBase)) ?? ''),
    ]),
    files: parsed.fileNames.map(name => host.relative(name) ?? name).sort(),
  };
}

/** The same config as ours reads it. */
export function byOurs(config: TsConfig, files: readonly FilePath[]): ComparedConfig {
  const { options } = config;
  const { emit } = options;
  return {
    moduleResolution: options.moduleResolution,
    values: {
      baseUrl: options.baseUrl,
      rootDirs: options.rootDirs,
      outDir: options.outDir,
      rootDir: options.rootDir,
      declarationDir: options.declarationDir,
      moduleSuffixes: options.moduleSuffixes,
      customConditions: options.customConditions,
      allowJs: options.allowJs,
      resolveJsonModule: options.resolveJsonModule,
      packageExports: options.packageExports,
      packageImports: options.packageImports,
      verbatimModuleSyntax: emit.verbatimModuleSyntax,
      isolatedModules: emit.isolatedModules,
      preserveConstEnums: emit.preserveConstEnums,
      emitDecoratorMetadata: emit.emitDecoratorMetadata,
    },
    paths: options.paths.map(({ pattern, targets }) => [pattern, targets]),
    files: withoutShadowed(files.filter(config.includes)).sort(),
  };
}

/** TypeScript drops `x.js` where `x.ts` is there too; who owns a file does not depend on that. */
function withoutShadowed(files: readonly FilePath[]): FilePath[] {
  const all = new Set(files);
  const rivals: Readonly<Record<string, readonly string[]>> = {
    '.tsx': ['.ts'],
    '.d.ts': ['.ts', '.tsx'],
    '.js': ['.ts', '.tsx'],
    '.jsx': ['.ts', '.tsx', '.js'],
    '.d.mts': ['.mts'],
    '.mjs': ['.mts'],
    '.d.cts': ['.cts'],
    '.cjs': ['.cts'],
  };
  return files.filter(path => {
    const ending = /(?:\.d)?\.[cm]?ts$|\.[cm]?js$|\.[jt]sx$/.exec(path)?.[0];
    if (ending === undefined) return path.endsWith('.json');
    const stem = path.slice(0, -ending.length);
    return !(rivals[ending] ?? []).some(rival => all.has(stem + rival));
  });
}

type Entries = (folder: string) => { files: readonly string[]; directories: readonly string[] };

function entriesOf(relative: (path: string) => FilePath | undefined, files: readonly FilePath[]): Entries {
  const folders = new Map<FilePath, { files: Set<string>; directories: Set<string> }>();
  const at = (folder: FilePath) => {
    let entry = folders.get(folder);
    if (entry === undefined) {
      entry = { files: new Set(), directories: new Set() };
      folders.set(folder, entry);
    }
    return entry;
  };
  for (const path of files) {
    const segments = path.split('/');
    at(segments.slice(0, -1).join('/')).files.add(segments.at(-1) ?? '');
    for (let i = 1; i < segments.length; i++) {
      at(segments.slice(0, i - 1).join('/')).directories.add(segments[i - 1] ?? '');
    }
  }
  return folder => {
    const entry = folders.get(relative(folder.replace(/\/$/, '')) ?? '?');
    return { files: [...(entry?.files ?? [])], directories: [...(entry?.directories ?? [])] };
  };
}

/** Functions of the compiler that its types leave out. */
interface InternalFunctions {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    caseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entries: Entries,
    realpath: (path: string) => string,
  ): string[];
  getEmitModuleResolutionKind(options: TypeScript.CompilerOptions): number;
  getAllowJSCompilerOption(options: TypeScript.CompilerOptions): boolean;
  getResolveJsonModule(options: TypeScript.CompilerOptions): boolean;
  getResolvePackageJsonExports(options: TypeScript.CompilerOptions): boolean;
  getResolvePackageJsonImports(options: TypeScript.CompilerOptions): boolean;
  getIsolatedModules(options: TypeScript.CompilerOptions): boolean;
  shouldPreserveConstEnums(options: TypeScript.CompilerOptions): boolean;
  getNormalizedAbsolutePath(path: string, base: string): string;
}
