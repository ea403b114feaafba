/** A directed graph by dense numbers from 0; `kinds`, where given, runs parallel to `targets`. */
export interface Adjacency {
  readonly size: number;
  targets(node: number): ArrayLike<number>;
  /** Whether the `i`-th target of the node counts; without it all do. */
  kinds?(node: number): ArrayLike<number>;
}

/** Working memory for `tarjan`, grown as needed and used again: a run allocates next to nothing. */
export interface TarjanScratch {
  /** 0: not visited; else the order of discovery from 1. */
  order: Int32Array;
  low: Int32Array;
  onStack: Uint8Array;
  stack: Int32Array;
  calls: Int32Array;
  positions: Int32Array;
}

export function createTarjanScratch(): TarjanScratch {
  return scratchOf(0);
}

function scratchOf(size: number): TarjanScratch {
  return {
    order: new Int32Array(size),
    low: new Int32Array(size),
    onStack: new Uint8Array(size),
    stack: new Int32Array(size),
    calls: new Int32Array(size),
    positions: new Int32Array(size),
  };
}

/**
 * Strongly connected components of everything reachable from `roots` (Tarjan 1972), without recursion. Calls `emit` for
 * every component with more than one node, and for single nodes with an edge to themselves; the view passed is only valid
 * during the call. `counts` filters edges by their kind bits. O(nodes + edges).
 */
export function tarjan(
  graph: Adjacency,
  roots: Iterable<number>,
  counts: (bits: number) => boolean,
  scratch: TarjanScratch,
  emit: (members: Int32Array) => void,
): void {
  if (scratch.order.length < graph.size) Object.assign(scratch, scratchOf(graph.size + (graph.size >> 2)));
  else scratch.order.fill(0, 0, graph.size);
  const { order, low, onStack, stack, calls, positions } = scratch;
  const admitted = admittedTable(counts);
  const callTargets: ArrayLike<number>[] = [];
  const callKinds: (ArrayLike<number> | undefined)[] = [];
  let discovered = 0;
  let stackSize = 0;

  for (const root of roots) {
    if (order[root] !== 0) continue;
    let depth = 0;
    let entering = root;
    while (depth >= 0) {
      if (entering >= 0) {
        order[entering] = low[entering] = ++discovered;
        stack[stackSize++] = entering;
        onStack[entering] = 1;
        calls[depth] = entering;
        positions[depth] = 0;
        callTargets[depth] = graph.targets(entering);
        callKinds[depth] = graph.kinds?.(entering);
        entering = -1;
      }
      const node = calls[depth] as number;
      const targets = callTargets[depth] as ArrayLike<number>;
      const kinds = callKinds[depth];
      let lowest = low[node] as number;
      let i = positions[depth] as number;
      for (; i < targets.length; i++) {
        if (kinds && admitted[kinds[i] as number] === 0) continue;
        const target = targets[i] as number;
        if (order[target] === 0) {
          entering = target;
          break;
        }
        if (onStack[target] === 1 && (order[target] as number) < lowest) lowest = order[target] as number;
      }
      low[node] = lowest;
      if (entering >= 0) {
        positions[depth] = i + 1;
        depth++;
        continue;
      }
      if (lowest === order[node]) {
        let first = stackSize - 1;
        while (stack[first] !== node) first--;
        for (let k = first; k < stackSize; k++) onStack[stack[k] as number] = 0;
        const isCycle = stackSize - first > 1 || pointsAtItself(node, targets, kinds, admitted);
        if (isCycle) emit(stack.subarray(first, stackSize));
        stackSize = first;
      }
      depth--;
      if (depth >= 0) {
        const parent = calls[depth] as number;
        if (lowest < (low[parent] as number)) low[parent] = lowest;
      }
    }
  }
}

const tables = new WeakMap<(bits: number) => boolean, Uint8Array>();

/** The answers of `counts` for every byte: kind bits fit into one. Made once for each function. */
function admittedTable(counts: (bits: number) => boolean): Uint8Array {
  let table = tables.get(counts);
  if (!table) {
    table = Uint8Array.from({ length: 256 }, (_, bits) => (counts(bits) ? 1 : 0));
    tables.set(counts, table);
  }
  return table;
}

function pointsAtItself(
  node: number,
  targets: ArrayLike<number>,
  kinds: ArrayLike<number> | undefined,
  admitted: Uint8Array,
): boolean {
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] === node && (!kinds || admitted[kinds[i] as number] === 1)) return true;
  }
  return false;
}

/**
 * The cycles of a small graph (modules, packages): each strongly connected component of more than one node or with an
 * edge to itself, members in ascending order, components by their first member.
 */
export function stronglyConnected(
  size: number,
  targets: (node: number) => ArrayLike<number>,
): readonly (readonly number[])[] {
  const components: (readonly number[])[] = [];
  const roots = Array.from({ length: size }, (_, node) => node);
  tarjan(
    { size, targets },
    roots,
    () => true,
    createTarjanScratch(),
    members => {
      components.push([...members].sort((a, b) => a - b));
    },
  );
  return components.sort((a, b) => (a[0] as number) - (b[0] as number));
}
