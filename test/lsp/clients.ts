import type { ClientCapabilities } from 'vscode-languageserver';

/** What an editor says of itself in `initialize`, as measured of the real one, cut to what concerns this server. */
export interface ClientFixture {
  readonly name: string;
  readonly clientInfo?: { readonly name: string; readonly version: string };
  /** False: it says `null`. */
  readonly saysProcessId: boolean;
  readonly firstVersion: number;
  readonly capabilities: ClientCapabilities;
  /** What the server must make of it. */
  readonly expected: {
    readonly encoding: 'utf-8' | 'utf-16' | 'utf-32';
    readonly pulls: boolean;
    readonly resolves: boolean;
    /** It is asked to watch; else the server does. */
    readonly watches: boolean;
  };
}

interface Offer {
  encodings?: readonly string[];
  pull?: boolean;
  refresh?: boolean;
  watch?: boolean;
  relative?: boolean;
  configuration?: boolean;
  folders?: boolean;
  progress?: boolean;
  versions?: boolean;
  related?: boolean;
  codeDescription?: boolean;
  resolve?: boolean;
  preferred?: boolean;
  documentChanges?: boolean;
  hover?: readonly ('markdown' | 'plaintext')[];
  inlay?: boolean;
  lens?: boolean;
}

const bothWays = ['markdown', 'plaintext'] as const;

function capabilitiesOf(offer: Offer): ClientCapabilities {
  return {
    ...(offer.encodings && { general: { positionEncodings: [...offer.encodings] } }),
    ...(offer.progress && { window: { workDoneProgress: true } }),
    textDocument: {
      synchronization: { didSave: true, willSave: false, willSaveWaitUntil: false },
      publishDiagnostics: {
        relatedInformation: offer.related === true,
        tagSupport: { valueSet: [1, 2] },
        ...(offer.versions && { versionSupport: true }),
        ...(offer.codeDescription && { codeDescriptionSupport: true, dataSupport: true }),
      },
      ...(offer.pull && { diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false } }),
      codeAction: {
        dynamicRegistration: false,
        codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } },
        ...(offer.preferred && { isPreferredSupport: true }),
        ...(offer.resolve && { dataSupport: true, resolveSupport: { properties: ['edit'] } }),
      },
      hover: { contentFormat: [...(offer.hover ?? bothWays)] },
      rename: { prepareSupport: true },
      ...(offer.inlay && { inlayHint: { dynamicRegistration: false } }),
      ...(offer.lens && { codeLens: { dynamicRegistration: false } }),
    },
    workspace: {
      applyEdit: true,
      workspaceEdit: { ...(offer.documentChanges && { documentChanges: true }) },
      ...(offer.configuration && { configuration: true, didChangeConfiguration: { dynamicRegistration: true } }),
      ...(offer.folders && { workspaceFolders: true }),
      ...(offer.refresh && { diagnostics: { refreshSupport: true } }),
      ...(offer.lens && { codeLens: { refreshSupport: true } }),
      didChangeWatchedFiles: {
        dynamicRegistration: offer.watch === true,
        ...(offer.relative && { relativePatternSupport: true }),
      },
    },
  };
}

const nvim = { folders: true, progress: true, related: true, resolve: true };
const modern = { configuration: true, folders: true, progress: true, relative: true };
const code: Offer = {
  ...modern,
  encodings: ['utf-16'],
  pull: true,
  refresh: true,
  watch: true,
  related: true,
  codeDescription: true,
  resolve: true,
  preferred: true,
  documentChanges: true,
  inlay: true,
  lens: true,
};
const push16 = { encoding: 'utf-16', pulls: false } as const;

export const clients: readonly ClientFixture[] = [
  {
    name: 'Neovim 0.7.2',
    clientInfo: { name: 'Neovim', version: '0.7.2' },
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf(nvim),
    expected: { ...push16, resolves: true, watches: false },
  },
  {
    name: 'Neovim 0.10.4: pulls, and could never be told that others changed',
    clientInfo: { name: 'Neovim', version: '0.10.4' },
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf({
      ...nvim,
      ...modern,
      encodings: ['utf-16'],
      pull: true,
      preferred: true,
      inlay: true,
    }),
    expected: { ...push16, resolves: true, watches: false },
  },
  {
    name: 'Neovim 0.12.4',
    clientInfo: { name: 'Neovim', version: '0.12.4' },
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf({
      ...nvim,
      ...modern,
      encodings: ['utf-8', 'utf-16', 'utf-32'],
      pull: true,
      refresh: true,
      preferred: true,
      inlay: true,
      lens: true,
    }),
    expected: { encoding: 'utf-8', pulls: true, resolves: true, watches: false },
  },
  {
    name: 'eglot 1.9: says no name, resolves nothing',
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf({
      watch: true,
      configuration: true,
      folders: true,
      preferred: true,
      documentChanges: true,
      hover: ['plaintext'],
    }),
    expected: { ...push16, resolves: false, watches: true },
  },
  {
    name: 'eglot 1.17.30: counts characters',
    clientInfo: { name: 'Eglot', version: '1.17.30' },
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf({
      configuration: true,
      folders: true,
      progress: true,
      encodings: ['utf-32', 'utf-8', 'utf-16'],
      watch: true,
      resolve: true,
      preferred: true,
      documentChanges: true,
      inlay: true,
      hover: ['plaintext'],
    }),
    expected: { encoding: 'utf-32', pulls: false, resolves: true, watches: true },
  },
  {
    name: 'Helix 25.01: registers watchers and reports nothing',
    clientInfo: { name: 'helix', version: '25.01' },
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf({
      ...modern,
      relative: false,
      encodings: ['utf-8', 'utf-32', 'utf-16'],
      watch: true,
      versions: true,
      resolve: true,
      preferred: true,
      documentChanges: true,
      inlay: true,
      hover: ['markdown'],
    }),
    expected: { encoding: 'utf-8', pulls: false, resolves: true, watches: false },
  },
  {
    name: 'Helix 25.07: pulls without refresh',
    clientInfo: { name: 'helix', version: '25.07' },
    saysProcessId: true,
    firstVersion: 0,
    capabilities: capabilitiesOf({
      ...modern,
      encodings: ['utf-8', 'utf-32', 'utf-16'],
      pull: true,
      watch: true,
      versions: true,
      resolve: true,
      preferred: true,
      documentChanges: true,
      inlay: true,
      hover: ['markdown'],
    }),
    expected: { encoding: 'utf-8', pulls: false, resolves: true, watches: false },
  },
  {
    name: 'Vim with ALE: the least of all',
    saysProcessId: true,
    firstVersion: 1,
    capabilities: capabilitiesOf({ related: true }),
    expected: { ...push16, resolves: false, watches: false },
  },
  {
    name: 'VS Code 1.100',
    clientInfo: { name: 'code-server', version: '1.100.3' },
    saysProcessId: true,
    firstVersion: 1,
    capabilities: capabilitiesOf(code),
    expected: { encoding: 'utf-16', pulls: true, resolves: true, watches: true },
  },
  {
    name: 'monaco-languageclient 10.7: lives in a browser and has no process',
    clientInfo: { name: 'Code - OSS', version: '1.100.0' },
    saysProcessId: false,
    firstVersion: 1,
    capabilities: capabilitiesOf(code),
    expected: { encoding: 'utf-16', pulls: true, resolves: true, watches: true },
  },
  {
    name: 'a client of LSP 3.18: messages in Markdown, snippet edits, metadata',
    clientInfo: { name: 'next', version: '3.18' },
    saysProcessId: true,
    firstVersion: 1,
    capabilities: {
      ...capabilitiesOf(code),
      textDocument: {
        ...capabilitiesOf(code).textDocument,
        diagnostic: { dynamicRegistration: true, markupMessageSupport: true },
      },
      workspace: {
        ...capabilitiesOf(code).workspace,
        workspaceEdit: { documentChanges: true, snippetEditSupport: true, metadataSupport: true },
        textDocumentContent: { dynamicRegistration: true },
      },
    },
    expected: { encoding: 'utf-16', pulls: true, resolves: true, watches: true },
  },
];
