import { createConnection as connect, type Socket } from 'node:net';
import {
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** How the client talks to the server; it listens, the server connects. */
export type Transport =
  | { readonly kind: 'stdio' }
  | { readonly kind: 'node-ipc' }
  /** A port of this machine. */
  | { readonly kind: 'socket'; readonly port: number }
  /** The path of a socket, or the name of a named pipe on Windows. */
  | { readonly kind: 'pipe'; readonly name: string };

export interface Channel {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/** Opens the channel; `onEnd` hears that the client is gone. Rejects with a sentence for the user when it cannot connect. */
export async function openChannel(transport: Transport, onEnd: () => void): Promise<Channel> {
  switch (transport.kind) {
    case 'stdio': {
      process.stdin.on('end', onEnd).on('close', onEnd).on('error', onEnd);
      process.stdout.on('error', onEnd);
      return { reader: new StreamMessageReader(process.stdin), writer: new StreamMessageWriter(process.stdout) };
    }
    case 'node-ipc': {
      if (!process.send) {
        throw new Error('--node-ipc needs a parent that opened a channel (child_process.fork). Use --stdio.');
      }
      process.on('disconnect', onEnd);
      return { reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) };
    }
    case 'socket':
      return overSocket(connect({ port: transport.port, host: '127.0.0.1' }), `port ${transport.port}`, onEnd);
    case 'pipe':
      return overSocket(connect({ path: transport.name }), `the pipe ${transport.name}`, onEnd);
  }
}

async function overSocket(socket: Socket, name: string, onEnd: () => void): Promise<Channel> {
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', error => {
      const { code } = error as NodeJS.ErrnoException;
      reject(new Error(`nobody listens on ${name} (${code ?? error.message}); the client opens it first`));
    });
  });
  socket.on('end', onEnd).on('close', onEnd).on('error', onEnd);
  return { reader: new SocketMessageReader(socket), writer: new SocketMessageWriter(socket) };
}
