import type { SkipReason } from '../../files/inventory-classes.js';
import type { FilePath } from '../../files/paths.js';
import { growthProblems } from '../../policy/baseline.js';
import { exposedNameProblems } from '../../policy/bind.js';
import type { Policy, PolicyProblem } from '../../policy/policy.js';
import type { Draft } from '../../rules/finding.js';
import { originResolverOver } from '../analysis/linked-graph.js';
import type { FileRecord, State } from '../analysis/state.js';

/** Drafts that no rule can make alone, since they are about the run: what was left out, and the policy held against the code. */
export function draftsAboutTheRun(state: State): readonly Draft[] {
  const { policy, baselineProblems, skipped } = state.setting;
  const origins = originResolverOver(state);
  const problems = [
    ...strictProblems(state),
    ...baselineProblems,
    ...exposedNameProblems(policy, path => origins.exportNames(path)),
  ];
  return [...skippedDrafts([...skipped, ...unreadableFiles(state)]), ...problems.map(draftOf)];
}

/** The draft of a problem in the policy or the baseline. */
export function draftOf({ rule, path, span, message, severity, data }: PolicyProblem): Draft {
  return { rule, path, span, message, symbol: '', site: message, ...(severity && { severity }), ...(data && { data }) };
}

interface Unchecked {
  readonly path: FilePath;
  readonly why: SkipReason | NonNullable<FileRecord['unreadable']>;
}

/** Files whose bytes are no text. */
export function unreadableFiles({ speaking, records }: State): readonly Unchecked[] {
  return [...speaking].flatMap(number => {
    const record = records.get(number);
    return record?.unreadable ? [{ path: record.path, why: record.unreadable }] : [];
  });
}

/** Source files that somebody may believe are checked, each said once at its start; what is left out on purpose is only counted. */
function skippedDrafts(skipped: readonly Unchecked[]): Draft[] {
  return skipped.flatMap(({ path, why }) => {
    const message = skipMessages[why];
    if (message === undefined) return [];
    return [{ rule: 'lintel/file-skipped', path, span: { start: 0, end: 0 }, message, symbol: '', site: why }];
  });
}

const skipMessages: { readonly [why in Unchecked['why']]?: string } = {
  binary: 'This file is no text, so nothing in it is checked. Give it another name, or name it in sources.exclude.',
  'not-utf-8':
    'This file is not UTF-8, so names and paths with other letters are misread. Convert it, or name it in sources.exclude.',
  'too-large': 'This file is larger than 1 MiB, so nothing in it is checked. Split it, or name it in sources.exclude.',
  unreadable:
    'This file cannot be read, so nothing in it is checked. Mend its permissions or the link, or name it in sources.exclude.',
  'symlink-outside':
    'This link leaves the workspace root, so what it leads to is not checked. Move the target inside, or remove the link.',
};

/** Entries of the baseline in modules that may have none. */
function strictProblems({ setting: { policy, baseline } }: State): readonly PolicyProblem[] {
  if (!baseline || !policy.baseline?.strict.length) return [];
  return growthProblems({
    baseline,
    ratchet: policy.baseline.ratchet,
    strict: policy.baseline.strict,
    modulesOf: path => moduleChain(policy, policy.moduleOf(path)?.id),
    approverOf: () => undefined,
  });
}

/** A module and its ancestors, the nearest first. */
export function moduleChain(policy: Policy, id: string | undefined): readonly string[] {
  const chain: string[] = [];
  for (let module = id === undefined ? undefined : policy.module(id); module; ) {
    chain.push(module.id);
    module = module.parent === undefined ? undefined : policy.module(module.parent);
  }
  return chain;
}
