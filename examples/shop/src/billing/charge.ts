import { withRetries } from 'http-retry-kit';
import { capture, type PaymentReceipt } from '../infra/index.js';
import { log, type Money } from '../kernel/index.js';

/** Charges a customer, trying up to three times. */
export async function charge(customerId: string, amount: Money): Promise<PaymentReceipt> {
  return withRetries({ times: 3, backoff: 'exponential' }, async attempt => {
    log.info({ customerId, attempt }, 'capturing payment');
    return capture(customerId, amount);
  });
}
