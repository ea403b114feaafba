import { loadEngine } from '../engine.js';
import { hostWorkspace } from './host-workspace.js';

/** Has the server that this process starts next share its engine with the hooks of this user, unless it is to be alone. */
export async function shareEngine(isIsolated: boolean | undefined): Promise<void> {
  const { hostResidents } = await loadEngine();
  hostResidents(isIsolated ? undefined : hostWorkspace);
}
