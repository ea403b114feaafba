import type { Order } from '../orders/index.js';
import type { Product } from './product.js';
import { listProducts } from './products.js';

/** The products sold most often in the given orders, best first. */
export async function bestsellers(orders: readonly Order[], limit = 10): Promise<Product[]> {
  const sold = new Map<string, number>();
  for (const order of orders)
    for (const line of order.lines) sold.set(line.sku, (sold.get(line.sku) ?? 0) + line.quantity);
  const products = await listProducts();
  return products.sort((a, b) => (sold.get(b.sku) ?? 0) - (sold.get(a.sku) ?? 0)).slice(0, limit);
}
