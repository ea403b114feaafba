import type { FileSystem } from '../../../../core/files/file-system.js';
import type { FilePath } from '../../../../core/files/paths.js';
import type { Layout } from '../../../../core/resolve/layout.js';
import type { ResolutionRequest } from '../../../../core/resolve/resolution.js';
import { type TypeScript, typescript6 } from '../../../../core/typescript6.js';
import { typeScriptHost } from './typescript-host.js';

/** What TypeScript answers: a path below the root (or an absolute one outside), whether it calls it external, or nothing. */
export type OracleAnswer = { readonly path: string; readonly external: boolean } | undefined;

/** TypeScript's own resolution, by the tsconfig that the layout gives a file. */
export interface Oracle {
  resolve(request: ResolutionRequest): OracleAnswer;
  /** The options of a tsconfig as TypeScript reads them. */
  config(path: FilePath): TypeScript.ParsedCommandLine;
}

export function createOracle(fs: FileSystem, layout: Pick<Layout, 'configOf' | 'scopeOf'>): Oracle {
  const ts = typescript6();
  const host = typeScriptHost(fs);
  const configs = new Map<FilePath, TypeScript.ParsedCommandLine>();
  const caches = new Map<TypeScript.CompilerOptions, TypeScript.ModuleResolutionCache>();
  const none: TypeScript.CompilerOptions = {};

  const config = (path: FilePath) => {
    let parsed = configs.get(path);
    if (parsed === undefined) {
      const absolute = host.absolute(path);
      const { config: json } = ts.readConfigFile(absolute, host.readFile);
      parsed = ts.parseJsonConfigFileContent(
        json ?? {},
        host,
        absolute.slice(0, absolute.lastIndexOf('/')),
        undefined,
        absolute,
      );
      configs.set(path, parsed);
    }
    return parsed;
  };

  return {
    config,
    resolve: ({ from, specifier, mode, explicit }) => {
      const owner = layout.configOf(from);
      const options = owner === undefined ? none : config(owner.path).options;
      let cache = caches.get(options);
      if (cache === undefined) {
        cache = ts.createModuleResolutionCache(fs.root, name => name, options);
        caches.set(options, cache);
      }
      const kind = owner?.options.moduleResolution;
      const format =
        kind === 'node16' || kind === 'nodenext'
          ? ts.getImpliedNodeFormatForFile(host.absolute(from), cache.getPackageJsonInfoCache(), host, options)
          : ts.ModuleKind.ESNext;
      const asModule = mode === 'import' && (explicit === true || format === ts.ModuleKind.ESNext);
      const { resolvedModule } = ts.resolveModuleName(
        specifier,
        host.absolute(from),
        options,
        host,
        cache,
        undefined,
        asModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      );
      if (resolvedModule === undefined) return undefined;
      const { resolvedFileName, isExternalLibraryImport } = resolvedModule;
      return { path: host.relative(resolvedFileName) ?? resolvedFileName, external: isExternalLibraryImport === true };
    },
  };
}
