import { setFlagsFromString } from 'node:v8';

/** How much garbage may lie beside what is held before it is collected, in percent of that. */
const garbagePercent = 40;

/**
 * Bounds what the process takes while somebody types. Without this V8 lets the heap grow to several times of what is held
 * where the machine has much memory, though an edit leaves little behind. Called when the engine stands: before, while the
 * heap fills, each collection would cost and free nothing.
 */
export function boundGarbage(): void {
  setFlagsFromString(`--heap-growing-percent=${garbagePercent}`);
}
