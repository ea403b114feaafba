import { basename, compareText, dirname, type FilePath, isWithin } from '../../files/paths.js';
import type { Manifest } from '../../resolve/resolution.js';
import { type Folder, foldersOf, isContainer, isSideline, isWrapper } from './folders.js';
import type { InferenceInput, Region } from './input.js';

/** Edges that stay inside a folder and edges that cross its border, both ways. */
export type Density = (folder: FilePath) => { readonly inside: number; readonly across: number };

/** A folder smaller than this share of all files is not worth splitting further. */
const largeShare = 0.12;
const leastLarge = 40;
const mostChildren = 30;
const leastLargePackage = 300;
const leastPart = 40;
/** A folder at the top with no more files goes to the root's module, in a large repository. */
const mostScraps = 3;

interface Plan {
  readonly folder: FilePath;
  readonly manifest?: Manifest;
}

/**
 * Draws the modules: a package each in a monorepo, else a folder each that a person would name. Folders that merely hold
 * others are opened, large packages only where a folder inside is closer to itself than to the rest.
 */
export function inferRegions(input: InferenceInput, files: readonly FilePath[], density: Density): readonly Region[] {
  const folders = foldersOf(files);
  const packages = [...input.workspacePackages.values()].filter(
    manifest => manifest.folder !== '' && folders.has(manifest.folder),
  );
  const plans = packages.length >= 2 ? monorepo(packages, folders, density) : singlePackage(packages[0], folders);
  return regionsOf(plans, files, folders, new Map(packages.map(manifest => [manifest.folder, manifest])));
}

/** One module per package; programs beside the product (examples, templates) one per top folder; the rest by top folder. */
function monorepo(packages: readonly Manifest[], folders: ReadonlyMap<FilePath, Folder>, density: Density): Plan[] {
  const total = folders.get('')?.count ?? 0;
  const plans = new Map<FilePath, Plan>();
  for (const manifest of packages) {
    const top = topOf(manifest.folder);
    if (isSideline(manifest.folder) && top !== manifest.folder) plans.set(top, { folder: top });
    else {
      plans.set(manifest.folder, { folder: manifest.folder, manifest });
      for (const folder of denseParts(manifest.folder, folders, density, total)) plans.set(folder, { folder });
    }
  }
  for (const top of folders.get('')?.children ?? []) {
    if (packages.some(manifest => isWithin(manifest.folder, top)) && !hasLooseFiles(top, packages, folders)) continue;
    if (!plans.has(top)) plans.set(top, { folder: top });
  }
  return [...plans.values()];
}

/** Whether a top folder holds files that lie in none of its packages. */
function hasLooseFiles(top: FilePath, packages: readonly Manifest[], folders: ReadonlyMap<FilePath, Folder>): boolean {
  const roots = packages.filter(manifest => isWithin(manifest.folder, top));
  const outer = roots.filter(
    manifest => !roots.some(other => other !== manifest && isWithin(manifest.folder, other.folder)),
  );
  const held = outer.reduce((sum, manifest) => sum + (folders.get(manifest.folder)?.count ?? 0), 0);
  return (folders.get(top)?.count ?? 0) > held;
}

/** Folders of a large package, inside its wrappers, that have more edges inside than across their border. */
function denseParts(
  root: FilePath,
  folders: ReadonlyMap<FilePath, Folder>,
  density: Density,
  total: number,
): FilePath[] {
  const size = folders.get(root)?.count ?? 0;
  if (size < Math.max(leastLargePackage, total * largeShare)) return [];
  const most = (child: FilePath) => (folders.get(child)?.count ?? 0) > size * 0.6 || isWrapper(child);
  let level = folders.get(root)?.children ?? [];
  for (let next = level.find(most); next !== undefined; next = level.find(most))
    level = folders.get(next)?.children ?? [];
  const parts = level.filter(child => {
    const { inside, across } = density(child);
    return (folders.get(child)?.count ?? 0) >= leastPart && inside > across;
  });
  return parts.length <= 8 ? parts : [];
}

/** By top folder, opened where a folder merely holds others. */
function singlePackage(manifest: Manifest | undefined, folders: ReadonlyMap<FilePath, Folder>): Plan[] {
  const total = folders.get('')?.count ?? 0;
  const least = Math.min(8, Math.max(1, Math.round(total * 0.004)));
  const plans: Plan[] = [];
  const open = (path: FilePath, depth: number): void => {
    const folder = folders.get(path);
    if (!folder) return;
    const large = folder.children.filter(child => (folders.get(child)?.count ?? 0) >= least);
    const held = large.reduce((sum, child) => sum + (folders.get(child)?.count ?? 0), 0);
    const only = folder.count >= total * 0.6 && (isWrapper(path) || isContainer(path) || path === '');
    const wide = isContainer(path) && folder.count > Math.max(leastLarge, total * largeShare);
    const opens =
      path === '' ||
      (depth < 5 &&
        large.length >= (only ? 1 : 2) &&
        large.length <= mostChildren &&
        held >= folder.count * 0.5 &&
        (only || wide));
    if (path !== '') plans.push({ folder: path, ...(manifest?.folder === path && { manifest }) });
    if (!opens) return;
    for (const child of path === '' ? folder.children : large) open(child, depth + 1);
  };
  open('', 0);
  return plans;
}

/** Turns folders into modules: names them, merges scraps, drops what a nested module emptied. */
function regionsOf(
  plans: readonly Plan[],
  files: readonly FilePath[],
  folders: ReadonlyMap<FilePath, Folder>,
  manifests: ReadonlyMap<FilePath, Manifest>,
): readonly Region[] {
  const total = files.length;
  const planned = new Set(plans.map(plan => plan.folder));
  const owned = new Map<FilePath, FilePath[]>();
  for (const file of files) {
    let folder = dirname(file);
    while (folder !== '' && !planned.has(folder)) folder = dirname(folder);
    owned.set(folder, [...(owned.get(folder) ?? []), file]);
  }
  const root = folders.get('')?.direct ?? [];
  const scrap = (plan: Plan) => {
    if (manifests.has(plan.folder) || plan.folder.includes('/') || root.length === 0) return false;
    return (folders.get(plan.folder)?.count ?? 0) <= Math.min(mostScraps, Math.floor(total * 0.003));
  };
  const kept = plans.filter(plan => owned.has(plan.folder) && !scrap(plan));
  const scraps = plans.filter(plan => owned.has(plan.folder) && scrap(plan)).map(plan => plan.folder);
  const names = namesFor(kept);
  const keptFolders = new Set(kept.map(plan => plan.folder));
  const regions: Region[] = kept.map(({ folder, manifest }) => {
    const parent = parentOf(folder, keptFolders);
    return {
      id: names.get(folder)!,
      paths: [folder],
      folder,
      ...(parent !== undefined && { parent: names.get(parent)! }),
      ...(manifest && { manifest }),
      files: owned.get(folder) ?? [],
    };
  });
  if (root.length > 0 || scraps.length > 0) {
    const extensions = [...new Set(root.map(extensionOf))].sort(compareText);
    regions.push({
      id: unused('root', new Set(names.values())),
      paths: [...extensions.map(extension => `*${extension}`), ...scraps],
      folder: '',
      files: [...root, ...scraps.flatMap(folder => owned.get(folder) ?? [])].sort(compareText),
    });
  }
  return regions.sort((a, b) =>
    compareText(a.folder === '' ? '\uFFFF' : a.folder, b.folder === '' ? '\uFFFF' : b.folder),
  );
}

function parentOf(folder: FilePath, folders: ReadonlySet<FilePath>): FilePath | undefined {
  for (let path = dirname(folder); path !== ''; path = dirname(path)) if (folders.has(path)) return path;
  return undefined;
}

/** Packages by name without scope, folders by their path without wrappers; longer where two would be equal. */
function namesFor(plans: readonly Plan[]): Map<FilePath, string> {
  const names = new Map<FilePath, string>();
  const taken = new Set<string>();
  const take = (folder: FilePath, wishes: readonly string[]) => {
    const name = wishes.map(cleaned).find(wish => wish !== '' && !taken.has(wish)) ?? unused(cleaned(folder), taken);
    names.set(folder, name);
    taken.add(name);
  };
  const packages = plans.filter(plan => plan.manifest);
  for (const { folder, manifest } of packages) {
    const short = manifest?.name?.replace(/^@[^/]+\//, '') ?? basename(folder);
    take(folder, [short, basename(folder), manifest?.name?.replace(/^@/, '') ?? '', folder]);
  }
  for (const { folder } of plans.filter(plan => !plan.manifest)) {
    const owner = packages.find(plan => isWithin(folder, plan.folder));
    const inside = owner ? folder.slice(owner.folder.length + 1) : folder;
    const short = inside
      .split('/')
      .filter((segment, i, all) => i === all.length - 1 || !isWrapper(segment))
      .join('/');
    const prefix = owner ? `${names.get(owner.folder)}/` : '';
    take(folder, [prefix + short, prefix + inside, folder]);
  }
  return names;
}

/** What an id may not hold: white space, `*`, `#`, `:`, braces. */
function cleaned(name: string): string {
  return name.replace(/[\s*#:{}]+/g, '-').replace(/^-+|-+$/g, '');
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name === '' ? 'module' : name;
  for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
  return free;
}

function topOf(folder: FilePath): FilePath {
  const slash = folder.indexOf('/');
  return slash < 0 ? folder : folder.slice(0, slash);
}

function extensionOf(path: FilePath): string {
  const name = basename(path);
  return name.slice(name.lastIndexOf('.'));
}
