import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import {
  type CodeAction,
  createMessageConnection,
  type Diagnostic,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { main } from '../e2e/fixture.js';

/** Everything that an editor offers by default in these tests: pushed diagnostics, versioned edits, no resolving. */
export const plainCapabilities: InitializeParams['capabilities'] = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      dataSupport: true,
    },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } }, isPreferredSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true },
};

export interface StartOptions {
  readonly root: string;
  readonly cache?: string;
  readonly initialize?: Partial<InitializeParams>;
  /** Answers to requests of the server, by method; all others are refused as a client without the feature does. */
  readonly answers?: Readonly<Record<string, (params: never) => unknown>>;
}

/** An editor without a screen: the built server over standard input and output, and what it has said so far. */
export interface Editor {
  readonly rpc: MessageConnection;
  readonly server: InitializeResult;
  uri(path: string): string;
  /** Opens a document; its text on the disk may differ or be missing. */
  open(path: string, text: string, version?: number): void;
  /** Replaces the whole text. */
  change(path: string, text: string, version: number): void;
  close(path: string): void;
  /** The latest published diagnostics of a path that satisfy the condition, waited for. */
  diagnostics(path: string, isMeant?: (params: PublishDiagnosticsParams) => boolean): Promise<readonly Diagnostic[]>;
  /** All that was published, oldest first. */
  readonly published: PublishDiagnosticsParams[];
  /** What the server logged. */
  readonly log: readonly string[];
  hover(path: string, line: number, character: number): Promise<Hover | null>;
  actions(path: string, diagnostics: readonly Diagnostic[], only?: readonly string[]): Promise<readonly CodeAction[]>;
  /** Gives settings to a client that is not asked for them. */
  configure(lintel: unknown): void;
  /** Closes what is open, forgets what was published and takes settings back: the next test starts with the same server. */
  reset(): Promise<void>;
}

const running = new Set<ChildProcess>();
const endAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};
process.on('exit', endAll);
afterAll(endAll);

/** An editor and the server that it started. */
export interface StartedEditor extends Editor {
  readonly child: ChildProcess;
  /** `shutdown` and `exit`; answers the exit status. */
  stop(): Promise<number | null>;
}

export async function startEditor({ root, cache, ...options }: StartOptions): Promise<StartedEditor> {
  const child = spawn(process.execPath, [main, 'lsp', '--stdio'], {
    cwd: root,
    env: { ...process.env, ...(cache && { XDG_CACHE_HOME: cache }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  child.on('close', () => running.delete(child));
  const rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const editor = await connectEditor(rpc, { root, ...options });
  return {
    ...editor,
    child,
    async stop() {
      const ended = new Promise<number | null>(resolve => child.on('exit', resolve));
      await rpc.sendRequest('shutdown');
      void rpc.sendNotification('exit');
      const status = await ended;
      rpc.dispose();
      return status;
    },
  };
}

/** Says hello over a connection to a server, wherever that runs. */
export async function connectEditor(
  rpc: MessageConnection,
  { root, initialize = {}, answers = {} }: Omit<StartOptions, 'cache'>,
): Promise<Editor> {
  const published: PublishDiagnosticsParams[] = [];
  const log: string[] = [];
  const waiting = new Set<() => void>();
  rpc.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const look of waiting) look();
  });
  for (const [method, answer] of Object.entries(answers)) rpc.onRequest(method, answer as (params: unknown) => unknown);
  rpc.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
  });
  rpc.listen();
  const uri = (path: string): string => pathToFileURL(join(root, path)).href;
  const server = await rpc.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    clientInfo: { name: 'test' },
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'root' }],
    capabilities: plainCapabilities,
    ...initialize,
  });
  await rpc.sendNotification('initialized', {});
  const send = (method: string, params: unknown): void => void rpc.sendNotification(method, params);
  const opened = new Set<string>();
  return {
    rpc,
    server,
    uri,
    published,
    log,
    open: (path, text, version = 1) => {
      opened.add(path);
      send('textDocument/didOpen', { textDocument: { uri: uri(path), languageId: 'typescript', version, text } });
    },
    change: (path, text, version) =>
      send('textDocument/didChange', { textDocument: { uri: uri(path), version }, contentChanges: [{ text }] }),
    close: path => {
      opened.delete(path);
      send('textDocument/didClose', { textDocument: { uri: uri(path) } });
    },
    configure: lintel => send('workspace/didChangeConfiguration', { settings: { lintel } }),
    async reset() {
      for (const path of opened) send('textDocument/didClose', { textDocument: { uri: uri(path) } });
      opened.clear();
      send('workspace/didChangeConfiguration', { settings: { lintel: initialize.initializationOptions ?? {} } });
      // An answer about the policy waits for all that was sent before.
      await rpc.sendRequest('textDocument/hover', {
        textDocument: { uri: uri('architecture.jsonc') },
        position: { line: 0, character: 0 },
      });
      published.length = 0;
    },
    diagnostics(path, isMeant = () => true) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no such diagnostics of ${path}; published: ${JSON.stringify(published, undefined, 1)}`));
        }, 20_000);
        const look = (): void => {
          const found = published.findLast(params => params.uri === uri(path));
          if (!found || !isMeant(found)) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(found.diagnostics);
        };
        waiting.add(look);
        look();
      });
    },
    hover: (path, line, character) =>
      rpc.sendRequest('textDocument/hover', { textDocument: { uri: uri(path) }, position: { line, character } }),
    actions: (path, diagnostics, only) =>
      rpc.sendRequest('textDocument/codeAction', {
        textDocument: { uri: uri(path) },
        range: diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics, ...(only && { only }) },
      }),
  };
}

/** A text after the edits that a workspace edit holds for it. */
export function edited(text: string, uri: string, edit: WorkspaceEdit | undefined): string {
  const changes = edit?.documentChanges?.flatMap(change =>
    'edits' in change && change.textDocument.uri === uri ? (change.edits as TextEdit[]) : [],
  );
  return TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), changes ?? edit?.changes?.[uri] ?? []);
}
