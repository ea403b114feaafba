import type { Report } from '../../core/engine/report.js';
import type { FileChange } from '../../core/files/file-system.js';
import type { FilePath } from '../../core/files/paths.js';
import type { SourceGraph } from '../../core/graph/source-graph.js';
import type { Policy } from '../../core/policy/policy.js';
import type { ProjectLayout } from '../../core/resolve/resolution.js';
import type { Finding, Fix, Severity } from '../../core/rules/finding.js';
import type { Rule } from '../../core/rules/rule.js';
import type { LineStarts } from '../../core/text/lines.js';
import type { Range } from '../../core/text/span.js';

export type * from '../../core/engine/report.js';
export type { FilePath } from '../../core/files/paths.js';
export type { Context, Edge, Kind } from '../../core/graph/edge.js';
export type { SourceGraph } from '../../core/graph/source-graph.js';
export type { Module, Policy } from '../../core/policy/policy.js';
export type { Finding, Fix, Related, Severity } from '../../core/rules/finding.js';
export type { Rule } from '../../core/rules/rule.js';
export type { Range } from '../../core/text/span.js';

export interface ReportOptions {
  readonly paths?: readonly FilePath[];
  readonly rules?: readonly string[];
  readonly minSeverity?: Severity;
  readonly failOn?: Severity;
  readonly since?: Snapshot;
  readonly strictCoverage?: boolean;
}
export interface Snapshot {
  readonly revision: string;
  readonly policy: Policy;
  readonly graph: SourceGraph;
  readonly layout: ProjectLayout;
  readonly findings: readonly Finding[];
  text(path: FilePath): string | undefined;
  lineStarts(path: FilePath): LineStarts | undefined;
  with(changes: readonly FileChange[]): Promise<Snapshot>;
  report(options: ReportOptions): Report;
}
export interface FileEdit {
  readonly path: FilePath;
  readonly range: Range;
  readonly text: string;
}
export type { FileChange, LineStarts, ProjectLayout };
export type FixEdits = (snapshot: Snapshot, fix: Fix) => Promise<readonly FileEdit[] | undefined>;
export type RuleList = readonly Rule[];

export interface OpenOptions {
  readonly root: string;
  readonly today?: string;
  readonly threads?: number;
  readonly cache?: boolean;
  onProgress?(progress: { phase: 'inventory' | 'extract' | 'resolve' | 'check'; done: number; total: number }): void;
  readonly signal?: AbortSignal;
  readonly stdin?: { readonly path: FilePath; readonly text: string };
}
export interface Workspace {
  readonly snapshot: Snapshot;
  baseSnapshot(ref: string): Promise<{ ok: true; snapshot: Snapshot; commit: string } | { ok: false; message: string }>;
  close(): Promise<void>;
}
/** What the command needs of the engine. */
export interface Engine {
  openWorkspace(options: OpenOptions): Promise<Workspace>;
  explainRule(id: string): string | undefined;
  readonly rules: readonly Rule[];
  fixEdits: FixEdits;
}
export async function loadEngine(): Promise<Engine> {
  return (await import('../../core/index.js')) as unknown as Engine;
}
