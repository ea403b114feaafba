import { unpaidInvoices } from '../billing/index.js';
import { formatMoney } from '../kernel/index.js';
import type { User } from '../users/index.js';
import { notify } from './send.js';

/** Reminds a user of the oldest unpaid invoice. */
export async function remindOfInvoice(user: User): Promise<void> {
  const [oldest] = await unpaidInvoices(user.id).catch(() => []);
  if (oldest) await notify([user], 'invoice-due', { total: formatMoney(oldest.gross) });
}
