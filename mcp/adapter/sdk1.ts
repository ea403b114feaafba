import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
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

/**
 * Binds a surface to version 1 of the official SDK. The only file that imports the SDK: another version, another file.
 */

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/**
 * Messages on standard input may have this many bytes: content of a whole file travels in one. The SDK's own limit (10
 * MiB) is below the size of real generated files, and it closes the connection where it is exceeded.
 */
const maxMessageBytes = 64 * 1024 * 1024;
/** The same for a request over HTTP. */
const maxBodyBytes = 32 * 1024 * 1024;

/** A running connection; `closed` resolves with why it broke, or nothing when the client just left. */
export interface Connection {
  readonly closed: Promise<Error | undefined>;
  close(): Promise<void>;
}

/** Serves one client over standard input and output, until it ends. */
export async function serveStdio(surface: ServerSurface, onProblem: (message: string) => void): Promise<Connection> {
  const { server, release } = createServer(surface);
  const transport = new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: maxMessageBytes });
  let broken: Error | undefined;
  const closed = new Promise<Error | undefined>(resolve => {
    server.onclose = () => {
      release();
      resolve(broken);
    };
  });
  server.onerror = error => {
    // What is no message is passed over, as the protocol has it; a message too long ends the connection.
    if (/exceeded maximum size/.test(error.message)) broken = error;
    onProblem(`A message was not understood: ${error.message.split('\n', 1)[0]?.slice(0, 200)}`);
  };
  process.stdin.once('end', () => void server.close());
  process.stdin.once('close', () => void server.close());
  await server.connect(transport);
  return { closed, close: () => server.close() };
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
    if (subscribed.has(uri)) server.sendResourceUpdated({ uri }).catch(() => {});
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
      extra.sendNotification({ method: 'notifications/progress', params }).catch(() => {});
    },
    notify: (method, params) => extra.sendNotification({ method, params } as ServerNotification),
    ask: async (method, params) => (await extra.sendRequest({ method, params } as ServerRequest, ResultSchema)) as Json,
  };
}
