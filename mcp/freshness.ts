import type { LiveWorkspace, Progress, Snapshot } from '../core/index.js';
import type { CallContext } from './protocol.js';

/** The first analysis takes longer than a client waits for an answer. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** Clients give up on a call after 30 to 60 seconds: before that it is answered that nothing was checked. */
const longestWaitMs = 25_000;
const progressEveryMs = 500;

/**
 * The snapshot of the disk as it is now. Tells the client how far the first analysis is while it lasts; that, and what a change
 * of very many files takes, is waited for so long.
 */
export async function currentSnapshot(
  live: LiveWorkspace,
  call: CallContext,
  waitMs = longestWaitMs,
): Promise<Snapshot> {
  const waiting = live.current(call.signal);
  const ticking = setInterval(() => tell(live.progress, call), progressEveryMs);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReady(`${stateOf(live.progress)}. Call again.`)), waitMs);
  });
  try {
    tell(live.progress, call);
    return await Promise.race([waiting, late]);
  } finally {
    clearInterval(ticking);
    clearTimeout(timer);
    waiting.catch(() => {});
  }
}

const lookEveryMs = 20;

/**
 * Waits until how code fails is known, which is analysed in the background after the first analysis; `false` when that is
 * not within `waitMs`.
 */
export async function contractsKnown(snapshot: Snapshot, call: CallContext, waitMs = longestWaitMs): Promise<boolean> {
  const until = performance.now() + waitMs;
  let nextWord = performance.now() + progressEveryMs;
  for (let words = 0; !snapshot.hasContracts; ) {
    if (performance.now() > until) return false;
    call.signal.throwIfAborted();
    if (performance.now() > nextWord) {
      nextWord += progressEveryMs;
      call.progress(++words, words + 1, 'How functions fail is being analysed');
    }
    await new Promise(resolve => setTimeout(resolve, lookEveryMs));
  }
  return true;
}

/** As `contractsKnown`, for answers that are nothing without: the call ends as not checked. */
export async function needContracts(snapshot: Snapshot, call: CallContext): Promise<void> {
  if (!(await contractsKnown(snapshot, call)))
    throw new NotReady('How functions fail is still being analysed. Call again.');
}

function tell(progress: Progress | undefined, call: CallContext): void {
  if (progress) call.progress(progress.done, Math.max(progress.total, 1), stateOf(progress));
}

function stateOf(progress: Progress | undefined): string {
  if (!progress) return 'What changed on the disk is being analysed';
  if (progress.total === 0) return 'The workspace is being read';
  const share = Math.floor((100 * progress.done) / progress.total);
  return `The workspace is being analysed: ${share} % of ${progress.total} files`;
}
