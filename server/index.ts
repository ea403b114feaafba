import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { boundGarbage } from './heap.js';
import { installServer, type ServerHost } from './server.js';
import { openChannel, type Transport } from './transport.js';

export { commands as serverCommands } from './features/commands.js';
export { type ListedSetting, listedSettings } from './setting-list.js';
export { type Settings, settingsFrom } from './settings.js';
export type { Transport } from './transport.js';
export { installServer, type ServerHost };

/**
 * Serves one client until it is gone and ends the process then: 0 after a proper shutdown, else 1. Rejects with a sentence
 * for the user when the client cannot be reached. `version` is the package's.
 */
export async function serve(transport: Transport, version: string): Promise<never> {
  // What the protocol uses is closed to everything else: a stray line would end the conversation.
  if (transport.kind === 'stdio') console.log = console.info = console.debug = console.error;
  let isShutDown = false;
  const end = (): void => process.exit(isShutDown ? 0 : 1);
  const { reader, writer } = await openChannel(transport, end);
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  process.on('unhandledRejection', reason => connection.console.error(`Internal error: ${textOf(reason)}`));
  // One thing that went wrong is no reason to leave the person without all others.
  process.on('uncaughtException', error => connection.console.error(`Internal error: ${textOf(error)}`));
  installServer(connection, {
    version,
    onShutdown: () => {
      isShutDown = true;
    },
    onSettled: boundGarbage,
    onClientProcess: id => watchProcess(id, end),
  });
  connection.listen();
  return new Promise<never>(() => {});
}

/** How often the client's process is looked for, in milliseconds: a server must not outlive its client by 3 seconds. */
const lookEveryMs = 1_000;

function watchProcess(id: number, onGone: () => void): void {
  setInterval(() => {
    try {
      process.kill(id, 0);
    } catch (error) {
      // `EPERM`: it lives, under another user.
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') onGone();
    }
  }, lookEveryMs).unref();
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
