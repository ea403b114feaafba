import type { EventEmitter } from 'node:events';
import type { Observed } from './case.js';

/** What a call throws before it returns. */
export function thrown(run: () => unknown): Observed {
  try {
    run();
  } catch (failure) {
    return { channel: 'throw', failure };
  }
  throw new Error('nothing was thrown');
}

/** What the promise of a call rejects with. A throw before the promise is there is another channel. */
export async function rejected(run: () => unknown): Promise<Observed> {
  let promise: unknown;
  try {
    promise = run();
  } catch (failure) {
    return { channel: 'throw', failure };
  }
  try {
    await promise;
  } catch (failure) {
    return { channel: 'reject', failure };
  }
  throw new Error('nothing was rejected');
}

/** What iterating throws. */
export async function iterated(run: () => unknown): Promise<Observed> {
  try {
    for await (const _ of run() as AsyncIterable<unknown>);
  } catch (failure) {
    return { channel: 'throw', failure };
  }
  throw new Error('nothing was thrown while iterating');
}

/** The first argument that a callback gets. */
export function calledBack(run: (done: (failure: unknown) => void) => unknown): Promise<Observed> {
  return new Promise((resolve, reject) => {
    run(failure => {
      if (failure) resolve({ channel: 'callback', failure });
      else reject(new Error('the callback got no error'));
    });
  });
}

/** The first value of an event. */
export function emitted(run: () => unknown, event = 'error'): Promise<Observed> {
  return new Promise(resolve => {
    const emitter = run() as EventEmitter;
    emitter.once(event, failure => {
      emitter.on(event, () => {});
      resolve({ channel: 'event', failure });
    });
  });
}

/** A returned value that stands for a failure. */
export function returned(value: unknown): Observed {
  return { channel: 'return', failure: value };
}

/** What reached nobody while something ran. */
export interface Unobserved {
  readonly uncaught: readonly unknown[];
  readonly unhandled: readonly unknown[];
}

/** Runs something with the last resorts of the process in hand, until `isOver`; `ended` tells whether what was run has. */
export async function unobserved(
  run: () => unknown,
  isOver: (seen: Unobserved, ended: boolean) => boolean,
): Promise<Unobserved> {
  const seen = { uncaught: [] as unknown[], unhandled: [] as unknown[] };
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map(event => process.listeners(event as 'uncaughtException'));
  for (const event of events) process.removeAllListeners(event);
  process.on('uncaughtException', error => seen.uncaught.push(error));
  process.on('unhandledRejection', error => seen.unhandled.push(error));
  let ended = false;
  try {
    Promise.resolve(run()).then(
      () => {
        ended = true;
      },
      error => seen.unhandled.push(error),
    );
    for (let turn = 0; turn < 1000 && !isOver(seen, ended); turn++)
      await new Promise(resolve => setTimeout(resolve, 5));
    // What comes late is seen too.
    for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve));
  } finally {
    events.forEach((event, at) => {
      process.removeAllListeners(event);
      for (const listener of before[at] ?? []) process.on(event, listener);
    });
  }
  return seen;
}
