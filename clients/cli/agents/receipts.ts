import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheFolder } from '../../../core/start.js';
import { hashed } from '../hook/session-log.js';

/** How one written file is brought back to what it was, as long as nobody else changed it since. */
export interface Receipt {
  /** Hash of the text that was written. */
  readonly written: string;
  /** The file was not there. */
  readonly isNew?: boolean;
  /** The part that differs: where it starts, how long it is now, and what stood there. Offsets in UTF-16 units. */
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** The receipt of a change. */
export function receiptOf(before: string | undefined, after: string): Receipt {
  const old = before ?? '';
  let start = 0;
  while (start < old.length && start < after.length && old[start] === after[start]) start++;
  let end = 0;
  while (end < old.length - start && end < after.length - start && old.at(-1 - end) === after.at(-1 - end)) end++;
  return {
    written: hashed(after),
    ...(before === undefined && { isNew: true }),
    start,
    length: after.length - end - start,
    text: old.slice(start, old.length - end),
  };
}

/** The text before the change; `undefined`: somebody changed the file since. `null`: there was none. */
export function undone(receipt: Receipt, now: string): string | null | undefined {
  if (hashed(now) !== receipt.written) return undefined;
  if (receipt.isNew) return null;
  return now.slice(0, receipt.start) + receipt.text + now.slice(receipt.start + receipt.length);
}

/** Receipts of an agent's files by path. They lie in the user's cache folder: losing them costs blank lines at most. */
export function readReceipts(root: string, agent: string): Readonly<Record<string, Receipt>> {
  const file = receiptFile(root, agent);
  try {
    const parsed: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, Receipt>) : {};
  } catch {
    return {};
  }
}

export function keepReceipts(root: string, agent: string, receipts: Readonly<Record<string, Receipt>>): void {
  const file = receiptFile(root, agent);
  if (file === undefined) return;
  try {
    if (Object.keys(receipts).length === 0) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(receipts), { mode: 0o600 });
  } catch {
    // expected denied: without receipts, what was written is found by its shape.
  }
}

function receiptFile(root: string, agent: string): string | undefined {
  const cache = defaultCacheFolder(root);
  return cache === undefined ? undefined : join(cache, 'agents', `${agent}.json`);
}
