import { dirname, type FilePath } from '../files/paths.js';
import type { Layout } from './layout.js';
import type { PackageRules } from './package-entry.js';
import type { Resolution, ResolutionRequest, ResolutionSettings, UncheckedReason } from './resolution.js';
import type { TsConfig } from './tsconfig.js';
import { type CompilerOptions, computeOptions } from './tsconfig-options.js';

/**
 * Everything that decides where a specifier leads except the specifier: two files of one folder, project and format
 * share it, and with it the answers.
 */
export interface Context {
  readonly folder: FilePath;
  readonly options: CompilerOptions;
  readonly rules: PackageRules;
  /** Why an alias may be meant that nobody here can know. */
  readonly unknownAliases: UncheckedReason | undefined;
  /** By specifier; those of literal requests apart. */
  readonly answers: Map<string, Resolution>;
  readonly literals: Map<string, Resolution>;
}

/** Finds the context of a request, from what the importer's path alone decides. */
export type Contexts = (request: ResolutionRequest) => Context;

/** Creates the contexts of one layout on demand. */
export function createContexts(layout: Layout, settings: ResolutionSettings): Contexts {
  const known = new Map<string, Context>();
  const rules = createRules(settings);
  const files = new Map<FilePath, FileContext>();
  const fileContext = (path: FilePath): FileContext => {
    let file = files.get(path);
    if (file === undefined) {
      file = describe(layout, path);
      files.set(path, file);
    }
    return file;
  };
  return ({ from, mode, explicit }) => {
    const file = fileContext(from);
    const isImport = mode === 'import' && (explicit === true || !file.isNode || file.isModule);
    const slot = isImport ? 'asImport' : 'asRequire';
    const cached = file[slot];
    if (cached !== undefined) return cached;
    const key = `${file.folder}\n${file.config}\n${file.isNode}\n${file.isCompiled}\n${file.unknownAliases}\n${isImport}`;
    let context = known.get(key);
    if (context === undefined) {
      context = {
        folder: file.folder,
        options: file.options,
        rules: rules(file, isImport),
        unknownAliases: file.unknownAliases,
        answers: new Map(),
        literals: new Map(),
      };
      known.set(key, context);
    }
    file[slot] = context;
    return context;
  };
}

interface FileContext {
  readonly folder: FilePath;
  readonly config: FilePath;
  readonly options: CompilerOptions;
  /** Under `node16` or `nodenext`, where the format of a file decides. */
  readonly isNode: boolean;
  readonly isModule: boolean;
  /** TypeScript compiles it: what it refuses is wrong. Other files go through a bundler or test runner, which is lenient. */
  readonly isCompiled: boolean;
  readonly unknownAliases: UncheckedReason | undefined;
  asImport?: Context;
  asRequire?: Context;
}

const withoutConfig = computeOptions({}, '', '');

function describe(layout: Layout, path: FilePath): FileContext {
  const config = layout.configOf(path);
  const options = config?.options ?? withoutConfig;
  // Single-file components are compiled by a bundler, whose rules hold for them in any project.
  const isComponent = /\.(?:vue|svelte|astro)$/.test(path);
  const isCompiled = config?.includes(path) ?? false;
  const isNode = !isComponent && (options.moduleResolution === 'node16' || options.moduleResolution === 'nodenext');
  return {
    folder: dirname(path),
    config: config?.path ?? '',
    options,
    isNode,
    isModule: isNode && isModuleFile(layout, path),
    isCompiled,
    unknownAliases: config?.incomplete ?? (isBundled(path, config, isCompiled) ? 'bundler' : undefined),
  };
}

/** True for files whose aliases only a bundler or test runner knows. A TypeScript file without any tsconfig can have none. */
function isBundled(path: FilePath, config: TsConfig | undefined, isCompiled: boolean): boolean {
  return !isCompiled && (config !== undefined || !/\.[cm]?tsx?$/.test(path));
}

function isModuleFile(layout: Layout, path: FilePath): boolean {
  if (/\.m[jt]s$/.test(path)) return true;
  if (/\.c[jt]s$/.test(path)) return false;
  return layout.scopeOf(dirname(path))?.isModule ?? false;
}

/** Rules are the same for all files of a project that are imported alike: built once, shared by its folders. */
type Rules = (file: FileContext, isImport: boolean) => PackageRules;

function createRules(settings: ResolutionSettings): Rules {
  const known = new Map<CompilerOptions, Map<string, PackageRules>>();
  return (file, isImport) => {
    const { options, isNode } = file;
    let ofOptions = known.get(options);
    if (ofOptions === undefined) {
      ofOptions = new Map();
      known.set(options, ofOptions);
    }
    const key = `${isNode} ${file.isCompiled} ${isImport}`;
    let rules = ofOptions.get(key);
    if (rules === undefined) {
      rules = rulesOf(options, isNode && file.isCompiled, isImport, settings);
      ofOptions.set(key, rules);
    }
    return rules;
  };
}

function rulesOf(
  options: CompilerOptions,
  isStrict: boolean,
  isImport: boolean,
  settings: ResolutionSettings,
): PackageRules {
  const own = [isImport ? 'import' : 'require', 'types', ...(options.moduleResolution === 'bundler' ? [] : ['node'])];
  return {
    strict: isStrict && isImport,
    typesFirst: options.moduleResolution === 'node10' || options.moduleResolution === 'classic',
    json: options.resolveJsonModule,
    suffixes: options.moduleSuffixes,
    conditions: new Set(settings.conditions ?? [...own, ...options.customConditions]),
    exportsClose: options.packageExports,
  };
}
