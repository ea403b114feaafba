import type { FilePath } from '../files/paths.js';
import type { Resolution, UncheckedReason } from '../resolve/resolution.js';

/** When a dependency takes effect: with the importer, later, never (erased), or as a file that is read. */
export type Kind = 'eager' | 'deferred' | 'type' | 'resource';

/** From where and for what: production code, a test file, or a mock of the target. */
export type Context = 'production' | 'test' | 'mock';

/** Where an edge leads: where its specifier does, told apart further where that is nowhere. */
export type EdgeTarget =
  | Exclude<Resolution, { readonly kind: 'unchecked' }>
  /**
   * Declared by `declare module "x"` in the workspace; with `unchecked` perhaps an alias, but what would say so (a tsconfig
   * that is written by a tool or not installed, settings of a bundler) is not there.
   */
  | { readonly kind: 'ambient'; readonly name: string; readonly unchecked?: UncheckedReason }
  /** A specifier that is not statically known. */
  | { readonly kind: 'unknown'; readonly pattern?: string };

/** One name that travels over an edge. */
export interface EdgeSymbol {
  /** The name in the target: an exported name, `default`, or `*`. */
  readonly name: string;
  readonly local: string;
  readonly kind: Kind;
}

/** One dependency of a file: one per import site. */
export interface Edge {
  /** Index into the importer's `facts.imports`: the site. */
  readonly import: number;
  readonly target: EdgeTarget;
  /** The strongest kind among its symbols: eager, then deferred, resource, type. */
  readonly kind: Kind;
  readonly context: Context;
  readonly symbols: readonly EdgeSymbol[];
}

/** The declaration that an exported name finally stands for. */
export interface Origin {
  /** The file that declares it. */
  readonly path: FilePath;
  /** Its name there: a declaration, or `*` for the file's whole namespace. */
  readonly name: string;
  /** False when the declaration is erased (interface, type), or only reachable through `export type`. */
  readonly isValue: boolean;
  /** The files passed on the way, the asked one first, the declaring one last. */
  readonly through: readonly FilePath[];
  /** How the last step was made that left a permitted file: for messages. */
  readonly via: 're-export' | 'alias' | 'extends' | 'declaration';
}
