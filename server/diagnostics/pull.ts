import { createHash } from 'node:crypto';
import {
  type CancellationToken,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { type Project, policyFilesOf, type View } from '../project.js';
import type { Place } from '../projects.js';
import { type Session, uriOf } from '../session.js';
import { diagnosticsOf } from './convert.js';

/** Answers a client that asks for diagnostics, and tells it when answers it already has became stale. */
export interface Pulled {
  /** Not resting: somebody types in the policy, and nobody is told that other answers are stale. */
  onView(project: Project, view: View, isResting: boolean): void;
  onClose(uri: string): void;
}

export function pullDiagnostics(session: Session): Pulled {
  const { connection, documents } = session;
  /** What the client was last told of each document, and for which version. */
  const told = new Map<string, { resultId: string; version: number }>();
  const waiting = new Set<() => void>();

  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }, token) => {
    const place = session.projects.placeOf(uri);
    const view = place && (await currentView(session, place, uri, token));
    const items = view ? diagnosticsOf(session, place.project, view, place.path) : [];
    const resultId = resultIdOf(items);
    told.set(uri, { resultId, version: documents.get(uri)?.version ?? 0 });
    return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
  });
  connection.languages.diagnostics.onWorkspace(async (params, token) => {
    for (;;) {
      const items = workspaceReports(session, params);
      if (items.length > 0) return { items };
      // Held open: a client that is answered at once asks again at once.
      await new Promise<void>(resolve => {
        waiting.add(resolve);
        token.onCancellationRequested(() => resolve());
      });
      refuseCancelled(token);
    }
  });
  const refresh = oneAtATime(() => connection.languages.diagnostics.refresh());

  return {
    onView(project, view, isResting) {
      if (!isResting) return;
      for (const wake of [...waiting]) wake();
      waiting.clear();
      const isStale = [...view.versions].some(([path, version]) => {
        const uri = uriOf(session, project, path);
        const known = told.get(uri);
        // Of a document that has changed since, the client asks of its own accord.
        if (known?.version !== version || documents.get(uri)?.version !== version) return false;
        return known.resultId !== resultIdOf(diagnosticsOf(session, project, view, path));
      });
      if (isStale) refresh();
    },
    onClose: uri => told.delete(uri),
  };
}

/** The view of the document as it is now; a document that moves on while it is waited for is waited for again. */
async function currentView(
  session: Session,
  { project, path }: Place,
  uri: string,
  token: CancellationToken,
): Promise<View | undefined> {
  for (;;) {
    const view = await project.complete();
    refuseCancelled(token);
    const version = session.documents.get(uri)?.version;
    if (!view || version === undefined || view.versions.get(path) === version) return view;
  }
}

/** What differs from what the client says it has. */
function workspaceReports(session: Session, params: WorkspaceDiagnosticParams): WorkspaceDocumentDiagnosticReport[] {
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  const reports: WorkspaceDocumentDiagnosticReport[] = [];
  for (const project of session.projects.all()) {
    const { view } = project;
    // Nothing is known yet: what the client has stays as it is.
    if (!view) return [];
    const ofPolicy = new Set(policyFilesOf(view));
    const inWorkspace = session.settings.of(project).diagnostics.scope === 'workspace';
    for (const path of view.findings.keys()) {
      const uri = uriOf(session, project, path);
      // As those who are pushed to: what is open, and what is wrong with the policy.
      if (!inWorkspace && !ofPolicy.has(path) && !session.documents.get(uri)) continue;
      const items = diagnosticsOf(session, project, view, path);
      const resultId = resultIdOf(items);
      const version = session.documents.get(uri)?.version ?? null;
      if (previous.get(uri) !== resultId) reports.push({ uri, version, kind: 'full', resultId, items });
      previous.delete(uri);
    }
  }
  const nothing = resultIdOf([]);
  for (const [uri, value] of previous) {
    if (value !== nothing) reports.push({ uri, version: null, kind: 'full', resultId: nothing, items: [] });
  }
  return reports;
}

function resultIdOf(items: readonly Diagnostic[]): string {
  return createHash('sha1').update(JSON.stringify(items)).digest('base64url').slice(0, 12);
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** Runs a request to the client; what is asked meanwhile is asked once, afterwards. What the client makes of it is its own affair. */
function oneAtATime(request: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await request().catch(refused);
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}

function refused(): void {
  // expected upstream: a client that does not answer, or refuses, goes without
}
