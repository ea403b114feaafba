import { readSync } from 'node:fs';
import { isatty } from 'node:tty';

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
      const chunks = readAtOnce();
      if (!chunks.isWhole) for await (const chunk of process.stdin) chunks.read.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks.read)
        .toString('utf8')
        .replace(/^\uFEFF/, '');
    },
    today: () => new Date().toISOString().slice(0, 10),
    signal,
  };
}

/**
 * Reads standard input without a stream, which takes longer to set up than a hook's payload to read; what is left where that
 * is not permitted (a pipe that does not block) is for a stream.
 */
function readAtOnce(): { readonly read: Buffer[]; readonly isWhole: boolean } {
  const read: Buffer[] = [];
  // Somebody who types must be able to interrupt.
  if (isatty(0)) return { read, isWhole: false };
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(64 * 1024);
      const length = readSync(0, buffer);
      if (length === 0) return { read, isWhole: true };
      read.push(buffer.subarray(0, length));
    }
  } catch (error) {
    return { read, isWhole: (error as NodeJS.ErrnoException).code === 'EOF' };
  }
}
