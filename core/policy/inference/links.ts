import { compareText, type FilePath } from '../../files/paths.js';
import type { InferenceInput, Region } from './input.js';
import type { InferredSources } from './sources.js';

/** All production dependencies of one module on another. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** Names that travel, each site counting at least one: the weight of the link. */
  symbols: number;
  sites: number;
  /** The names, for questions; `*` for whole namespaces. */
  readonly names: Set<string>;
  /** Files of the target and how many sites import each. */
  readonly targets: Map<FilePath, number>;
  /** Sites that are younger than the revision asked for. */
  young: number;
}

export interface Links {
  readonly all: readonly Link[];
  between(from: string, to: string): Link | undefined;
  regionOf(path: FilePath): Region | undefined;
}

/** Counts what travels between modules; tests count nowhere, nor do dependencies inside a module. */
export function linksBetween(input: InferenceInput, sources: InferredSources, regions: readonly Region[]): Links {
  const owner = new Map<FilePath, Region>();
  for (const region of regions) for (const file of region.files) owner.set(file, region);
  const links = new Map<string, Link>();
  for (const from of sources.files) {
    if (sources.isTest(from)) continue;
    const importer = owner.get(from);
    if (!importer) continue;
    for (const edge of input.edges(from)) {
      if (edge.target.kind !== 'file' || edge.context !== 'production') continue;
      const target = owner.get(edge.target.path);
      if (!target || target === importer) continue;
      const key = `${importer.id}\0${target.id}`;
      let link = links.get(key);
      if (!link) {
        link = {
          from: importer.id,
          to: target.id,
          symbols: 0,
          sites: 0,
          names: new Set(),
          targets: new Map(),
          young: 0,
        };
        links.set(key, link);
      }
      link.sites++;
      link.symbols += Math.max(1, edge.symbols.length);
      for (const symbol of edge.symbols) link.names.add(symbol.name);
      link.targets.set(edge.target.path, (link.targets.get(edge.target.path) ?? 0) + 1);
      if (input.isYoung?.(from, edge)) link.young++;
    }
  }
  const all = [...links.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to));
  return {
    all,
    between: (from, to) => links.get(`${from}\0${to}`),
    regionOf: path => owner.get(path),
  };
}
