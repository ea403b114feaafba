import type { Origin } from '../../failures/contract.js';
import type { LinkReads } from '../../failures/program/linking.js';
import type { ViewNotes } from '../../failures/program/outside-view.js';
import type { FunctionRef } from '../../failures/view.js';
import type { FilePath } from '../../files/paths.js';
import type { Place } from '../../syntax/ir/nodes.js';

/** What one rule read of other files for what it says of one. */
export interface RuleReads {
  /** Files of which anything may have decided. */
  readonly whole: ReadonlySet<FilePath>;
  readonly bodies: readonly FunctionRef[];
  readonly contracts: readonly FunctionRef[];
  /** Functions of which it was asked who calls them. */
  readonly called: readonly FunctionRef[];
}

/** Where failures started that were pointed to. */
export type PointedPlaces = ReadonlyMap<string, { readonly origin: Origin; readonly place: Place }>;

/** Notes what rules read while they run over a file. */
export interface ReadsRecorder {
  readonly notes: ViewNotes;
  /** What the linker is asked besides: of declarations. Who implements what is asked where links are made. */
  readonly linkReads: LinkReads;
  /** Files whose declarations decided, for whichever rule: rules share what they found out. */
  readonly declarations: ReadonlySet<FilePath>;
  readonly places: PointedPlaces;
  /** What was read since this was asked last. */
  taken(): RuleReads;
}

export const nothingRead: RuleReads = { whole: new Set(), bodies: [], contracts: [], called: [] };

export function readsRecorder(own: FilePath): ReadsRecorder {
  const declarations = new Set<FilePath>();
  const places = new Map<string, { readonly origin: Origin; readonly place: Place }>();
  let whole = new Set<FilePath>();
  let [bodies, contracts, called] = [newRefs(), newRefs(), newRefs()];
  const add = (refs: Map<string, FunctionRef>, ref: FunctionRef): void => {
    refs.set(`${ref.path}#${ref.index}`, ref);
  };
  return {
    declarations,
    places,
    linkReads: { reads: declarations, hierarchyReads: new Set() },
    notes: {
      own,
      declarations: path => declarations.add(path),
      body: ref => ref.path !== own && add(bodies, ref),
      contract: ref => ref.path !== own && add(contracts, ref),
      whole: path => whole.add(path),
      place: (origin, place) => {
        const { path, anchor, text } = origin;
        places.set(`${path}#${anchor?.name} ${anchor?.nth} ${text}`, { origin, place });
      },
      called: ref => add(called, ref),
    },
    taken: () => {
      if (whole.size + bodies.size + contracts.size + called.size === 0) return nothingRead;
      const reads = {
        whole,
        bodies: [...bodies.values()],
        contracts: [...contracts.values()],
        called: [...called.values()],
      };
      whole = new Set();
      [bodies, contracts, called] = [newRefs(), newRefs(), newRefs()];
      return reads;
    },
  };
}

function newRefs(): Map<string, FunctionRef> {
  return new Map();
}
