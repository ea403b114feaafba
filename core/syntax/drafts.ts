import type { TypeScript } from '../typescript6.js';
import type { BindingUse, Dialect, ImportForm } from './facts.js';
import type { Scopes } from './scopes.js';

/** Uses from weak to strong; the index is the rank. */
export const uses: readonly BindingUse[] = ['unused', 'type', 'export', 'metadata', 'value'];
export const USE_TYPE = 1;
export const USE_EXPORT = 2;
export const USE_METADATA = 3;
export const USE_VALUE = 4;

/** An `ImportedName` while the walk still strengthens its use. */
export interface NameDraft {
  readonly imported: string;
  readonly local: string;
  readonly typeOnly: boolean;
  readonly start: number;
  readonly end: number;
  use: number;
  /** Members of a namespace seen so far; `undefined` once it escaped, and for names that are no namespace. */
  members: Set<string> | undefined;
}

/** An `ImportFact` before its index is known. */
export interface ImportDraft {
  readonly form: ImportForm;
  /** Where the specifier is written. */
  readonly specifierNode?: TypeScript.Node;
  specifier?: string | undefined;
  pattern?: string | undefined;
  readonly except?: readonly string[] | undefined;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly statementStart: number;
  readonly statementEnd: number;
  readonly typeOnly: boolean;
  readonly typeByNames?: true | undefined;
  readonly deferred: boolean;
  readonly names: readonly NameDraft[];
  readonly symbol: string;
  readonly resolutionMode?: 'import' | 'require' | undefined;
  readonly attributeType?: string | undefined;
  /** Position among all imports, set when the walk is over. */
  index: number;
}

/** A call whose callee starts at a name that may be global or imported. */
export interface CallDraft {
  readonly node: TypeScript.CallExpression | TypeScript.NewExpression | TypeScript.TaggedTemplateExpression;
  readonly path: readonly string[];
  /** The `require()` or `import()` that its root stands for. */
  readonly site?: TypeScript.Node;
  readonly symbol: string;
  readonly deferred: boolean;
}

/** Everything that the walk over one file reads and fills. */
export interface Walk {
  readonly source: TypeScript.SourceFile;
  readonly text: string;
  readonly dialect: Dialect;
  readonly scopes: Scopes;
  readonly imports: ImportDraft[];
  /** Import bindings by local name. */
  readonly bindings: Map<string, NameDraft>;
  readonly importOf: Map<NameDraft, ImportDraft>;
  /** Local names made by `import a = ns.b`. */
  readonly entityAliases: Set<string>;
  readonly calls: CallDraft[];
  /** Imports by the call that makes them. */
  readonly sites: Map<TypeScript.Node, ImportDraft>;
  /** What is taken from the result of a `require()` or `import()` call. */
  readonly siteNames: Map<TypeScript.Node, readonly NameDraft[]>;
  /** Values of identifiers in specifiers, once their scope is left. */
  readonly constants: Map<TypeScript.Node, string>;
  /** Identifiers in specifiers that name a local declaration of unknown value. */
  readonly localNames: Set<TypeScript.Node>;
  readonly functions: FunctionDraft[];
  readonly tokens: TokenStream;
  /** Qualified name of the enclosing declaration. */
  symbol: string;
  /** Above 0 inside functions: what runs there runs later than the file. */
  functionDepth: number;
  /** Above 0 in `declare` and declaration files: nothing is evaluated. */
  ambientDepth: number;
  hasJsx: boolean;
  /** What is assigned to `module.exports` and `exports.x`. */
  readonly commonJs: CommonJsDraft[];
  /** How many anonymous functions each declaration holds so far. */
  readonly anonymous: Map<string, number>;
  /** How many functions carry each qualified name so far. */
  readonly functionNames: Map<string, number>;
  /** The name that the next function or class expression takes from what it is assigned to. */
  pendingName: string | undefined;
  /** A function expression that is called where it stands: its body runs with the file. */
  calledAtOnce: TypeScript.Node | undefined;
  visit(node: TypeScript.Node): void;
  visitType(node: TypeScript.Node): void;
  visitOptionalType(node: TypeScript.Node | undefined): void;
}

/** One name exported the CommonJS way; `=` for `module.exports` itself. */
export interface CommonJsDraft {
  readonly name: string;
  /** The identifier exported, `''` for any other expression. */
  readonly local: string;
  readonly start: number;
  readonly end: number;
}

export interface FunctionDraft {
  readonly node: TypeScript.FunctionLikeDeclaration;
  readonly name: string;
  readonly firstToken: number;
  endToken: number;
}

/** The pre-order stream of node kinds that fingerprints are made of. */
export interface TokenStream {
  units: Int32Array;
  length: number;
}
