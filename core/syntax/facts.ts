import type { LineStarts } from '../text/lines.js';
import type { Span } from '../text/span.js';
import type { FileIr } from './ir/nodes.js';

/**
 * Raised whenever extraction would give other facts for the same text: every cached record of another version is void.
 */
export const EXTRACTOR_VERSION = 11;

/** What kind of text a file is, by its name. Single-file components hold script blocks; the rest of them is skipped. */
export type Dialect = 'ts' | 'tsx' | 'dts' | 'js' | 'jsx' | 'json' | 'vue' | 'svelte' | 'astro';

/** How a dependency is written. */
export type ImportForm =
  | 'import' // import { a } from "x"; import type …
  | 'side-effect' // import "x"
  | 'export-from' // export { a } from "x"; export type …
  | 'export-star' // export * from "x"; export type * …
  | 'export-namespace' // export * as ns from "x"
  | 'dynamic-import' // import("x"), also with a template without substitution
  | 'import-type' // import("x").T and typeof import("x") in type position
  | 'import-equals' // import x = require("x")
  | 'require' // require("x"), also through createRequire or another name for it
  | 'require-resolve' // require.resolve("x")
  | 'meta-resolve' // import.meta.resolve("x")
  | 'new-url' // new URL("x", import.meta.url)
  | 'worker' // new Worker("x") and new Worker(new URL("x", import.meta.url))
  | 'reference-path' // /// <reference path="x" />
  | 'reference-types' // /// <reference types="x" />
  | 'jsdoc' // {import("x").T} and @import in JSDoc
  | 'augmentation' // declare module "x" in a module
  | 'mock' // vi.mock("x"), jest.mock("x") and their kin
  | 'import-actual' // vi.importActual("x"), jest.requireActual("x") and their kin
  | 'glob'; // import.meta.glob("./x/*.ts")

/**
 * How an imported binding is used in the file, strongest first. TypeScript's emit rule needs it: a binding is erased
 * unless a value use stands somewhere (with the options of the file's tsconfig, applied when edges are made).
 */
export type BindingUse =
  | 'value' // read, called, extended, written as a JSX tag, …
  | 'metadata' // only in a type position that decorator metadata turns into a value
  | 'export' // only in `export { local }` or `export default local` or `import a = local`: kept if what it names is a value
  | 'type' // only in type positions, `typeof x` in a type included
  | 'unused';

/** One name that an import or re-export takes from its target. */
export interface ImportedName {
  /** The exported name in the target: a name, `default`, or `*` for the whole namespace. */
  readonly imported: string;
  /** The local binding, or the exported name for re-exports; `''` for none. */
  readonly local: string;
  /** Marked `type` itself or by its statement. */
  readonly typeOnly: boolean;
  readonly use: BindingUse;
  /**
   * For a namespace: the members accessed as `ns.member` (dotted deeper access cut to the first member), sorted.
   * `undefined` when the namespace escapes (passed on, indexed, re-exported), so that any member may be meant.
   */
  readonly members?: readonly string[];
  readonly span: Span;
}

/** One dependency as written: an import site. */
export interface ImportFact {
  readonly form: ImportForm;
  /** The specifier, `undefined` when it is not statically known. */
  readonly specifier?: string;
  /** The source text of the specifier expression, white space folded: part of a finding's identity. */
  readonly text: string;
  /** The specifier expression, quotes included. */
  readonly span: Span;
  /** The whole declaration or call. */
  readonly statement: Span;
  /** The syntax alone says that it is erased (`import type`, every name marked `type`, a type position, JSDoc). */
  readonly typeOnly: boolean;
  /** Evaluated later than the file: `import()`, or a `require()` inside a function. */
  readonly deferred: boolean;
  readonly names: readonly ImportedName[];
  /** The qualified name of the enclosing declaration, `''` at the top level. */
  readonly symbol: string;
  /**
   * With `typeOnly`: true where only the names are marked (`import { type A } from "x"`), so that
   * `verbatimModuleSyntax` keeps the statement as a side-effect import.
   */
  readonly typeByNames?: true;
  /** From `with { "resolution-mode": … }` or `/// <reference types resolution-mode>`. */
  readonly resolutionMode?: 'import' | 'require';
  /** The `type` of import attributes: `json`, `css`, … */
  readonly attributeType?: string;
  /** For an unknown specifier with a constant start and for globs: the glob it stands for (`./locale/*`). */
  readonly pattern?: string;
  /** For globs: what the negative patterns beside it take out again. */
  readonly except?: readonly string[];
}

/** One export of the file. */
export interface ExportFact {
  /** The exported name, `default`, `*` for `export *`, `=` for `export =`. */
  readonly name: string;
  readonly kind: 'local' | 'from' | 'star' | 'namespace';
  /** For `local`: the name of the declaration or import binding exported (`''` for an anonymous default). */
  readonly local?: string;
  /** For `from`, `star`, `namespace`: index into `imports`. */
  readonly import?: number;
  /** For `from`: the name in the target. */
  readonly imported?: string;
  readonly typeOnly: boolean;
  readonly span: Span;
}

export type DeclarationKind =
  | 'function'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'const-enum'
  | 'variable'
  | 'namespace'
  | 'import-alias'; // import a = ns.b

/** One module-level declaration. Overloads and merged declarations of one name and kind give one fact. */
export interface DeclarationFact {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** `declare`, or in a declaration file. */
  readonly ambient: boolean;
  readonly span: Span;
  /**
   * When the declaration is nothing but another name for something else, the dotted path of it:
   * `const a = X` → `["X"]`, `type T = ns.X` → `["ns", "X"]`, `type T = X<string>` → `["X"]`, `type T = typeof x` → `["x"]`,
   * `type T = import("./m").X` → `["import:N", "X"]` with N the index into `imports`.
   */
  readonly aliasOf?: readonly string[];
  /** Dotted paths of what a class or interface extends: `class S extends ns.X` → `[["ns", "X"]]`. Not `implements`. */
  readonly extends?: readonly (readonly string[])[];
}

/** An inline `// lintel-ignore-next-line RULE: reason`. */
export interface SuppressionFact {
  /** The rule named, `''` when none is. */
  readonly rule: string;
  /** The reason given, `''` when none is. */
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  /** The 1-based line it speaks of. */
  readonly line: number;
}

/** A place where the parser had to guess. */
export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

/**
 * What the engine keeps of a file: plain data, no syntax tree, keyed by content and dialect alone (never by path).
 * This is the hot part, needed for every file to build the graph; `FileBody` holds the rest.
 */
export interface FileFacts {
  readonly dialect: Dialect;
  /** False for a script (no import, export, or CommonJS): its declarations are global. */
  readonly isModule: boolean;
  /** Assigns `module.exports` or `exports.x`: what it exports is not fully known from syntax. */
  readonly isCommonJs: boolean;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly declarations: readonly DeclarationFact[];
  /** `declare module "name"` of a script or declaration file: names and patterns (`*.svg`) it makes resolvable. */
  readonly ambientModules: readonly string[];
  /** Names that `declare module "./x" { … }` adds, by index into `imports`. */
  readonly augmentations: readonly { readonly import: number; readonly names: readonly string[] }[];
  readonly suppressions: readonly SuppressionFact[];
  /** At most five; `problemCount` has them all. */
  readonly problems: readonly SyntaxProblem[];
  readonly problemCount: number;
  /** Holds JSX: with the classic runtime the factory's root name counts as a value use. */
  readonly jsx?: true;
  /** Starts with `#!`: somebody runs it. */
  readonly isProgram?: true;
  /** Carries a mark such as `@generated` in its first comment. */
  readonly generated: boolean;
  /** Hash of `exports`, `declarations` and `ambientModules` without spans: unchanged means no importer is affected. */
  readonly surfaceDigest: string;
  /** Hash of all that the types of other files can rest on: unchanged means that none of them is another. See `typeDigest`. */
  readonly typeDigest: string;
}

/** A call or `new` whose callee starts at a global name or an import. */
export interface CallFact {
  /** Dotted path of the callee with local `const` aliases and destructuring undone: `Date.now`, `ns.run`, `fetch`. */
  readonly callee: string;
  readonly isNew: boolean;
  /** Number of arguments as written, a spread counted once; 1 for a tagged template. */
  readonly args: number;
  /** Index into `imports` where the path starts at an import binding (the first segment is then its local name). */
  readonly import?: number;
  readonly span: Span;
  readonly symbol: string;
}

/** A function-like declaration with a body; `FunctionIr` of the same name holds what it does. */
export interface FunctionFact {
  /** Qualified name (`Class.method`, `outer.inner`); `~n` numbers the n-th anonymous or equal one from 1. */
  readonly name: string;
  readonly span: Span;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Source text of the parameter list and return type, white space folded, at most 200 code units. */
  readonly signature: string;
  /** Number of tokens of the body. */
  readonly tokens: number;
  /** Hash of the body with local names and literals dropped; equal hashes are copies. `''` below 20 tokens. */
  readonly shape: string;
  /** 16 MinHash bands over token 5-grams (32-bit each); two functions that share one are candidates. Empty below 40 tokens. */
  readonly bands: readonly number[];
}

/** An exported symbol as a search over "what exists already" sees it. */
export interface SearchEntry {
  readonly name: string;
  readonly kind: DeclarationKind;
  readonly signature: string;
  /** First sentence of its documentation comment. */
  readonly summary: string;
  readonly span: Span;
}

/** The cold part of the facts: read by few rules, kept packed and decoded on demand. */
export interface FileBody {
  readonly lineStarts: LineStarts;
  readonly calls: readonly CallFact[];
  readonly functions: readonly FunctionFact[];
  readonly search: readonly SearchEntry[];
}

/** The result of one lowering: one parse, one walk, one record. */
export interface Extraction {
  readonly facts: FileFacts;
  readonly body: FileBody;
  /** The functions of the file for the failure analysis: kept packed apart from the rest, decoded when contracts are made. */
  readonly ir: FileIr;
}
