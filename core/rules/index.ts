import { baselineGrowth } from './arch/baseline-growth.js';
import { cycle } from './arch/cycle.js';
import { deepImport } from './arch/deep-import.js';
import { dependencyNotAllowed } from './arch/dependency-not-allowed.js';
import { deprecatedDependency } from './arch/deprecated-dependency.js';
import { expiredException } from './arch/expired-exception.js';
import { externalNotAllowed } from './arch/external-not-allowed.js';
import { forbiddenCall } from './arch/forbidden-call.js';
import { interfaceNotVisible } from './arch/interface-not-visible.js';
import { launderedDependency } from './arch/laundered-dependency.js';
import { layerOrder } from './arch/layer-order.js';
import { layerSkipped } from './arch/layer-skipped.js';
import { missingExport } from './arch/missing-export.js';
import { permissionWidened } from './arch/permission-widened.js';
import { requiredMissing } from './arch/required-missing.js';
import { staleBaseline } from './arch/stale-baseline.js';
import { staleException } from './arch/stale-exception.js';
import { testInProduction } from './arch/test-in-production.js';
import { transitiveDependency } from './arch/transitive-dependency.js';
import { unassignedFile } from './arch/unassigned-file.js';
import { undeclaredDependency } from './arch/undeclared-dependency.js';
import { unknownTarget } from './arch/unknown-target.js';
import { unresolvedImport } from './arch/unresolved-import.js';
import { unusedPermission } from './arch/unused-permission.js';
import { vacuousRule } from './arch/vacuous-rule.js';
import { asyncCallbackUnobserved } from './async/async-callback-unobserved.js';
import { deferredAwait } from './async/deferred-await.js';
import { floatingPromise } from './async/floating-promise.js';
import { partialFailureLost } from './async/partial-failure-lost.js';
import { promiseNeverSettles } from './async/promise-never-settles.js';
import { configConflict } from './config/conflict.js';
import { configInvalidValue } from './config/invalid-value.js';
import { configSyntax } from './config/syntax.js';
import { configUnknownKey } from './config/unknown-key.js';
import { ignoredFailureReturn } from './contract/ignored-failure-return.js';
import { indistinctHandling } from './contract/indistinct-handling.js';
import { staleThrowsTag } from './contract/stale-throws-tag.js';
import { undeclaredFailure } from './contract/undeclared-failure.js';
import { unhandledAtBoundary } from './contract/unhandled-at-boundary.js';
import { unwrappedDependencyError } from './contract/unwrapped-dependency-error.js';
import { deadCatchBranch } from './error-value/dead-catch-branch.js';
import { errorMatchedByMessage } from './error-value/error-matched-by-message.js';
import { errorSerializedEmpty } from './error-value/error-serialized-empty.js';
import { lostCause } from './error-value/lost-cause.js';
import { pipeWithoutErrorPropagation } from './event/pipe-without-error-propagation.js';
import { unhandledErrorEvent } from './event/unhandled-error-event.js';
import { conflatedFailure } from './failure/conflated-failure.js';
import { fabricatedDefault } from './failure/fabricated-default.js';
import { falseSuccess } from './failure/false-success.js';
import { logAndContinue } from './failure/log-and-continue.js';
import { swallowedException } from './failure/swallowed-exception.js';
import { fileSkipped } from './lintel/file-skipped.js';
import { invalidSuppression } from './lintel/invalid-suppression.js';
import { syntaxError } from './lintel/syntax-error.js';
import { unusedSuppression } from './lintel/unused-suppression.js';
import { unexplainedConstant } from './oracle/unexplained-constant.js';
import { unexplainedLogic } from './oracle/unexplained-logic.js';
import { approvalAdded } from './policy/approval-added.js';
import { checkThenAct } from './race/check-then-act.js';
import { lostUpdate } from './race/lost-update.js';
import { sharedRequestState } from './race/shared-request-state.js';
import { unboundedConcurrency } from './race/unbounded-concurrency.js';
import { missingTimeout } from './remote/missing-timeout.js';
import { retryNonIdempotent } from './remote/retry-non-idempotent.js';
import { retryNonTransient } from './remote/retry-non-transient.js';
import { retryWithoutBackoff } from './remote/retry-without-backoff.js';
import { signalNotForwarded } from './remote/signal-not-forwarded.js';
import { uncheckedHttpStatus } from './remote/unchecked-http-status.js';
import { leakOnThrow } from './resource/leak-on-throw.js';
import { behaviourChanged } from './review/behaviour-changed.js';
import type { Rule } from './rule.js';
import { mockEchoAssertion } from './test/mock-echo-assertion.js';
import { untestedFailureMode } from './test/untested-failure-mode.js';
import { vacuousFailureTest } from './test/vacuous-failure-test.js';

/** All rules: the one place that registers them, in the order of the tables that are made from it. */
export const rules: readonly Rule[] = [
  dependencyNotAllowed,
  layerOrder,
  layerSkipped,
  deepImport,
  interfaceNotVisible,
  launderedDependency,
  externalNotAllowed,
  undeclaredDependency,
  unresolvedImport,
  missingExport,
  unknownTarget,
  forbiddenCall,
  requiredMissing,
  transitiveDependency,
  cycle,
  deprecatedDependency,
  testInProduction,
  unassignedFile,
  vacuousRule,
  unusedPermission,
  staleException,
  expiredException,
  staleBaseline,
  baselineGrowth,
  permissionWidened,
  behaviourChanged,
  swallowedException,
  logAndContinue,
  conflatedFailure,
  fabricatedDefault,
  falseSuccess,
  lostCause,
  errorMatchedByMessage,
  deadCatchBranch,
  undeclaredFailure,
  staleThrowsTag,
  unhandledAtBoundary,
  indistinctHandling,
  ignoredFailureReturn,
  unwrappedDependencyError,
  configSyntax,
  configUnknownKey,
  configInvalidValue,
  configConflict,
  uncheckedHttpStatus,
  missingTimeout,
  retryWithoutBackoff,
  retryNonIdempotent,
  retryNonTransient,
  errorSerializedEmpty,
  promiseNeverSettles,
  partialFailureLost,
  vacuousFailureTest,
  untestedFailureMode,
  unhandledErrorEvent,
  pipeWithoutErrorPropagation,
  leakOnThrow,
  checkThenAct,
  lostUpdate,
  unboundedConcurrency,
  sharedRequestState,
  signalNotForwarded,
  mockEchoAssertion,
  deferredAwait,
  asyncCallbackUnobserved,
  floatingPromise,
  unexplainedConstant,
  unexplainedLogic,
  approvalAdded,
  unusedSuppression,
  invalidSuppression,
  syntaxError,
  fileSkipped,
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map(rule => [rule.id, rule]));

/** Ids of all rules. */
export const knownRuleIds: ReadonlySet<string> = new Set(byId.keys());

/** The rule of an id, `undefined` for an unknown one. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}

/** The page of a rule in Markdown, relative to the folder of this file (`arch/cycle.md`). */
export function pageOf(id: string): string | undefined {
  return byId.has(id) ? `${id}.md` : undefined;
}
