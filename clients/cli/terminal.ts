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

/** The terminal of this process. */
export function processTerminal(signal: AbortSignal): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
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
