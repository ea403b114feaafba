import { decode } from '../files/decode.js';
import type { FileStat, FileSystem } from '../files/file-system.js';
import { type IgnoreRules, ignoreRules } from '../files/ignore-rules.js';
import { type Inventory, takeInventory, wantedBy } from '../files/inventory.js';
import { isMinified, isVendored, maxSourceSize } from '../files/inventory-classes.js';
import { basename, compareText, type FilePath, isWithin } from '../files/paths.js';
import { withEntries } from '../files/sorted-paths.js';
import type { Surroundings } from '../files/surroundings.js';
import { type Baseline, parseBaseline } from '../policy/baseline.js';
import { bindPolicy } from '../policy/bind.js';
import { type LoadedPolicy, loadPolicy } from '../policy/load.js';
import type { Policy, PolicyProblem } from '../policy/policy.js';
import { zeroConfigPolicy } from '../policy/zero-config.js';
import { denoConfigs } from '../resolve/import-maps.js';
import { type Layout, readLayout } from '../resolve/layout.js';
import { createResolver, type Resolver } from '../resolve/resolver.js';
import { knownRuleIds } from '../rules/index.js';
import { dialectOf } from '../syntax/parser.js';
import { type FailureInputs, isLinterConfig, isModelFile, readFailureInputs } from './failure-inputs.js';

/** The policy file, at the workspace root. */
export const POLICY_FILE = 'architecture.jsonc';
const knownRules = [...knownRuleIds];
const NARROWING_FILE = 'architecture.module.jsonc';

/** The policy file, and those that narrow it where they stand. */
export function isPolicyFile(path: FilePath): boolean {
  return path === POLICY_FILE || basename(path) === NARROWING_FILE;
}

/** Files whose change concerns more than the file itself. */
export function isSettingFile(path: FilePath): boolean {
  const name = basename(path);
  return (
    isPolicyFile(path) ||
    name === 'package.json' ||
    name === 'pnpm-workspace.yaml' ||
    name === 'lerna.json' ||
    denoConfigs.includes(name) ||
    name === '.gitignore' ||
    isLinterConfig(path) ||
    ((name.startsWith('tsconfig') || name.startsWith('jsconfig')) && name.endsWith('.json'))
  );
}

/** Names that the inventory lists besides sources, manifests and compiler configurations. */
export function isExtraFile(path: FilePath): boolean {
  const name = basename(path);
  return isPolicyFile(path) || name === 'pnpm-workspace.yaml' || name === 'lerna.json' || isLinterConfig(path);
}

/** Everything around the source files at one moment, and what it was read from. */
export interface Situation {
  readonly fs: FileSystem;
  readonly policy: Policy;
  readonly inventory: Inventory;
  readonly baseline: Baseline | undefined;
  readonly baselineProblems: readonly PolicyProblem[];
  readonly layout: Layout;
  readonly resolver: Resolver;
  readonly loaded: LoadedPolicy | undefined;
  readonly failureInputs: FailureInputs;
  readonly surroundings: Surroundings | undefined;
  readonly rules: IgnoreRules;
  /** Set while the text of the policy cannot be used and an earlier one, `loaded`, is in force: what is wrong with it. */
  readonly unusable?: Pick<Policy, 'text' | 'problems'>;
}

/**
 * Reads policy, inventory, projects and baseline. Never throws for what stands in them. Where the policy cannot be used,
 * that of `earlier` stays in force, if there is one.
 */
export function readSituation(fs: FileSystem, surroundings: Surroundings | undefined, earlier?: Situation): Situation {
  const kept = earlier?.policy.usable ? earlier.loaded : undefined;
  const rules = ignoreRules(fs, surroundings?.ignoreFiles);
  const text = textOf(fs, POLICY_FILE);
  // The narrowing files are known only after the walk, and the walk needs the policy's globs: the main file decides these.
  const main = text === undefined ? undefined : loadPolicy(POLICY_FILE, text);
  const isKept = main !== undefined && !main.usable && kept !== undefined;
  const inventory = inventoryOf(fs, isKept ? kept : main, surroundings, rules);
  const own = main && withNarrowings(main, text ?? '', inventory, fs);
  const bound = bind(own, inventory, fs);
  const unusable = own && kept && !bound.usable ? { text: bound.text, problems: bound.problems } : undefined;
  const loaded = unusable ? kept : own;
  const policy = unusable ? keptPolicy(bind(kept, inventory, fs), unusable) : bound;
  const ignored = (path: FilePath) => rules.isIgnored(path);
  const layout = readLayout(fs, { ...pathsOf(inventory), ignored }, policy.resolution);
  const resolver = createResolver({ fs, layout, settings: policy.resolution, ignored });
  const around = { fs, surroundings, rules, loaded, ...(unusable && { unusable }) };
  const failureInputs = readFailureInputs(fs, policy, inventory);
  return { ...around, policy, inventory, layout, resolver, failureInputs, ...readBaseline(fs, policy) };
}

/** The `architecture.module.jsonc` files among the files that were found. */
export function narrowingFilesOf({ extras }: Inventory): Inventory['extras'] {
  return extras.filter(({ path }) => basename(path) === NARROWING_FILE);
}

/** Lists a file system the way a situation lists its own: to see what was added or removed since. */
export function inventoryNow({ loaded, surroundings }: Situation, fs: FileSystem): Inventory {
  return inventoryOf(fs, loaded, surroundings, ignoreRules(fs, surroundings?.ignoreFiles));
}

function inventoryOf(
  fs: FileSystem,
  loaded: LoadedPolicy | undefined,
  surroundings: Surroundings | undefined,
  rules: IgnoreRules,
): Inventory {
  const isModel = isModelFile(loaded);
  return takeInventory(fs, sourceGlobsOf(loaded), {
    isSource: path => dialectOf(path) !== undefined,
    isExtra: path => isExtraFile(path) || isModel(path),
    rules,
    ...(surroundings && { surroundings }),
  });
}

/** An earlier policy under the text that took its place and cannot be used. */
function keptPolicy(policy: Policy, { text, problems }: Pick<Policy, 'text' | 'problems'>): Policy {
  return { ...policy, text, problems, isKept: true };
}

/**
 * The situation after source or resource files changed, none of them a setting file; `moved` are those among them that
 * came or went, or may have.
 */
export function situationAfter(
  before: Situation,
  fs: FileSystem,
  paths: readonly FilePath[],
  moved: readonly FilePath[],
): Situation {
  const { rules, policy, unusable } = before;
  const baselineChanged = policy.baseline !== undefined && paths.includes(policy.baseline.file);
  const next = { ...before, fs, ...(baselineChanged && readBaseline(fs, policy)) };
  if (moved.length === 0 && !paths.some(path => crossesLimit(before, fs, path))) return next;
  const resolver = before.resolver.after({ fs, ignored: path => rules.isIgnored(path), paths: moved });
  const inventory = inventoryAfter(before, fs, paths);
  return {
    ...next,
    inventory,
    resolver,
    layout: layoutAfter(before, resolver.layout, moved),
    policy: unusable
      ? keptPolicy(bind(before.loaded, inventory, fs), unusable)
      : bind(before.loaded, inventory, fs, policy),
  };
}

/**
 * The very same layout where the moved files change nothing in it that a rule reads, so that no check is run again. Only
 * without a declared policy do rules read which files a package's `exports` and its like lead to.
 */
function layoutAfter({ layout, policy }: Situation, next: Layout, moved: readonly FilePath[]): Layout {
  if (policy.declared) return layout;
  const entries = ({ manifests }: Layout) =>
    JSON.stringify(
      manifests
        .filter(({ folder }) => moved.some(path => isWithin(path, folder)))
        .map(({ path, entryFiles }) => [path, entryFiles]),
    );
  return entries(layout) === entries(next) ? layout : next;
}

/** Files whose size or time is not what an earlier inventory says: what changed on the disk since. */
export function changedBetween(earlier: Inventory, now: Inventory): FilePath[] {
  const stamps = stampsOf(earlier);
  const changed = new Set<FilePath>();
  for (const [path, stamp] of stampsOf(now)) {
    if (stamps.get(path) !== stamp) changed.add(path);
    stamps.delete(path);
  }
  for (const path of stamps.keys()) changed.add(path);
  return [...changed].sort(compareText);
}

/** True when nothing was added to a folder or taken from one, resources included. */
export function sameFolders(earlier: Inventory, now: Inventory): boolean {
  const key = ({ folders }: Inventory) => JSON.stringify(folders);
  return key(earlier) === key(now);
}

function stampsOf({ files, skipped, manifests, configs, gitignores, extras }: Inventory): Map<FilePath, string> {
  const all = [files, skipped, manifests, configs, gitignores, extras].flat();
  return new Map(all.map(({ path, size, mtimeMs }) => [path, `${size} ${mtimeMs}`]));
}

/** A file that grows past the size limit, or shrinks below it, joins or leaves the analysis like one that is deleted. */
function crossesLimit(before: Situation, fs: FileSystem, path: FilePath): boolean {
  const tooLarge = (stat: FileStat | undefined) => (stat?.size ?? 0) > maxSourceSize;
  return tooLarge(before.fs.stat(path)) !== tooLarge(fs.stat(path));
}

function inventoryAfter(
  { inventory, rules, loaded }: Situation,
  fs: FileSystem,
  paths: readonly FilePath[],
): Inventory {
  const wanted = wantedBy(sourceGlobsOf(loaded));
  const files = new Map<FilePath, Inventory['files'][number] | undefined>();
  const skipped = new Map<FilePath, Inventory['skipped'][number] | undefined>();
  for (const path of paths) {
    const [file, left] = judged(path, fs.stat(path));
    files.set(path, file);
    skipped.set(path, left);
  }
  const pathOf = ({ path }: { readonly path: FilePath }) => path;
  return {
    ...inventory,
    files: withEntries(inventory.files, files, pathOf),
    skipped: withEntries(inventory.skipped, skipped, pathOf),
  };

  function judged(
    path: FilePath,
    stat: FileStat | undefined,
  ): [Inventory['files'][number] | undefined, Inventory['skipped'][number] | undefined] {
    if (stat?.kind !== 'file' || dialectOf(path) === undefined || !wanted(path) || rules.isIgnored(path))
      return [undefined, undefined];
    const why = isMinified(basename(path)) ? 'minified' : isVendored(path) ? 'vendored' : undefined;
    const { size, mtimeMs } = stat;
    if (why) return [undefined, { path, why }];
    return size > maxSourceSize
      ? [undefined, { path, why: 'too-large', size, mtimeMs }]
      : [{ path, size, mtimeMs }, undefined];
  }
}

function bind(loaded: LoadedPolicy | undefined, inventory: Inventory, fs: FileSystem, previous?: Policy): Policy {
  if (!loaded) return previous ?? zeroConfigPolicy(POLICY_FILE);
  const files = inventory.files.map(file => file.path);
  return bindPolicy(loaded, files, { knownRules, resourceExists: path => fs.stat(path)?.kind === 'file' }, previous);
}

function withNarrowings(main: LoadedPolicy, text: string, inventory: Inventory, fs: FileSystem): LoadedPolicy {
  const narrowing = narrowingFilesOf(inventory);
  if (narrowing.length === 0) return main;
  return loadPolicy(
    POLICY_FILE,
    text,
    narrowing.map(({ path }) => ({ path, text: textOf(fs, path) ?? '' })),
  );
}

function sourceGlobsOf(loaded: LoadedPolicy | undefined): { include: readonly string[]; exclude: readonly string[] } {
  const sources = loaded?.document?.sources;
  return { include: sources?.include ?? [], exclude: sources?.exclude ?? [] };
}

function pathsOf({ manifests, configs }: Inventory): { manifests: readonly FilePath[]; configs: readonly FilePath[] } {
  return { manifests: manifests.map(file => file.path), configs: configs.map(file => file.path) };
}

function readBaseline(fs: FileSystem, policy: Policy): Pick<Situation, 'baseline' | 'baselineProblems'> {
  const file = policy.usable ? policy.baseline?.file : undefined;
  const text = file === undefined ? undefined : textOf(fs, file);
  if (file === undefined || text === undefined) return { baseline: undefined, baselineProblems: [] };
  const { baseline, problems } = parseBaseline(file, text);
  return { baseline, baselineProblems: problems };
}

function textOf(fs: FileSystem, path: FilePath): string | undefined {
  const bytes = fs.readBytes(path);
  return bytes && decode(bytes).text;
}
