import { type Report, type ReportOptions, type RunResult, reportOn } from './engine/report.js';
import { buildId } from './engine/warm/build-id.js';
import { loadRun } from './engine/warm/stored-run.js';
import { decode } from './files/decode.js';
import { diskFileSystem } from './files/disk.js';
import type { CacheStore } from './files/host.js';
import type { FilePath } from './files/paths.js';
import { defaultCacheFolder } from './host/cache-folder.js';
import { openStore } from './host/cache-store.js';
import { systemClock } from './host/clock.js';

// The light door of the engine: what a run needs that finds nothing changed since the last one. It must not import a
// parser, a schema or the rules: loading those takes longer than all of its work.

/** Which earlier run may be used. */
export interface RecallOptions {
  /** The absolute path of the workspace root. */
  readonly root: string;
  /** `YYYY-MM-DD`. Default: the machine's. */
  readonly today?: string;
  /** False: there is nothing to recall from. Default true. */
  readonly cache?: boolean;
  /** As `OpenOptions.types` and `typed`: a run with types is not one without. */
  readonly types?: boolean;
  readonly typed?: boolean;
}

/** The last run over a workspace, proved to be what a new one would find. */
export interface RecalledRun {
  readonly hasPolicy: boolean;
  report(options: ReportOptions): Report;
  /** The text of a file, for code frames. */
  text(path: FilePath): string | undefined;
}

/**
 * The last run, where every file, folder and installed package is provably what it was then: nothing is read but their
 * times. `undefined`: open the workspace.
 */
export function recallRun(options: RecallOptions): RecalledRun | undefined {
  const store = storeFor(options);
  const run = store && loadRun(store, options.root, madeBy(options));
  return run && recalled(run, options.root);
}

function recalled(run: RunResult, root: string): RecalledRun {
  const fs = diskFileSystem(root);
  return {
    hasPolicy: run.hasPolicy,
    report: options => reportOn(run, options),
    text: path => {
      const bytes = fs.readBytes(path);
      return bytes && decode(bytes).text;
    },
  };
}

/** The cache of a workspace on this machine; `undefined` where it has none. */
export function storeFor({ cache, root }: RecallOptions): CacheStore | undefined {
  const folder = cache === false ? undefined : defaultCacheFolder(root);
  return folder === undefined ? undefined : openStore(folder);
}

/** The date findings are judged by. */
export function todayOf({ today }: RecallOptions): string {
  return today ?? systemClock().today();
}

/** What a stored run must have been made with to be used: the same build of the engine, on the same day, with the same will for types. */
export function madeBy(options: RecallOptions): string {
  const types = !options.typed ? 'not asked' : options.types === false ? 'off' : 'on';
  return `${buildId()} ${todayOf(options)} types ${types}`;
}
