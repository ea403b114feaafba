import * as vscode from 'vscode';
import { type Command, commands } from '../contributions.js';
import { openPolicy, recheck, showDebugInformation } from './commands.js';
import { type Server, startServer } from './server.js';
import { createStatus } from './status.js';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Lintel', { log: true });
  const status = createStatus();
  // One start at a time: a restart that is asked for meanwhile comes after it.
  let turn: Promise<void> = Promise.resolve();
  const restart = (): Promise<void> => {
    turn = turn.then(async () => {
      await server?.stop();
      server = await startServer(log, status);
    });
    return turn;
  };
  const handlers: Record<Command, () => unknown> = {
    'lintel.restart': restart,
    'lintel.showLog': () => log.show(),
    'lintel.recheck': () => recheck(server),
    'lintel.openPolicy': openPolicy,
    'lintel.debugInfo': () => showDebugInformation(context, server),
  };
  context.subscriptions.push(
    log,
    status,
    ...Object.keys(commands).map(id => vscode.commands.registerCommand(id, handlers[id as Command])),
    // Settings of the server reach it as they change; another program is another process.
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('lintel.server')) void restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
