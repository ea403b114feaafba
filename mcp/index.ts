/** The MCP server: the only file of `mcp` that the command starts. */
import { liveWorkspace } from '../core/index.js';
import { serveStdio } from './adapter/sdk1.js';
import { serveHttp } from './http.js';
import type { ServerSurface } from './protocol.js';
import { lintelSurface } from './surface.js';

export interface McpOptions {
  /** The absolute workspace root. */
  readonly root: string;
  readonly version: string;
  readonly allTools: boolean;
  readonly cache: boolean;
  /** Serve HTTP on this port of the loopback interface instead of standard input and output. */
  readonly httpPort?: number;
  /** The token that HTTP clients send; default: made anew and printed. */
  readonly httpToken?: string;
  readonly signal: AbortSignal;
  /** Lines for a person, on standard error. */
  log(line: string): void;
}

/** Serves until the client leaves or the signal aborts. */
export async function serveMcp(options: McpOptions): Promise<void> {
  const { root, version, allTools, signal, log } = options;
  const listeners = new Set<() => void>();
  let begin = (): void => {};
  const after = new Promise<void>(resolve => {
    begin = resolve;
  });
  const live = liveWorkspace({
    root,
    cache: options.cache,
    after,
    onChange: () => {
      for (const listener of listeners) listener();
    },
    onProblem: log,
  });
  const surface = lintelSurface({
    version,
    root,
    live,
    allTools,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  try {
    if (options.httpPort === undefined) {
      await overStdio(surface, begin, log);
      return;
    }
    begin();
    const token = options.httpToken;
    const server = await serveHttp(surface, { port: options.httpPort, ...(token !== undefined && { token }) });
    log(`Serving ${server.url}`);
    if (token === undefined) log(`Authorization: Bearer ${server.token}`);
    await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
    await server.close();
  } finally {
    await live.close();
  }
}

const loggedProblems = 20;

/** A client that greets no server is served all the same; others have their answer before the first analysis begins. */
const longestGreetingMs = 1_000;

async function overStdio(surface: ServerSurface, begin: () => void, log: (line: string) => void): Promise<void> {
  // Whatever is printed on standard output by mistake would break the protocol.
  console.log = console.error;
  console.info = console.error;
  let problems = 0;
  const connection = await serveStdio(surface, message => {
    problems++;
    if (problems <= loggedProblems) log(message);
  });
  const timer = setTimeout(begin, longestGreetingMs);
  void connection.greeted.then(begin);
  await connection.closed;
  clearTimeout(timer);
  begin();
}
