import type { FilePath } from '../files/paths.js';
import type { Range, Span } from '../text/span.js';

/** LSP's own words, strongest first. `off` exists only in settings. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';
export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Another place that explains a finding. */
export interface Related {
  readonly path: FilePath;
  readonly span: Span;
  readonly message: string;
}

/** What a fix would do, as data; `fixes/` turns it into edits on demand. */
export type FixIntent =
  /** Points the import at another specifier, for the given names only where `names` is set. */
  | { readonly kind: 'change-specifier'; readonly specifier: string; readonly names?: readonly string[] }
  /** Turns the import (or the given names of it) into `import type`. */
  | { readonly kind: 'import-type'; readonly names?: readonly string[] }
  /** Writes tags into the documentation comment at `at`; where that is empty, into a new one before the declaration. */
  | { readonly kind: 'throws-tags'; readonly tags: readonly string[] }
  /** Replaces the text of a span. */
  | ({ readonly kind: 'replace' } & IntendedEdit)
  /** Replaces the texts of several spans, none of which overlap. */
  | { readonly kind: 'edits'; readonly edits: readonly IntendedEdit[] };

/**
 * A text in place of a span, laid out when it is applied: lines behind the first are indented by two spaces a level, counted
 * from the line on which the span starts; strings are in single quotes, statements end with a semicolon, lines with `\n`.
 */
export interface IntendedEdit {
  readonly span: Span;
  readonly text: string;
  readonly placed?: Placement;
}

/** Where a text goes that does not simply replace its span. Items are written without commas. */
export type Placement =
  /** An item right behind the bracket that the span, which is empty, follows. */
  | 'first-item'
  /** An item before the bracket at the end of the span, which starts where the last item ends. */
  | 'last-item'
  /** Statements before the one that starts at the span. */
  | 'statement-before'
  /** Statements behind the one that the span is. */
  | 'statement-behind'
  /** No text: the lines of the span behind its first go one level deeper. */
  | 'indented';

export interface Fix {
  readonly title: string;
  /** Safe fixes keep behaviour and may be applied in bulk. */
  readonly safe: boolean;
  readonly path: FilePath;
  /** The import site or span the intent is about. */
  readonly at: Span;
  readonly intent: FixIntent;
}

/** A finding as a rule reports it, before identity, severity settings, suppressions and baseline. */
export interface Draft {
  readonly rule: string;
  readonly path: FilePath;
  readonly span: Span;
  readonly message: string;
  /** The qualified name of the enclosing declaration, `''` at the top level. */
  readonly symbol: string;
  /** Normalised text of the site: with rule, path and symbol the identity of the finding. */
  readonly site: string;
  /** Overrides the rule's default severity (a policy's own severity for that clause). */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly data?: Readonly<Record<string, unknown>>;
  /** Only for dependencies: what a baseline entry or an exception is matched with. */
  readonly dependency?: DependencyKey;
}

/** What identifies a dependency violation besides its place. */
export interface DependencyKey {
  /** The target as the policy speaks of it: a path, `external:pkg`, `unknown`. */
  readonly to: string;
  readonly toModule?: string;
  readonly kind: string;
  readonly context: string;
  readonly symbols: readonly string[];
  /** All broken clauses (rule ids), sorted: an exception must cover them all. */
  readonly clauses: readonly string[];
}

/** A finding as every surface shows it. */
export interface Finding {
  /** `f-` and 10 base-32 characters. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly path: FilePath;
  readonly span: Span;
  readonly range: Range;
  readonly message: string;
  readonly module?: string;
  readonly symbol: string;
  readonly site: string;
  readonly related: readonly (Related & { readonly range: Range })[];
  readonly fixes: readonly Fix[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly dependency?: DependencyKey;
}
