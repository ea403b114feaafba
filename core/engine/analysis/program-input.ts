import type { FileTypes } from '../../failures/link/typed.js';
import type { Program, ProgramInput, ProgramSources } from '../../failures/program/program.js';
import type { FilePath } from '../../files/paths.js';
import { noNumbers } from '../../graph/number-lists.js';
import type { PathMap } from '../../graph/path-map.js';
import { analysisPolicy } from './failure-setting.js';
import { originResolverOver, sourceGraphOver } from './linked-graph.js';
import { versionsIn } from './package-versions.js';
import { ReadLog } from './read-log.js';
import type { State } from './state.js';

/** What the contracts of a state are made from. */
export function programInput(
  before: Pick<Program, 'classes'> | undefined,
  state: State,
  types: PathMap<FileTypes>,
): ProgramInput {
  const { setting, numbers } = state;
  const origins = originResolverOver(state);
  const graph = sourceGraphOver(state, origins);
  const { pack, classes } = analysisPolicy(before, setting);
  const { usable } = setting.policy;
  return {
    files: usable ? state.files : [],
    numbers,
    sources: sourcesOf(state, types),
    file: path => {
      const number = numbers.known(path) ?? -1;
      const record = state.records.get(number);
      const targets = state.targets.get(number);
      const edges = state.links.get(number)?.edges;
      if (!usable || !record || !targets || !edges) return undefined;
      return { path, facts: record.facts, ir: record.ir, edges, stamp: record, targets, types: types.get(path) };
    },
    importersOf: function* (path) {
      for (const number of state.importers.get(numbers.known(path) ?? -1) ?? noNumbers) yield numbers.path(number);
    },
    tracked: note => {
      const log = new ReadLog(numbers, note);
      return log.track(graph, origins);
    },
    pack,
    classes,
    versions: versionsIn(setting.layout, setting.fs),
  };
}

interface Parts extends Pick<State, 'numbers' | 'records' | 'targets' | 'links'> {
  readonly usable: boolean;
  readonly types: PathMap<FileTypes>;
}

const partsOf = new WeakMap<ProgramSources, Parts>();

/** The persistent lists of a state: the difference of two is found without looking at what they share. */
function sourcesOf({ numbers, records, targets, links, setting }: State, types: PathMap<FileTypes>): ProgramSources {
  const parts: Parts = { numbers, records, targets, links, types, usable: setting.policy.usable };
  const sources: ProgramSources = {
    changedSince: earlier => {
      const before = partsOf.get(earlier);
      if (before?.numbers !== numbers || before.usable !== parts.usable) return undefined;
      const changed = new Set<FilePath>(types.differences(before.types));
      const lists = [records.differences(before.records), targets.differences(before.targets)];
      for (const list of [...lists, links.differences(before.links)])
        for (const number of list) changed.add(numbers.path(number));
      return [...changed];
    },
  };
  partsOf.set(sources, parts);
  return sources;
}
