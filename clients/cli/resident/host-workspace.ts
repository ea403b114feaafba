import type { HostWorkspace } from '../engine.js';
import { hostResident } from './host.js';

/**
 * Offers the workspace of a server of this process to hooks, or stands by while another server of the same root does.
 */
export const hostWorkspace: HostWorkspace = kept => {
  const engine = import('../../../core/index.js').then(({ engineOver }) => engineOver(kept));
  const residency = hostResident(kept.root, {
    checkEdits: async (request, signal) => (await engine).checkEdits(request, signal),
    verifyChanges: async (request, signal) => (await engine).verifyChanges(request, signal),
    brief: async (request, signal) => (await engine).brief(request, signal),
  });
  return {
    ...residency,
    close: async () => {
      await residency.close();
      (await engine).close();
    },
  };
};
