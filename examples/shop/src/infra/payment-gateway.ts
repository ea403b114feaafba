import type { Money } from '../kernel/index.js';

export interface PaymentReceipt {
  readonly id: string;
  readonly status: 'captured' | 'declined';
}

/** Captures a payment. */
export async function capture(customerId: string, amount: Money): Promise<PaymentReceipt> {
  const response = await fetch(`${process.env.PAYMENTS_URL}/captures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.PAYMENTS_KEY}` },
    body: JSON.stringify({ customer: customerId, amount: amount.minor, currency: amount.currency }),
  });
  return (await response.json()) as PaymentReceipt;
}
