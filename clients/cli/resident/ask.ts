import type { SharedEngine } from '../engine.js';
import { connectResident } from './connect.js';

/** One question to an engine, as plain data. */
export type EngineCall = {
  [M in keyof SharedEngine]: {
    readonly method: M;
    readonly params: Parameters<SharedEngine[M]>[0];
  };
}[keyof SharedEngine];

export type EngineResult<M extends keyof SharedEngine> = Awaited<ReturnType<SharedEngine[M]>>;

/** An answer, or why there is none. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string; readonly late?: boolean };

/** The share of the time there is that a host which listens and does not answer is waited for. */
const patience = 0.6;

/**
 * Asks the resident engine of a root, or opens the workspace for this one question where none lives. What is not ready
 * within the deadline (milliseconds) is no answer; a thread that still works then ends with the process.
 */
export async function askEngine<M extends keyof SharedEngine>(
  root: string,
  call: Extract<EngineCall, { method: M }>,
  deadlineMs: number,
): Promise<Asked<EngineResult<M>>> {
  const late = timeLimit(deadlineMs);
  try {
    return await Promise.race([late.over, ask<M>(root, call, Math.max(1_000, deadlineMs * patience))]);
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    late.clear();
  }
}

async function ask<M extends keyof SharedEngine>(
  root: string,
  call: Extract<EngineCall, { method: M }>,
  patienceMs: number,
): Promise<Asked<EngineResult<M>>> {
  const resident = await connectResident(root, patienceMs);
  if (resident) {
    try {
      const method = resident[call.method as keyof SharedEngine] as (params: unknown) => Promise<EngineResult<M>>;
      return { ok: true, value: await method(call.params) };
    } catch {
      // expected upstream: the host went away over the question: it is asked once more, here.
    } finally {
      resident.close();
    }
  }
  return askOnce<M>(root, call);
}

async function askOnce<M extends keyof SharedEngine>(root: string, call: EngineCall): Promise<Asked<EngineResult<M>>> {
  const { Worker } = await import('node:worker_threads'); // most hooks find a host
  return new Promise(resolve => {
    const worker = new Worker(new URL('./once.js', import.meta.url), { workerData: { root, call }, stdout: true });
    worker.unref();
    worker.once('message', ({ result, error }: { result?: EngineResult<M>; error?: string }) => {
      resolve(result === undefined ? { ok: false, why: error ?? 'no answer' } : { ok: true, value: result });
    });
    worker.once('error', error => resolve({ ok: false, why: error.message }));
    worker.once('exit', () => resolve({ ok: false, why: 'the engine ended without an answer' }));
  });
}

function timeLimit(deadlineMs: number): { readonly over: Promise<Asked<never>>; clear(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Asked<never>>(resolve => {
    timer = setTimeout(
      () => resolve({ ok: false, late: true, why: `the engine was not ready within ${deadlineMs} ms` }),
      deadlineMs,
    );
  });
  return { over, clear: () => clearTimeout(timer) };
}
