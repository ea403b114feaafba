import type { Processes, WorkerChannel, Workers } from '../files/host.js';
import type { TextChange } from './oracle.js';
import type { AskReply, AskRequest, CloseRequest, OpenReply, OpenRequest } from './protocol.js';

/** A request that takes longer than this, in milliseconds, is taken for a checker that does not end. */
const longestRequestMs = 300_000;

/** How long the thread of a process that was ended may take to see that, in milliseconds. */
const longestFarewellMs = 2000;

export interface ThreadMeans {
  readonly workers: Workers;
  readonly processes: Processes;
  readonly module: URL;
  /** In MiB, for the process and for the thread's own heap. */
  readonly memoryLimitMb: number;
}

/** A compiler in a thread of its own, opened; what goes wrong is a reply, never a rejection. */
export interface CompilerThread {
  ask(request: Omit<AskRequest, 'kind'>): Promise<AskReply>;
  /** Bytes held by the compiler's process; `undefined` where unknown, or where it runs in the thread, which has its own limit. */
  residentBytes(): Promise<number | undefined>;
  close(): Promise<void>;
}

export type Opening =
  | { readonly kind: 'opened'; readonly thread: CompilerThread }
  | { readonly kind: 'missing' | 'died'; readonly reason: string };

export async function openThread(
  { workers, processes, module, memoryLimitMb }: ThreadMeans,
  root: string,
  compiler: OpenRequest['compiler'],
  texts: readonly TextChange[],
): Promise<Opening> {
  const channel = workers.start(module, { heapMb: memoryLimitMb });
  const request: OpenRequest = { kind: 'open', root, compiler, texts };
  const reply = await patiently<OpenReply>(channel, request);
  if (reply.kind !== 'opened') {
    await channel.close();
    return reply;
  }
  const { pid } = reply;
  const end = async (): Promise<void> => {
    // The process first: the thread may be waiting for it in a read that nothing else ends.
    if (pid !== undefined) {
      processes.kill(pid);
      await patiently(channel, { kind: 'close' } satisfies CloseRequest, longestFarewellMs);
    }
    await channel.close();
  };
  return {
    kind: 'opened',
    thread: {
      ask: files => patiently<AskReply>(channel, { kind: 'ask', ...files }),
      residentBytes: async () => (pid === undefined ? undefined : processes.residentBytes(pid)),
      close: end,
    },
  };
}

/** A request of which a dead thread and one that does not end are answers too. */
async function patiently<R>(
  channel: WorkerChannel,
  message: unknown,
  longestMs = longestRequestMs,
): Promise<R | { readonly kind: 'died'; readonly reason: string }> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<{ kind: 'died'; reason: string }>(resolve => {
    const reason = `no answer within ${longestMs / 1000} seconds`;
    timer = setTimeout(() => resolve({ kind: 'died', reason }), longestMs);
  });
  try {
    return await Promise.race([channel.request(message) as Promise<R>, tooLong]);
  } catch (error) {
    return { kind: 'died', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
