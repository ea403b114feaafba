/** What the command uses of the engine. Values are loaded when first needed, so that help and errors stay fast. */
export type {
  Context,
  Counts,
  Coverage,
  Edge,
  FilePath,
  Finding,
  Fix,
  FixEdit,
  InitialPolicy,
  Kind,
  LineStarts,
  Module,
  NotChecked,
  OpenOptions,
  Policy,
  Progress,
  ProjectLayout,
  Range,
  Related,
  Report,
  ReportOptions,
  Rule,
  Severity,
  Snapshot,
  SourceGraph,
  Workspace,
} from '../../core/index.js';

export type Engine = typeof import('../../core/index.js');

/** Loads the engine. */
export function loadEngine(): Promise<Engine> {
  return import('../../core/index.js');
}
