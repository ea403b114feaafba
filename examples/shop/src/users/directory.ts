import { query } from '../infra/db.js';
import { touchSession } from './sessions.js';
import type { User } from './user.js';

export async function loadUser(id: string): Promise<User | undefined> {
  const [row] = await query<{ id: string; email: string; locale: User['locale'] }>(
    'select id, email, locale from app_user where id = $1',
    [id],
  );
  if (row) touchSession(row.id);
  return row;
}
