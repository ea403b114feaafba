import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openBatch } from '../../../core/host/change-batch.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function collected() {
  const reports: (readonly string[] | undefined)[] = [];
  return { reports, batch: openBatch(paths => reports.push(paths)) };
}

it('reports once it has been quiet for 50 ms, each path once, sorted', () => {
  const { reports, batch } = collected();
  batch.add('b.ts');
  vi.advanceTimersByTime(49);
  batch.add('a.ts');
  batch.add('b.ts');
  vi.advanceTimersByTime(49);
  expect(reports).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reports).toEqual([['a.ts', 'b.ts']]);
  batch.add('c.ts');
  vi.advanceTimersByTime(1_000);
  expect(reports).toEqual([['a.ts', 'b.ts'], ['c.ts']]);
});

it('does not wait for ever while changes keep coming', () => {
  const { reports, batch } = collected();
  for (let i = 0; i < 60; i++) {
    batch.add('a.ts');
    vi.advanceTimersByTime(40);
  }
  expect(reports.length).toBeGreaterThanOrEqual(2);
});

it('reports a flood as everything', () => {
  const { reports, batch } = collected();
  for (let i = 0; i < 1_000; i++) batch.add(`${i}.ts`);
  vi.advanceTimersByTime(50);
  for (let i = 0; i < 1_001; i++) batch.add(`${i}.ts`);
  vi.advanceTimersByTime(50);
  expect(reports.map(paths => paths?.length)).toEqual([1_000, undefined]);
});

it('reports everything where that was asked for, once', () => {
  const { reports, batch } = collected();
  batch.add('a.ts');
  batch.addEverything();
  vi.advanceTimersByTime(50);
  batch.add('a.ts');
  vi.advanceTimersByTime(50);
  expect(reports).toEqual([undefined, ['a.ts']]);
});

it('reports nothing after it was closed', () => {
  const { reports, batch } = collected();
  batch.add('a.ts');
  batch.close();
  batch.add('late.ts');
  vi.advanceTimersByTime(1_000);
  expect(reports).toEqual([]);
});
