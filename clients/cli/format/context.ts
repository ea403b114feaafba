import type { Palette } from '../color.js';
import type { FilePath, Fix, FixEdit, Report, Severity } from '../engine.js';

/** What a format may know besides the report; the same report and context always give the same text. */
export interface FormatContext {
  /** The version of Lintel. */
  readonly version: string;
  /** The text of a file as it was analysed, for code frames. */
  text(path: FilePath): string | undefined;
  /** Summary and page (Markdown) of a rule. */
  rule(id: string): RuleInfo | undefined;
  /** The edits of a fix; `undefined` when they were not asked for or could not be made. */
  edits(fix: Fix): readonly FixEdit[] | undefined;
  /** Findings at this severity or above fail the run. */
  readonly failOn: Severity;
  /** Put before paths where the reader starts elsewhere than at the root: `''` or ending in `/`. */
  readonly prefix: string;
  readonly palette: Palette;
  /** False in the run without an architecture file. */
  readonly hasPolicy: boolean;
  /** `--quiet`: nothing but findings, and what was not checked. */
  readonly quiet?: boolean;
  /** The ref of `--since`. */
  readonly since?: string;
}

export interface RuleInfo {
  readonly summary: string;
  readonly severity: Severity;
  readonly page?: string;
}

/** Turns a report into text that ends with a line break. Pure. */
export type Formatter = (report: Report, context: FormatContext) => string;

/** Groups in the order of first appearance. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
