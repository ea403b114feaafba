import { query } from '../infra/index.js';

/** Revenue in minor units by bucket. */
export async function revenueByBucket(): Promise<Map<number, number>> {
  const rows = await query<{ paid_at: number; gross_minor: number }>('select paid_at, gross_minor from payment');
  const buckets = new Map<number, number>();
  for (const { paid_at: t, gross_minor: amount } of rows) {
    const bucket = Math.floor(t / 3600);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + amount);
  }
  return buckets;
}
