import {
  type CancellationToken,
  CodeLensRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { POLICY_FILE } from '../../core/index.js';
import { completion } from '../policy/completion.js';
import { documentLinks } from '../policy/links.js';
import { definition, prepareRename, references, rename } from '../policy/navigation.js';
import type { Place } from '../projects.js';
import type { Session } from '../session.js';
import { codeActionKinds, codeActions, resolveCodeAction } from './code-actions.js';
import { codeLenses } from './code-lens.js';
import { commands, executeCommand } from './commands.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints.js';
import { type Parameter, requireParameters } from './parameters.js';

/** What the server can do besides diagnostics. */
export interface Features {
  readonly capabilities: ServerCapabilities;
  /** Settings changed what is shown between the lines. */
  refresh(): void;
  /** Something was edited: what is shown between the lines may be another. */
  onView(): void;
}

/** Lenses and hints are asked for again when nobody has typed for so long, in milliseconds. */
const idleMs = 500;

/** Puts the request handlers on the connection, each where the client can use it. */
export function installFeatures(session: Session, version: string): Features {
  const { connection, client } = session;

  /** Finds the place of the document a request is about; nothing is done for a request that was cancelled meanwhile. */
  const placed =
    <P extends { textDocument: { uri: string } }, R>(
      needed: readonly Parameter[],
      handle: (place: Place, params: P, token: CancellationToken) => Promise<R> | R,
      otherwise: R,
    ) =>
    async (params: P, token: CancellationToken): Promise<R> => {
      // Nothing can be cancelled before the event loop has turned.
      await new Promise(resolve => setImmediate(resolve));
      refuseCancelled(token);
      requireParameters(params, needed);
      if (session.projects.isClosed) throw new ResponseError(-32600, 'the server was shut down');
      const place = session.projects.placeOf(params.textDocument.uri);
      if (!place) return otherwise;
      const answer = await handle(place, params, token);
      refuseCancelled(token);
      return answer;
    };

  connection.onHover(placed(['position'], (place, params) => hover(session, place, params), null));
  if (client.codeActionLiterals) {
    connection.onCodeAction(
      placed(['range', 'diagnostics'], (place, params) => codeActions(session, place, params), []),
    );
    if (client.resolvesEdits) connection.onCodeActionResolve(action => resolveCodeAction(session, action));
  }
  // Only the policy is ours to complete and to navigate: for everything else the editor has the language's own server.
  const inPolicy =
    <P extends { textDocument: { uri: string } }, R>(handle: (place: Place, params: P) => Promise<R>, otherwise: R) =>
    (place: Place, params: P): Promise<R> | R =>
      place.path === POLICY_FILE ? handle(place, params) : otherwise;
  connection.onCompletion(
    placed(
      ['position'],
      inPolicy((place, params) => completion(session, place, params), []),
      [],
    ),
  );
  connection.onDefinition(
    placed(
      ['position'],
      inPolicy((place, { position }) => definition(session, place, position), []),
      [],
    ),
  );
  connection.onReferences(
    placed(
      ['position', 'context'],
      inPolicy((place, { position, context }) => references(session, place, position, context.includeDeclaration), []),
      [],
    ),
  );
  connection.onPrepareRename(
    placed(
      ['position'],
      inPolicy(async (place, { position }) => (await prepareRename(session, place, position)) ?? null, null),
      null,
    ),
  );
  connection.onRenameRequest(
    placed(
      ['position', 'newName'],
      inPolicy((place, { position, newName }) => rename(session, place, position, newName), null),
      null,
    ),
  );
  connection.onDocumentLinks(
    placed(
      [],
      inPolicy(place => documentLinks(session, place), []),
      [],
    ),
  );
  connection.onCodeLens(placed([], place => codeLenses(session, place), []));
  connection.languages.inlayHint.on(placed(['range'], (place, params) => inlayHints(session, place, params), []));
  connection.onExecuteCommand(params => executeCommand(session, version, params));

  const refresh = (): void => {
    // A client without a handler refuses, and that is all.
    if (client.codeLensRefresh) void connection.sendRequest(CodeLensRefreshRequest.type).catch(refused);
    if (client.inlayHintRefresh) void connection.languages.inlayHint.refresh().catch(refused);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    onView() {
      const shown = session.settings.all().flatMap(({ codeLens, inlayHints }) => [codeLens, inlayHints]);
      if (!shown.some(part => Object.values(part).includes(true))) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, idleMs);
      timer.unref();
    },
    capabilities: {
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['"', '/', ':'] },
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: client.prepareRename ? { prepareProvider: true } : true,
      documentLinkProvider: {},
      codeLensProvider: {},
      inlayHintProvider: true,
      executeCommandProvider: { commands: Object.values(commands) },
      ...(client.codeActionLiterals && {
        codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: client.resolvesEdits },
      }),
    },
    refresh,
  };
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

function refused(): void {
  // expected upstream: a client that does not answer, or refuses, goes without
}
