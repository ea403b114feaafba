import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import type { FilePath } from '../core/index.js';
import type { Client } from './client.js';
import type { Documents } from './documents.js';
import type { FolderSettings } from './folder-settings.js';
import { type PositionMap, positionMap } from './positions.js';
import type { Project, View } from './project.js';
import type { Projects } from './projects.js';
import { pathOfUri, uriOfPath } from './uris.js';

/** What the handlers of one client share. */
export interface Session {
  readonly connection: Connection;
  readonly client: Client;
  readonly documents: Documents;
  readonly projects: Projects;
  readonly settings: FolderSettings;
}

/** The URI of a file: as the client spells it where it has the file open. */
export function uriOf({ documents }: Session, project: Project, path: FilePath): string {
  const absolute = join(project.root, path);
  const uri = uriOfPath(absolute);
  if (documents.get(uri)) return uri;
  return documents.all().find(document => pathOfUri(document.uri) === absolute)?.uri ?? uri;
}

/** How the client counts columns in a file: in the open text, else in what the snapshot was made from. */
export function positionsIn(session: Session, project: Project, view: View, path: FilePath): PositionMap {
  const { encoding } = session.client;
  const document = session.documents.get(uriOf(session, project, path));
  if (document && view.versions.get(path) === document.version) return positionMap(document.getText(), encoding);
  return positionMap(view.snapshot.text(path) ?? '', encoding);
}

/** As `positionsIn`, each file read once. */
export function positionsOnce(session: Session, project: Project, view: View): (path: FilePath) => PositionMap {
  const known = new Map<FilePath, PositionMap>();
  return path => {
    let map = known.get(path);
    if (!map) {
      map = positionsIn(session, project, view, path);
      known.set(path, map);
    }
    return map;
  };
}
