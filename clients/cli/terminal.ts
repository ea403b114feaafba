import { type ExitStatus, exitStatus } from './exit.js';

/** The outside world as a command sees it; tests pass their own. */
export interface Terminal {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Standard output: results only. */
  out(text: string): void;
  /** Standard error: progress, notices and errors. */
  err(text: string): void;
  /** All of standard input as text. */
  readInput(): Promise<string>;
  /** The current date, `YYYY-MM-DD`, in UTC. */
  today(): string;
  readonly signal: AbortSignal;
}

/** Streams that are in use: making one takes milliseconds, and a hook has mostly nothing to say. */
const inUse = new Set<NodeJS.WriteStream>();

/** A reader that goes away (`lintel check | head`) is no failure of ours. */
export function guarded(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (!inUse.has(stream)) {
    inUse.add(stream);
    stream.on('error', quietlyOnBrokenPipe);
  }
  return stream;
}

function quietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitStatus.ok);
  throw error;
}

/** Ends the process once what was written is out. */
export function exitWhenWritten(status: ExitStatus): void {
  const exit = () => process.exit(status);
  if (inUse.size === 0) exit();
  else process.stdout.write('', exit);
}

/** The terminal of this process. */
export function processTerminal(signal: AbortSignal): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    get outIsTerminal() {
      return process.stdout.isTTY === true;
    },
    get errIsTerminal() {
      return process.stderr.isTTY === true;
    },
    out: text => void guarded(process.stdout).write(text),
    err: text => void guarded(process.stderr).write(text),
    readInput: async () => {
      // A stream, though a blocking read would start faster: who types, and a client that never ends its input, must be able to interrupt.
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\uFEFF/, '');
    },
    today: () => new Date().toISOString().slice(0, 10),
    signal,
  };
}
