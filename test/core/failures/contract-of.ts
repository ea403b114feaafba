import { expect } from 'vitest';
import type { FailureContract, FailureMode } from '../../../core/failures/contract.js';
import { openFiles } from '../../harness/check-files.js';

/** The contract of `path#name` in files held in memory; of `name` in `src/a.ts` where one text is given. */
export async function contractOf(files: Record<string, string> | string, symbol: string): Promise<FailureContract> {
  const workspace = await openFiles(typeof files === 'string' ? { 'src/a.ts': files } : files);
  const [path = '', name = ''] = symbol.includes('#') ? symbol.split('#') : ['src/a.ts', symbol];
  const file = workspace.snapshot.failures.file(path);
  const index = file?.ir.functions.findIndex(fn => fn.name === name) ?? -1;
  expect(index, `${symbol} is there`).toBeGreaterThanOrEqual(0);
  return file!.contract(index);
}

/** `class channel type` of modes, sorted. */
export const brief = (modes: readonly FailureMode[]): string[] =>
  modes.map(mode => `${mode.class} ${mode.channel} ${mode.type}`).sort();

/** `channel type` of all that leaves a function, bugs included, sorted; `open` last where more may leave. */
export const leaving = ({ modes, bugs, closed }: FailureContract): string[] => [
  ...[...modes, ...bugs].map(mode => `${mode.channel} ${mode.type}`).sort(),
  ...(closed ? [] : ['open']),
];
