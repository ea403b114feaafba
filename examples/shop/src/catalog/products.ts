import { query } from '../infra/index.js';
import { money, NotFoundError } from '../kernel/index.js';
import type { Product } from './product.js';

interface Row {
  sku: string;
  name: string;
  price_minor: number;
  stock: number;
}

export async function listProducts(): Promise<Product[]> {
  const rows = await query<Row>('select sku, name, price_minor, stock from product order by name');
  return rows.map(toProduct);
}

export async function productBySku(sku: string): Promise<Product> {
  const [row] = await query<Row>('select sku, name, price_minor, stock from product where sku = $1', [sku]);
  if (!row) throw new NotFoundError('product', sku);
  return toProduct(row);
}

function toProduct(row: Row): Product {
  return { sku: row.sku, name: row.name, price: money(row.price_minor), stock: row.stock };
}
