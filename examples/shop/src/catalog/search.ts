import { remember } from '../infra/cache.js';
import type { Product } from './product.js';
import { listProducts } from './products.js';

export async function searchProducts(words: string): Promise<Product[]> {
  const wanted = words.toLowerCase().split(/\s+/);
  const products = await remember('catalog:all', 60, listProducts);
  return products.filter(product => wanted.every(word => product.name.toLowerCase().includes(word)));
}
