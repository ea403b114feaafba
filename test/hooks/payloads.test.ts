import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readEvent } from '../../clients/cli/hook/hook-event.js';
import { placeEdits } from '../../clients/cli/hook/place-edits.js';
import { hookRepository } from './hook-repository.js';

const folder = new URL('./fixtures/', import.meta.url);
const recorded = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'));

/** A small generator, so that the same mutations are made in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const oddValues = [null, 0, -1, true, '', 'x', '\0', [], {}, [null], { a: 1 }, '*** Begin Patch', '../..', 1e308];

/** Replaces, removes or adds one value somewhere in a payload. */
function mutated(value: unknown, next: (below: number) => number): unknown {
  if (typeof value !== 'object' || value === null || next(4) === 0) return oddValues[next(oddValues.length)];
  const entries = Object.entries(value);
  if (entries.length === 0) return { [`k${next(9)}`]: oddValues[next(oddValues.length)] };
  const at = next(entries.length);
  const [key, inner] = entries[at] ?? ['', undefined];
  const rest = entries.filter((_, i) => i !== at);
  if (next(5) === 0) return Object.fromEntries(rest);
  const changed = [...rest, [key, mutated(inner, next)]];
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}

/** Bytes cut, doubled or replaced. */
function garbled(text: string, next: (below: number) => number): string {
  const at = next(text.length);
  const to = Math.min(text.length, at + next(40));
  return [text.slice(0, at), text.slice(0, at) + text.slice(to), text.slice(0, to) + text.slice(at), `${text}${text}`][
    next(4)
  ] as string;
}

describe('payloads that no client sends', { timeout: 180_000 }, () => {
  test('1,000 mutations are an event or a reason, and place no edit outside of the root', () => {
    const repo = hookRepository();
    const next = numbers(20261130);
    let events = 0;
    for (let i = 0; i < 1_000; i++) {
      const text = (recorded[i % recorded.length] ?? '').replaceAll('{{root}}', repo.root);
      const input = i % 3 === 0 ? garbled(text, next) : JSON.stringify(mutated(JSON.parse(text), next));
      const read = readEvent(input, undefined, {}, repo.root);
      if (!read.ok) {
        expect(read.why).toMatch(/\w/);
        continue;
      }
      events++;
      const { root, edits } = placeEdits(read.event.folders, read.event.edits);
      expect(root).toBe(repo.root);
      for (const edit of edits) expect(edit.path).not.toMatch(/^(?:\.\.(?:\/|$)|\/)/);
    }
    expect(events).toBeGreaterThan(300);
  });

  test('the command answers each with one object or nothing, and status 0', async () => {
    const repo = hookRepository();
    const next = numbers(7);
    for (let i = 0; i < 12; i++) {
      const text = (recorded[i % recorded.length] ?? '').replaceAll('{{root}}', repo.root);
      const input = i % 2 === 0 ? garbled(text, next) : JSON.stringify(mutated(JSON.parse(text), next));
      // `hook` parses the output as one JSON value.
      const { status, json } = await repo.hook(input);
      expect(status).toBe(0);
      if (json !== undefined) expect(typeof json).toBe('object');
    }
  });

  test('a payload of 12 MB is answered', async () => {
    const repo = hookRepository();
    const content = `import { order } from '../orders/order.js';\nexport const x = order;\n// ${'x'.repeat(12 * 1024 * 1024)}\n`;
    const { status, out } = await repo.hook(
      repo.tool('PreToolUse', 'Write', { file_path: `${repo.root}/src/http/new.ts`, content }),
    );
    expect(status).toBe(0);
    expect(out.length).toBeLessThan(2_000);
  });
});
