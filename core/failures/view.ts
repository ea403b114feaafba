import type { FilePath } from '../files/paths.js';
import type { FailurePolicy } from '../policy/failures/failure-policy.js';
import type { FileFacts } from '../syntax/facts.js';
import type { CallExpr, Expr, FileIr, FunctionIr, TypeIr } from '../syntax/ir/nodes.js';
import type { FailureContract, FailureMode } from './contract.js';
import type { CallModel, TypeModel } from './model-pack/pack.js';

/** A function of the workspace. */
export interface FunctionRef {
  readonly path: FilePath;
  /** Index into `FileIr.functions`. */
  readonly index: number;
}

/** Where a name is bound. */
export type Binding =
  | {
      readonly kind: 'param';
      readonly fn: number;
      readonly index: number;
      readonly type: TypeIr | undefined;
      readonly path: readonly string[];
    }
  | {
      readonly kind: 'local';
      readonly fn: number;
      readonly keyword: string;
      readonly type: TypeIr | undefined;
      /** The initializer, with destructuring undone as member accesses. */
      readonly value: Expr | undefined;
      /** Assigned again after its declaration. */
      readonly isReassigned: boolean;
    }
  | { readonly kind: 'each'; readonly fn: number; readonly over: Expr; readonly path: readonly string[] }
  | { readonly kind: 'caught'; readonly fn: number; readonly start: number }
  | { readonly kind: 'function'; readonly fn: number; readonly index: number }
  | { readonly kind: 'class'; readonly fn: number; readonly index: number }
  /** `import` is an index into `FileFacts.imports`; `name` the imported name, `*` for a namespace. */
  | { readonly kind: 'import'; readonly import: number; readonly name: string };

/** The static type of an expression as far as declarations tell it. */
export type StaticType =
  /** An instance of a class of the workspace. */
  | { readonly kind: 'class'; readonly path: FilePath; readonly index: number }
  /** The class itself, its statics. */
  | { readonly kind: 'constructor'; readonly path: FilePath; readonly index: number }
  /** An interface or alias that a file declares; `type` is its body. */
  | { readonly kind: 'declared'; readonly path: FilePath; readonly name: string; readonly type: TypeIr }
  /** An instance of a type of a package, `lib` for built-ins. */
  | {
      readonly kind: 'external';
      readonly package: string;
      readonly name: string;
      readonly model: TypeModel | undefined;
      /** Of a built-in `Map`: the type of its values. */
      readonly of?: StaticType;
    }
  /** The namespace of a module or package. */
  | { readonly kind: 'namespace'; readonly path?: FilePath; readonly package?: string }
  | { readonly kind: 'promise'; readonly of: StaticType | undefined }
  | { readonly kind: 'list'; readonly of: StaticType | undefined }
  | { readonly kind: 'written'; readonly type: TypeIr; readonly path: FilePath };

/** What a call calls. */
export type Callee =
  /** Functions of the workspace: several for interface and abstract members. */
  | { readonly kind: 'project'; readonly targets: readonly FunctionRef[] }
  /** `package` as imported (`node:fs` for built-in modules), `lib` for globals; `name` dotted (`JSON.parse`, `Client.query`). */
  | {
      readonly kind: 'external';
      readonly package: string;
      readonly name: string;
      readonly model: CallModel | undefined;
      /** Known to have no failure but bugs. */
      readonly isTotal: boolean;
      /** Its declaration says that it gives a promise. */
      readonly givesPromise?: true;
    }
  /** A member of an interface that nothing here implements, with documentation that may declare how it fails. */
  | { readonly kind: 'declared'; readonly path: FilePath; readonly type: string; readonly property: string }
  /** A function that was handed in; `parameter` where it is one of the calling function's own, by index. */
  | { readonly kind: 'callback'; readonly parameter?: number }
  | { readonly kind: 'unknown'; readonly why: 'any' | 'dynamic' | 'external' };

/** Where code of a file runs. */
export type Environment = 'server' | 'browser' | 'cli' | 'worker' | 'unknown';

/** A function that calls another, or hands it to something that may. */
export interface CallerSite {
  readonly path: FilePath;
  /** The calling function. */
  readonly index: number;
}

/** A file as failure rules see it: the IR with names, types and callees told. Everything is memoised. */
export interface FileView {
  readonly path: FilePath;
  readonly facts: FileFacts;
  readonly ir: FileIr;
  /** The same for what reads every function of the file and remembers by it what was found. */
  wholeIr(): FileIr;
  readonly isTest: boolean;
  readonly environment: Environment;
  /** The types of the project let an error be made with a cause (`ES2022`), as far as its tsconfig says. */
  readonly takesCause: boolean;
  /** The section `failures` of the policy. */
  readonly policy: FailurePolicy;
  /** What a name means inside a function; `undefined` for globals. */
  binding(fn: number, name: string): Binding | undefined;
  /** Functions are walked one at a time: `fn` is the function whose body holds the expression. */
  callee(fn: number, call: CallExpr): Callee;
  /** Where a callee expression leads without being called: for functions passed as values. */
  functionValue(fn: number, value: Expr): Callee | undefined;
  typeOf(fn: number, value: Expr): StaticType | undefined;
  /** What a value says of its failure by a member, where a type checker was asked and says that it does. */
  toldResult(
    fn: number,
    value: Expr,
  ): { readonly discriminant: string; readonly failure: string | boolean } | undefined;
  contract(fn: number): FailureContract;
  /** Modes that a call can fail with as seen at the call: thrown at once and, awaited, rejected; `open` where holes are. */
  failuresOf(fn: number, call: CallExpr): CallFailures;
  /** What a handler catches, by the offset where the `catch` clause starts; `undefined` for handlers that are never reached. */
  caughtAt(fn: number, handlerStart: number): CaughtView | undefined;
  /** Whether a failure is an instance of a class that the function names, through the bases declared anywhere; `undefined`: not known. */
  isInstance(fn: number, mode: FailureMode, name: string): boolean | undefined;
  /** Exported under any name, members of exported classes included. */
  isExported(fn: number): boolean;
  /** The names under which the file itself exports it: `default`, `load`, `Templates.load`. */
  exportedAs(fn: number): readonly string[];
  /** The qualified name for findings. */
  symbolOf(fn: number): string;
}

/** What arrives at a handler. */
export interface CaughtView {
  readonly modes: readonly FailureMode[];
  /** More may arrive than is known. */
  readonly open: boolean;
  /** Keys of the modes that leave the handler again. */
  readonly leaves: ReadonlySet<string>;
}

export interface CallFailures {
  readonly throws: readonly FailureMode[];
  readonly rejects: readonly FailureMode[];
  readonly returns: readonly FailureMode[];
  readonly open: boolean;
}

/** The failure analysis of one snapshot. */
export interface FailureView {
  file(path: FilePath): FileView | undefined;
  contractOf(ref: FunctionRef): FailureContract | undefined;
  /** Calls of a function, sorted by path and place. */
  callers(ref: FunctionRef): readonly CallerSite[];
  /** The members of base classes that a method overrides, nearest first: a call of them may run it. */
  overridden(ref: FunctionRef): readonly FunctionRef[];
}

/** A function with the view of its file: what most checks walk over. */
export interface FunctionView {
  readonly file: FileView;
  readonly index: number;
  readonly ir: FunctionIr;
}
