import { charge, createInvoice } from '../billing/index.js';
import { productBySku } from '../catalog/index.js';
import { type Clock, log } from '../kernel/index.js';
import { type Order, orderTotal } from './order.js';
import { saveOrder } from './order-repository.js';

export interface Basket {
  readonly userId: string;
  readonly country: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

const paymentTerm = 14 * 24 * 60 * 60 * 1000;

export async function placeOrder(basket: Basket, clock: Clock): Promise<Order> {
  const lines = await Promise.all(
    basket.lines.map(async ({ sku, quantity }) => {
      const product = await productBySku(sku);
      if (product.stock < quantity) throw new Error(`only ${product.stock} of ${sku} left`);
      return { sku, quantity, price: product.price };
    }),
  );
  const order = { id: crypto.randomUUID(), userId: basket.userId, lines, placedAt: clock.now() };
  try {
    await charge(basket.userId, orderTotal(order));
  } catch (error) {
    log.warn({ error, order: order.id }, 'payment failed, will be collected by invoice');
  }
  await saveOrder(order);
  await createInvoice(order, basket.country, new Date(order.placedAt.getTime() + paymentTerm));
  return order;
}
