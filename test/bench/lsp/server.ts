import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** A language server under measurement, and the editor's side of it. */
export interface Measured {
  readonly rpc: MessageConnection;
  /** From the start of the process to the answer to `initialize`, in milliseconds. */
  readonly greetedMs: number;
  /** When the process was started, by `performance.now()`. */
  readonly started: number;
  uri(path: string): string;
  open(path: string, text: string): Promise<void>;
  /** Replaces the text; the version that it has then. */
  change(path: string, text: string): Promise<number>;
  latest(path: string): PublishDiagnosticsParams | undefined;
  /** How many diagnostics with one of these codes the file has; all without codes. */
  count(path: string, codes?: RegExp): number;
  /** Resolves when the condition holds; it is looked at after every message. Rejects after `limitMs`. */
  until(isThere: () => boolean, what: string, limitMs?: number): Promise<void>;
  /** Processor time of the process so far, all threads, in milliseconds: it says the same on a busy machine. */
  processorMs(): number;
  /** Resolves once the server has done what it put off until nobody types. */
  rest(): Promise<void>;
  /** Resident memory, in MB. */
  memory(): number;
  stop(): Promise<void>;
}

const capabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, configuration: true, workspaceFolders: true },
};

export async function startMeasured(command: readonly string[], root: string, env = {}): Promise<Measured> {
  const started = performance.now();
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
  const rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const published = new Map<string, PublishDiagnosticsParams>();
  const versions = new Map<string, number>();
  let look = (): void => {};
  rpc.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.set(params.uri, params);
    look();
  });
  rpc.onNotification(() => look());
  rpc.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  rpc.onRequest(() => null);
  rpc.listen();
  const rootUri = pathToFileURL(root).href;
  await rpc.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'root' }],
    capabilities,
  });
  const greetedMs = performance.now() - started;
  await rpc.sendNotification('initialized', {});
  const uri = (path: string): string => pathToFileURL(join(root, path)).href;
  const processorMs = (): number => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  return {
    rpc,
    started,
    greetedMs,
    uri,
    open: (path, text) => {
      versions.set(path, 1);
      const languageId = path.endsWith('x') ? 'typescriptreact' : 'typescript';
      return rpc.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId, version: 1, text },
      });
    },
    async change(path, text) {
      const version = (versions.get(path) ?? 1) + 1;
      versions.set(path, version);
      await rpc.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ text }],
      });
      return version;
    },
    latest: path => published.get(uri(path)),
    count: (path, codes = /./) =>
      (published.get(uri(path))?.diagnostics ?? []).filter(({ code }) => codes.test(String(code))).length,
    until: (isThere, what, limitMs = 120_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${what}: not within ${limitMs} ms`)), limitMs);
        look = () => {
          if (!isThere()) return;
          clearTimeout(timer);
          look = () => {};
          resolve();
        };
        look();
      }),
    processorMs,
    async rest() {
      for (let before = processorMs(); ; ) {
        await new Promise(done => setTimeout(done, 3_000));
        const now = processorMs();
        if (now - before < 100) return;
        before = now;
      }
    },
    memory: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    },
    async stop() {
      const ended = new Promise(resolve => child.on('exit', resolve));
      await Promise.race([rpc.sendRequest('shutdown'), new Promise(resolve => setTimeout(resolve, 5_000).unref())]);
      await rpc.sendNotification('exit');
      setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
      await ended;
      rpc.dispose();
    },
  };
}
