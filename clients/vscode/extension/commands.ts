import * as vscode from 'vscode';
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

/** Opens what belongs into a report of a defect: versions, which server, settings. No content of files. */
export async function showDebugInformation(
  context: vscode.ExtensionContext,
  server: Server | undefined,
): Promise<void> {
  const { located, client } = server ?? {};
  const information = {
    extension: context.extension.packageJSON.version,
    editor: `${vscode.env.appName} ${vscode.version}`,
    platform: `${process.platform} ${process.arch}`,
    server: located ?? 'not found',
    serverVersion: client?.initializeResult?.serverInfo?.version ?? 'not running',
    capabilities: client?.initializeResult?.capabilities,
    trusted: vscode.workspace.isTrusted,
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    settings: vscode.workspace.getConfiguration('lintel'),
  };
  const content = `${JSON.stringify(information, undefined, 2)}\n`;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }));
}
