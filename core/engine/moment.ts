import type { FileChange, FileSystem } from '../files/file-system.js';
import { contentHash } from '../files/hash.js';
import { maxSourceSize } from '../files/inventory-classes.js';
import { overlayFileSystem } from '../files/overlay.js';
import type { FilePath } from '../files/paths.js';
import { firstAtOrAfter } from '../files/sorted-paths.js';
import type { Moves } from '../policy/baseline.js';
import type { ProjectLayout } from '../resolve/resolution.js';
import { dialectOf } from '../syntax/parser.js';
import { advance, emptyState } from './analysis/advance.js';
import { resolveImports } from './analysis/resolve-imports.js';
import type { FileRecord, Setting, State } from './analysis/state.js';
import { extractFiles } from './extraction/extract-files.js';
import { type FactsCache, noFactsCache } from './extraction/facts-cache.js';
import type { FrontEnd } from './extraction/front-end.js';
import { isModelFile } from './failure-inputs.js';
import {
  changedBetween,
  isSettingFile,
  readSituation,
  type Situation,
  sameFolders,
  situationAfter,
} from './situation.js';

/** How far a long step is. `done` and `total` count files. */
export interface Progress {
  readonly phase: 'inventory' | 'extract' | 'check';
  readonly done: number;
  readonly total: number;
}

/** What moments are made with; the same for all moments of a workspace. */
export interface Means {
  readonly frontEnd: FrontEnd;
  readonly cache: FactsCache;
  readonly today: string;
  /** Edits will follow: the parser stays loaded. */
  readonly isResident?: boolean;
  /** While the policy cannot be used, the last one that could stays in force. */
  readonly keepsPolicy?: boolean;
  /** Whose policy is kept. Default: the one before. */
  readonly heldFrom?: Situation;
  /** Renames since the baseline was written, asked only when something is left to match. */
  renamesSinceBaseline?(baselineFile: FilePath): ReadonlyMap<FilePath, FilePath>;
  onProgress?(progress: Progress): void;
}

/** The workspace at one moment: what it was read from and what came out. Immutable. */
export interface Moment {
  readonly situation: Situation;
  readonly state: State;
}

/** The first moment: everything is read and analysed. Specifiers are resolved while other files are still being parsed. */
export async function firstMoment(
  fs: FileSystem,
  surroundings: Situation['surroundings'],
  means: Means,
  signal?: AbortSignal,
): Promise<Moment> {
  means.onProgress?.({ phase: 'inventory', done: 0, total: 0 });
  const situation = readSituation(fs, surroundings);
  const setting = settingOf(situation, means);
  const empty = emptyState(setting);
  const resolved = new Map<number, ReturnType<typeof resolveImports>>();
  const paths = situation.policy.usable ? situation.inventory.files.map(file => file.path) : [];
  const extracting = extract(situation, paths, means, signal, record => {
    resolved.set(empty.numbers.of(record.path), resolveImports(record.path, record.facts, situation.resolver));
  });
  if (!situation.policy.declared) void readEntryFiles(situation.layout, extracting);
  const records = await extracting;
  if (!means.isResident) means.frontEnd.rest?.();
  means.onProgress?.({ phase: 'check', done: 0, total: paths.length });
  const state = advance(empty, { setting, records, appearedOrGone: [], resolved });
  return { situation, state };
}

/**
 * Without a policy the files that packages publish are their entry points, and finding them lists many folders: done while
 * this thread waits for the parser. What is left when the wait is over is found when it is asked for.
 */
async function readEntryFiles({ workspacePackages }: ProjectLayout, wait: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  wait.then(end, end);
  for (const manifest of workspacePackages.values()) {
    await new Promise(resolve => setImmediate(resolve));
    if (isOver) return;
    void (manifest.hasExports && manifest.entryFiles);
  }
}

/** Which files may be different from the moment before. */
export interface MomentChange {
  readonly paths: readonly FilePath[];
  /** Those among them that changed on the disk, of which the moment before no longer shows what they were. */
  readonly onDisk?: ReadonlySet<FilePath>;
  /** Whatever else changed on the disk counts too. */
  readonly everything?: boolean;
}

/** So many files at once are a switch of the branch, of which an earlier run may know the facts. */
const fewFiles = 50;

/** The moment after some files were given other texts or deleted; `fs` already shows them. */
export async function momentAfter(
  before: Moment,
  fs: FileSystem,
  change: MomentChange,
  means: Means,
  signal?: AbortSignal,
): Promise<Moment> {
  const earlier = before.situation;
  const reread = () =>
    readSituation(fs, earlier.surroundings, means.keepsPolicy ? (means.heldFrom ?? earlier) : undefined);
  const everything = change.everything ? reread() : undefined;
  const found = everything ? changedBetween(earlier.inventory, everything.inventory) : [];
  const paths = [...new Set([...change.paths, ...found])];
  if (everything && paths.length === 0 && sameFolders(earlier.inventory, everything.inventory)) return before;
  const onDisk = new Set([...(change.onDisk ?? []), ...found]);
  const moved = paths.filter(path => hasMoved(before, fs, path, onDisk.has(path)));
  const isModel = isModelFile(earlier.loaded);
  const isSetting = paths.some(path => isSettingFile(path) || isModel(path));
  const anew = everything ?? (isSetting ? reread() : undefined);
  const situation = anew ?? situationAfter(earlier, fs, paths, moved);
  const { stale, gone } = (anew ? allSourcesToRead : sourcesToRead)(before, situation, paths);
  // What is typed is not worth remembering: kept in memory it would grow with every edit.
  const cache = stale.length > fewFiles ? means.cache : noFactsCache;
  const records: Map<FilePath, FileRecord | undefined> = await extract(situation, stale, { ...means, cache }, signal);
  cache.forget();
  for (const path of gone) records.set(path, undefined);
  const state = advance(before.state, { setting: settingOf(situation, means), records, appearedOrGone: moved });
  return { situation, state };
}

/**
 * True when a file came or went, or may have. The disk as it was then can no longer be asked: what the moment before knows
 * for certain is only which sources it had.
 */
function hasMoved({ situation, state }: Moment, fs: FileSystem, path: FilePath, onDisk: boolean): boolean {
  const now = fs.stat(path);
  if (recordIn(state, path)) return now?.kind !== 'file' || now.size > maxSourceSize;
  if (onDisk || dialectOf(path) !== undefined) return true;
  return (now === undefined) !== (situation.fs.stat(path) === undefined);
}

/** A file system with the given texts over another; a deleted file has none. */
export function withChanges(fs: FileSystem, changes: readonly FileChange[]): FileSystem {
  return overlayFileSystem(fs, new Map(changes.map(({ path, text }) => [path, text])));
}

/** Which source files must be extracted, and which are no longer analysed. */
interface SourcesToRead {
  readonly stale: readonly FilePath[];
  readonly gone: readonly FilePath[];
}

/** As `sourcesToRead`, where all was listed anew. */
function allSourcesToRead({ state }: Moment, next: Situation, paths: readonly FilePath[]): SourcesToRead {
  const changed = new Set(paths);
  const files = next.policy.usable ? next.inventory.files : [];
  const present = new Set(files.map(file => file.path));
  return {
    stale: files.flatMap(({ path }) => (changed.has(path) || !recordIn(state, path) ? [path] : [])),
    gone: state.files.filter(path => !present.has(path)),
  };
}

/** Among the paths that changed; all others are what they were. */
function sourcesToRead({ state }: Moment, { inventory, policy }: Situation, paths: readonly FilePath[]): SourcesToRead {
  const isSource = (path: FilePath) =>
    policy.usable && inventory.files[firstAtOrAfter(inventory.files, path, file => file.path)]?.path === path;
  return {
    stale: paths.filter(isSource),
    gone: paths.filter(path => !isSource(path) && recordIn(state, path)),
  };
}

function recordIn({ records, numbers }: State, path: FilePath): FileRecord | undefined {
  return records.get(numbers.known(path) ?? -1);
}

async function extract(
  { fs }: Situation,
  paths: readonly FilePath[],
  { frontEnd, cache, onProgress }: Means,
  signal?: AbortSignal,
  onRecord?: (record: FileRecord) => void,
): Promise<Map<FilePath, FileRecord | undefined>> {
  const records = new Map<FilePath, FileRecord | undefined>();
  await extractFiles({
    fs,
    paths,
    frontEnd,
    cache,
    ...(signal && { signal }),
    onRecord: (path, record) => {
      records.set(path, record);
      if (record) onRecord?.(record);
      onProgress?.({ phase: 'extract', done: records.size, total: paths.length });
    },
  });
  return records;
}

function settingOf(situation: Situation, means: Means): Setting {
  const { fs, policy, layout, resolver, inventory, failureInputs, baseline, baselineProblems } = situation;
  return {
    fs,
    policy,
    layout,
    resolver,
    failureInputs,
    today: means.today,
    skipped: inventory.skipped,
    baseline,
    baselineProblems,
    moves: movesOf(fs, baseline?.path, means),
  };
}

function movesOf(fs: FileSystem, baselineFile: FilePath | undefined, means: Means): Moves {
  return {
    exists: path => fs.stat(path) !== undefined,
    ...(baselineFile !== undefined &&
      means.renamesSinceBaseline && { renames: () => means.renamesSinceBaseline!(baselineFile) }),
  };
}

/** Tells moments apart by content alone: the hashes of all sources, the policy, manifests and compiler settings. */
export function revisionOf({ state, situation }: Moment): string {
  const parts = [
    situation.policy.text,
    JSON.stringify(situation.baseline?.entries ?? []),
    settingsHash(situation, state.setting.today),
  ];
  for (const path of state.files) parts.push(path, state.records.get(state.numbers.of(path))?.hash ?? '');
  return contentHash(parts.join('\0')).slice(0, 12);
}

const settingsHashes = new WeakMap<ProjectLayout, string>();

/** The content of what is neither source nor the policy itself. The layout is another object whenever one was read again. */
function settingsHash({ fs, inventory, layout }: Situation, today: string): string {
  const known = settingsHashes.get(layout);
  if (known !== undefined) return known;
  const parts = [today];
  for (const list of [inventory.manifests, inventory.configs, inventory.gitignores, inventory.extras]) {
    for (const { path } of list) parts.push(path, contentHash(fs.readBytes(path) ?? ''));
  }
  const made = contentHash(parts.join('\0'));
  settingsHashes.set(layout, made);
  return made;
}
