import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { clientOf } from './client.js';
import { pullDiagnostics } from './diagnostics/pull.js';
import { pushDiagnostics } from './diagnostics/push.js';
import { openDocuments } from './documents.js';
import { installFeatures } from './features/install.js';
import { folderSettings } from './folder-settings.js';
import { type OpenFiles, openFiles } from './open-files.js';
import { policySettling } from './policy/settling.js';
import { type ProgressBar, progressBar } from './progress.js';
import type { Project, View } from './project.js';
import { openProjects } from './projects.js';
import type { Session } from './session.js';
import { pathOfUri } from './uris.js';
import { watching } from './watching.js';

export interface ServerHost {
  /** Of the package, for `serverInfo`. */
  readonly version: string;
  onShutdown(): void;
  /** The first complete analysis of a root is over: from now on there are edits. */
  onSettled?(): void;
  /** The process that the server must not outlive. */
  onClientProcess(id: number): void;
}

/** How long the answer to `shutdown` waits for the engines to end, in milliseconds: some editors kill a server that is slower. */
const longestFarewellMs = 1_000;

/** Puts the handlers of the protocol on a connection. Nothing is analysed before the client says hello. */
export function installServer(connection: Connection, host: ServerHost): void {
  let isInitialized = false;
  connection.onInitialize(params => {
    if (isInitialized) throw new ResponseError(-32600, 'initialize was sent before; it is sent once');
    isInitialized = true;
    if (typeof params.processId === 'number') host.onClientProcess(params.processId);
    return start(connection, params, host);
  });
  // Until then there is nobody to answer; afterwards the handlers that follow take the place of this one.
  connection.onRequest((method: string) => {
    if (!isInitialized) throw new ResponseError(-32002, `${method} was sent before initialize`);
    throw new ResponseError(-32601, `${method} is not a request that this server knows`);
  });
}

function start(connection: Connection, params: InitializeParams, host: ServerHost): InitializeResult {
  const client = clientOf(params);
  const documents = openDocuments(() => client.encoding);
  const bars = new Map<Project, ProgressBar>();
  let isSettled = false;
  const hasSettled = (): void => {
    if (!isSettled) host.onSettled?.();
    isSettled = true;
  };
  const endBar = (project: Project): void => {
    bars.get(project)?.end();
    bars.delete(project);
  };
  const projects = openProjects({
    onView(project, view) {
      endBar(project);
      settling.onView(project, view);
      if (view.isComplete) hasSettled();
      if (!settings.knows(project)) void readSettings();
      watch.onView(project, view);
    },
    onFailure(project, error) {
      endBar(project);
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`Checking ${project.root} failed: ${text}`);
    },
    onProgress(project, progress) {
      const isFirst = project.view === undefined;
      if (!bars.has(project) && isFirst) bars.set(project, progressBar(connection, client.progress, 'Lintel'));
      bars.get(project)?.report(progress);
    },
  });
  const settings = folderSettings(connection, client, params.initializationOptions, () => projects);
  const session: Session = { connection, client, documents, projects, settings };
  const pushed = client.pulls ? undefined : pushDiagnostics(session);
  const pulled = client.pulls ? pullDiagnostics(session) : undefined;
  const files: OpenFiles = openFiles(session, {
    onOpen: uri => pushed?.onOpen(uri),
    onClose: uri => {
      pushed?.onClose(uri);
      pulled?.onClose(uri);
    },
  });
  const watch = watching(session, () => files.placeAnew());
  const features = installFeatures(session, host.version);
  const show = (project: Project, view: View, isResting: boolean): void => {
    pushed?.onView(project, view, isResting);
    pulled?.onView(project, view, isResting);
    features.onView();
  };
  const settling = policySettling(show);

  const readSettings = async (given?: unknown): Promise<void> => {
    await settings.read(given);
    for (const project of projects.all()) if (project.view) show(project, project.view, true);
    features.refresh();
  };
  connection.onInitialized(async () => {
    projects.setFolders(foldersOf(params));
    files.placeAnew();
    if (client.configurationChanges) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'lintel' }).catch(refused);
    }
    if (client.configuration) await readSettings();
    if (client.workspaceFolders) connection.workspace.onDidChangeWorkspaceFolders(changeFolders);
  });
  const folders = new Set(foldersOf(params));
  const changeFolders = async (event: { added: { uri: string }[]; removed: { uri: string }[] }): Promise<void> => {
    for (const { uri } of event.removed) folders.delete(pathOfUri(uri) ?? '');
    for (const { uri } of event.added) folders.add(pathOfUri(uri) ?? '');
    folders.delete('');
    projects.setFolders([...folders]);
    files.placeAnew();
    for (const project of await projects.retire(candidate => files.isInUse(candidate))) {
      await watch.stop(project);
      pushed?.forget(uri => pathOfUri(uri)?.startsWith(project.root) === true);
    }
  };
  connection.onDidChangeConfiguration(params => readSettings(params.settings));
  connection.onDidChangeWatchedFiles(({ changes }) => watch.onEvents(changes));
  connection.onShutdown(async () => {
    host.onShutdown();
    settling.stop();
    const closed = Promise.all(projects.all().map(project => watch.stop(project))).then(() => projects.close());
    await Promise.race([closed, new Promise(resolve => setTimeout(resolve, longestFarewellMs).unref())]);
  });

  const capabilities: ServerCapabilities = {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    ...(client.pulls && {
      diagnosticProvider: { identifier: 'lintel', interFileDependencies: true, workspaceDiagnostics: true },
    }),
    ...features.capabilities,
    ...(client.workspaceFolders && { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }),
  };
  return { capabilities, serverInfo: { name: 'lintel', version: host.version } };
}

/** `workspaceFolders`, else `rootUri`, else `rootPath`: absolute paths. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(folder => folder.uri) ?? (rootUri ? [rootUri] : []);
  const paths = uris.map(pathOfUri).filter(path => path !== undefined);
  return paths.length === 0 && rootPath ? [rootPath] : paths;
}

function refused(): void {
  // expected upstream: a client that does not answer, or refuses, goes without
}
