import type { WorkerChannel, Workers } from '../../files/host.js';
import type { FrontEnd, PackedFacts, SourceRequest } from './front-end.js';

/** Attempts for one batch before its failure is reported: a worker that died of memory gets a fresh heap once. */
const ATTEMPTS = 2;

/**
 * A front end on worker threads. Batches go to the least busy worker; a worker that dies is replaced and its batch is
 * asked again, so that one file that kills it costs one retry.
 */
export function workerFrontEnd(workers: Workers, module: URL, threads: number): FrontEnd {
  const pool: { channel: WorkerChannel | undefined; busy: number }[] = Array.from({ length: threads }, () => ({
    channel: undefined,
    busy: 0,
  }));

  async function extract(requests: readonly SourceRequest[]): Promise<readonly PackedFacts[]> {
    for (let attempt = 1; ; attempt++) {
      const slot = pool.reduce((best, next) => (next.busy < best.busy ? next : best));
      slot.channel ??= workers.start(module);
      const { channel } = slot;
      slot.busy++;
      try {
        return (await channel.request(requests)) as readonly PackedFacts[];
      } catch (cause) {
        if (slot.channel === channel) slot.channel = undefined;
        if (attempt >= ATTEMPTS) throw new Error('The parser worker stopped twice on the same files.', { cause });
      } finally {
        slot.busy--;
      }
    }
  }

  return {
    warm: () => {
      for (const slot of pool) slot.channel ??= workers.start(module);
    },
    extract,
    rest: () => {
      for (const slot of pool) {
        void slot.channel?.close();
        slot.channel = undefined;
      }
    },
    close: async () => {
      await Promise.all(pool.map(slot => slot.channel?.close()));
    },
  };
}
