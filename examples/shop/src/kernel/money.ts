/** An amount in minor units (cents), so that sums are exact. */
export interface Money {
  readonly minor: number;
  readonly currency: 'EUR' | 'USD' | 'GBP';
}

export function money(minor: number, currency: Money['currency'] = 'EUR'): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not a whole number of minor units: ${minor}`);
  return { minor, currency };
}

export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`cannot add ${a.currency} and ${b.currency}`);
  return money(a.minor + b.minor, a.currency);
}

export function times(amount: Money, factor: number): Money {
  return money(Math.round(amount.minor * factor), amount.currency);
}

export function formatMoney({ minor, currency }: Money): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100);
}
