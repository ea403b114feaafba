import type { FileChange } from '../files/file-system.js';
import type { FilePath } from '../files/paths.js';
import type { Span } from '../text/span.js';

/**
 * The port to a type checker: questions about spans, asked in batches. Nothing here names TypeScript, and no answer
 * holds a node, a symbol or a type, so an answer can be kept and sent anywhere.
 *
 * Nothing is started before the first `ask`. Asks are answered one after another, in the order they were made.
 */
export interface TypeOracle {
  /**
   * Answers every question, in the order of the questions. What cannot be answered (unknown file, nothing at the span,
   * checker gone) is `unknown`; it never rejects for what the workspace contains. Rejects with the signal's reason when
   * it is aborted, which is seen between two requests of some files each.
   */
  ask(batch: readonly FileQuestions[], signal?: AbortSignal): Promise<OracleAnswer>;

  /** Replaces texts before the next `ask`; costs nothing until then. The last text of a path counts. */
  update(changes: readonly TextChange[]): void;

  /** Reads the disk anew before the next `ask` (an install, a switch of the branch); replaced texts stay. */
  refresh(): void;

  /** How questions are answered now. `full` before the first ask means: nothing speaks against it yet. */
  state(): OracleState;

  /** Ends thread and process; afterwards `state` is `off` and every answer `unknown`. */
  close(): Promise<void>;
}

/**
 * The text that counts for a file: a text, saved or not and whether or not the file exists; `undefined` for what the
 * disk says (saved, changed or deleted there: read it again); `null` for a file that is not there, whatever the disk says.
 */
export type TextChange = Omit<FileChange, 'text'> & { readonly text: string | undefined | null };

/** Questions about one file. Spans are UTF-16 offsets into its present text, without byte order mark. */
export interface FileQuestions {
  readonly path: FilePath;
  /** Spans of the callee expressions of calls, `new`, tagged templates and decorators: what is called here? */
  readonly callees: readonly Span[];
  /** The `contentHash` of the text that the spans are about: another text is not answered. Absent: whatever text is there. */
  readonly hash?: string;
  /** Spans of expressions: of what type are they? For an awaited type ask for the span of the whole `await x`. */
  readonly types: readonly Span[];
}

export interface OracleAnswer {
  /** One for each entry of the batch, in its order. */
  readonly files: readonly FileAnswers[];
  /** How this batch was answered. With `off`, or when the checker died on the way, answers are `unknown`. */
  readonly state: OracleState;
}

export interface FileAnswers {
  readonly path: FilePath;
  /** In the order of `FileQuestions.callees`. */
  readonly callees: readonly CalleeAnswer[];
  /** In the order of `FileQuestions.types`. */
  readonly types: readonly TypeAnswer[];
  /** Why nothing in this file was answered (not part of a program, checker gone); absent where it was. */
  readonly unanswered?: string;
  /** The reason lies in the moment (checker gone, another text): the same question may be answered later. */
  readonly mayPass?: true;
}

/**
 * `full`: TypeScript 7. `fallback`: the same answers from TypeScript 6, slower, because TypeScript 7 does not run here.
 * `off`: no answers. The reason is a sentence for the coverage of a report; `full` needs none.
 */
export type OracleState = { readonly mode: 'full' } | { readonly mode: 'fallback' | 'off'; readonly reason: string };

/** What an expression in callee position denotes. */
export type CalleeAnswer =
  /**
   * Declared there; import aliases, re-exports and renaming destructuring are followed; all overloads, sorted; several
   * also for a member of a union. `new C` names the class. Kinds `parameter`, `property`, `interface-method` and
   * `abstract-method` say that another function may stand behind it when the program runs.
   */
  | { readonly kind: 'declared'; readonly declarations: readonly DeclarationRef[] }
  /** The callee has type `any`: untyped code, or a dependency that is not installed. */
  | { readonly kind: 'any' }
  /** Nothing known: no declaration (a call of a call's result, a function type without a name), or no answer. */
  | { readonly kind: 'unknown' };

/** Where something is declared: in a file of the workspace, or in a package. */
export type DeclarationRef = WorkspaceDeclaration | PackageDeclaration;

export type DeclarationKind =
  | 'function'
  | 'method'
  | 'abstract-method'
  | 'interface-method'
  | 'constructor'
  | 'accessor'
  | 'property'
  | 'parameter'
  | 'variable'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'namespace'
  | 'other';

export interface WorkspaceDeclaration {
  readonly path: FilePath;
  /** Offset of the declared name; of the declaration itself where it has none (`export default function () {}`). */
  readonly start: number;
  /** Dotted: namespaces, class or interface, member; object literals by the variable they initialise: `Class.method`. */
  readonly name: string;
  readonly kind: DeclarationKind;
}

export interface PackageDeclaration {
  /** `pg` also for `@types/pg`; `node:fs` for what `@types/node` declares there, `node` for its other globals; `lib` for the language. */
  readonly package: string;
  /** Dotted as above: `Client.query`, `readFile`. In `lib` a `PromiseConstructor` is named for its value: `Promise.all`. */
  readonly name: string;
  readonly kind: DeclarationKind;
  /** The texts of its `@throws` tags, in order; absent where it has none. */
  readonly throws?: readonly string[];
  /** A call of it gives a promise, as all its overloads say; absent where one does not, or none says. */
  readonly promise?: true;
}

/** The type of an expression. */
export type TypeAnswer = KnownType | { readonly kind: 'unknown' };

export interface KnownType {
  readonly kind: 'known';
  /** As TypeScript prints it, at most 200 characters. For people: the order of a union's members is the checker's. */
  readonly text: string;
  /** `any`, also where it comes from an error: the value can be anything. */
  readonly any: boolean;
  /** It, or a member of the union, has a callable `then`. */
  readonly thenable: boolean;
  /** Every class or interface among the members of the union (and of intersections), sorted. */
  readonly classes: readonly ClassRef[];
  /** The members that are one value, enum members by value, sorted; `boolean` is `false` and `true`. */
  readonly literals: readonly (string | number | boolean | null | undefined)[];
  /**
   * A union that carries success and failure as data: `{ ok: true, … } | { ok: false, … }`. The discriminant is `''` where
   * two classes have a member function for it: `Ok | Err` with `isErr()`.
   */
  readonly resultLike?: { readonly discriminant: string; readonly failure: string | boolean };
}

/** A class or interface, with all it extends, nearest first, each once: decides `instanceof Error`. */
export interface ClassRef {
  readonly declaration: DeclarationRef;
  readonly bases: readonly DeclarationRef[];
}
