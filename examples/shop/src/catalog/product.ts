import type { Money } from '../kernel/index.js';

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly stock: number;
}
