import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpEndpoint, refuse } from './adapter/sdk1.js';
import type { ServerSurface } from './protocol.js';

export interface HttpOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** What clients send as `Authorization: Bearer`; `null` lets everybody on this machine in. Default: made anew. */
  readonly token?: string | null;
}

/** A server on the loopback interface. */
export interface HttpServer {
  readonly url: string;
  readonly token: string | undefined;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const path = '/mcp';
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Serves Streamable HTTP at `/mcp` on the loopback interface. A page in a browser on this machine can reach that too, also
 * by a name of its own that it lets point here: Host and Origin must be those of this machine, and a token is asked for.
 */
export async function serveHttp(surface: ServerSurface, options: HttpOptions): Promise<HttpServer> {
  const token = options.token === null ? undefined : (options.token ?? randomBytes(24).toString('base64url'));
  const endpoint = await httpEndpoint(surface);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isAdmitted(request, response, token)) await endpoint.handle(request, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, -32603, 'Internal error.');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}${path}`,
    token,
    async close() {
      await endpoint.close();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

function isAdmitted(request: IncomingMessage, response: ServerResponse, token: string | undefined): boolean {
  const { headers } = request;
  if (!loopback.has(hostnameOf(headers.host ?? ''))) {
    refuse(response, 403, -32000, 'The Host header names another machine.');
  } else if (headers.origin !== undefined && !isLoopbackOrigin(headers.origin)) {
    refuse(response, 403, -32000, 'The Origin header names another site.');
  } else if (request.url?.split('?', 1)[0] !== path) {
    refuse(response, 404, -32000, `Only ${path} is served here.`);
  } else if (token !== undefined && !hasToken(headers.authorization, token)) {
    const headersOut = { 'www-authenticate': 'Bearer' };
    refuse(response, 401, -32000, 'The token is missing or wrong: send Authorization: Bearer TOKEN.', headersOut);
  } else return true;
  request.resume();
  return false;
}

function hostnameOf(value: string): string {
  return value.toLowerCase().replace(/:\d+$/, '');
}

function isLoopbackOrigin(origin: string): boolean {
  const [, rest] = /^https?:\/\/([^/?#@]+)$/i.exec(origin) ?? [];
  return rest !== undefined && loopback.has(hostnameOf(rest));
}

function hasToken(authorization: string | undefined, token: string): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
