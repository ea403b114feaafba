import { declaredEnvironment } from '../../failures/program/environment.js';
import { heardBy } from '../../failures/program/linking.js';
import { placeNow } from '../../failures/program/located.js';
import type { Program } from '../../failures/program/program.js';
import { failureViews, type ViewSetting } from '../../failures/program/views.js';
import { isCopied } from '../../failures/shapes/settings.js';
import { compareText, type FilePath } from '../../files/paths.js';
import type { Draft } from '../../rules/finding.js';
import { rules } from '../../rules/index.js';
import type { FailureDraft, FailureRule } from '../../rules/rule.js';
import { lineStartsIn } from '../findings/texts.js';
import { type Concern, concernedBy } from './concerned-rules.js';
import { lintersOf } from './delegated.js';
import { environmentIn } from './environment-in.js';
import { afterComments, type Expected } from './expected.js';
import {
  type Checked,
  type CheckedSetting,
  checksWith,
  type FailureCheck,
  type FailureChecks,
  noChecks,
  type RuleCheck,
} from './failure-check.js';
import { originResolverOver, sourceGraphOver } from './linked-graph.js';
import { draftMover } from './moved-drafts.js';
import { nothingRead, type ReadsRecorder, readsRecorder } from './rule-reads.js';
import type { State } from './state.js';

const failureRules = rules.filter(rule => rule.scope === 'failure');

/**
 * Runs the failure rules, in steps, over the files that a change concerns: all where there is nothing to go on from, and of
 * those that only read what changed the rules that did.
 */
export function* checksAfter(
  before: Checked | undefined,
  program: Program,
  state: State,
): Generator<void, FailureChecks> {
  const reusable = before && isAlike(before.setting, state.setting) ? before : undefined;
  const earlier = reusable?.checks ?? noChecks(state);
  const check = checker(reusable?.program, program, state);
  const made = new Map<FilePath, FailureCheck | undefined>();
  const concerned = reusable && concernedBy(reusable, program);
  for (const path of concerned ? [...concerned.keys()].sort(compareText) : program.members.keys()) {
    const dialect = program.members.get(path)?.unit.facts.dialect;
    if (dialect === undefined || dialect === 'dts') made.set(path, undefined);
    else made.set(path, yield* check(path, earlier.byFile.get(path), concerned?.get(path) ?? 'all'));
  }
  return checksWith(earlier, made);
}

type Checker = (path: FilePath, before: FailureCheck | undefined, concern: Concern) => Generator<void, FailureCheck>;

/** Runs rules over single files of a program; what the others said before is kept. */
function checker(earlier: Program | undefined, program: Program, state: State): Checker {
  const { policy, layout, today } = state.setting;
  const viewSetting = viewSettingOf(program, state);
  const linters = lintersOf(state.setting);
  const graph = sourceGraphOver(state, originResolverOver(state));
  return function* checked(path, before, concern) {
    const recorder = readsRecorder(path);
    const views = failureViews(program, viewSetting, recorder.notes);
    const lineStarts = () => lineStartsIn(state, path);
    const run = (rule: FailureRule): RuleCheck => {
      const failures = views();
      const file = failures.file(path)!;
      const drafts: Draft[] = [];
      const expected: Expected[] = [];
      heardBy(program.listen, recorder.linkReads, () =>
        rule.check({
          policy,
          graph,
          layout,
          today,
          path,
          module: policy.moduleOf(path),
          isTest: policy.isTest(path),
          file,
          failures,
          report: reported => {
            const outcome = afterComments(rule, isCopied(path) ? lowered(rule, reported) : reported, file, lineStarts);
            if ('draft' in outcome) drafts.push(outcome.draft);
            else expected.push(outcome.expected);
          },
        }),
      );
      const reads = recorder.taken();
      return drafts.length + expected.length === 0 && reads === silent.reads ? silent : { drafts, expected, reads };
    };
    const move = before && earlier && concern !== 'all' ? draftMover(before, earlier, program) : undefined;
    const byRule: RuleCheck[] = [];
    for (const [index, rule] of failureRules.entries()) {
      const said = concern !== 'all' && !concern.has(index) ? before?.byRule[index] : undefined;
      const known = said && move?.(said);
      const isLeft = rule.delegated && linters.verdict(rule, path) !== 'silent';
      byRule.push(known ?? (isLeft ? silent : run(rule)));
      // The longest files take a rule as long as others take all of them.
      yield;
    }
    return checkOf(byRule, recorder, concern === 'all' ? undefined : before, program);
  };
}

const silent: RuleCheck = { drafts: [], expected: [], reads: nothingRead };

/** `before`: what the rules that did not run again rest on. */
function checkOf(
  byRule: readonly RuleCheck[],
  { declarations, places }: ReadsRecorder,
  before: FailureCheck | undefined,
  { members }: Program,
): FailureCheck {
  const [drafts, expected] = [byRule.flatMap(each => each.drafts), byRule.flatMap(each => each.expected)];
  const moved = [...(before?.places ?? [])].map(
    ([key, { origin }]) => [key, { origin, place: placeNow(members, origin) }] as const,
  );
  return {
    drafts,
    expected,
    byRule,
    declarations: new Set([...(before?.declarations ?? []), ...declarations]),
    // Who says nothing points nowhere.
    places: drafts.length + expected.length === 0 ? new Map() : new Map([...moved, ...places]),
  };
}

/** Of a library that was copied in nobody here is the author: what is wrong with it is worth a word, no more. */
function lowered(rule: FailureRule, reported: FailureDraft): FailureDraft {
  const severity = reported.severity ?? rule.severity;
  return severity === 'error' || severity === 'warning' ? { ...reported, severity: 'information' } : reported;
}

function isAlike(a: CheckedSetting, b: CheckedSetting): boolean {
  return a.policy === b.policy && a.layout === b.layout && a.today === b.today && a.failureInputs === b.failureInputs;
}

/** What views of a program know of its files. */
export function viewSettingOf(program: Program, { setting }: State): ViewSetting {
  return {
    isTest: path => setting.policy.isTest(path),
    environment: path =>
      declaredEnvironment(setting.policy.environments, path) ??
      environmentIn(setting.layout, path, program.environments.of(path)),
    takesCause: path => setting.layout.projectOf(path)?.hasErrorCause !== false,
    policy: setting.policy.failures,
  };
}
