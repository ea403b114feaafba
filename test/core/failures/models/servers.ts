import http from 'node:http';
import net from 'node:net';

/** Loopback servers that fail in every way a client knows. */
export interface Servers {
  /** `/status/404` and the like, `/garbage` (not JSON), `/reset`, `/hang`; JSON for the rest. */
  readonly base: string;
  readonly port: number;
  /** A port on which nobody listens. */
  readonly deadPort: number;
  /** Takes connections and says nothing. */
  readonly silentPort: number;
}

let servers: Promise<Servers> | undefined;

/** Started at first need; they end with the process. */
export function startServers(): Promise<Servers> {
  servers ??= start();
  return servers;
}

async function start(): Promise<Servers> {
  const port = await listen(http.createServer(answer));
  const silentPort = await listen(net.createServer(socket => socket.on('error', () => {})));
  return { base: `http://127.0.0.1:${port}`, port, deadPort: await findDeadPort(), silentPort };
}

/**
 * A free port below those that systems hand out by themselves (Linux from 32768, others from 49152): a port that was
 * merely given back would soon belong to the next server that asks for any.
 */
async function findDeadPort(): Promise<number> {
  for (let port = 21_000 + (process.pid % 10_000); port < 32_000; port++) {
    const probe = net.createServer();
    const isFree = await new Promise<boolean>(resolve => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise(resolve => probe.close(resolve));
    return port;
  }
  throw new Error('no port from 21000 to 32000 is free');
}

function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = request.url ?? '';
  const status = /\/status\/(\d{3})/.exec(url)?.[1];
  if (url.includes('/hang')) return;
  if (url.includes('/reset')) {
    request.socket.destroy();
    return;
  }
  if (url.includes('/cut')) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"half":', () => request.socket.destroy());
    return;
  }
  response.setHeader('content-type', 'application/json');
  if (status) response.statusCode = Number(status);
  const isBodiless = request.method === 'HEAD';
  response.end(
    isBodiless ? undefined : url.includes('/garbage') ? '{nope' : '{"error":{"message":"no","type":"card_error"}}',
  );
}

/** Listens on a free loopback port; does not keep the process. */
export function listen(server: net.Server): Promise<number> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      server.unref();
      resolve((server.address() as net.AddressInfo).port);
    });
  });
}
