import { dirname, type FilePath } from '../../files/paths.js';
import type { Subject } from '../baseline/subject.js';
import { inferEntryPoints } from './entry-points.js';
import { isSideline } from './folders.js';
import type { InferenceInput, Region } from './input.js';
import { inferLayers } from './layers.js';
import { type Links, linksBetween } from './links.js';
import { tangles } from './order.js';
import { inferPermissions, type Permissions, relationsOf } from './permissions.js';
import { questionAbout } from './questions.js';
import { type Density, inferRegions } from './regions.js';
import { type InferredSources, inferSources } from './sources.js';
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
  const regions = inferRegions(input, sources.files, densityOf(input, sources));
  const links = linksBetween(input, sources, regions);
  const known = inferPermissions(regions, links);
  const layers = inferLayers(regions, links.all, known);
  const level = new Map(layers.order.map((name, i) => [name, i]));
  const levelOf = (id: string) => level.get(layers.layerOf.get(id) ?? '');
  const goesUp = (from: string, to: string) => (levelOf(from) ?? -1) > (levelOf(to) ?? Number.POSITIVE_INFINITY);
  const permissions = withoutUpward(known, links, goesUp);
  const files = new Set(sources.files.filter(path => !sources.isTest(path)));
  const modules = regions.map((region): InferredModule => {
    return {
      region,
      layer: layers.layerOf.get(region.id),
      dependsOn: permissions.permitted.get(region.id) ?? [],
      entryPoints: inferEntryPoints(region, links, files),
      remarks: remarksOn(region, permissions),
    };
  });
  const largestCycle = largestFileCycle(input, sources);
  const ids = regions.map(region => region.id);
  const targets = new Map<string, string[]>();
  const { isFamily } = relationsOf(regions);
  for (const link of links.all) {
    if (!isFamily(link.from, link.to)) targets.set(link.from, [...(targets.get(link.from) ?? []), link.to]);
  }
  const moduleCycles = tangles(ids, id => targets.get(id) ?? []).size > 0;
  const doubted = permissions.doubts.size;
  return {
    text: writePolicy({ sources, layers, modules, largestCycle, moduleCycles, doubted }),
    notes: notesOn(regions, sources, layers.order.length > 0, doubted, links.all.length, largestCycle),
    questionFor: finding => questionAbout(finding, links, permissions.doubts),
  };
}

/** Layers that come from names may call upward what the order of imports calls downward: names win. */
function withoutUpward(known: Permissions, links: Links, goesUp: (from: string, to: string) => boolean): Permissions {
  const doubts = new Map(known.doubts);
  const permitted = new Map<string, readonly string[]>();
  for (const [from, targets] of known.permitted) {
    for (const to of targets) {
      const link = links.between(from, to);
      if (link && goesUp(from, to)) doubts.set(link, 'against-order');
    }
    permitted.set(
      from,
      targets.filter(to => !goesUp(from, to)),
    );
  }
  return { order: known.order, permitted, doubts };
}

const doubtWords = { young: 'young', 'against-order': 'against the order', mutual: 'mutual', weak: 'a stray name' };

function remarksOn(region: Region, permissions: Permissions): string[] {
  const remarks: string[] = [];
  if (region.folder === '') remarks.push('configuration and scraps at the top');
  else if (isSideline(region.folder)) remarks.push('beside the product');
  const left = [...permissions.doubts].filter(([link]) => link.from === region.id);
  if (left.length > 0) {
    const named = left.map(([link, doubt]) => `${link.to} (${doubtWords[doubt]}, ${link.sites})`);
    const shown = named.slice(0, 4).join(', ');
    remarks.push(`not permitted: ${shown}${named.length > 4 ? ` and ${named.length - 4} more` : ''}`);
  }
  return remarks;
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
  if (sources.excluded > 0)
    notes.push(`${sources.excluded} files of test data are excluded (${sources.exclude.join(', ')}).`);
  return notes;
}
