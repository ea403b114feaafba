import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { clientOf } from './client.js';
import { pushDiagnostics } from './diagnostics/push.js';
import { openDocuments } from './documents.js';
import { codeActionKinds, codeActions, resolveCodeAction } from './features/code-actions.js';
import { hover } from './features/hover.js';
import { openProjects, type Place } from './projects.js';
import type { Session } from './session.js';
import { defaultSettings, settingsFrom } from './settings.js';
import { pathOfUri } from './uris.js';

export interface ServerHost {
  /** Of the package, for `serverInfo`. */
  readonly version: string;
  onShutdown(): void;
  /** The process that the server must not outlive. */
  onClientProcess(id: number): void;
}

/** Puts the handlers of the protocol on a connection. Nothing is analysed before the client says hello. */
export function installServer(connection: Connection, host: ServerHost): void {
  connection.onInitialize(params => {
    if (typeof params.processId === 'number') host.onClientProcess(params.processId);
    return start(connection, params, host);
  });
}

function start(connection: Connection, params: InitializeParams, host: ServerHost): InitializeResult {
  const client = clientOf(params);
  const documents = openDocuments(() => client.encoding);
  const projects = openProjects({
    onView: (project, view) => pushed.onView(project, view),
    onFailure: (project, error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`Checking ${project.root} failed: ${text}`);
    },
  });
  const session: Session = { connection, client, documents, projects, settings: defaultSettings };
  session.settings = settingsFrom(params.initializationOptions);
  const pushed = pushDiagnostics(session);

  connection.onInitialized(() => projects.setFolders(foldersOf(params)));
  connection.onShutdown(async () => {
    host.onShutdown();
    await projects.close();
  });

  connection.onDidOpenTextDocument(event => {
    const document = documents.open(event);
    pushed.onOpen(document.uri);
    const place = projects.placeOf(document.uri);
    place?.project.lay(place.path, document.getText(), document.version);
  });
  connection.onDidChangeTextDocument(event => {
    const document = documents.change(event);
    const place = document && projects.placeOf(document.uri);
    place?.project.lay(place.path, document?.getText() ?? '', document?.version ?? 0);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    if (!documents.close(uri)) return;
    const place = projects.placeOf(uri);
    pushed.onClose(uri, place);
    place?.project.drop(place.path);
  });
  connection.onDidSaveTextDocument(() => {});

  const placed =
    <P extends { textDocument: { uri: string } }, R>(
      handle: (place: Place, params: P) => Promise<R> | R,
      otherwise: R,
    ) =>
    async (request: P, token: { isCancellationRequested: boolean }): Promise<R> => {
      const place = projects.placeOf(request.textDocument.uri);
      // Nothing can be cancelled before the event loop has turned.
      await new Promise(resolve => setImmediate(resolve));
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      if (!place) return otherwise;
      const answer = await handle(place, request);
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      return answer;
    };
  connection.onCodeAction(placed((place, request) => codeActions(session, place, request), []));
  connection.onCodeActionResolve(action => resolveCodeAction(session, action));
  connection.onHover(placed((place, request) => hover(session, place, request), null));

  const capabilities: ServerCapabilities = {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    ...(client.codeActionLiterals && {
      codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: client.resolvesEdits },
    }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
  return { capabilities, serverInfo: { name: 'lintel', version: host.version } };
}

/** `workspaceFolders`, else `rootUri`, else `rootPath`: absolute paths. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(folder => folder.uri) ?? (rootUri ? [rootUri] : []);
  const paths = uris.map(pathOfUri).filter(path => path !== undefined);
  return paths.length === 0 && rootPath ? [rootPath] : paths;
}
