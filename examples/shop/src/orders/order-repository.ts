import { query } from '../infra/index.js';
import type { Order } from './order.js';

export async function saveOrder(order: Order): Promise<void> {
  await query('insert into customer_order (id, user_id, lines, placed_at) values ($1, $2, $3, $4)', [
    order.id,
    order.userId,
    JSON.stringify(order.lines),
    order.placedAt,
  ]);
}

export async function ordersSince(since: Date): Promise<Order[]> {
  return query<Order>('select * from customer_order where placed_at >= $1', [since]);
}

export async function orderById(id: string): Promise<Order | undefined> {
  const [order] = await query<Order>('select * from customer_order where id = $1', [id]);
  return order;
}
