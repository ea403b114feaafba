import type { Program } from '../../failures/program/program.js';
import { noReaders, type ReaderIndex } from '../../failures/program/readers.js';
import type { FilePath } from '../../files/paths.js';
import { emptyPathMap, type PathMap } from '../../graph/path-map.js';
import type { Draft } from '../../rules/finding.js';
import type { Expected } from './expected.js';
import type { PointedPlaces, RuleReads } from './rule-reads.js';
import type { State } from './state.js';

/** What one rule said of a file, and what of other files that rests on. */
export interface RuleCheck {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Expected[];
  readonly reads: RuleReads;
}

/** What the failure rules said of a file. */
export interface FailureCheck {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Expected[];
  /** In the order of the rules. */
  readonly byRule: readonly RuleCheck[];
  /** Files whose declarations all of it rests on. */
  readonly declarations: ReadonlySet<FilePath>;
  readonly places: PointedPlaces;
}

/** What the failure rules said of all files. Immutable, shared where nothing changed. */
export interface FailureChecks {
  readonly byFile: PathMap<FailureCheck>;
  /** Those among them with something to say: few of many. */
  readonly speaking: PathMap<FailureCheck>;
  /** Which checks rest on a file; point into it or to where in it failures start; ask who calls its functions. */
  readonly readers: ReaderIndex;
  readonly pointers: ReaderIndex;
  readonly askers: ReaderIndex;
}

/** What decides what the failure rules say besides the program. */
export type CheckedSetting = Pick<State['setting'], 'policy' | 'layout' | 'today' | 'failureInputs'>;

/** A program whose checks were made. */
export interface Checked {
  readonly program: Program;
  readonly checks: FailureChecks;
  readonly setting: CheckedSetting;
}

export function noChecks({ numbers }: State): FailureChecks {
  const byFile = emptyPathMap<FailureCheck>(numbers);
  const none = noReaders(numbers);
  return { byFile, speaking: byFile, readers: none, pointers: none, askers: none };
}

export function checksWith(
  before: FailureChecks,
  made: ReadonlyMap<FilePath, FailureCheck | undefined>,
): FailureChecks {
  const isSilent = ({ drafts, expected }: FailureCheck) => drafts.length + expected.length === 0;
  const after = (index: ReaderIndex, readOf: (check: FailureCheck) => Iterable<FilePath>): ReaderIndex =>
    index.with(
      [...made].map(([path, check]) => {
        const old = before.byFile.get(path);
        return { path, before: old && readOf(old), now: check && readOf(check) };
      }),
    );
  return {
    byFile: before.byFile.with(made),
    speaking: before.speaking.with(
      [...made].map(([path, check]) => [path, check && !isSilent(check) ? check : undefined]),
    ),
    readers: after(before.readers, readBy),
    pointers: after(before.pointers, pointedBy),
    askers: after(
      before.askers,
      check => new Set(check.byRule.flatMap(each => each.reads.called.map(ref => ref.path))),
    ),
  };
}

function readBy({ byRule, declarations }: FailureCheck): ReadonlySet<FilePath> {
  const read = new Set(declarations);
  for (const { reads } of byRule) {
    for (const path of reads.whole) read.add(path);
    for (const { path } of reads.bodies) read.add(path);
    for (const { path } of reads.contracts) read.add(path);
  }
  return read;
}

function pointedBy({ places, drafts }: FailureCheck): ReadonlySet<FilePath> {
  const pointed = new Set(Array.from(places.values(), ({ origin }) => origin.path));
  for (const { related = [] } of drafts) for (const { path } of related) pointed.add(path);
  return pointed;
}
