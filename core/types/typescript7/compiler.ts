import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { API, type Project, type Snapshot } from 'typescript/unstable/sync';
import type { Checker } from '../checker.js';
import { type ChangedFiles, type Compiler, onlyNew, touchesProjects } from '../compiler.js';
import { OwnProject } from '../own-project.js';
import { Projects } from '../projects.js';
import type { Texts } from '../texts.js';
import { visibleFiles } from '../visible-files.js';
import { checker7 } from './checker.js';

/**
 * TypeScript 7.0 through its `unstable` API: a native process, driven over pipes with blocking reads, which is why this
 * runs in a worker. Throws when the binary is not there. Projects are opened when a file of theirs is first asked about.
 */
export function typescript7Compiler(root: string, texts: Texts): Compiler {
  const own = new OwnProject(root);
  const files = visibleFiles(root, texts, own);
  const api = new API({ cwd: root, fs: files });
  const opened = new Set<string>();
  let checkers = new Map<string, Checker | undefined>();
  let snapshot: Snapshot | undefined;
  let isOwnStale = false;

  const update = (params: Parameters<typeof api.updateSnapshot>[0]): void => {
    const before = snapshot;
    snapshot = api.updateSnapshot(params);
    before?.dispose();
    checkers = new Map();
  };
  const open = (config: string): Project | undefined => {
    if (config === own.path && isOwnStale) {
      isOwnStale = false;
      if (opened.has(config)) update({ fileChanges: { changed: [config] } });
    }
    if (!opened.has(config)) {
      opened.add(config);
      update({ openProjects: [config] });
    }
    return snapshot?.getProject(config);
  };
  const projects = new Projects(root, {
    textOf: files.textOf,
    rootFiles: config => api.parseConfigFile(config).fileNames,
    hasFile: (config, path) => open(config)?.program.getSourceFile(path) !== undefined,
  });
  const configOf = (path: string): string => {
    const config = projects.configOf(path) ?? own.path;
    if (config === own.path && own.add(`${root}/${path}`)) isOwnStale = true;
    return config;
  };
  const child = internalsOf(api).client?.channel?.child;
  const pid = child?.pid;

  return {
    ...(pid !== undefined && { pid }),
    prepare: paths => paths.forEach(configOf),
    checkerFor(path) {
      const config = configOf(path);
      const project = open(config);
      if (!checkers.has(config)) checkers.set(config, project && checker7(project));
      return checkers.get(config);
    },
    changed(all) {
      const changes = onlyNew(all, path => projects.knows(path));
      if (touchesProjects(changes)) projects.forget();
      if (snapshot) for (const step of steps(changes)) update({ fileChanges: step });
    },
    isAlive() {
      try {
        return internalsOf(api).client?.echo?.('alive') === 'alive';
      } catch {
        return false;
      }
    },
    async close() {
      // Not `api.close()`: it says goodbye to a process that may be gone, and does not wait for it to be collected.
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Up to here, one by one is quicker than all at once. */
const fewChanges = 16;

/**
 * The updates that take in the changes. A single file whose text changed is replaced in the program (10 ms); more at
 * once, or files that come and go, make the program anew (about a second at 3,500 files).
 */
function steps({ changed, created, deleted, everything }: ChangedFiles): readonly FileChanges[] {
  if (everything) return [{ invalidateAll: true }];
  const isOnlyText = created.length === 0 && deleted.length === 0;
  if (isOnlyText && changed.length <= fewChanges) return changed.map(path => ({ changed: [path] }));
  return [{ changed: [...changed], created: [...created], deleted: [...deleted] }];
}

type FileChanges = NonNullable<NonNullable<Parameters<API['updateSnapshot']>[0]>['fileChanges']>;

/** What the API keeps to itself and we need: whom to stop when it hangs, and whether it still answers. */
interface Internals {
  readonly client?: {
    readonly channel?: { readonly child?: ChildProcess };
    echo?(text: string): string;
  };
}

function internalsOf(api: API): Internals {
  return api as unknown as Internals;
}
