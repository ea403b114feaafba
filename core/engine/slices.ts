/**
 * Called after each step of work that may take long: a promise has the work wait, its `false` ends the work, `undefined` lets
 * it go on at once.
 */
export type Pause = () => Promise<boolean> | undefined;

/** The longest that work in steps keeps everything else waiting, in milliseconds, but for its longest step. */
const SLICE_MS = 10;

/** Work that goes first while it is under way: a promise of its end. */
export type Urgent = () => Promise<unknown> | undefined;

/** Lets others in every few milliseconds and whatever is urgent at once, and ends the work once it is over. */
export function pauses(isOver: () => boolean, urgent: Urgent = () => undefined): Pause {
  let until = performance.now() + SLICE_MS;
  const othersTurn = async (): Promise<boolean> => {
    await new Promise(resolve => setImmediate(resolve));
    // What is urgent waits for others itself, a thread say: a slice in each of those waits would come before its end.
    for (let first = urgent(); first && !isOver(); first = urgent()) await first;
    until = performance.now() + SLICE_MS;
    return !isOver();
  };
  return () => (performance.now() < until && !urgent() ? undefined : othersTurn());
}

/** Runs work that is told in steps to its end and lets others in between; rejects with the signal's reason. */
export async function inSteps<T>(steps: Generator<void, T>, signal?: AbortSignal, urgent?: Urgent): Promise<T> {
  const pause = pauses(() => signal?.aborted === true, urgent);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const waiting = pause();
    if (waiting && !(await waiting)) signal?.throwIfAborted();
  }
}
