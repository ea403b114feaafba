import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FilePath, findRoot } from '../core/index.js';
import { Project, type ProjectEvents } from './project.js';
import { pathBelow, pathOfUri } from './uris.js';

/** A file and the project it belongs to. */
export interface Place {
  readonly project: Project;
  readonly path: FilePath;
}

/** The engines of all roots that the client's folders and files lie in: one a root, however many folders share it. */
export interface Projects {
  all(): readonly Project[];
  /** Ends the engines that no folder of the client and no file in use needs; answers which. */
  retire(isInUse: (project: Project) => boolean): Promise<readonly Project[]>;
  /** Replaces the folders the client has open (absolute) and starts the engines of those that hold a project. */
  setFolders(folders: readonly string[]): void;
  /** The place of a file; starts the engine of its root when it is the first. `undefined`: not on the disk, or no project. */
  placeOf(uri: string): Place | undefined;
  /** A policy file came or went: roots are looked for anew. */
  forgetRoots(): void;
  /** True after `close`: nothing is started any more. */
  readonly isClosed: boolean;
  close(): Promise<void>;
}

const projectFiles = ['package.json', 'tsconfig.json', 'jsconfig.json', 'deno.json'];

export function openProjects(events: ProjectEvents): Projects {
  const byRoot = new Map<string, Project>();
  const roots = new Map<string, string | undefined>();
  let folders: readonly string[] = [];
  let isClosed = false;

  /** A folder without policy, manifest or repository is nobody's project: nothing is read there. */
  const rootOf = (folder: string): string | undefined => {
    if (roots.has(folder)) return roots.get(folder);
    const found = findRoot(folder);
    const around = folders
      .filter(candidate => pathBelow(candidate, folder) !== undefined)
      .sort((a, b) => b.length - a.length)[0];
    // A nested policy governs its own folder; else a file belongs to the folder that the person opened.
    const start = found.reason === 'policy' || around === undefined ? found : findRoot(around);
    const isProject = start.reason !== 'current' || projectFiles.some(name => existsSync(join(start.path, name)));
    const root = isProject ? start.path : undefined;
    roots.set(folder, root);
    return root;
  };

  const projectAt = (root: string): Project => {
    let project = byRoot.get(root);
    if (!project) {
      project = new Project(root, events);
      byRoot.set(root, project);
    }
    return project;
  };

  return {
    all: () => [...byRoot.values()],
    setFolders(next) {
      if (isClosed) return;
      folders = next;
      roots.clear();
      for (const folder of folders) {
        const root = rootOf(folder);
        if (root !== undefined) projectAt(root);
      }
    },
    placeOf(uri) {
      const absolute = pathOfUri(uri);
      if (absolute === undefined || isClosed) return undefined;
      const root = rootOf(dirname(absolute));
      const path = root === undefined ? undefined : pathBelow(root, absolute);
      return root === undefined || path === undefined ? undefined : { project: projectAt(root), path };
    },
    async retire(isInUse) {
      const needed = new Set(folders.map(rootOf));
      const idle = [...byRoot.values()].filter(project => !needed.has(project.root) && !isInUse(project));
      for (const project of idle) byRoot.delete(project.root);
      await Promise.all(idle.map(project => project.close()));
      return idle;
    },
    forgetRoots: () => roots.clear(),
    get isClosed() {
      return isClosed;
    },
    async close() {
      isClosed = true;
      await Promise.all([...byRoot.values()].map(project => project.close()));
      byRoot.clear();
    },
  };
}
