/** The API of the engine: the only file of `core` that the command and the servers import. */
export type { Audit, AuditRow } from './engine/audit/audit.js';
export {
  type BehaviourCaller,
  type BehaviourChange,
  type BehaviourDelta,
  behaviourDelta,
  type ChangedFunction,
} from './engine/behaviour/behaviour-changes.js';
export {
  type ContractReport,
  contractReport,
  type ReportedMode,
  type ReportedPlace,
} from './engine/contract-report.js';
export { type FixEdit, fixEdits } from './engine/fix-edits.js';
export { type ImportRoute, type ImportTarget, importRoute } from './engine/import-route.js';
export { BASELINE_FILE, type InitialPolicy, initialPolicy } from './engine/initial-policy.js';
export { leavingOut } from './engine/leaving-out.js';
export type { Progress } from './engine/moment.js';
export { movedFile } from './engine/moved-file.js';
export type { Approval } from './engine/permissions/approval.js';
export type { JudgedWidening, PermissionDelta } from './engine/permissions/permission-delta.js';
export { type Place, placeAt } from './engine/place.js';
export { importStatement, type PlannedImport, type PlannedName, readPlannedImport } from './engine/planned-import.js';
export { exportedName, type FilePlan, type PlannedText, plannedText } from './engine/planned-text.js';
export { existingSource, type Proposal, type ProposedFile, propose } from './engine/proposal.js';
export { asReplacements, replacementsFor, shortIn, type TextReplacement } from './engine/replacements.js';
export type { Counts, Coverage, NotChecked, Report, ReportOptions } from './engine/report.js';
export { type CopiedFunction, copiedFunctions, reusableExports } from './engine/reusable.js';
export { type NewDependency, type Review, reviewOf } from './engine/review.js';
export { type Answerable, answerable } from './engine/shared/answerable.js';
export {
  type Engine,
  type EngineAnswer,
  engineMethods,
  type ToldCopy,
  type ToldFinding,
  type Weight,
} from './engine/shared/engine.js';
export type { HostWorkspace, KeptWorkspace } from './engine/shared/hosting.js';
export { weightOf } from './engine/shared/weight.js';
export { introducedSince, policyChanges } from './engine/since.js';
export { isPolicyFile, POLICY_FILE } from './engine/situation.js';
export { pauses } from './engine/slices.js';
export type { Snapshot, SnapshotReportOptions, TypedSnapshot, TypesOptions } from './engine/snapshot.js';
export { specifiersTo } from './engine/specifiers-to.js';
export { suppressionComment } from './engine/suppression-comment.js';
export { comparable } from './engine/typing/comparable.js';
export { type GrowthApproval, updatedBaseline } from './engine/updated-baseline.js';
export type {
  BaseSnapshot,
  Comparison,
  SinceSnapshot,
  Workspace,
  WorkspaceNews,
} from './engine/workspace.js';
export { type CaughtName, caughtNames } from './failures/catch-clauses.js';
export type { FailureContract, FailureMode, ReturnOutcome, Swallow } from './failures/contract.js';
export { builtInModelList } from './failures/model-pack/load.js';
export { functionNamedAt, functionNames, type NamedPlace } from './failures/places.js';
export { returnedModes } from './failures/returned-modes.js';
export { callerEvidence } from './failures/shapes/caller-evidence.js';
export { documentationPlace, throwsTags, undeclaredModes } from './failures/throws-tags.js';
export type { FailureView, FileView, FunctionRef } from './failures/view.js';
export type { FileChange } from './files/file-system.js';
export type { Commit, Trailer } from './files/history.js';
export type { Watch } from './files/host.js';
export { type InputPath, type InputPathContext, toFilePath } from './files/input-paths.js';
export type { FilePath } from './files/paths.js';
export { findRoot, type Root, type RootReason } from './files/root.js';
export type { Context, Edge, EdgeTarget, Kind } from './graph/edge.js';
export type { SourceGraph } from './graph/source-graph.js';
export { type LiveOptions, type LiveWorkspace, liveWorkspace } from './live-workspace.js';
export { type OpenOptions, openWorkspace, watchFiles } from './open.js';
export { type OpenTypesOptions, openTypes } from './open-types.js';
export { alternatives, explainPermission, type Permissions, type Way } from './policy/explain.js';
export { architectureJsonSchema, architectureModuleJsonSchema, schemaFiles, schemaText } from './policy/json-schema.js';
export { nearest } from './policy/nearest.js';
export type { Legalised, WideningRoute } from './policy/permissions/widening.js';
export type { Interface, Lifecycle, Module, Permission, Policy } from './policy/policy.js';
export { canBeSuppressed, reasonPlaceholder } from './policy/suppressions.js';
export { prepareInBackground } from './prepare-contracts.js';
export type { ProposedEdit, Replacement } from './proposals/proposed-edit.js';
export { hostResidents } from './residents.js';
export type { ProjectLayout } from './resolve/resolution.js';
export type { SearchHit } from './reuse/search.js';
export { explainRule, rulePageUrl } from './rule-pages.js';
export type { Draft, Finding, Fix, FixIntent, Related, Severity } from './rules/finding.js';
export { rules } from './rules/index.js';
export type { Rule } from './rules/rule.js';
export { testedWays } from './rules/test/untested-failure-mode.js';
export { engineOnce, engineOver } from './shared-engine.js';
export type { ImportFact } from './syntax/facts.js';
export { differenceBetween } from './text/difference.js';
export { type LineStarts, lineStartsOf, offsetAt, positionAt, rangeOf } from './text/lines.js';
export type { Position, Range, Span } from './text/span.js';
export type { FileQuestions, OracleAnswer, OracleState, TypeOracle } from './types/oracle.js';
