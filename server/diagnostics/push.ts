import type { Diagnostic } from 'vscode-languageserver';
import type { FilePath } from '../../core/index.js';
import { type Project, policyFilesOf, type View } from '../project.js';
import { type Session, uriOf } from '../session.js';
import { diagnosticsOf } from './convert.js';

/** What was last published for a file. */
interface Published {
  readonly version: number | undefined;
  readonly text: string;
  readonly count: number;
}

/** Sends diagnostics to a client that does not ask for them. */
export interface Pushed {
  /** Not resting: somebody types in the policy, and nothing but its own problems is published. */
  onView(project: Project, view: View, isResting: boolean): void;
  /** The next view speaks of the file even when there is nothing to say. */
  onOpen(uri: string): void;
  onClose(uri: string): void;
  /** Nothing more is said of these files. */
  forget(isMeant: (uri: string) => boolean): void;
}

/**
 * Publishes what differs from what was published, and nothing for a document that has moved on since the view was made:
 * a view of its new text follows. So no finding flickers and none is stale.
 */
export function pushDiagnostics(session: Session): Pushed {
  const { connection, documents } = session;
  const published = new Map<string, Published>();
  const silent = new Set<string>();

  const publish = (uri: string, version: number | undefined, diagnostics: Diagnostic[], isLast = true): void => {
    const before = published.get(uri);
    const text = diagnostics.length === 0 ? '' : JSON.stringify(diagnostics);
    const isSame = before?.text === text && (diagnostics.length === 0 || before.version === version);
    // That a document has nothing is said once, when all is known.
    const isAsked = isLast && silent.has(uri);
    if (!isAsked && (isSame || (!before && diagnostics.length === 0))) return;
    silent.delete(uri);
    if (diagnostics.length === 0 && version === undefined) published.delete(uri);
    else published.set(uri, { version, text, count: diagnostics.length });
    void connection.sendDiagnostics({ uri, ...(version !== undefined && { version }), diagnostics });
  };

  return {
    onView(project, view, isResting) {
      const ofPolicy = policyFilesOf(view);
      const paths = new Set<FilePath>(isResting ? [...view.versions.keys(), ...ofPolicy] : ofPolicy);
      const inWorkspace = session.settings.of(project).diagnostics.scope === 'workspace';
      if (inWorkspace && isResting) for (const path of view.findings.keys()) paths.add(path);
      const spoken = new Set<string>();
      for (const path of paths) {
        const uri = uriOf(session, project, path);
        spoken.add(uri);
        const document = documents.get(uri);
        if (document && view.versions.get(path) !== document.version) continue;
        publish(uri, document?.version, diagnosticsOf(session, project, view, path), view.isComplete);
      }
      if (!isResting) return;
      for (const uri of published.keys()) {
        if (spoken.has(uri) || session.projects.placeOf(uri)?.project !== project) continue;
        if (!documents.get(uri)) publish(uri, undefined, []);
      }
    },
    onOpen(uri) {
      // What was published before stays known: closed again before a view speaks of it, it still has to be taken back.
      silent.add(uri);
    },
    onClose(uri) {
      silent.delete(uri);
      // With the whole workspace shown, the next view says what the file on the disk has.
      const place = session.projects.placeOf(uri);
      if (place && session.settings.of(place.project).diagnostics.scope === 'workspace') return;
      if ((published.get(uri)?.count ?? 0) > 0) publish(uri, undefined, []);
      published.delete(uri);
    },
    forget(isMeant) {
      for (const uri of [...published.keys()].filter(isMeant)) {
        publish(uri, documents.get(uri)?.version, []);
        published.delete(uri);
      }
    },
  };
}
