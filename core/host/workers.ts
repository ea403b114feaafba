import { Worker } from 'node:worker_threads';
import type { WorkerChannel, WorkerLimits, Workers } from '../files/host.js';

/**
 * What runs in the thread: imports the module and hands it the requests. Kept as text because it must run alike from
 * sources, the built package and a test runner.
 */
const threadMain = `
const { parentPort, workerData } = require('node:worker_threads');
const loaded = import(workerData.module);
loaded.catch(() => {});
parentPort.on('message', async ({ id, message }) => {
  try {
    const { answer } = await loaded;
    if (typeof answer !== 'function') throw new Error('The worker module exports no function "answer".');
    parentPort.postMessage({ id, value: await answer(message) });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    parentPort.postMessage({ id, error: text, stack: error instanceof Error ? error.stack : undefined });
  }
});
`;

/**
 * A parse needs little memory; a thread that needs more than this has met a file that no parser should. The young
 * generation is kept small because syntax trees die young: larger ones cost memory and gain no time.
 */
const limits = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 24, stackSizeMb: 16 };

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
  readonly stack?: string;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Workers as threads of this process. An idle worker does not keep the process alive, one with open requests does. */
export function nodeWorkers(): Workers {
  return { start: openChannel };
}

function openChannel(module: URL, own?: WorkerLimits): WorkerChannel {
  const worker = new Worker(threadMain, {
    eval: true,
    workerData: { module: module.href },
    resourceLimits: own ? { ...limits, maxOldGenerationSizeMb: own.heapMb } : limits,
    // The flags of the process are about its own program: `--input-type=module` would make a module of the line above.
    execArgv: [],
  });
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: Error | undefined;

  const settle = (id: number): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    return entry;
  };
  const end = (reason: Error): void => {
    ended ??= reason;
    for (const id of [...waiting.keys()]) settle(id)?.reject(ended);
  };
  worker.on('message', ({ id, value, error, stack }: Answer) => {
    const entry = settle(id);
    if (error === undefined) entry?.resolve(value);
    else entry?.reject(withStack(new Error(error), stack));
  });
  worker.on('messageerror', error => end(new Error(`The worker's answer could not be read: ${error.message}`)));
  worker.on('error', error => end(new Error(`The worker stopped: ${error.message}`, { cause: error })));
  worker.on('exit', code => end(new Error(`The worker stopped with code ${code}.`)));

  return {
    request(message) {
      if (ended) return Promise.reject(ended);
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.ref();
        try {
          worker.postMessage({ id, message });
        } catch (error) {
          settle(id)?.reject(new Error('The request cannot be sent to a worker.', { cause: error }));
        }
      });
    },
    async close() {
      end(new Error('The worker was closed.'));
      await worker.terminate();
    },
  };
}

function withStack(error: Error, stack: string | undefined): Error {
  if (stack !== undefined) error.stack = stack;
  return error;
}
