import { type CancellationToken, LSPErrorCodes, ResponseError, type ServerCapabilities } from 'vscode-languageserver';
import type { Place } from '../projects.js';
import type { Session } from '../session.js';
import { codeActionKinds, codeActions, resolveCodeAction } from './code-actions.js';
import { hover } from './hover.js';

/** What the handlers of requests need to hear. */
export interface Features {
  readonly capabilities: ServerCapabilities;
  onView(): void;
  /** Settings changed what is shown between the lines. */
  refresh(): void;
}

/** Puts the request handlers on the connection, each where the client can use it. */
export function installFeatures(session: Session): Features {
  const { connection, client } = session;

  /** Finds the place of the document a request is about; nothing is done for a request that was cancelled meanwhile. */
  const placed =
    <P extends { textDocument: { uri: string } }, R>(
      handle: (place: Place, params: P, token: CancellationToken) => Promise<R> | R,
      otherwise: R,
    ) =>
    async (params: P, token: CancellationToken): Promise<R> => {
      // Nothing can be cancelled before the event loop has turned.
      await new Promise(resolve => setImmediate(resolve));
      refuseCancelled(token);
      const place = session.projects.placeOf(params.textDocument.uri);
      if (!place) return otherwise;
      const answer = await handle(place, params, token);
      refuseCancelled(token);
      return answer;
    };

  connection.onHover(placed((place, params) => hover(session, place, params), null));
  if (client.codeActionLiterals) {
    connection.onCodeAction(placed((place, params) => codeActions(session, place, params), []));
    if (client.resolvesEdits) connection.onCodeActionResolve(action => resolveCodeAction(session, action));
  }
  return {
    capabilities: {
      hoverProvider: true,
      ...(client.codeActionLiterals && {
        codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: client.resolvesEdits },
      }),
    },
    onView() {},
    refresh() {},
  };
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
