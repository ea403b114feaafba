import type { InitializeParams } from 'vscode-languageserver';
import { isPositionEncoding, type PositionEncoding } from './positions.js';

/** What the client can do, read once from its `initialize` parameters: handlers look here and nowhere else. */
export interface Client {
  readonly name: string;
  readonly encoding: PositionEncoding;
  /** It asks for diagnostics, and asks again when told that others changed; else they are pushed. */
  readonly pulls: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: boolean;
  readonly diagnosticData: boolean;
  /** Takes code actions, not only commands. */
  readonly codeActionLiterals: boolean;
  readonly resolvesEdits: boolean;
  readonly isPreferred: boolean;
  /** Edits may say which version of a document they are for. */
  readonly documentChanges: boolean;
  readonly applyEdit: boolean;
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly workspaceFolders: boolean;
  readonly hoverMarkdown: boolean;
  readonly progress: boolean;
  readonly watchesFiles: boolean;
  readonly relativePatterns: boolean;
  readonly showDocument: boolean;
  readonly codeLensRefresh: boolean;
  readonly inlayHintRefresh: boolean;
  readonly prepareRename: boolean;
}

/** Reads the capabilities. Clients send `null` and odd shapes where nothing is meant; nothing here throws for them. */
export function clientOf({ capabilities, clientInfo }: InitializeParams): Client {
  const { textDocument, workspace, window, general } = capabilities ?? {};
  const publish = textDocument?.publishDiagnostics;
  const pull = textDocument?.diagnostic;
  const pulls = pull != null && workspace?.diagnostics?.refreshSupport === true;
  const either = (name: 'relatedInformation' | 'codeDescriptionSupport' | 'dataSupport'): boolean =>
    publish?.[name] === true || pull?.[name] === true;
  const action = textDocument?.codeAction;
  const name = clientInfo?.name ?? '';
  const watching = workspace?.didChangeWatchedFiles;
  return {
    name,
    encoding: list(general?.positionEncodings).find(isPositionEncoding) ?? 'utf-16',
    pulls,
    relatedInformation: either('relatedInformation'),
    codeDescription: either('codeDescriptionSupport'),
    diagnosticTags: publish?.tagSupport != null || pull?.tagSupport != null,
    diagnosticData: either('dataSupport'),
    codeActionLiterals: action?.codeActionLiteralSupport != null,
    resolvesEdits: list(action?.resolveSupport?.properties).includes('edit'),
    isPreferred: action?.isPreferredSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    applyEdit: workspace?.applyEdit === true,
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    hoverMarkdown: list(textDocument?.hover?.contentFormat).includes('markdown'),
    progress: window?.workDoneProgress === true,
    // Helix registers for changes and then reports none that another program made.
    watchesFiles: watching?.dynamicRegistration === true && !/^helix$/i.test(name),
    relativePatterns: watching?.relativePatternSupport === true,
    showDocument: window?.showDocument?.support === true,
    codeLensRefresh: workspace?.codeLens?.refreshSupport === true,
    inlayHintRefresh: workspace?.inlayHint?.refreshSupport === true,
    prepareRename: textDocument?.rename?.prepareSupport === true,
  };
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
