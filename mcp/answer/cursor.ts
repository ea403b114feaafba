import { createHash } from 'node:crypto';
import { Refusal } from '../refusal.js';

/** A page of a list that belongs to one revision and one question. */
export interface Page {
  readonly offset: number;
  /** The cursor of the page that starts at an offset. */
  cursorAt(offset: number): string;
}

/** Reads a cursor; one of another revision or question is refused with the remedy. */
export function pageOf(cursor: string | undefined, rev: string, question: unknown): Page {
  const digest = createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 6);
  const cursorAt = (offset: number): string => `${rev}.${offset}.${digest}`;
  if (cursor === undefined) return { offset: 0, cursorAt };
  const [, of, offset, asked] = /^([\w-]+)\.(\d{1,7})\.([\w-]{6})$/.exec(cursor) ?? [];
  if (of === undefined) throw new Refusal('cursor is not one of ours: pass next_cursor of the last answer, or none.');
  if (of !== rev)
    throw new Refusal(`cursor belongs to revision ${of}, the workspace is at ${rev} now: call again without cursor.`);
  if (asked !== digest) throw new Refusal('cursor belongs to other arguments: repeat those of the first call.');
  return { offset: Number(offset), cursorAt };
}
