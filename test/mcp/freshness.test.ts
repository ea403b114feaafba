import { afterEach, expect, test, vi } from 'vitest';
import type { LiveWorkspace } from '../../core/index.js';
import { currentSnapshot } from '../../mcp/freshness.js';

afterEach(() => {
  vi.useRealTimers();
});

/** A workspace that never gets through with what it is at. */
const busy = (progress: LiveWorkspace['progress']): LiveWorkspace => ({
  current: () => new Promise(() => {}),
  progress,
  workspace: undefined,
  close: async () => {},
});

test.each([
  [undefined, 'What changed on the disk is being analysed. Call again.', 0],
  [
    { phase: 'extract', done: 31, total: 50 } as never,
    'The workspace is being analysed: 62 % of 50 files. Call again.',
    50,
  ],
])('a call is answered before its client gives up, whatever is being analysed', async (progress, reason, words) => {
  vi.useFakeTimers();
  const told: number[] = [];
  const call = { signal: new AbortController().signal, progress: (done: number) => void told.push(done) };
  const answer = currentSnapshot(busy(progress), call as never).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(25_000);
  expect(await answer).toBe(reason);
  expect(told.length).toBeGreaterThanOrEqual(words);
});
