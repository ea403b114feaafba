import { compareText, type FilePath } from '../../files/paths.js';
import { emptyPathMap, type PathMap, type PathNumbering } from '../../graph/path-map.js';
import type { CallerSite, FunctionRef } from '../view.js';

/** Who calls a function, files in order. */
export interface Callers {
  /** The very same list for as long as nobody else calls it. */
  of(ref: FunctionRef): readonly CallerSite[];
  /** Files with functions that others call than in `other`. */
  differences(other: Callers): readonly FilePath[];
}

const noSites: readonly CallerSite[] = [];

/** By the file of the called functions, then by their index. */
type Sites = readonly (readonly CallerSite[] | undefined)[];
type Calls = readonly (readonly FunctionRef[])[];

interface Indexed extends Callers {
  readonly sites: PathMap<Sites>;
}

/** The calls of one file before and after a change, none where it is not there. */
export interface CallsChange {
  readonly path: FilePath;
  readonly before: Calls;
  readonly now: Calls;
}

/** The callers of a program: those of the one before, but for what the changed files call now and called then. */
export function callersAfter(
  before: Callers | undefined,
  numbers: PathNumbering,
  changes: Iterable<CallsChange>,
): Callers {
  const sites = (before as Indexed | undefined)?.sites ?? emptyPathMap<Sites>(numbers);
  const edits = new Map<FilePath, Map<number, CallerSite[]>>();
  const touched = new Map<string, Set<FilePath>>();
  const edit = (ref: FunctionRef, caller: FilePath): CallerSite[] => {
    const key = `${ref.path}#${ref.index}`;
    const callers = touched.get(key) ?? new Set();
    touched.set(key, callers.add(caller));
    const own = edits.get(ref.path) ?? new Map<number, CallerSite[]>();
    edits.set(ref.path, own);
    const added = own.get(ref.index) ?? [];
    own.set(ref.index, added);
    return added;
  };
  for (const { path, before: then, now } of changes) {
    if (then === now) continue;
    const [left, joined] = differencesOf(then, now);
    const concerned = new Map([...left, ...joined].map(ref => [`${ref.path}#${ref.index}`, ref]));
    for (const ref of concerned.values()) edit(ref, path);
    for (const [index, refs] of now.entries())
      for (const ref of refs) if (concerned.has(`${ref.path}#${ref.index}`)) edit(ref, path).push({ path, index });
  }
  const next = sites.with(
    [...edits].map(([path, own]) => {
      const all = [...(sites.get(path) ?? [])];
      for (const [index, added] of own) {
        const from = touched.get(`${path}#${index}`)!;
        while (all.length < index) all.push(undefined);
        all[index] = merged(all[index] ?? [], from, added);
      }
      return [path, all.some(each => each !== undefined) ? all : undefined];
    }),
  );
  const indexed: Indexed = {
    sites: next,
    of: ({ path, index }) => next.get(path)?.[index] ?? noSites,
    differences: other => next.differences((other as Indexed).sites),
  };
  return indexed;
}

/** What a file called and no longer does by the same functions, and the other way round. */
function differencesOf(before: Calls, now: Calls): readonly [FunctionRef[], FunctionRef[]] {
  const keys = (calls: Calls) =>
    new Map(calls.flatMap((refs, index) => refs.map(ref => [`${index} ${ref.path}#${ref.index}`, ref] as const)));
  const [then, after] = [keys(before), keys(now)];
  return [
    [...then].flatMap(([key, ref]) => (after.has(key) ? [] : [ref])),
    [...after].flatMap(([key, ref]) => (then.has(key) ? [] : [ref])),
  ];
}

/** The sites without those in some files, with others in these; in the order of files. `undefined`: none. */
function merged(
  sites: readonly CallerSite[],
  without: ReadonlySet<FilePath>,
  added: readonly CallerSite[],
): readonly CallerSite[] | undefined {
  const sorted = [...added].sort((a, b) => compareText(a.path, b.path) || a.index - b.index);
  const all: CallerSite[] = [];
  let next = 0;
  for (const site of sites) {
    if (without.has(site.path)) continue;
    while (next < sorted.length && compareText(sorted[next]!.path, site.path) < 0) all.push(sorted[next++]!);
    all.push(site);
  }
  while (next < sorted.length) all.push(sorted[next++]!);
  return all.length === 0 ? undefined : all;
}
