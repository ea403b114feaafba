import { chunkedArray } from '../../graph/chunked.js';
import type { ProjectLayout } from '../../resolve/resolution.js';
import type { Resolver } from '../../resolve/resolver.js';
import { requestFor } from './resolve-imports.js';
import type { State } from './state.js';

/** The files of a state by what could redirect an import of theirs. */
export type ReachIndex = (state: ReachedState, resolver: Resolver, key: string) => readonly number[];

type ReachedState = Pick<State, 'records' | 'targets' | 'setting'>;

const nobody: readonly number[] = [];

/**
 * An index that is made when a file first comes or goes, and from then on moves from state to state by their difference:
 * states that follow on one another, and proposals on one of them, differ by little.
 */
export function createReachIndex(): ReachIndex {
  const files = new Map<string, number[]>();
  let layout: ProjectLayout | undefined;
  let at: Pick<State, 'records' | 'targets'> = { records: chunkedArray(), targets: chunkedArray() };

  const moveTo = (state: ReachedState, resolver: Resolver): void => {
    if (layout !== state.setting.layout) {
      files.clear();
      at = { records: chunkedArray(), targets: chunkedArray() };
      layout = state.setting.layout;
    }
    for (const number of state.targets.differences(at.targets)) {
      const [before, after] = [reachIn(at, number, resolver), reachIn(state, number, resolver)];
      for (const key of before) if (!after.has(key)) leave(files, key, number);
      for (const key of after) if (!before.has(key)) join(files, key, number);
    }
    at = { records: state.records, targets: state.targets };
  };
  return (state, resolver, key) => {
    if (at.targets !== state.targets || layout !== state.setting.layout) moveTo(state, resolver);
    return files.get(key) ?? nobody;
  };
}

function join(files: Map<string, number[]>, key: string, number: number): void {
  const list = files.get(key);
  if (list) list.push(number);
  else files.set(key, [number]);
}

function leave(files: Map<string, number[]>, key: string, number: number): void {
  const list = files.get(key);
  if (!list) return;
  if (list.length === 1) files.delete(key);
  else list.splice(list.indexOf(number), 1);
}

const none: ReadonlySet<string> = new Set();

function reachIn({ records, targets }: Pick<State, 'records' | 'targets'>, number: number, resolver: Resolver) {
  const record = records.get(number);
  const resolutions = targets.get(number)?.resolutions;
  if (!record || !resolutions) return none;
  return resolver.reachOf(
    record.facts.imports.flatMap((fact, i) => {
      const resolution = resolutions[i];
      const request = resolution && requestFor(record.path, fact);
      return request ? [{ from: record.path, specifier: request.specifier, resolution }] : [];
    }),
  );
}
