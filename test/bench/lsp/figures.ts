export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

/** p50, p95 and the worst of a list of milliseconds. */
export function quantiles(list: readonly number[]): string {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (q: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms (${list.length} edits)`;
}
