import { dirname, type FilePath } from '../../files/paths.js';
import type { Subject } from '../baseline/subject.js';
import { inferEntryPoints } from './entry-points.js';
import { foldersOf, isSideline } from './folders.js';
import { groupsOf } from './groups.js';
import type { InferenceInput, Region } from './input.js';
import { type InferredLayers, inferLayers } from './layers.js';
import { type Links, linksBetween } from './links.js';
import { withMains } from './mains.js';
import { tangles } from './order.js';
import { inferPermissions, type Permissions, type Relations, relationsOf } from './permissions.js';
import { questionAbout } from './questions.js';
import { type Density, inferRegions } from './regions.js';
import { type InferredSources, inferSources } from './sources.js';
import { inferBesides } from './support.js';
import { type InferredModule, writePolicy } from './write.js';

export interface InferredPolicy {
  /** The text of `architecture.jsonc`. */
  readonly text: string;
  /** What a person should look at first, a sentence each. */
  readonly notes: readonly string[];
  /** The question a finding of the first check raises, for its baseline entry. */
  questionFor(finding: Subject): string;
}

/**
 * Proposes a policy from what the code does today. Not everything of today is permitted: what points against the order,
 * what goes both ways, stray single names, imports past entry points and young dependencies remain findings, which the
 * caller writes into the first baseline with the questions they raise. Deterministic, linear in files and edges.
 */
export function inferPolicy(input: InferenceInput): InferredPolicy {
  const sources = inferSources(input);
  const drawn = inferRegions(input, sources.files, densityOf(input, sources)).map(region => withRole(region, sources));
  let picture = pictureOf(drawn, input, sources);
  if (picture.layers.named) {
    // Only an order of names tells above from below well enough to part what starts a folder from what serves it.
    const split = withMains(drawn, input, sources);
    if (split.length > drawn.length) picture = pictureOf(split, input, sources);
  }
  const { regions, links, layers, permissions } = picture;
  const relations = relationsOf(regions);
  const files = new Set(sources.files.filter(path => !sources.isTest(path)));
  const beside = new Set(regions.filter(({ role }) => role === 'beside').map(({ id }) => id));
  const decides = (from: string, to: string) => !beside.has(from) && !relations.isInside(from, to);
  const modules = regions.map((region): InferredModule => {
    return {
      region,
      layer: layers.layerOf.get(region.id),
      dependsOn: permissions.permitted.get(region.id) ?? [],
      entryPoints: inferEntryPoints(region, links, files, decides),
      remarks: remarksOn(region, permissions, links),
    };
  });
  const byId = new Map(modules.map(module => [module.region.id, module]));
  const groups = groupsOf(regions, foldersWith(sources.files), id => byId.get(id)!);
  const largestCycle = largestFileCycle(input, sources);
  const doubted = permissions.doubts.size;
  const parts = { sources, layers, modules, groups, largestCycle, doubted };
  const besides = inferBesides(regions, links, permissions, relations);
  const hasTests = sources.files.some(path => sources.isTest(path));
  return {
    text: writePolicy({ ...parts, besides, hasTests, moduleCycles: hasModuleCycles(regions, links, relations) }),
    notes: notesOn(regions, sources, layers.order.length > 0, doubted, links.all.length, largestCycle),
    questionFor: finding => questionAbout(finding, links, permissions.doubts),
  };
}

/** What was made of some regions. */
interface Picture {
  readonly regions: readonly Region[];
  readonly links: Links;
  readonly layers: InferredLayers;
  readonly permissions: Permissions;
}

function pictureOf(regions: readonly Region[], input: InferenceInput, sources: InferredSources): Picture {
  const links = linksBetween(input, sources, regions);
  const known = inferPermissions(regions, links);
  const layers = inferLayers(regions, links.all, known);
  const level = new Map(layers.order.map((name, i) => [name, i]));
  const levelOf = (id: string) => level.get(layers.layerOf.get(id) ?? layers.inherited.get(id) ?? '');
  const goesUp = (from: string, to: string) => (levelOf(from) ?? -1) > (levelOf(to) ?? Number.POSITIVE_INFINITY);
  return { regions, links, layers, permissions: withoutUpward(known, links, goesUp) };
}

function withRole(region: Region, sources: InferredSources): Region {
  if (region.files.length > 0 && region.files.every(path => sources.isTest(path))) return { ...region, role: 'tests' };
  return region.folder === '' || isSideline(region.folder) ? { ...region, role: 'beside' } : region;
}

function foldersWith(files: readonly FilePath[]): readonly FilePath[] {
  return [...foldersOf(files).keys()];
}

/** Also by the configuration of packages: the check of cycles does not tell it apart. */
function hasModuleCycles(regions: readonly Region[], links: Links, { isFamily }: Relations): boolean {
  const targets = new Map<string, string[]>();
  for (const { from, to } of [...links.all, ...links.configuration]) {
    if (!isFamily(from, to)) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const ids = regions.map(region => region.id);
  return tangles(ids, id => targets.get(id) ?? []).size > 0;
}

/** Layers that come from names may call upward what the order of imports calls downward: names win. */
function withoutUpward(known: Permissions, links: Links, goesUp: (from: string, to: string) => boolean): Permissions {
  const doubts = new Map(known.doubts);
  for (const link of links.all) if (!doubts.has(link) && goesUp(link.from, link.to)) doubts.set(link, 'against-order');
  const permitted = new Map(
    [...known.permitted].map(([from, targets]) => [from, targets.filter(to => !goesUp(from, to))] as const),
  );
  return { order: known.order, permitted, doubts };
}

/** What is left out of a module's `dependsOn`, with the imports it takes and, where both depend on each other, those back. */
function remarksOn(region: Region, { doubts }: Permissions, links: Links): string[] {
  const left = [...doubts].filter(([link]) => link.from === region.id);
  if (left.length === 0) return [];
  const named = left.map(([link, doubt]) => {
    const back = doubt === 'mutual' ? links.between(link.to, link.from) : undefined;
    return `${link.to} (${link.sites}${back ? `, ${back.sites} back` : ''})`;
  });
  return [`not ${named.slice(0, 4).join(', ')}${named.length > 4 ? ` and ${named.length - 4} more` : ''}`];
}

function densityOf(input: InferenceInput, sources: InferredSources): Density {
  let counts: Map<FilePath, { inside: number; across: number }> | undefined;
  const count = () => {
    const result = new Map<FilePath, { inside: number; across: number }>();
    const at = (path: FilePath) => {
      let known = result.get(path);
      if (!known) {
        known = { inside: 0, across: 0 };
        result.set(path, known);
      }
      return known;
    };
    for (const from of sources.files) {
      if (sources.isTest(from)) continue;
      const own = foldersAbove(from);
      for (const { target } of input.edges(from)) {
        if (target.kind !== 'file') continue;
        const other = foldersAbove(target.path);
        for (const folder of own) at(folder)[other.includes(folder) ? 'inside' : 'across']++;
        for (const folder of other) if (!own.includes(folder)) at(folder).across++;
      }
    }
    return result;
  };
  return folder => {
    counts ??= count();
    return counts.get(folder) ?? { inside: 0, across: 0 };
  };
}

function foldersAbove(path: FilePath): FilePath[] {
  const folders: FilePath[] = [];
  for (let at = dirname(path); at !== ''; at = dirname(at)) folders.push(at);
  return folders;
}

/** Files in the largest strongly connected component by eager production imports. */
function largestFileCycle(input: InferenceInput, sources: InferredSources): number {
  const production = sources.files.filter(path => !sources.isTest(path));
  const component = tangles(production, path =>
    input
      .edges(path)
      .flatMap(edge =>
        edge.kind === 'eager' && edge.target.kind === 'file' && edge.target.path !== path ? [edge.target.path] : [],
      ),
  );
  const sizes = new Map<number, number>();
  for (const found of component.values()) sizes.set(found, (sizes.get(found) ?? 0) + 1);
  return Math.max(0, ...sizes.values());
}

function notesOn(
  regions: readonly Region[],
  sources: InferredSources,
  hasLayers: boolean,
  doubted: number,
  links: number,
  largestCycle: number,
): string[] {
  const notes: string[] = [];
  if (sources.files.length === 0) return ['There are no source files yet, so the policy declares no modules.'];
  notes.push(
    `${regions.length} modules for ${sources.files.length} files; ${links - doubted} of ${links} dependencies between modules are permitted.`,
  );
  if (doubted > 0)
    notes.push(`${doubted} dependencies between modules are not permitted and raise a question each in the baseline.`);
  if (!hasLayers && regions.length > 2) notes.push('No layers: neither names nor imports show a clear top and bottom.');
  if (largestCycle > 1) notes.push(`The largest cycle of files holds ${largestCycle}.`);
  for (const { globs, remark } of sources.excluded) notes.push(`Excluded: ${globs.join(', ')}. ${remark}`);
  return notes;
}
