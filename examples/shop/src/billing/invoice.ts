import { query } from '../infra/index.js';
import { add, type Money } from '../kernel/index.js';
import { orderTotal, type Order } from '../orders/index.js';
import { taxOn } from './tax.js';

export interface Invoice {
  readonly orderId: string;
  readonly gross: Money;
  readonly due: Date;
}

export async function createInvoice(order: Order, country: string, due: Date): Promise<Invoice> {
  const net = orderTotal(order);
  const invoice = { orderId: order.id, gross: add(net, taxOn(net, country)), due };
  await query('insert into invoice (order_id, gross_minor, due) values ($1, $2, $3)', [
    invoice.orderId,
    invoice.gross.minor,
    invoice.due,
  ]);
  return invoice;
}

export async function unpaidInvoices(userId: string): Promise<Invoice[]> {
  return query<Invoice>('select * from unpaid_invoice where user_id = $1', [userId]);
}
