import { loadUser } from './directory.js';
import type { User } from './user.js';

const lastSeen = new Map<string, number>();

export function touchSession(userId: string): void {
  lastSeen.set(userId, performance.now());
}

export async function activeUsers(withinMs: number): Promise<User[]> {
  const since = performance.now() - withinMs;
  const ids = [...lastSeen].filter(([, seen]) => seen >= since).map(([id]) => id);
  const users = await Promise.all(ids.map(loadUser));
  return users.filter(user => user !== undefined);
}
