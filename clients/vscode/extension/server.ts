import * as vscode from 'vscode';
import { type Executable, LanguageClient, State } from 'vscode-languageclient/node';
import { type Located, locateServer } from '../locate.js';
import { POLICY_PATTERN } from './commands.js';
import type { Status } from './status.js';

/** A server that was started, or the reason why none was. */
export interface Server {
  readonly located: Located | undefined;
  readonly client: LanguageClient | undefined;
  stop(): Promise<void>;
}

const languages = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];

/** Starts the server; what goes wrong is said in the status bar and the log, and once in a message where a policy waits for it. */
export async function startServer(log: vscode.LogOutputChannel, status: Status): Promise<Server> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const located = locateServer({
    setting: vscode.workspace.getConfiguration('lintel').get<string>('server.path', '').trim(),
    folders: folders.map(({ uri }) => uri.fsPath),
    trusted: vscode.workspace.isTrusted,
    path: process.env.PATH ?? '',
    endings: process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [],
  });
  if ('problem' in located) {
    await report(located.problem, log, status);
    return { located: undefined, client: undefined, stop: async () => {} };
  }
  log.info(`starting ${located.file} (${located.from})`);
  status.starting();
  const client = new LanguageClient('lintel', 'Lintel', executable(located), {
    documentSelector: [
      ...languages.map(language => ({ scheme: 'file', language })),
      { scheme: 'file', pattern: POLICY_PATTERN },
    ],
    outputChannel: log,
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) status.running(client.initializeResult?.serverInfo?.version);
    if (newState === State.Stopped) status.failed('The server has stopped: the log says why.');
  });
  try {
    await client.start();
  } catch (error) {
    await report(`${located.file} does not start: ${error instanceof Error ? error.message : error}`, log, status);
  }
  return { located, client, stop: () => client.dispose(2_000).catch(() => {}) };
}

/** Node of the `PATH` runs a script: the one inside the editor may be too old. */
function executable({ kind, file }: Located): Executable {
  if (kind === 'script') return { command: 'node', args: [file, 'lsp', '--stdio'] };
  const shell = /\.(cmd|bat)$/i.test(file);
  return { command: shell ? `"${file}"` : file, args: ['lsp', '--stdio'], options: { shell } };
}

async function report(problem: string, log: vscode.LogOutputChannel, status: Status): Promise<void> {
  log.error(problem);
  status.failed(problem);
  // Somebody who never asked for Lintel in this workspace is not bothered with a message.
  const policies = await vscode.workspace.findFiles(POLICY_PATTERN, '**/node_modules/**', 1);
  if (policies.length === 0) return;
  const settings = 'Open Settings';
  void vscode.window.showErrorMessage(problem, settings, 'Show Log').then(choice => {
    if (choice === settings)
      return vscode.commands.executeCommand('workbench.action.openSettings', 'lintel.server.path');
    if (choice !== undefined) log.show();
    return undefined;
  });
}
