import type { HostWorkspace } from '../engine.js';
import { hostResident } from './host.js';

/**
 * Offers the workspace of a server of this process to hooks, or stands by while another server of the same root does.
 */
export const hostWorkspace: HostWorkspace = kept => {
  const engine = import('../../../core/index.js').then(({ engineOver }) => engineOver(kept));
  const residency = hostResident(kept.root, {
    checkEdits: async request => (await engine).checkEdits(request),
    verifyChanges: async request => (await engine).verifyChanges(request),
    brief: async request => (await engine).brief(request),
  });
  return {
    close: async () => {
      await residency.close();
      (await engine).close();
    },
  };
};
