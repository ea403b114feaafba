import { appendFileSync } from 'node:fs';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

/** p50, p95 and the worst of a list of milliseconds. */
export function quantiles(list: readonly number[]): string {
  const { p50, p95, max } = spreadOf(list);
  return `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, max ${max.toFixed(1)} ms (${list.length} edits)`;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(list: readonly number[]): Spread {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** Keeps figures for the tables of `lsp-all.ts`, which names the file they go to; without one nothing is kept. */
export function keep(figures: Readonly<Record<string, number | Spread | readonly number[]>>): void {
  const file = process.env.LINTEL_FIGURES;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figures)}\n`);
}
