import { basename, compareText, dirname, type FilePath } from '../../files/paths.js';
import type { Region } from './input.js';

/** Packages that one entry with a capture stands for: `packages/plugin-{name}`. */
export interface Group {
  /** `plugin-`. */
  readonly prefix: string;
  /** The folder the packages lie in. */
  readonly folder: FilePath;
  readonly members: readonly Region[];
  readonly layer: string | undefined;
  readonly dependsOn: readonly string[];
  readonly entryPoints: readonly string[] | undefined;
}

/** What was inferred about a module besides its region. */
export interface Inferred {
  readonly layer: string | undefined;
  readonly dependsOn: readonly string[];
  readonly entryPoints: readonly string[] | undefined;
}

const leastMembers = 3;
const mostGlobs = 8;
/** Folders with fewer modules are read as they are. */
const leastModules = 15;

/**
 * Packages of one kind, told by a common first word of their folders (`plugin-seo`, `plugin-stripe`): one entry instead of
 * one for each, in a policy that would be long without. Only packages of one layer that do not depend on each other, and
 * only where the pattern names no other folder. What one of them may import, all may.
 */
export function groupsOf(
  regions: readonly Region[],
  folders: readonly FilePath[],
  about: (id: string) => Inferred,
): readonly Group[] {
  if (regions.length < leastModules) return [];
  const candidates = new Map<string, Region[]>();
  for (const region of regions) {
    const name = basename(region.folder);
    const word = /^[A-Za-z][A-Za-z0-9]*-/.exec(name)?.[0];
    if (word === undefined || !region.manifest || region.id !== name || region.role !== undefined) continue;
    const key = `${dirname(region.folder)}/${word}`;
    candidates.set(key, [...(candidates.get(key) ?? []), region]);
  }
  const parents = new Set(regions.flatMap(({ parent }) => parent ?? []));
  return [...candidates].flatMap(([key, members]) => {
    const folder = dirname(key);
    const prefix = basename(key);
    const ids = new Set(members.map(({ id }) => id));
    const matched = folders.filter(path => dirname(path) === folder && basename(path).startsWith(prefix));
    if (members.length < leastMembers || matched.length !== members.length) return [];
    if (members.some(({ id, parent }) => parents.has(id) || parent !== undefined)) return [];
    const parts = members.map(({ id }) => about(id));
    if (new Set(parts.map(({ layer }) => layer)).size > 1) return [];
    const dependsOn = union(parts.map(part => part.dependsOn));
    if (dependsOn.some(id => ids.has(id))) return [];
    // A package that is open in every file stays an entry of its own, and so do its likes.
    const open = parts.filter(({ entryPoints }) => entryPoints === undefined).length;
    if (open > 0 && open < parts.length) return [];
    const globs = open > 0 ? undefined : withoutCovered(union(parts.map(part => part.entryPoints ?? [])));
    if (globs && globs.length > mostGlobs) return [];
    return [{ prefix, folder, members, layer: parts[0]?.layer, dependsOn, entryPoints: globs }];
  });
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort(compareText);
}

/** Without the files of folders that stand in the list as a whole. */
function withoutCovered(globs: readonly string[]): readonly string[] {
  const whole = globs.filter(glob => glob.endsWith('/**')).map(glob => glob.slice(0, -2));
  return globs.filter(glob => !whole.some(folder => glob.startsWith(folder) && glob !== `${folder}**`));
}
