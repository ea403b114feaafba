import { basename } from 'node:path';
import { DidChangeWatchedFilesNotification, FileChangeType, type FileEvent } from 'vscode-languageserver';
import { POLICY_FILE, watchFiles } from '../core/index.js';
import type { Project, View } from './project.js';
import type { Session } from './session.js';
import { pathBelow, pathOfUri, uriOfPath } from './uris.js';

/** Follows the disk: through the client where it can, else with a watcher of our own. */
export interface Watching {
  /** Starts to watch the root of a project that has been read. */
  onView(project: Project, view: View): void;
  onEvents(events: readonly FileEvent[]): void;
  stop(project: Project): Promise<void>;
}

/** So many changes at once are a switch of the branch: everything is looked through instead. */
const mostAtOnce = 1_000;

/** `onPolicyMoved` hears that a policy file came or went, so that files may belong to another root. */
export function watching(session: Session, onPolicyMoved: () => void): Watching {
  const { client, connection, projects } = session;
  const started = new Map<Project, Promise<{ close(): Promise<void> } | undefined>>();

  const throughClient = async (project: Project): Promise<undefined> => {
    const globPattern = client.relativePatterns ? { baseUri: uriOfPath(project.root), pattern: '**/*' } : '**/*';
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern }] });
  };

  const byOurselves = async (project: Project, view: View) => {
    const current = {
      get snapshot() {
        return project.view?.snapshot ?? view.snapshot;
      },
    };
    const watch = await watchFiles(project.root, current);
    const running = await watch.start(
      paths => {
        if (!paths || paths.some(path => basename(path) === POLICY_FILE)) onPolicyMoved();
        project.changed(paths);
      },
      message => connection.window.showWarningMessage(`Lintel: ${message}`),
    );
    // What changed while the watcher was starting was not reported.
    project.changed(undefined);
    return running;
  };

  return {
    onView(project, view) {
      if (started.has(project)) return;
      const start = client.watchesFiles ? throughClient(project) : byOurselves(project, view);
      const guarded = start.catch(error => {
        connection.console.warn(`Files under ${project.root} are not watched: ${String(error)}`);
        return undefined;
      });
      started.set(project, guarded);
    },
    onEvents(events) {
      const isPolicy = ({ uri, type }: FileEvent) =>
        type !== FileChangeType.Changed && basename(pathOfUri(uri) ?? '') === POLICY_FILE;
      if (events.some(isPolicy)) onPolicyMoved();
      for (const project of projects.all()) {
        const paths = events.flatMap(({ uri }) => {
          const absolute = pathOfUri(uri);
          const path = absolute === undefined ? undefined : pathBelow(project.root, absolute);
          return path === undefined || path === '' || project.view?.snapshot.isIgnored(path) ? [] : [path];
        });
        if (paths.length > 0) project.changed(paths.length > mostAtOnce ? undefined : paths);
      }
    },
    async stop(project) {
      const running = await started.get(project);
      started.delete(project);
      await running?.close();
    },
  };
}
