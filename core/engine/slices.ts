/**
 * Called after each step of work that may take long: a promise has the work wait, its `false` ends the work, `undefined` lets
 * it go on at once.
 */
export type Pause = () => Promise<boolean> | undefined;

/** The longest that work in steps keeps everything else waiting, in milliseconds, but for its longest step. */
const SLICE_MS = 10;

/** Lets others in every few milliseconds, and ends the work once it is over. */
export function pauses(isOver: () => boolean): Pause {
  let until = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise<boolean>(resolve =>
      setImmediate(() => {
        until = performance.now() + SLICE_MS;
        resolve(!isOver());
      }),
    );
  };
}

/** Runs work that is told in steps to its end and lets others in between; rejects with the signal's reason. */
export async function inSteps<T>(steps: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  const pause = pauses(() => signal?.aborted === true);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const waiting = pause();
    if (waiting && !(await waiting)) signal?.throwIfAborted();
  }
}
