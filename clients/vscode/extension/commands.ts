import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { serverCommands } from '../contributions.js';
import type { Server } from './server.js';

export const POLICY_PATTERN = '**/{architecture,architecture.module}.jsonc';

/** Opens the architecture file; with several, the one that is chosen. */
export async function openPolicy(): Promise<void> {
  const found = await vscode.workspace.findFiles(POLICY_PATTERN, '**/node_modules/**', 100);
  const names = found.map(uri => vscode.workspace.asRelativePath(uri)).sort();
  if (names.length === 0) {
    void vscode.window.showInformationMessage(
      'No architecture.jsonc in this workspace: lintel init writes the first one.',
    );
    return;
  }
  const name = names.length === 1 ? names[0] : await vscode.window.showQuickPick(names);
  const uri = found.find(file => vscode.workspace.asRelativePath(file) === name);
  if (uri) await vscode.window.showTextDocument(uri);
}

/** Has the server look through the disk again, where one runs. */
export async function recheck(server: Server | undefined): Promise<void> {
  if (server?.client?.isRunning()) await execute(server.client, serverCommands.recheck);
  else void vscode.window.showWarningMessage('The Lintel server is not running: the log says why.');
}

/** Opens what belongs into a report of a defect: versions, which server, what it says of itself. No content of files. */
export async function showDebugInformation(
  context: vscode.ExtensionContext,
  server: Server | undefined,
): Promise<void> {
  const { located, client } = server ?? {};
  const ofServer = client?.isRunning() ? await execute(client, serverCommands.debugInfo) : 'The server is not running.';
  const content = [
    `Extension ${context.extension.packageJSON.version}, ${vscode.env.appName} ${vscode.version}`,
    located ? `Server: ${located.file} (${located.from})` : 'Server: not found',
    `Trusted: ${vscode.workspace.isTrusted}`,
    `${ofServer}\n`,
  ].join('\n\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}

function execute(client: LanguageClient, command: string): Promise<unknown> {
  return client.sendRequest('workspace/executeCommand', { command });
}
