/** What the command uses of the engine. Values are loaded when first needed, so that help and errors stay fast. */
export type {
  Audit,
  AuditRow,
  BehaviourCaller,
  BehaviourDelta,
  ChangedFunction,
  Comparison,
  Context,
  ContractReport,
  Counts,
  Coverage,
  Edge,
  Engine as SharedEngine,
  EngineAnswer,
  FailureContract,
  FailureMode,
  FilePath,
  Finding,
  Fix,
  FixEdit,
  FunctionRef,
  HostWorkspace,
  InitialPolicy,
  JudgedWidening,
  Kind,
  LineStarts,
  Module,
  NewDependency,
  NotChecked,
  OpenOptions,
  PermissionDelta,
  Policy,
  Progress,
  ProjectLayout,
  ProposedEdit,
  Range,
  Related,
  Replacement,
  Report,
  ReportedMode,
  ReportedPlace,
  ReportOptions,
  Review,
  Rule,
  Severity,
  Snapshot,
  SourceGraph,
  ToldCopy,
  ToldFinding,
  Workspace,
} from '../../core/index.js';

import type { RecalledRun, RecallOptions } from '../../core/recall.js';

export type { RecalledRun } from '../../core/recall.js';
export type Engine = typeof import('../../core/index.js');

/**
 * The last run where nothing changed since, without loading the engine (recalling takes a tenth of the time that loading
 * does); `undefined`: load it and open the workspace.
 */
export async function recallRun(options: RecallOptions): Promise<RecalledRun | undefined> {
  return (await import('../../core/recall.js')).recallRun(options);
}

/** Loads the engine. */
export function loadEngine(): Promise<Engine> {
  return import('../../core/index.js');
}
