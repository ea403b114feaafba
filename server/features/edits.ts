import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FilePath, FixEdit } from '../../core/index.js';
import type { Project, View } from '../project.js';
import { positionsOnce, type Session, uriOf } from '../session.js';

/**
 * Edits of the engine as a workspace edit: with the version of each open document where the client takes that, so that an
 * edit made for a text that has moved on is refused by the client and not applied to the wrong place.
 */
export function workspaceEdit(
  session: Session,
  project: Project,
  view: View,
  edits: readonly FixEdit[],
): WorkspaceEdit {
  const positions = positionsOnce(session, project, view);
  const byPath = new Map<FilePath, TextEdit[]>();
  for (const { path, range, text } of edits) {
    const edit = { range: positions(path).rangeToLsp(range), newText: text };
    byPath.set(path, [...(byPath.get(path) ?? []), edit]);
  }
  const files = [...byPath].map(([path, list]) => ({ uri: uriOf(session, project, path), edits: list }));
  if (!session.client.documentChanges)
    return { changes: Object.fromEntries(files.map(file => [file.uri, file.edits])) };
  return {
    documentChanges: files.map(({ uri, edits: list }) => ({
      textDocument: { uri, version: session.documents.get(uri)?.version ?? null },
      edits: list,
    })),
  };
}
