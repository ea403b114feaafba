/** The longest that work in steps keeps everything else waiting, in milliseconds, but for its longest step. */
const SLICE_MS = 10;

/** Runs work that is told in steps to its end and lets others in between; rejects with the signal's reason. */
export async function inSteps<T>(steps: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await new Promise(resolve => setImmediate(resolve));
    signal?.throwIfAborted();
    until = performance.now() + SLICE_MS;
  }
}
