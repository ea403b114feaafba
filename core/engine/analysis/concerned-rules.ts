import { isSameContract } from '../../failures/program/outside-view.js';
import type { Program } from '../../failures/program/program.js';
import { seenOf } from '../../failures/program/seen.js';
import type { FilePath } from '../../files/paths.js';
import type { Checked, RuleCheck } from './failure-check.js';
import type { RuleReads } from './rule-reads.js';

/** The rules of a file that have to run again, by their place among all; none where only places they point to have moved. */
export type Concern = 'all' | ReadonlySet<number>;

/** Files whose check does not hold: they or what it rests on are not what they were, or run elsewhere; the gone ones too. */
export function concernedBy({ program: before, checks }: Checked, now: Program): ReadonlyMap<FilePath, Concern> {
  const concerned = new Map<FilePath, 'all' | Set<number>>();
  const addRules = (path: FilePath, isConcerned: (rule: RuleCheck) => boolean): void => {
    const known = concerned.get(path) ?? new Set();
    if (known === 'all') return;
    for (const [index, rule] of checks.byFile.get(path)!.byRule.entries()) if (isConcerned(rule)) known.add(index);
    if (known.size > 0) concerned.set(path, known);
  };
  for (const path of now.members.differences(before.members)) {
    concerned.set(path, 'all');
    const change = changeOf(path, before, now);
    for (const reader of checks.readers.of(path))
      if (change.isSeen && checks.byFile.get(reader)!.declarations.has(path)) concerned.set(reader, 'all');
      else addRules(reader, ({ reads }) => change.concerns(reads));
    for (const pointer of checks.pointers.of(path)) if (!concerned.has(pointer)) concerned.set(pointer, new Set());
  }
  for (const path of now.environments.differences(before.environments)) {
    concerned.set(path, 'all');
    for (const reader of checks.readers.of(path)) concerned.set(reader, 'all');
  }
  for (const path of now.callers.differences(before.callers))
    for (const asker of checks.askers.of(path))
      addRules(asker, ({ reads }) => reads.called.some(ref => now.callers.of(ref) !== before.callers.of(ref)));
  return concerned;
}

interface Change {
  /** Others see something else of the file. */
  readonly isSeen: boolean;
  concerns(reads: RuleReads): boolean;
}

/** How a file is another one than before. */
function changeOf(path: FilePath, { members: before }: Program, { members: now }: Program): Change {
  const [was, is] = [before.get(path), now.get(path)];
  const isSame = new Map<number, boolean>();
  const hasSameBody = (index: number) => was?.results[index]?.evaluation === is?.results[index]?.evaluation;
  const hasSameContract = (index: number): boolean => {
    let known = isSame.get(index) ?? (hasSameBody(index) ? true : undefined);
    known ??= isSameContract(was?.results[index]?.contract, is?.results[index]?.contract);
    isSame.set(index, known);
    return known;
  };
  return {
    isSeen: seenOf(was) !== seenOf(is) || was?.types?.digest !== is?.types?.digest,
    concerns: ({ whole, bodies, contracts }) =>
      whole.has(path) ||
      bodies.some(ref => ref.path === path && !hasSameBody(ref.index)) ||
      contracts.some(ref => ref.path === path && !hasSameContract(ref.index)),
  };
}
