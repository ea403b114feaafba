import type { FilePath } from '../../files/paths.js';
import { chunkedArray } from '../../graph/chunked.js';
import { createOriginMemo } from '../../graph/origin-memo.js';
import type { Resolution } from '../../resolve/resolution.js';
import { rules } from '../../rules/index.js';
import { ambientModulesOf } from './ambient.js';
import { augmentationsAfter } from './augmentations.js';
import { checkWorkspace } from './check-workspace.js';
import { concernedReaders } from './concerned-readers.js';
import { FailureHolder } from './failure-checks.js';
import { indexedGraphOver, originResolverOver, sourceGraphOver } from './linked-graph.js';
import { PathNumbers } from './numbering.js';
import { createReachIndex } from './reach-index.js';
import { recheck } from './recheck.js';
import { type Relinked, relink } from './relink.js';
import { type Replaced, replaceRecords } from './replace-records.js';
import { type Retargeted, retarget } from './retarget.js';
import type { FileRecord, Setting, State } from './state.js';

/** What is different from the state before. */
export interface StateChange {
  readonly setting: Setting;
  /** Source files with other facts, `undefined` for those that are gone. */
  readonly records: ReadonlyMap<FilePath, FileRecord | undefined>;
  /** Files of any kind that appeared or went away: specifiers that could lead to them are asked again. */
  readonly appearedOrGone: readonly FilePath[];
  /** Resolutions made beforehand, by file number. */
  readonly resolved?: ReadonlyMap<number, readonly (Resolution | undefined)[]>;
}

/** The state of a workspace without files. */
export function emptyState(setting: Setting): State {
  return {
    setting,
    numbers: new PathNumbers(),
    files: [],
    records: chunkedArray(),
    globbing: new Set(),
    targets: chunkedArray(),
    links: chunkedArray(),
    checks: chunkedArray(),
    speaking: new Set(),
    importers: chunkedArray(),
    surfaceReaders: chunkedArray(),
    wholeReaders: chunkedArray(),
    ambient: ambientModulesOf(chunkedArray()),
    augmentations: { byFile: new Map(), digest: '[]' },
    originMemo: createOriginMemo(),
    reachIndex: createReachIndex(),
    usedPermissions: new Map(),
    workspaceChecks: new Map(),
    failures: new FailureHolder(),
  };
}

/**
 * The state after a change: equal to what a fresh run over the same texts gives, with work proportional to the change.
 * Records → targets → edges → file rules → workspace rules, each step stopping where its inputs are what they were.
 */
export function advance(before: State, change: StateChange): State {
  const { setting } = change;
  const { numbers } = before;
  const policy = setting.policy !== before.setting.policy;
  const projects = setting.layout !== before.setting.layout;
  const today = setting.today !== before.setting.today;

  const replaced = replaceRecords(before, change.records);
  const { files, records, globbing } = replaced;
  const retargeted = retarget(before, { ...change, replaced, all: projects });
  const { targets, ambient } = retargeted;
  const augmentations = augmentationsAfter(before, { numbers, files, records, targets }, [
    ...replaced.changed,
    ...retargeted.retargeted,
  ]);
  const augmented = augmentations !== before.augmentations;
  const originMemo = augmented ? createOriginMemo() : before.originMemo;
  const origins = originResolverOver({ numbers, records, targets, augmentations, originMemo });
  const all = projects || policy || augmented;
  const relinked = relink(before, { setting, replaced, retargeted, origins, all });
  const { links, importers, edgesChanged } = relinked;
  const surfaces = new Set([...replaced.surfaceChanged, ...retargeted.passesOnOthers]);

  const parts = { numbers, files, records, targets, links, importers };
  const graph = sourceGraphOver(parts, origins);
  const checked = recheck(before, {
    setting,
    numbers,
    graph,
    origins,
    records,
    links,
    rules: rules.filter(rule => rule.scope === 'file').filter(rule => rule.zeroConfig || setting.policy.declared),
    files: all || today ? everything(before, replaced) : filesToCheck(before, replaced, retargeted, relinked),
  });
  const { usedPermissions } = checked;
  const workspaceChecks = checkWorkspace(
    before.workspaceChecks,
    {
      policy: setting.policy,
      layout: setting.layout,
      today: setting.today,
      graph,
      indexed: indexedGraphOver(parts),
      usedPermissions,
    },
    { numbers, origins },
    {
      policy: policy || augmented,
      projects,
      today,
      graph: edgesChanged.size > 0 || files !== before.files,
      permissions: usedPermissions !== before.usedPermissions,
      surfaces,
      whole: new Set([...replaced.changed, ...edgesChanged]),
    },
  );
  return {
    setting,
    ...parts,
    globbing,
    ambient,
    augmentations,
    originMemo,
    reachIndex: before.reachIndex,
    ...checked,
    workspaceChecks,
    failures: before.failures.next(),
  };
}

function everything(before: State, replaced: Replaced): ReadonlySet<number> {
  const files = new Set(replaced.files.map(path => before.numbers.of(path)));
  for (const number of replaced.changed) files.add(number);
  return files;
}

/** Files whose answers rest on something that changed: themselves, their edges, or what they read of others. */
function filesToCheck(
  before: State,
  replaced: Replaced,
  { passesOnOthers }: Retargeted,
  { edgesChanged }: Relinked,
): ReadonlySet<number> {
  const changed = [...replaced.changed, ...edgesChanged];
  const files = new Set(changed);
  const { records } = replaced;
  for (const number of new Set([...replaced.surfaceChanged, ...passesOnOthers])) {
    const change = { number, records, passesOnOthers: passesOnOthers.has(number) };
    for (const reader of concernedReaders(before, change)) files.add(reader);
  }
  for (const number of changed) for (const reader of before.wholeReaders.get(number) ?? []) files.add(reader);
  return files;
}
