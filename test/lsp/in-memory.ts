import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import {
  createConnection,
  createMessageConnection,
  type MessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { connectEditor, type Editor, type StartOptions } from './client.js';

const built = fileURLToPath(new URL('../../dist/server/index.js', import.meta.url));
const load = createRequire(import.meta.url);

/** The built server behind two streams of this process: what it is told in `initialize` is tested, not how it starts and ends. */
export async function serverInMemory(
  onSettled = (): void => {},
): Promise<{ readonly rpc: MessageConnection; end(): void }> {
  // lintel-ignore-next-line arch/unknown-target: the built server, which is no source
  const { installServer } = load(built) as typeof import('../../server/index.js');
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  installServer(connection, { version: '0.0.0', onShutdown: () => {}, onSettled, onClientProcess: () => {} });
  connection.listen();
  const rpc = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  return {
    rpc,
    end() {
      rpc.dispose();
      connection.dispose();
    },
  };
}

/** As `startEditor`, with the server in this process. */
export async function editorInMemory({
  cache,
  onSettled,
  ...options
}: StartOptions & { readonly onSettled?: () => void }): Promise<Editor> {
  if (cache !== undefined) process.env.XDG_CACHE_HOME = cache;
  const { rpc, end } = await serverInMemory(onSettled);
  ends.push(async () => {
    await rpc.sendRequest('shutdown');
    end();
  });
  return connectEditor(rpc, options);
}

const ends: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(ends.splice(0).map(end => end())));
