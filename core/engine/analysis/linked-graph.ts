import { compareText, type FilePath } from '../../files/paths.js';
import type { ChunkedArray } from '../../graph/chunked.js';
import type { Edge } from '../../graph/edge.js';
import { type NumberLists, noNumbers } from '../../graph/number-lists.js';
import { createOriginResolver, type OriginResolver } from '../../graph/origins.js';
import type { IndexedGraph, SourceGraph } from '../../graph/source-graph.js';
import type { FileFacts } from '../../syntax/facts.js';
import { unpackCold } from '../../syntax/pack.js';
import type { PathNumbers } from './numbering.js';
import type { FileLinks, FileRecord, FileTargets, State } from './state.js';

/** The parts of a state that a graph reads; `links` may still be missing while edges are being made. */
export interface GraphParts {
  readonly numbers: PathNumbers;
  readonly files: readonly FilePath[];
  readonly records: ChunkedArray<FileRecord>;
  readonly targets: ChunkedArray<FileTargets>;
  readonly links: ChunkedArray<FileLinks>;
  readonly importers: NumberLists;
}

/** Origin questions over the targets of a state; usable before the edges exist. */
export function originResolverOver(
  parts: Pick<State, 'numbers' | 'records' | 'targets' | 'augmentations' | 'originMemo'>,
): OriginResolver {
  const number = (path: FilePath): number => parts.numbers.known(path) ?? -1;
  return createOriginResolver(
    {
      facts: path => parts.records.get(number(path))?.facts,
      target: (path, index) => parts.targets.get(number(path))?.targets[index],
      augmentations: path => parts.augmentations.byFile.get(path) ?? [],
      // Other augmentations come with a new memo.
      stamp: path => stampOf(parts.records.get(number(path))?.facts, parts.targets.get(number(path))),
    },
    parts.originMemo,
  );
}

const stamps = new WeakMap<FileFacts, WeakMap<FileTargets, object>>();

/** One object for a file's facts with where its imports lead: another when either is another. */
function stampOf(facts: FileFacts | undefined, targets: FileTargets | undefined): object | undefined {
  if (!facts || !targets) return undefined;
  let own = stamps.get(facts);
  if (!own) {
    own = new WeakMap();
    stamps.set(facts, own);
  }
  let stamp = own.get(targets);
  if (!stamp) {
    stamp = {};
    own.set(targets, stamp);
  }
  return stamp;
}

/** The linked workspace of a state, as rules and surfaces read it. */
export function sourceGraphOver(parts: GraphParts, origins: OriginResolver): SourceGraph {
  const number = (path: FilePath): number => parts.numbers.known(path) ?? -1;
  const record = (path: FilePath): FileRecord | undefined => parts.records.get(number(path));
  return {
    files: parts.files,
    has: path => record(path) !== undefined,
    facts: path => record(path)?.facts,
    body: path => {
      const packed = record(path)?.cold;
      return packed && unpackCold(packed);
    },
    edges: path => parts.links.get(number(path))?.edges ?? noEdges,
    dependents: path => {
      const importers = parts.importers.get(number(path)) ?? [];
      return Array.from(importers, importer => parts.numbers.path(importer)).sort(compareText);
    },
    origin: (path, name) => origins.origin(path, name),
    exportNames: path => origins.exportNames(path),
  };
}

const partsOf = new WeakMap<IndexedGraph, GraphParts>();

/** The same graph by numbers, for the algorithms over the whole of it. */
export function indexedGraphOver(parts: GraphParts): IndexedGraph {
  const graph: IndexedGraph = {
    size: parts.numbers.size,
    path: file => parts.records.get(file)?.path,
    targets: file => parts.links.get(file)?.targetNumbers ?? noNumbers,
    kinds: file => parts.links.get(file)?.kindBits ?? noKinds,
    changedSince: earlier => {
      const before = partsOf.get(earlier);
      return before?.numbers === parts.numbers ? parts.links.differences(before.links) : undefined;
    },
  };
  partsOf.set(graph, parts);
  return graph;
}

const noEdges: readonly Edge[] = [];
const noKinds = new Uint8Array(0);
