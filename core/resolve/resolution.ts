import type { FilePath } from '../files/paths.js';

/** Where a specifier leads. */
export type Resolution =
  /** A file of the workspace: source, or a resource (JSON, CSS, image, …). Symbolic links followed, build output mapped back to source. */
  | { readonly kind: 'file'; readonly path: FilePath }
  /** A package or a Node built-in (`package: "node:fs"`, `builtin: true`). */
  | {
      readonly kind: 'external';
      /** The package name, `node:x` for built-ins however they were written. */
      readonly package: string;
      /** The rest of the specifier without a leading slash, `''` for the package itself. */
      readonly subpath: string;
      readonly builtin: boolean;
      /** False when declared (or not) but not in any `node_modules`: types and names of it cannot be checked. */
      readonly installed: boolean;
      /** The specifier itself or an import map says where it comes from (a URL, `npm:`, `jsr:`): no manifest has to. */
      readonly pinned?: boolean;
    }
  /** A file that is not there yet or no more, but may be: it matches `sources.generated` or is ignored by git. */
  | { readonly kind: 'absent'; readonly path: FilePath }
  /** Perhaps an alias, but what would say so is not there: nobody can tell. */
  | { readonly kind: 'unchecked'; readonly why: UncheckedReason }
  /** Nowhere, with the reason that TypeScript gives, as a sentence. */
  | { readonly kind: 'unresolved'; readonly reason: string };

/** What is missing: a tsconfig that a tool writes, one from a package that is not installed, the settings of a bundler. */
export type UncheckedReason = 'generated' | 'not-installed' | 'bundler';

/** One question to the resolver. */
export interface ResolutionRequest {
  readonly from: FilePath;
  readonly specifier: string;
  /** How Node and TypeScript would look it up: `require` takes the `require` condition and CommonJS rules. */
  readonly mode: 'import' | 'require';
  /**
   * The mode holds whatever the format of the file: `import()` and `resolution-mode` attributes. Without it a static
   * `import` in a CommonJS file is looked up as the `require` it is compiled to.
   */
  readonly explicit?: boolean;
  /** Paths of `new URL`, `reference path` and globs: relative to the file, no package lookup, no extension guessing; the target may be a folder. */
  readonly literal?: boolean;
}

/** The part of `compilerOptions` that decides what is erased, as TypeScript understands it. */
export interface EmitOptions {
  readonly verbatimModuleSyntax: boolean;
  readonly isolatedModules: boolean;
  readonly preserveConstEnums: boolean;
  readonly preserveValueImports: boolean;
  readonly emitDecoratorMetadata: boolean;
  /** Classic JSX: the factory's root name (`React`) counts as a value use in files with JSX. */
  readonly jsxFactory?: string;
}

/** A tsconfig as far as the engine needs it. */
export interface Project {
  /** The `tsconfig.json` (or `jsconfig.json`) it comes from. */
  readonly config: FilePath;
  readonly emit: EmitOptions;
  readonly moduleResolution: string;
  /** Keys of `paths` without a `*`: each names one file as a part of the project. */
  readonly exactAliases: ReadonlySet<string>;
  /** `lib` names the browser's globals. */
  readonly hasDom: boolean;
  /** `lib`, or else `target`, brings the options of `Error` (`ES2022`); so does a configuration that names neither. */
  readonly hasErrorCause: boolean;
}

export type DependencyField = 'dependencies' | 'devDependencies' | 'peerDependencies' | 'optionalDependencies';

/** A `package.json`. */
export interface Manifest {
  readonly path: FilePath;
  /** The folder it governs. */
  readonly folder: FilePath;
  readonly name?: string;
  readonly isPrivate: boolean;
  /** Declared packages, the strongest field of each. */
  readonly dependencies: ReadonlyMap<string, DependencyField>;
  /** The version text of each declared package, as written. */
  readonly versions: ReadonlyMap<string, string>;
  /** Entry files that `exports`, `main`, `module`, `types` and `bin` name, mapped back to source where that exists, sorted. */
  readonly entryFiles: readonly FilePath[];
  /** Those of them that `bin` names: programs that somebody starts. */
  readonly programs: readonly FilePath[];
  /** True when `exports` is there: nothing else of the package may be imported from outside. */
  readonly hasExports: boolean;
  /** True when `exports` offers code of which no file and no source is there: `entryFiles` are then not all. */
  readonly hasUnknownEntries?: boolean;
}

/** A problem found while reading manifests and tsconfigs: `extends` or a reference that names no file, JSON that does not parse. */
export interface ProjectProblem {
  readonly path: FilePath;
  readonly message: string;
  /** Set when it is no mistake: what `extends` or `references` names is written by a tool, or comes with a declared package that is not installed. */
  readonly kind?: 'generated' | 'not-installed';
}

/** Settings that the policy passes down. */
export interface ResolutionSettings {
  /** `nearest`, or one tsconfig for all files. */
  readonly tsconfig: string;
  /** Named condition lists; `primary` is the one that edges are made with. Undefined: TypeScript's own. */
  readonly conditions?: readonly string[];
  /** Globs of targets that may be absent because a tool writes them. */
  readonly generated: readonly string[];
}

/** The manifests and tsconfigs of a workspace at one moment; immutable. */
export interface ProjectLayout {
  /** The nearest manifest at or above a file; for undeclared dependencies its ancestors up to the workspace root count too. */
  manifestOf(path: FilePath): Manifest | undefined;
  /** All manifests on the way up from a file to the root, nearest first. */
  manifestsAbove(path: FilePath): readonly Manifest[];
  projectOf(path: FilePath): Project | undefined;
  /** The workspace's own packages by name. */
  readonly workspacePackages: ReadonlyMap<string, Manifest>;
  readonly manifests: readonly Manifest[];
  readonly problems: readonly ProjectProblem[];
}
