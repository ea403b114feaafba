import { basename } from 'node:path';
import type { DidChangeTextDocumentParams } from 'vscode-languageserver';
import { POLICY_FILE } from '../core/index.js';
import type { Project } from './project.js';
import type { Place } from './projects.js';
import type { Session } from './session.js';
import { pathOfUri } from './uris.js';

/** The open documents on their way to the engines of their roots. */
export interface OpenFiles {
  isInUse(project: Project): boolean;
  /** Roots have changed: documents that belong to another one now move there. */
  placeAnew(): void;
}

export interface OpenFilesEvents {
  onOpen(uri: string): void;
  onClose(uri: string): void;
}

/** Takes the notifications about documents. What makes no sense (a change of what is not open) is logged and passed over. */
export function openFiles(session: Session, events: OpenFilesEvents): OpenFiles {
  const { connection, documents, projects } = session;
  const places = new Map<string, Place | undefined>();

  const lay = (uri: string): void => {
    const document = documents.get(uri);
    const place = places.get(uri);
    if (document) place?.project.lay(place.path, document.getText(), document.version);
  };
  const placeAnew = (): void => {
    projects.forgetRoots();
    for (const [uri, before] of places) {
      const place = projects.placeOf(uri);
      if (place?.project === before?.project) continue;
      before?.project.drop(before.path);
      places.set(uri, place);
      lay(uri);
    }
  };
  const change = (params: DidChangeTextDocumentParams): void => {
    const { uri } = params.textDocument;
    if (documents.change(params)) lay(uri);
    else connection.console.warn(`A change of ${uri} is passed over: the document is not open.`);
  };

  connection.onDidOpenTextDocument(params => {
    const { uri } = documents.open(params);
    events.onOpen(uri);
    places.set(uri, projects.placeOf(uri));
    lay(uri);
  });
  connection.onDidChangeTextDocument(change);
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    if (!documents.close(uri)) return;
    const place = places.get(uri);
    places.delete(uri);
    events.onClose(uri);
    place?.project.drop(place.path);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    // The first save of a policy makes its folder a root; a watcher would say so too, but nobody watches there yet.
    if (basename(pathOfUri(uri) ?? '') === POLICY_FILE) placeAnew();
  });
  return { isInUse: project => [...places.values()].some(place => place?.project === project), placeAnew };
}
