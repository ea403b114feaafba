import { compareText, type FilePath } from '../../files/paths.js';
import type { CallerSite, FunctionRef } from '../view.js';

/** Who calls a function, by `path#index`; files in order. */
export interface Callers {
  get(key: string): readonly CallerSite[] | undefined;
}

type Calling = ReadonlyMap<FilePath, { readonly calls: readonly (readonly FunctionRef[])[] }>;

/** Beyond so many files the sites of all are listed anew: what lies over an earlier list is looked through at each question. */
const mostOverlaid = 200;

/** Callers as they were listed once, but for the sites of some files, which are listed anew. */
interface Layered extends Callers {
  readonly whole: ReadonlyMap<string, readonly CallerSite[]>;
  readonly overlaid: ReadonlySet<FilePath>;
}

/** The callers of a program: those of the one before, but for files that were linked anew or are gone. */
export function callersAfter(before: Callers | undefined, members: Calling, changed: Iterable<FilePath>): Callers {
  const earlier = before as Layered | undefined;
  const overlaid = new Set([...(earlier?.overlaid ?? []), ...changed]);
  if (!earlier || overlaid.size > mostOverlaid) return layered(sitesIn(members, members.keys()), new Set(), new Map());
  return layered(earlier.whole, overlaid, sitesIn(members, overlaid));
}

function layered(
  whole: ReadonlyMap<string, readonly CallerSite[]>,
  overlaid: ReadonlySet<FilePath>,
  own: ReadonlyMap<string, readonly CallerSite[]>,
): Layered {
  const merged = new Map<string, readonly CallerSite[] | undefined>();
  const merge = (key: string): readonly CallerSite[] | undefined => {
    const kept = whole.get(key)?.filter(({ path }) => !overlaid.has(path)) ?? [];
    const sites = [...kept, ...(own.get(key) ?? [])];
    return sites.length === 0 ? undefined : sites.sort((a, b) => compareText(a.path, b.path) || a.index - b.index);
  };
  return {
    whole,
    overlaid,
    get: key => {
      if (overlaid.size === 0) return whole.get(key);
      if (!merged.has(key)) merged.set(key, merge(key));
      return merged.get(key);
    },
  };
}

function sitesIn(members: Calling, paths: Iterable<FilePath>): Map<string, CallerSite[]> {
  const found = new Map<string, CallerSite[]>();
  for (const path of paths)
    for (const [index, refs] of members.get(path)?.calls.entries() ?? [])
      for (const ref of refs) {
        const key = `${ref.path}#${ref.index}`;
        const list = found.get(key);
        if (list) list.push({ path, index });
        else found.set(key, [{ path, index }]);
      }
  return found;
}
