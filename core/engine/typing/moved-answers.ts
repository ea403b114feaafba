import { type FileTypes, placeKey, placesOf } from '../../failures/link/typed.js';
import { decode } from '../../files/decode.js';
import type { FileSystem } from '../../files/file-system.js';
import { contentHash } from '../../files/hash.js';
import type { FilePath } from '../../files/paths.js';
import { unpackIr } from '../../syntax/ir/codec.js';
import { type Difference, differenceBetween } from '../../text/difference.js';
import type { Span } from '../../text/span.js';
import type { FileRecord } from '../analysis/state.js';

/** The text of a file at one moment. */
export interface FileMoment {
  readonly fs: Pick<FileSystem, 'readBytes'>;
  readonly record: FileRecord;
}

/** The answers about a file after it was edited: each at the place where its expression stands now. */
export interface MovedAnswers {
  readonly types: FileTypes;
  /** The part of the new text in which answers may be others. */
  readonly doubtful: Span;
}

/** Answers of which none is sure. */
export const wholeText: Span = { start: 0, end: Number.POSITIVE_INFINITY };

/**
 * Takes the answers about one text over to the next: what was asked outside the edit is found again by how far it moved.
 * Where the edit decides no type but those of the body it stands in, only the answers of that function are in doubt, the
 * functions around it included. `undefined` where the earlier text is no longer to be had.
 */
export function movedAnswers(
  types: FileTypes,
  path: FilePath,
  before: FileMoment,
  now: FileMoment,
): MovedAnswers | undefined {
  const [earlier, later] = [textAt(path, before), textAt(path, now)];
  if (earlier === undefined || later === undefined) return undefined;
  const edit = differenceBetween(earlier, later);
  const callees = allMoved(types.callees, edit);
  const values = allMoved(types.values, edit);
  const isWhole = callees.size === types.callees.size && values.size === types.values.size;
  const isLocal = before.record.facts.typeDigest === now.record.facts.typeDigest;
  return {
    // Fewer answers are others: whoever read them may have read what is gone.
    types: { callees, values, digest: isWhole ? types.digest : `${types.digest} ${now.record.hash}` },
    doubtful: isLocal ? outermostAround(edit.now, now.record) : wholeText,
  };
}

function allMoved<T>(answers: ReadonlyMap<string, T>, edit: Difference): ReadonlyMap<string, T> {
  const all = new Map<string, T>();
  for (const place of placesOf(answers)) {
    const moved = movedBy(place, edit);
    if (moved) all.set(placeKey(moved), answers.get(placeKey(place))!);
  }
  return all;
}

function textAt(path: FilePath, { fs, record }: FileMoment): string | undefined {
  const bytes = fs.readBytes(path);
  return bytes && contentHash(bytes) === record.hash ? decode(bytes).text : undefined;
}

/** Where a place stands after the edit, which may lie within it; `undefined` for one whose ends the edit touches. */
function movedBy({ start, end }: Span, { before, now }: Difference): Span | undefined {
  const by = now.end - before.end;
  if (end < before.start) return { start, end };
  if (start > before.end) return { start: start + by, end: end + by };
  return start < before.start && before.end < end ? { start, end: end + by } : undefined;
}

/** The outermost function that the whole edit stands in; the whole text where it stands in none. */
function outermostAround({ start, end }: Span, { ir }: FileRecord): Span {
  let found: Span | undefined;
  for (const fn of unpackIr(ir)?.functions ?? []) {
    if (fn.form === 'module' || fn.start > start || end > fn.end) continue;
    if (!found || fn.start < found.start) found = fn;
  }
  return found ? { start: found.start, end: found.end } : wholeText;
}
