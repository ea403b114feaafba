import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  ResultSchema,
  type ServerNotification,
  type ServerRequest,
  type ServerResult,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallContext, Json, ServerSurface } from '../protocol.js';
import { readLines } from './lines.js';

/**
 * Binds a surface to version 1 of the official SDK. The only file that imports the SDK: another version, another file.
 */

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/**
 * Messages on standard input may have this many bytes: content of a whole file travels in one. The SDK's own transport
 * takes 10 MiB, less than real generated files have, and ends the connection where it is more.
 */
const maxMessageBytes = 64 * 1024 * 1024;
/** The same for a request over HTTP. */
const maxBodyBytes = 32 * 1024 * 1024;

/** A running connection; `closed` resolves when it is over. */
export interface Connection {
  /** Resolves when the client has been greeted. */
  readonly greeted: Promise<void>;
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Serves one client over standard input and output, until it ends. */
export async function serveStdio(surface: ServerSurface, onProblem: (message: string) => void): Promise<Connection> {
  const { server, release } = createServer(surface);
  const closed = new Promise<void>(resolve => {
    server.onclose = () => {
      release();
      resolve();
    };
  });
  const greeted = new Promise<void>(resolve => {
    server.oninitialized = () => resolve();
  });
  server.onerror = error => onProblem(error.message.split('\n', 1)[0]?.slice(0, 200) ?? '');
  process.stdin.once('end', () => void server.close());
  process.stdin.once('close', () => void server.close());
  process.stdout.on('error', () => void server.close());
  await server.connect(stdioTransport());
  return { greeted, closed, close: () => server.close() };
}

const parseError = -32700;
const invalidRequest = -32600;

/** One message a line. What is no message is answered with an error: the SDK's own transport passes it over in silence. */
function stdioTransport(): Transport {
  let stop = (): void => {};
  const write = (message: object): Promise<void> =>
    new Promise(resolve => {
      if (process.stdout.write(`${JSON.stringify(message)}\n`)) resolve();
      else process.stdout.once('drain', () => resolve());
    });
  const refuseLine = (code: number, message: string, id: string | number | null = null): void => {
    void write({ jsonrpc: '2.0', id, error: { code, message } });
  };
  const transport: Transport = {
    async start() {
      stop = readLines(process.stdin, maxMessageBytes, {
        onOverlong: () => refuseLine(invalidRequest, 'A message may have at most 64 MiB.'),
        onLine(line) {
          let read: unknown;
          try {
            read = JSON.parse(line);
          } catch {
            refuseLine(parseError, 'This line is no JSON.');
            return;
          }
          const message = JSONRPCMessageSchema.safeParse(read);
          if (message.success) transport.onmessage?.(message.data as JSONRPCMessage);
          else refuseLine(invalidRequest, 'This is no request of JSON-RPC 2.0: params is an object.', idIn(read));
        },
      });
    },
    send: message => write(message),
    async close() {
      stop();
      transport.onclose?.();
    },
  };
  return transport;
}

function idIn(message: unknown): string | number | null {
  const { id } = Object(message) as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** Answers requests over Streamable HTTP; who may ask is decided before. */
export interface HttpEndpoint {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

const maxSessions = 64;

/** An endpoint with one session for each client; beyond 64 the one unused for longest ends. */
export async function httpEndpoint(surface: ServerSurface): Promise<HttpEndpoint> {
  const { StreamableHTTPServerTransport } = await import('@modelcontextprotocol/sdk/server/streamableHttp.js');
  const sessions = new Map<string, StreamableHTTPServerTransport>();

  const open = async (): Promise<StreamableHTTPServerTransport> => {
    const { server, release } = createServer(surface);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: maxBodyBytes,
      onsessioninitialized: id => {
        sessions.set(id, transport);
        const [oldest] = sessions;
        if (sessions.size > maxSessions && oldest) void oldest[1].close();
      },
    });
    server.onclose = () => {
      release();
      if (transport.sessionId !== undefined) sessions.delete(transport.sessionId);
    };
    // The class says `| undefined` where its own interface does not.
    await server.connect(transport as unknown as Transport);
    return transport;
  };

  return {
    async handle(request, response) {
      const id = request.headers['mcp-session-id'];
      if (typeof id === 'string') {
        const known = sessions.get(id);
        if (!known) {
          refuse(response, 404, -32001, 'This session is not known here. Initialize again.');
          return;
        }
        sessions.delete(id);
        sessions.set(id, known);
        await known.handleRequest(request, response);
        return;
      }
      const transport = await open();
      await transport.handleRequest(request, response);
      if (transport.sessionId === undefined) await transport.close();
    },
    async close() {
      await Promise.all([...sessions.values()].map(transport => transport.close()));
    },
  };
}

/** Answers an HTTP request with an error of the protocol. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  headers: Json = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(headers as Record<string, string>) });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }));
}

function createServer(surface: ServerSurface): { server: Server; release(): void } {
  const server = new Server(
    { name: surface.name, version: surface.version },
    {
      capabilities: {
        tools: {},
        prompts: {},
        resources: { subscribe: true },
        completions: {},
        ...(surface.logs && { logging: {} }),
      },
      ...(surface.instructions !== undefined && { instructions: surface.instructions }),
    },
  );
  // The surface's own types are what these results are made of; the SDK's are wider by index signatures.
  const result = (value: object): ServerResult => value as ServerResult;
  server.setRequestHandler(ListToolsRequestSchema, () => result({ tools: surface.tools() }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const { content, structured, isError } = await surface.callTool(
      params.name,
      params.arguments ?? {},
      contextOf(extra),
    );
    return result({ content, ...(structured && { structuredContent: structured }), ...(isError && { isError }) });
  });
  server.setRequestHandler(ListPromptsRequestSchema, () => result({ prompts: surface.prompts() }));
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) =>
    result({ messages: await surface.prompt(params.name, params.arguments ?? {}) }),
  );
  server.setRequestHandler(ListResourcesRequestSchema, () => result({ resources: surface.resources() }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () =>
    result({ resourceTemplates: surface.templates() }),
  );
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, extra) =>
    result({ contents: await surface.readResource(params.uri, extra.signal) }),
  );
  server.setRequestHandler(CompleteRequestSchema, async ({ params: { ref, argument } }) => {
    const of = ref.type === 'ref/prompt' ? { prompt: ref.name } : { template: ref.uri };
    const values = await surface.complete({ of, argument: argument.name, value: argument.value });
    return result({ completion: { values: values.slice(0, 100), total: values.length, hasMore: values.length > 100 } });
  });
  const subscribed = new Set<string>();
  server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
    subscribed.add(params.uri);
    return result({});
  });
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
    subscribed.delete(params.uri);
    return result({});
  });
  const release = surface.onResourceChange?.(uri => {
    if (subscribed.has(uri)) server.sendResourceUpdated({ uri }).catch(gone);
  });
  return { server, release: release ?? (() => {}) };
}

function contextOf(extra: Extra): CallContext {
  const token = extra._meta?.progressToken;
  return {
    signal: extra.signal,
    progress(done, total, message) {
      if (token === undefined) return;
      const params = { progressToken: token, progress: done, total, ...(message !== undefined && { message }) };
      // Who does not listen any more misses nothing.
      extra.sendNotification({ method: 'notifications/progress', params }).catch(gone);
    },
    notify: (method, params) => extra.sendNotification({ method, params } as ServerNotification),
    ask: async (method, params) => (await extra.sendRequest({ method, params } as ServerRequest, ResultSchema)) as Json,
  };
}

function gone(): void {
  // expected upstream: a client that has gone away hears nothing any more
}
