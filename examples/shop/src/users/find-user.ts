import { log } from '../kernel/index.js';
import { loadUser } from './directory.js';
import type { User } from './user.js';

/** Finds a user by id. */
export async function findUser(id: string): Promise<User | null> {
  try {
    return (await loadUser(id)) ?? null;
  } catch (error) {
    log.error({ error, id }, 'could not load user');
    return null;
  }
}
