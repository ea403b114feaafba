import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InitializeParams } from 'vscode-languageserver';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'initialize');

/** What the server must make of a client. */
export interface Expected {
  readonly encoding: 'utf-8' | 'utf-16' | 'utf-32';
  readonly pulls: boolean;
  readonly resolves: boolean;
  /** It is asked to watch; else the server does. */
  readonly watches: boolean;
}

/** A client by what it sends in `initialize`. */
export interface ClientFixture extends Expected {
  readonly name: string;
  /** Of the first version of a document. */
  readonly firstVersion: number;
  /** Paths of the machine are `/workspace`; `processId` is 1 where one was sent. */
  readonly params: InitializeParams;
}

const push16: Expected = { encoding: 'utf-16', pulls: false, resolves: true, watches: false };

/** By file of `initialize/`: recorded of the real editor, or rebuilt from its published source; the file says which. */
const recorded: Readonly<Record<string, Expected & { readonly name: string; readonly firstVersion: number }>> = {
  'neovim-0.7': { name: 'Neovim 0.7', firstVersion: 0, ...push16 },
  'neovim-0.10': {
    name: 'Neovim 0.10: pulls, and could never be told that others changed',
    firstVersion: 0,
    ...push16,
  },
  'neovim-0.12': { name: 'Neovim 0.12', firstVersion: 0, ...push16, encoding: 'utf-8', pulls: true },
  'emacs-with-eglot': {
    name: 'eglot 1.9: says no name, resolves nothing',
    firstVersion: 0,
    ...push16,
    resolves: false,
    watches: true,
  },
  'emacs-30': { name: 'eglot 1.17: counts characters', firstVersion: 0, ...push16, encoding: 'utf-32', watches: true },
  'helix-25.01': {
    name: 'Helix 25.01: registers watchers and reports nothing',
    firstVersion: 0,
    ...push16,
    encoding: 'utf-8',
  },
  helix: { name: 'Helix 25.07: pulls without refresh', firstVersion: 0, ...push16, encoding: 'utf-8' },
  'vim-with-ale': { name: 'Vim with ALE: the least of all', firstVersion: 1, ...push16, resolves: false },
  'vs-code': { name: 'VS Code', firstVersion: 1, ...push16, pulls: true, watches: true },
  monaco: {
    name: 'monaco-languageclient: lives in a browser and has no process',
    firstVersion: 1,
    ...push16,
    pulls: true,
    watches: true,
  },
  'sublime-text-lsp': { name: 'Sublime Text LSP', firstVersion: 0, ...push16 },
  zed: { name: 'Zed: pulls, and names its refresh as nobody else does', firstVersion: 0, ...push16, watches: true },
};

export const clients: readonly ClientFixture[] = [
  ...Object.entries(recorded).map(([file, expected]) => ({ ...expected, params: read(file) })),
  next(),
];

function read(file: string): InitializeParams {
  const { params } = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'));
  return params;
}

/** VS Code with what LSP 3.18 adds: messages in Markdown, snippet edits, metadata. */
function next(): ClientFixture {
  const params = read('vs-code');
  const { textDocument, workspace } = params.capabilities;
  return {
    name: 'a client of LSP 3.18',
    firstVersion: 1,
    ...push16,
    pulls: true,
    watches: true,
    params: {
      ...params,
      clientInfo: { name: 'next', version: '3.18' },
      capabilities: {
        ...params.capabilities,
        textDocument: { ...textDocument, diagnostic: { ...textDocument?.diagnostic, markupMessageSupport: true } },
        workspace: {
          ...workspace,
          workspaceEdit: { ...workspace?.workspaceEdit, snippetEditSupport: true, metadataSupport: true },
          textDocumentContent: { dynamicRegistration: true },
        },
      },
    },
  };
}
