import type { HostWorkspace } from './engine/shared/hosting.js';

let hosting: HostWorkspace | undefined;

/**
 * Has every workspace that is opened to live on (`resident`) offered to the hooks of this user, until it is closed. Said
 * once by whoever starts a server, which itself need not know; without it nothing is shared.
 */
export function hostResidents(host: HostWorkspace | undefined): void {
  hosting = host;
}

/** How workspaces that live on are offered in this process. */
export function residentHosting(): HostWorkspace | undefined {
  return hosting;
}
