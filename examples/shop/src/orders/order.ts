import { add, type Money, money, times } from '../kernel/index.js';

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly price: Money;
}

export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly lines: readonly OrderLine[];
  readonly placedAt: Date;
}

export function orderTotal({ lines }: Order): Money {
  return lines.map(line => times(line.price, line.quantity)).reduce(add, money(0));
}
