import { compareText, type FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { InferenceInput, Region } from './input.js';
import type { InferredSources } from './sources.js';

/** All dependencies of one kind (production, test, configuration) of one module on another. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** Names that travel, each site counting at least one: the weight of the link. */
  symbols: number;
  sites: number;
  /** The names, for questions; `*` for whole namespaces. */
  readonly names: Set<string>;
  /** Files of the importer. */
  readonly sources: Set<FilePath>;
  /** Files of the target and how many sites import each. */
  readonly targets: Map<FilePath, number>;
  /** Sites that are younger than the revision asked for. */
  young: number;
}

export interface Links {
  /** Of production code. */
  readonly all: readonly Link[];
  /** Of test code, mocks included. */
  readonly tests: readonly Link[];
  /** Of the configuration of packages, to what is no part of the product: the repository's own configuration and scripts. */
  readonly configuration: readonly Link[];
  between(from: string, to: string): Link | undefined;
  testsBetween(from: string, to: string): Link | undefined;
  regionOf(path: FilePath): Region | undefined;
}

/** Counts what travels between modules; dependencies inside a module do not count. */
export function linksBetween(input: InferenceInput, sources: InferredSources, regions: readonly Region[]): Links {
  const owner = new Map<FilePath, Region>();
  for (const region of regions) for (const file of region.files) owner.set(file, region);
  const production = new Map<string, Link>();
  const tests = new Map<string, Link>();
  const configuration = new Map<string, Link>();
  for (const from of sources.files) {
    const importer = owner.get(from);
    if (!importer) continue;
    const isTest = sources.isTest(from);
    const isConfiguration = sources.isConfiguration(from);
    for (const edge of input.edges(from)) {
      if (edge.target.kind !== 'file') continue;
      const target = owner.get(edge.target.path);
      if (!target || target === importer) continue;
      const inTest = isTest || edge.context !== 'production';
      const links = isConfiguration && target.role === 'beside' ? configuration : inTest ? tests : production;
      count(links, importer.id, target.id, from, edge, edge.target.path, input.isYoung?.(from, edge) ?? false);
    }
  }
  return {
    all: sorted(production),
    tests: sorted(tests),
    configuration: sorted(configuration),
    between: (from, to) => production.get(`${from}\0${to}`),
    testsBetween: (from, to) => tests.get(`${from}\0${to}`),
    regionOf: path => owner.get(path),
  };
}

function count(
  links: Map<string, Link>,
  from: string,
  to: string,
  source: FilePath,
  edge: Edge,
  target: FilePath,
  isYoung: boolean,
): void {
  const key = `${from}\0${to}`;
  let link = links.get(key);
  if (!link) {
    link = { from, to, symbols: 0, sites: 0, names: new Set(), sources: new Set(), targets: new Map(), young: 0 };
    links.set(key, link);
  }
  link.sites++;
  link.symbols += Math.max(1, edge.symbols.length);
  for (const symbol of edge.symbols) link.names.add(symbol.name);
  link.sources.add(source);
  link.targets.set(target, (link.targets.get(target) ?? 0) + 1);
  if (isYoung) link.young++;
}

function sorted(links: ReadonlyMap<string, Link>): Link[] {
  return [...links.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to));
}
