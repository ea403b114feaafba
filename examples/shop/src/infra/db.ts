import { Pool, type QueryResultRow } from 'pg';

export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

export async function query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const result = await pool.query<Row>(text, values);
  return result.rows;
}

export async function transaction<T>(work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const value = await work();
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
