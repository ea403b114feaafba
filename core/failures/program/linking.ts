import type { FilePath } from '../../files/paths.js';
import type { PathMap } from '../../graph/path-map.js';
import type { CallExpr, MemberExpr, Place } from '../../syntax/ir/nodes.js';
import { inheritedModes } from '../evaluate/declared.js';
import { createLinker, type Linker } from '../link/linker.js';
import type { Accessors } from '../link/objects.js';
import { placeKey } from '../link/typed.js';
import type { Callee } from '../view.js';
import { askedValues } from './asked-values.js';
import { calledFunctions, type LinkNotes } from './called-functions.js';
import type { Hierarchy } from './hierarchy.js';
import type { Member } from './member.js';
import type { ProgramInput } from './program.js';

/** A file before its calls are linked. */
export type LinkedUnit = Pick<Member, 'unit' | 'stamp' | 'targets' | 'signature' | 'types'>;

/** What of the workspace answers rest on that the linker gives. */
export interface LinkReads {
  readonly reads: Set<FilePath>;
  readonly hierarchyReads: Set<FilePath>;
}

/** Has what the linker reads from now on noted; whoever asks it sets this before and takes it back after. */
export type Listen = (notes: LinkReads | undefined) => void;

/** Does work while what the linker reads is noted. */
export function heardBy<T>(listen: Listen, notes: LinkReads, work: () => T): T {
  listen(notes);
  try {
    return work();
  } finally {
    listen(undefined);
  }
}

/** The linking of a workspace: one file after another, each with all that its links rest on. */
export interface Linking {
  readonly linker: Linker;
  readonly listen: Listen;
  link(own: LinkedUnit): Member;
  /** All files are linked: what was found in `members` is taken from there. */
  end(members: PathMap<Member>): void;
}

export function newLinking(units: PathMap<LinkedUnit>, hierarchy: Hierarchy, input: ProgramInput): Linking {
  const { pack, classes, versions } = input;
  const notes: LinkNotes = { path: '', isAsking: false };
  let members: PathMap<Member> | undefined;
  const linker = createLinker({
    graph: input.tracked(path => notes.reads?.add(path)),
    pack,
    version: (from, packageName) => versions.of(from, packageName),
    unit: path => {
      notes.reads?.add(path);
      return units.get(path)?.unit;
    },
    implementers: (path, name) => {
      notes.hierarchyReads?.add(path);
      return hierarchy.implementers.get(path)?.get(name) ?? [];
    },
    hasAccessor: name => hierarchy.accessors.has(name),
    // While files are linked only their own: those of others rest on more than is noted here.
    kept: path => (path === notes.path ? notes.kept : members?.get(path)),
    typed: (path, place) => {
      const types = units.get(path)?.types;
      const key = placeKey(place);
      if (path !== notes.path) notes.typeReads?.add(path);
      else if (notes.isAsking && !types?.callees.has(key))
        notes.doubts?.set(key, { start: place.start, end: place.end });
      return types?.callees.get(key);
    },
    typedValue: (path, place) => units.get(path)?.types?.values.get(placeKey(place)),
  });
  return {
    linker,
    listen: heard => {
      notes.reads = heard?.reads;
      notes.hierarchyReads = heard?.hierarchyReads;
    },
    link: own => {
      const { unit } = own;
      const reads = new Set<FilePath>();
      const typeReads = new Set<FilePath>();
      const hierarchyReads = new Set<FilePath>();
      const doubts = new Map<string, Place>();
      const values = new Map<string, Place>();
      const kept = { callees: new Map<CallExpr, Callee>(), accessors: new Map<MemberExpr, Accessors>() };
      Object.assign(notes, { path: unit.path, reads, typeReads, hierarchyReads, doubts, kept });
      const calls = unit.ir.functions.map((_, index) => calledFunctions(unit, index, linker, notes));
      // What the members promise that are implemented here is read again when the functions are evaluated.
      for (const [index, { owner }] of unit.ir.functions.entries())
        if (owner >= 0) inheritedModes(unit, index, linker, classes);
      for (const value of askedValues(unit, linker))
        if (!own.types?.values.has(placeKey(value)))
          values.set(placeKey(value), { start: value.start, end: value.end });
      const inDoubt = { callees: [...doubts.values()], values: [...values.values()] };
      return { ...own, ...kept, doubts: inDoubt, calls, reads, typeReads, hierarchyReads, results: [] };
    },
    end: linked => {
      members = linked;
      const none = undefined;
      Object.assign(notes, { path: '', reads: none, hierarchyReads: none, typeReads: none, doubts: none, kept: none });
    },
  };
}
