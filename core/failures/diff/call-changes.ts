import type { CallTrait } from './behaviour.js';
import type { Change } from './changes.js';
import type { Effect } from './effects.js';
import type { Paired } from './pairing.js';

const slow: ReadonlySet<Effect> = new Set(['network', 'database', 'file', 'process', 'publish']);

/** What became of calls that both sides have: waits, retries, loops, transactions. */
export function callChanges({ pairs }: Paired<CallTrait>): readonly Change[] {
  const changes: Change[] = [];
  for (const [was, now] of pairs) {
    const at = { spot: now, was };
    const call = now.text;
    const isHandled = now.use === 'left';
    const isLeft = now.use === 'floating' || now.use === 'kept' || isHandled || now.leavesTry;
    if (was.use === 'awaited' && isLeft && now.mayBeAsync)
      changes.push({
        kind: 'await-lost',
        call,
        isHandled,
        isReturned: now.leavesTry,
        isSure: now.isSurelyAsync,
        ...at,
      });
    const isNewRetry = now.isRetried && !was.isRetried;
    if (isNewRetry) changes.push({ kind: 'retry-gained', call, isUnsafe: now.isUnsafeToRepeat, ...at });
    const reaches = [...now.effects].filter(effect => slow.has(effect));
    const isWaitedFor = now.use === 'awaited' && was.use === 'awaited';
    if (now.loops > was.loops && !isNewRetry && (reaches.length > 0 || isWaitedFor))
      changes.push({
        kind: 'loop-entered',
        call,
        effects: reaches,
        isFixed: now.loops - now.fixedLoops <= was.loops - was.fixedLoops,
        ...at,
      });
    if (was.isTransactional && !now.isTransactional && !now.hasOpenOptions)
      changes.push({ kind: 'transaction-left', call, ...at });
  }
  return changes;
}
