import { type Money, times } from '../kernel/index.js';

const day = 24 * 60 * 60 * 1000;

/** One per cent of the amount for every started day after the due date. */
export function lateFee(amount: Money, due: Date): Money {
  const late = Date.now() - due.getTime();
  return late <= 0 ? times(amount, 0) : times(amount, 0.01 * Math.ceil(late / day));
}
