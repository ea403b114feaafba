import { parentPort, workerData } from 'node:worker_threads';
import type { SharedEngine } from '../engine.js';
import type { EngineCall } from './ask.js';

/** The thread of a hook that found no host: it opens the workspace from the on-disk cache for one question. */
const { root, call } = workerData as { root: string; call: EngineCall };
const { engineOnce } = await import('../../../core/index.js');
try {
  const engine = await engineOnce(root);
  parentPort?.postMessage({ result: await answer(engine) });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}

function answer(engine: SharedEngine): Promise<unknown> {
  if (call.method === 'checkEdits') return engine.checkEdits(call.params);
  return call.method === 'verifyChanges' ? engine.verifyChanges(call.params) : engine.brief(call.params);
}
